"""The environment that every function of fines shares. Each names the tables it works with, and no others."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from city.kernel.settings import Settings


def _split(days: object) -> object:
    return tuple(day.strip() for day in days.split(",") if day.strip()) if isinstance(days, str) else days


class FinesTableSettings(Settings):
    """The tables a function may work with; a function that needs one declares it again, as required."""

    aws_region: str
    cases_table: str | None = None
    accounts_table: str | None = None
    deposits_table: str | None = None
    ledger_table: str | None = None
    talks_table: str | None = None
    desk_table: str | None = None
    # Comma-separated days on which public offices are closed besides those that the city knows, such as 2027-05-04.
    extra_holidays: Annotated[tuple[date, ...], BeforeValidator(_split)] = ()
    files_table: str | None = None
