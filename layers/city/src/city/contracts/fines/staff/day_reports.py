"""What staff ask about the reports on a day's money, and what the API answers."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.bank_statement import Difference, SideTotals
from city.contracts.fines.books import BooksGap


class ReconciliationFilter(Contract):
    """Which days to list; every field narrows. Days are inclusive."""

    bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")] | None = None
    first: date | None = None
    last: date | None = None
    differing: Literal["yes", "no"] = "no"

    @classmethod
    def of_query(cls, bank: str | None, first: str | None, last: str | None, differing: str | None) -> Self:
        """Raises pydantic's ValidationError."""
        named = {"bank": bank, "first": first, "last": last, "differing": differing}
        return cls.model_validate_strings({name: text for name, text in named.items() if text})


class ReconciliationLine(Contract):
    """A day at one bank in a list. `gap_krw` is how much more the bank has than we, net."""

    bank: str
    day: date
    written_at: AwareMoment
    differences: int
    gap_krw: int


class ReconciliationPage(Contract):
    reconciliations: tuple[ReconciliationLine, ...]
    next_page: str | None


class ExplainedDifference(Difference):
    """A difference with its name, and what to do about it."""

    name_ko: str
    name_en: str
    todo_ko: str
    todo_en: str


class ReconciliationFile(Contract):
    """A day at one bank, theirs beside ours, with a page of its differences."""

    bank: str
    day: date
    at_bank: SideTotals
    here: SideTotals
    gap_krw: int
    found: int
    differences: tuple[ExplainedDifference, ...]
    next_page: str | None


class BooksLine(Contract):
    """A night in a list."""

    day: date
    finished_at: AwareMoment
    found: int
    unfinished: bool


class BooksPage(Contract):
    nights: tuple[BooksLine, ...]
    next_page: str | None


class ExplainedGap(BooksGap):
    """A gap with its name, and what to do about it."""

    name_ko: str
    name_en: str
    todo_ko: str
    todo_en: str


class BooksFile(Contract):
    """What a night found, with a page of it."""

    day: date
    finished_at: AwareMoment
    cases: int
    entries: int
    unfinished: bool
    found: int
    gaps: tuple[ExplainedGap, ...]
    next_page: str | None
