"""What the functions of evidence read of their environment, each no more than it works with."""

from city.kernel.settings import Settings
from city.operations.viewing.settings import ArchiveSettings


class EvidenceSettings(Settings):
    """For what enters destruction in the log."""

    aws_region: str
    evidence_table: str
    viewlog_table: str


class CaseSettings(EvidenceSettings):
    """For what keeps access requests and holds, and has film fetched."""

    film_queue_url: str


class FetchSettings(ArchiveSettings):
    """For what fetches film of cases; alone with the video door it learns where a camera's film is."""

    evidence_table: str
    recordings_bucket: str
    film_queue_url: str


class RequestWatchSettings(Settings):
    """For what counts requests that are nearly due."""

    aws_region: str
    evidence_table: str


class TidySettings(EvidenceSettings):
    """For what destroys recorded video whose time is over."""

    recordings_bucket: str


class ExportSettings(CaseSettings):
    """For exports: the grants they are under, what was recorded, where archives go, and the keys that prove both."""

    grants_table: str
    recordings_bucket: str
    archives_bucket: str
    evidence_key_arn: str
    viewlog_heads_bucket: str
    viewlog_key_arn: str


class HidingAskSettings(EvidenceSettings):
    """For staff's side of copies on which others are hidden, beside the requests themselves."""

    recordings_bucket: str
    hiding_bucket: str
    hiding_queue_url: str


class HidingSettings(Settings):
    """For what looks at recorded film and makes copies of it; `hiding_bucket` has the detector's weights too."""

    aws_region: str
    evidence_table: str
    recordings_bucket: str
    hiding_bucket: str
    hiding_queue_url: str
