"""What waits for staff: counts, the lists of cases, and lists as files."""

from datetime import date
from typing import Literal

from city.contracts.base import Contract
from city.contracts.fines.staff.cases import CaseLine
from city.contracts.fines.staff.fields import Reason
from city.contracts.staff import RequestBody


class WorkCount(Contract):
    """How many wait on a list. `more`: there are more than were counted. `oldest`: the first day on it."""

    list: str
    count: int
    more: bool
    oldest: date | None
    late: bool


class WorkCounts(Contract):
    today: date
    lists: tuple[WorkCount, ...]


class WorkLine(CaseLine):
    """A case on a list. `deadline`: the day it is ordered by; `days_left` is negative once it has passed.

    `plate_may_be_held`: on the list of seized cars alone, whether the car's arrears are enough and old enough (QVA §55).
    """

    deadline: date
    days_left: int
    moves: tuple[str, ...]
    plate_may_be_held: bool | None = None


class WorkPage(Contract):
    """Cases in the order of their deadlines."""

    list: str
    cases: tuple[WorkLine, ...]
    next_page: str | None


class ExportWork(RequestBody):
    """A list as a file. `whole`: with names, telephones and plates, for a reason that is written down."""

    whole: bool = False
    reason: Reason | None = None
    first: date | None = None
    last: date | None = None
    page: str | None = None


class WorkFile(Contract):
    """A CSV file as text, with the mark by which Excel knows UTF-8. What does not fit is in the next file."""

    file_name: str
    content_type: Literal["text/csv; charset=utf-8"] = "text/csv; charset=utf-8"
    content: str
    lines: int
    next_page: str | None
