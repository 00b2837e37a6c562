"""What the functions of the watch read of their environment."""

from city.kernel.settings import Settings


class WatchSettings(Settings):
    """The stage names everything the watch looks at: the city's stack, and all that is made by it."""

    aws_region: str
