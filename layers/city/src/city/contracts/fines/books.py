"""The nightly comparison of the cases with the ledger: every closed case has its money, every won its case."""

from datetime import date
from enum import StrEnum
from typing import Literal

from city.contracts.base import AwareMoment, Contract


class GapKind(StrEnum):
    """How a case and the ledger differ; each asks staff for something else."""

    PAID_WITHOUT_MONEY = "paid_without_money"  # the case says more than the ledger has for it
    MORE_THAN_WAS_DUE = "more_than_was_due"  # the ledger has more for a paid case than it says
    MONEY_OF_AN_OPEN_CASE = "money_of_an_open_case"
    MONEY_OF_A_CANCELLED_CASE = "money_of_a_cancelled_case"
    MONEY_WITHOUT_A_CASE = "money_without_a_case"
    HELD_ON_NO_LIST = "held_on_no_list"  # money that waits, and nobody sees it
    RETURNING_ON_NO_LIST = "returning_on_no_list"


class BooksGap(Contract):
    """One difference. Nobody's name, plate, telephone or account."""

    kind: GapKind
    notice_number: str | None = None
    deposit_key: str | None = None
    # What the case says was paid, and what the ledger has for it.
    said_krw: int
    booked_krw: int


class BooksReportV1(Contract):
    """What a night found. `gaps` are the first thousand of `found`; `unfinished`: its time ran out, and it says nothing."""

    version: Literal[1] = 1
    day: date
    finished_at: AwareMoment
    cases: int
    entries: int
    unfinished: bool
    found: int
    gaps: tuple[BooksGap, ...]
