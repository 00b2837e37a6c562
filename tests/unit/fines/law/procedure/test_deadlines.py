from dataclasses import replace
from datetime import date

import pytest

from city.fines.law.lifecycle import State, court_report_due
from city.fines.law.procedure.deadlines import Deadline, Due, next_deadline, read_deadline
from tests.unit.fines.law.notices import a_notice

DAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("state", "came_from", "deadline"),
    [
        (State.NOTICED, None, Deadline(Due.PAY, date(2027, 1, 29))),
        (State.OVERDUE, None, Deadline(Due.PAY, date(2027, 1, 29))),
        (State.SEIZED, None, Deadline(Due.PAY, date(2027, 1, 29))),
        (State.OBJECTED, None, Deadline(Due.COURT, court_report_due(DAY))),
        (State.AWAITING_RELEASE, State.SEIZED, Deadline(Due.RELEASE, DAY)),
        (State.AWAITING_RELEASE, State.PLATE_HELD, Deadline(Due.PLATE, DAY)),
        (State.CANCELLED, State.SEIZED, Deadline(Due.RELEASE, DAY)),
        (State.CANCELLED, State.NOTICED, None),
        (State.COURT, None, None),
        (State.CLOSED, None, None),
        (State.BARRED, None, None),
    ],
)
def test_each_state_has_what_is_due_next(state: State, came_from: State | None, deadline: Deadline | None) -> None:
    assert next_deadline(state, a_notice(), DAY, came_from=came_from) == deadline


def test_what_is_not_imposed_waits_for_its_imposition_once_the_opinion_period_is_over() -> None:
    notice = a_notice(imposed_on=None, pay_until=None)

    assert next_deadline(State.NOTICED, notice, DAY) == Deadline(Due.IMPOSE, date(2026, 11, 25))


def test_a_term_that_ends_on_a_saturday_is_due_on_the_next_working_day() -> None:
    notice = a_notice(pay_until=date(2027, 1, 30), opinion_until=date(2026, 11, 28))

    assert next_deadline(State.IMPOSED, notice, DAY) == Deadline(Due.PAY, date(2027, 2, 1))
    unimposed = replace(notice, imposed_on=None, pay_until=None)
    assert next_deadline(State.NOTICED, unimposed, DAY) == Deadline(Due.IMPOSE, date(2026, 11, 30))


def test_deadlines_sort_by_what_is_due_then_by_day_and_are_read_back() -> None:
    early, late = Deadline(Due.PAY, date(2026, 12, 9)), Deadline(Due.PAY, date(2026, 12, 10))

    assert early.text("1140-2026-0000009") < late.text("1140-2026-0000001")
    assert read_deadline(late.text("1140-2026-0000001")) == late
