"""The lists of cases that wait for a person, by what is due next in them and the day it is due. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from city.fines.desk.errors import WorkListUnknown
from city.fines.law.lifecycle import State
from city.fines.law.notices import Notice, state_of
from city.fines.law.procedure.deadlines import Due, DueRange

_UNPAID = (State.NOTICED, State.IMPOSED, State.OVERDUE)
_ENDED = (State.AWAITING_RELEASE, State.CANCELLED)
_SERVED = (*_UNPAID, State.UNDER_REVIEW)
_SEIZED = (State.SEIZED, State.PLATE_HELD)
_OWED = (*_UNPAID, State.DUNNED, *_SEIZED)


@dataclass(frozen=True, slots=True)
class CaseList:
    """`passed`: only what lies before today is on it; `on_the_day`: the states a case on it is in by the calendar."""

    due: Due
    states: tuple[State, ...]
    on_the_day: frozenset[State]
    passed: bool = False

    def between(self, first: date | None, last: date | None, today: date) -> DueRange:
        """The cases on it whose day lies between two days, both included."""
        wanted = DueRange(self.due, self.states)
        if first is not None:
            wanted = replace(wanted, first=first)
        ends = [day for day in (last, today - timedelta(days=1) if self.passed else None) if day is not None]
        return replace(wanted, last=min(ends)) if ends else wanted

    def has(self, notice: Notice, today: date) -> bool:
        """Whether a case that is filed under it belongs there today: time stood still for instalments that ended, say."""
        return state_of(notice, today) in self.on_the_day


CASE_LISTS: Mapping[str, CaseList] = {
    # 영치 번호판: paid or cancelled, and the plate is still here (QVA §55③).
    "plates": CaseList(Due.PLATE, _ENDED, frozenset(_ENDED)),
    # 압류 해제: paid or cancelled, and still on the register.
    "release": CaseList(Due.RELEASE, _ENDED, frozenset(_ENDED)),
    # 법원 통보: within fourteen days (QVA §21①).
    "court": CaseList(Due.COURT, (State.OBJECTED,), frozenset({State.OBJECTED})),
    # 재송달: the mail came back, or somebody else owes it now.
    "undelivered": CaseList(Due.SERVE, _SERVED, frozenset(_SERVED)),
    # 부과: the opinion period is over, and nobody has imposed it (QVA §17).
    "unimposed": CaseList(Due.IMPOSE, (State.NOTICED,), frozenset({State.NOTICED}), passed=True),
    # 독촉: past its due date, and not dunned yet.
    "overdue": CaseList(Due.PAY, _UNPAID, frozenset({State.OVERDUE}), passed=True),
    # 분할납부 회차 미납: the next instalment is past its day.
    "instalments": CaseList(Due.INSTALMENT, _OWED, frozenset(_OWED), passed=True),
    # 압류: dunned, and still unpaid.
    "dunned": CaseList(Due.PAY, (State.DUNNED,), frozenset({State.DUNNED})),
    # 영치: seized, and still unpaid; enough for the plate, or not.
    "seized": CaseList(Due.PAY, _SEIZED, frozenset(_SEIZED)),
}


def case_list(name: str) -> CaseList:
    """Raises WorkListUnknown."""
    try:
        return CASE_LISTS[name]
    except KeyError:
        raise WorkListUnknown from None
