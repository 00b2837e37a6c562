"""Settings of the crosswalk functions, from their environment. Each use names what it works with, and no more."""

from typing import Literal

from city.kernel.settings import Settings

DetectorName = Literal["sandbox", "sagemaker"]


class CrosswalkTableSettings(Settings):
    """The tables a function may work with; a use that needs one declares it again, as required."""

    aws_region: str
    units_table: str | None = None
    reports_table: str | None = None
    sites_table: str | None = None
    desk_table: str | None = None


class BoardNewsSettings(Settings):
    """For what tells boards."""

    aws_region: str
    live_queue_url: str


class WatchSettings(CrosswalkTableSettings, BoardNewsSettings):
    """For what watches over the units that send reports."""

    units_table: str
    desk_table: str
    outbox_table: str
    event_bus: str


class ReportSettings(WatchSettings):
    """For what takes reports in."""

    reports_table: str


class PictureDetectorSettings(Settings):
    detector: DetectorName
    detection_endpoint: str = ""
    # Where the endpoint's runtime answers, if not at AWS; the local city runs the model server itself.
    detection_url: str = ""


class FrameSettings(PictureDetectorSettings):
    pass


class AdmissionSettings(CrosswalkTableSettings):
    units_table: str


class CrosswalkStaffSettings(CrosswalkTableSettings, BoardNewsSettings, PictureDetectorSettings):
    live_changes_table: str
    units_table: str
    reports_table: str
    sites_table: str
    desk_table: str
    pictures_bucket: str
    releases_bucket: str
    releases_reader_role: str
    signing_key: str
    # How the ARN of every thing begins, up to its name.
    things_arn: str
