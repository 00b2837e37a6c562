"""What the function that looks at dead letters and sends them back reads of its environment."""

from city.kernel.settings import Settings


class RedriveSettings(Settings):
    """The stage names the queues: all of this city."""

    aws_region: str
    redrives_table: str
