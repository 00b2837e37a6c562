"""What the functions of grants and views find in their environment, each no more than it works with."""

from typing import Literal

from city.kernel.settings import Settings
from city.operations.cameras.settings import AddressSettings, LookupSettings

VideoName = Literal["kinesis", "sandbox"]


class GrantSettings(Settings):
    """For whatever looks at grants and incidents, and tells the log."""

    aws_region: str
    grants_table: str
    incidents_table: str
    viewlog_table: str


class TellGrantsSettings(Settings):
    """For what tells pages of grants that changed."""

    aws_region: str
    grants_table: str
    live_queue_url: str


class GrantApiSettings(GrantSettings, LookupSettings):
    """For the API of grants: it picks cameras, and never reads where their film is."""

    agency_people_table: str
    cameras_table: str


class FollowSettings(GrantSettings, LookupSettings):
    """For what opens and ends grants as incidents are told of."""

    cameras_table: str


class VideoSettings(GrantSettings, AddressSettings):
    """For the video door. `video`: where film comes from; `sandbox` is drawn, and refused in prod."""

    agency_people_table: str
    views_table: str
    video: VideoName


class ArchiveSettings(AddressSettings):
    """For what fetches film that was recorded. `video`: where from; `sandbox` is drawn, and refused in prod."""

    video: VideoName
