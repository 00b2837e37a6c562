"""The environment that every function of fines shares. Each names the tables it works with, and no others."""

from city.kernel.settings import Settings


class FinesTableSettings(Settings):
    """The tables a function may work with; a function that needs one declares it again, as required."""

    aws_region: str
    cases_table: str | None = None
    accounts_table: str | None = None
    deposits_table: str | None = None
    ledger_table: str | None = None
    talks_table: str | None = None
    desk_table: str | None = None
