"""What is due next in a case, and by when: what the lists of work are ordered by. Pure; QVA is the 질서위반행위규제법.

A deadline is kept beside the state it belongs to, as text that sorts by what is due, then by day, then by case. What only
the calendar decides (a fine falls overdue at midnight) needs no job: the list asks for the days before today.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from city.fines.law.lifecycle import FINAL, State, court_report_due
from city.fines.law.notices import Notice
from city.kernel.errors import Invalid


class Due(StrEnum):
    """What has to happen next."""

    SERVE = "serve"  # 재송달: the mail came back, or somebody else owes it now
    IMPOSE = "impose"  # 부과: the opinion period is over (QVA §17)
    PAY = "pay"  # 납부, and once the day has passed 독촉, 압류, 영치
    INSTALMENT = "instalment"  # 분할납부: while they run, nothing else is (QVA §24의3④)
    COURT = "court"  # 법원통보: within 14 days (QVA §21①)
    PLATE = "plate"  # 번호판 반환: paid, so at once (QVA §55③)
    RELEASE = "release"  # 압류해제: paid, or cancelled, and still on the register


@dataclass(frozen=True, slots=True)
class Deadline:
    due: Due
    on: date

    def text(self, number: str) -> str:
        """`court#2026-12-19#1140-2026-0000001`."""
        return f"{self.due.value}#{self.on.isoformat()}#{number}"


def read_deadline(text: str) -> Deadline:
    due, day, _ = text.split("#")
    return Deadline(Due(due), date.fromisoformat(day))


def next_deadline(state: State, notice: Notice, since: date, *, came_from: State | None = None) -> Deadline | None:
    """What is due next in a state; None where nothing is.

    `since`: the day it came into the state, or on which an objection was received. `came_from`: the state before a
    payment or a cancellation, for what stands on the register outlives both.
    """
    if state in (State.AWAITING_RELEASE, State.CANCELLED) and came_from is State.PLATE_HELD:
        return Deadline(Due.PLATE, since)
    if state is State.AWAITING_RELEASE or (state is State.CANCELLED and came_from in _ON_THE_REGISTER):
        return Deadline(Due.RELEASE, since)
    if state in FINAL or state is State.COURT:
        return None
    if state is State.OBJECTED:
        return Deadline(Due.COURT, court_report_due(since))
    if notice.plan is not None and notice.plan.runs and notice.plan.due_now is not None:
        return Deadline(Due.INSTALMENT, notice.plan.due_now.due_on)
    pay_until = notice.payment_ends_on
    return Deadline(Due.PAY, pay_until) if pay_until else Deadline(Due.IMPOSE, notice.opinion_ends_on)


_ON_THE_REGISTER = frozenset({State.SEIZED, State.AWAITING_RELEASE})


# --- ranges of deadlines ---------------------------------------------------------------------------

_LONGEST = 60
_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class DueRange:
    """Cases stored in one of `states` in which `due` has to happen, on days from `first` to `last`, both included."""

    due: Due
    states: tuple[State, ...]
    first: date = _EARLIEST
    last: date = _LATEST

    def after(self, page: str | None) -> str:
        """The text that everything on the page asked for lies behind. Raises Invalid."""
        start = f"{self.due.value}#{self.first.isoformat()}"
        if page is None:
            return start
        if not page.startswith(f"{self.due.value}#2") or len(page) > _LONGEST:
            raise Invalid
        return max(page, start)

    @property
    def end(self) -> str:
        return f"{self.due.value}#{(self.last + timedelta(days=1)).isoformat()}"
