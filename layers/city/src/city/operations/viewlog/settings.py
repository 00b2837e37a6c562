"""What the functions of the log of views read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class ViewLogSettings(Settings):
    """For what appends to the log, or reads it."""

    aws_region: str
    viewlog_table: str


class HeadsSettings(ViewLogSettings):
    """For what reads signed heads too."""

    viewlog_heads_bucket: str
    viewlog_key_arn: str


class SealSettings(HeadsSettings):
    """For what signs heads."""


class CheckSettings(HeadsSettings):
    """For what verifies the log every night, so many days back."""

    viewlog_checked_days: int


class ViewLogApiSettings(HeadsSettings):
    """For the staff's API of the log. `viewlog_notice_days`: until a notice of 법 18조④ must be published."""

    viewlog_notice_days: int
