"""Settings that functions of several areas have in common. Each area's `settings` has the rest; none has more than it needs."""

from pydantic import Field

from city.kernel.settings import Settings


class RegionSettings(Settings):
    """Of whatever works with tables."""

    aws_region: str


class ShelfSettings(Settings):
    """How many digits name a shelf of the linkage table and of the statements."""

    shelf_digits: int = Field(default=2, ge=1, le=4)


class OutboxSettings(RegionSettings):
    """Of whatever publishes events: each is written to the outbox in the transaction that makes it true."""

    event_bus: str
    outbox_table: str
