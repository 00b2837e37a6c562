"""What the functions that publish and sell are given by their environment."""

from city.dividend.rounds.settings import RoundSettings
from city.dividend.settings import OutboxSettings, RegionSettings


class PublishSettings(RoundSettings, OutboxSettings):
    market_table: str
    catalogue_bucket: str


class MarketSettings(RegionSettings):
    market_table: str
    catalogue_bucket: str
    copies_queue_url: str


class LeakSettings(RegionSettings):
    """Reporting leaks: a case, and a form for its sample. The secret of the marks is not given here."""

    people_table: str
    market_table: str
    catalogue_bucket: str
    copies_queue_url: str


class CopySettings(RegionSettings):
    market_table: str
    catalogue_bucket: str
    mark_secret: str
