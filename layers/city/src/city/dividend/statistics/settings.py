"""What the function that answers with noise is given by its environment."""

from city.dividend.settings import RegionSettings


class CountSettings(RegionSettings):
    """The only function that reads the private statistics."""

    market_table: str
    budget_table: str
    statistics_bucket: str
