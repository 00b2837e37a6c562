"""What the function that publishes the pages reads of its environment."""

from typing import Literal

from city.kernel.settings import Settings


class PublishSettings(Settings):
    pages_bucket: str
    official_banner: Literal["no", "yes"]
