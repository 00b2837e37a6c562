from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.lifecycle import State
from city.fines.law.notices import PaymentStage
from city.fines.law.quotes import Quote, quote
from city.fines.talk.reminders import ReminderKind, due_reminder, may_remind_at
from city.kernel.clock import SEOUL, seoul_date
from city.kernel.errors import Rejected
from tests.unit.fines.law.notices import a_notice

EARLY_UNTIL, DUE = date(2026, 11, 25), date(2027, 1, 29)


def at(day: date, hour: int, minute: int = 7) -> datetime:
    return datetime.combine(day, time(hour, minute), SEOUL).astimezone(UTC)


def reminder_at(now: datetime, sent: tuple[str, ...] = (), **changes: object) -> ReminderKind | None:
    notice = a_notice(**changes)
    return due_reminder(notice, quote(notice, seoul_date(now)), sent, now)


@pytest.mark.parametrize(("days_before", "kind"), [(4, None), (3, "early"), (1, "early"), (0, "early")])
def test_the_end_of_the_reduction_is_told_in_its_last_three_days(days_before: int, kind: str | None) -> None:
    assert reminder_at(at(EARLY_UNTIL - timedelta(days=days_before), 10)) == kind


@pytest.mark.parametrize(("days_before", "kind"), [(4, None), (3, "due"), (0, "due"), (-1, None), (-300, None)])
def test_the_due_date_is_told_before_it_and_never_after(days_before: int, kind: str | None) -> None:
    assert reminder_at(at(DUE - timedelta(days=days_before), 10)) == kind


def test_each_kind_is_told_once() -> None:
    assert reminder_at(at(EARLY_UNTIL, 10), sent=("early",)) is None
    assert reminder_at(at(DUE, 10), sent=("early",)) is ReminderKind.DUE
    assert reminder_at(at(DUE, 10), sent=("early", "due")) is None


@pytest.mark.parametrize(
    ("hour", "minute", "may"), [(7, 59, False), (8, 0, True), (20, 59, True), (21, 0, False), (0, 0, False)]
)
def test_the_night_is_from_nine_to_eight(hour: int, minute: int, may: bool) -> None:
    assert may_remind_at(at(DUE, hour, minute)) is may
    assert (reminder_at(at(DUE, hour, minute)) is not None) is may


@given(seconds=st.integers(0, 115 * 24 * 3600), status=st.sampled_from(State))
def test_no_clock_and_no_state_lets_a_reminder_out_at_night_or_for_what_is_not_due(seconds: int, status: State) -> None:
    now = datetime(2026, 11, 5, tzinfo=UTC) + timedelta(seconds=seconds)
    notice = a_notice(status=status)
    try:
        kind = due_reminder(notice, quote(notice, seoul_date(now)), (), now)
    except Rejected:
        return

    local = now.astimezone(SEOUL)
    if kind is not None:
        assert time(8) <= local.time() < time(21)
        assert notice.status not in {State.CLOSED, State.CLOSED_FINAL, State.CANCELLED, State.OBJECTED, State.COURT}
        last = EARLY_UNTIL if kind is ReminderKind.EARLY else DUE
        assert timedelta() <= last - local.date() <= timedelta(days=3)


@pytest.mark.parametrize("status", [State.CLOSED, State.CLOSED_FINAL, State.CANCELLED, State.OBJECTED])
def test_a_case_that_ended_while_the_amount_was_reckoned_is_left_alone(status: State) -> None:
    offer = quote(a_notice(), DUE)

    assert due_reminder(a_notice(status=status), offer, (), at(DUE, 10)) is None


def test_each_instalment_has_a_reminder_of_its_own() -> None:
    first, second = (
        Quote(
            stage=PaymentStage.INSTALMENT,
            amount_krw=10_420,
            fine_krw=40_000,
            pay_until=date(2027, 3, 31),
            instalment=number,
        )
        for number in (1, 2)
    )
    now = datetime(2027, 3, 29, 1, tzinfo=UTC)
    notice = a_notice(status=State.OVERDUE)

    assert due_reminder(notice, first, (), now) is ReminderKind.INSTALMENT
    assert due_reminder(notice, first, ("instalment-1",), now) is None
    assert due_reminder(notice, second, ("instalment-1", "due"), now) is ReminderKind.INSTALMENT
