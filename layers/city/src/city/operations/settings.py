"""What the functions of operations read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class SweepSettings(Settings):
    aws_region: str
    outbox_table: str
    event_bus: str


class FeedSettings(Settings):
    """For what lists events."""

    aws_region: str
    events_table: str


class RecordSettings(FeedSettings):
    """For what records events."""

    event_kept_days: int
