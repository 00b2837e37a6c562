from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law import lifecycle
from city.fines.law.errors import NoRuleInForce, ObjectionTooLate, OpinionPeriodTooShort
from city.fines.law.lifecycle import State
from city.kernel.calendar import PUBLIC_HOLIDAYS
from tests.unit.fines.law.notices import days

RECEIVED = date(2026, 12, 3)
states = st.sampled_from(State)


def test_nine_days_are_too_short_for_an_opinion() -> None:
    with pytest.raises(OpinionPeriodTooShort):
        lifecycle.check_opinion_days(9)

    assert lifecycle.check_opinion_days(10) == 10


def test_the_opinion_period_is_the_districts_own() -> None:
    assert lifecycle.opinion_until(date(2026, 11, 5), 20) == date(2026, 11, 25)


def test_an_objection_is_in_time_on_day_sixty_and_late_on_day_sixty_one() -> None:
    assert lifecycle.may_object(State.IMPOSED, RECEIVED, RECEIVED + days(60))
    assert not lifecycle.may_object(State.IMPOSED, RECEIVED, RECEIVED + days(61))
    with pytest.raises(ObjectionTooLate):
        lifecycle.check_objection(State.IMPOSED, RECEIVED, RECEIVED + days(61))


def test_an_objection_whose_last_day_is_a_saturday_may_wait_until_monday() -> None:
    received = date(2026, 12, 22)  # the sixtieth day after it is Saturday, 20 February 2027

    assert lifecycle.objection_until(received) == date(2027, 2, 22)
    assert lifecycle.may_object(State.IMPOSED, received, date(2027, 2, 22))
    assert not lifecycle.may_object(State.IMPOSED, received, date(2027, 2, 23))


def test_an_objection_may_wait_for_the_end_of_a_holiday_that_the_office_has_added() -> None:
    bridge = PUBLIC_HOLIDAYS.closed_also([date(2027, 2, 22)])

    assert lifecycle.objection_until(date(2026, 12, 22), bridge) == date(2027, 2, 23)
    assert lifecycle.may_object(State.IMPOSED, date(2026, 12, 22), date(2027, 2, 23), bridge)


def test_an_overdue_fine_may_still_be_objected_to_while_the_sixty_days_run() -> None:
    assert lifecycle.may_object(State.OVERDUE, RECEIVED, RECEIVED + days(60))


@pytest.mark.parametrize("state", [State.NOTICED, State.CLOSED_FINAL, State.CLOSED, State.COURT, State.SEIZED])
def test_a_window_that_is_open_helps_no_case_that_takes_no_objection(state: State) -> None:
    assert not lifecycle.may_object(state, RECEIVED, RECEIVED)


def test_the_court_hears_of_an_objection_within_fourteen_days() -> None:
    assert lifecycle.court_report_due(date(2026, 12, 20)) == date(2027, 1, 3)


def test_a_fine_may_be_imposed_for_five_years_to_the_day() -> None:
    assert lifecycle.may_impose(date(2026, 11, 3), date(2031, 11, 3))
    assert not lifecycle.may_impose(date(2026, 11, 3), date(2031, 11, 4))


def test_five_years_from_a_leap_day_end_with_february() -> None:
    assert lifecycle.may_impose(date(2024, 2, 29), date(2029, 2, 28))
    assert not lifecycle.may_impose(date(2024, 2, 29), date(2029, 3, 1))


def test_five_years_that_begin_on_the_first_of_march_end_on_a_leap_day() -> None:
    # The day of the violation is not counted (민법 §157): the years begin on 1 March.
    assert lifecycle.may_impose(date(2023, 2, 28), date(2028, 2, 29))
    assert not lifecycle.may_impose(date(2023, 2, 28), date(2028, 3, 1))
    assert not lifecycle.collection_prescribed(State.DUNNED, date(2023, 2, 28), date(2028, 2, 29))
    assert lifecycle.collection_prescribed(State.DUNNED, date(2023, 2, 28), date(2028, 3, 1))


@pytest.mark.parametrize(
    ("obstacle_ended_on", "until"),
    [
        (None, RECEIVED + days(60)),
        (RECEIVED + days(10), RECEIVED + days(60)),
        (RECEIVED + days(55), RECEIVED + days(60)),
        (RECEIVED + days(56), RECEIVED + days(61)),
        (RECEIVED + days(90), RECEIVED + days(95)),
    ],
)
def test_an_obstacle_gives_five_days_from_its_end(obstacle_ended_on: date | None, until: date) -> None:
    assert lifecycle.payable_until(RECEIVED, obstacle_ended_on) == until


@pytest.mark.parametrize(
    ("received", "until"),
    [
        (date(2026, 7, 26), date(2026, 9, 28)),  # 24 September: 추석 연휴, and the weekend after it
        (date(2027, 10, 26), date(2027, 12, 28)),  # 25 December, a Saturday; Monday stands in for it
        (date(2026, 11, 2), date(2027, 1, 4)),  # 1 January, a Friday
        (date(2026, 11, 3), date(2027, 1, 4)),
        (date(2026, 11, 5), date(2027, 1, 4)),
    ],
)
def test_a_due_date_on_a_holiday_moves_to_the_next_working_day(received: date, until: date) -> None:
    assert lifecycle.payable_until(received) == until


def test_an_opinion_period_that_would_end_on_a_sunday_ends_on_monday() -> None:
    assert lifecycle.opinion_until(date(2026, 11, 9), 20) == date(2026, 11, 30)


def test_the_report_to_the_court_is_a_duty_that_no_holiday_moves() -> None:
    assert lifecycle.court_report_due(date(2026, 12, 18)) == date(2027, 1, 1)


@pytest.mark.parametrize("state", [State.IMPOSED, State.OVERDUE, State.DUNNED])
def test_a_fine_is_prescribed_the_day_after_five_years(state: State) -> None:
    assert not lifecycle.collection_prescribed(state, date(2027, 2, 1), date(2032, 2, 1))
    assert lifecycle.collection_prescribed(state, date(2027, 2, 1), date(2032, 2, 2))


def test_days_that_stood_still_do_not_count_towards_prescription() -> None:
    assert not lifecycle.collection_prescribed(State.DUNNED, date(2027, 2, 1), date(2032, 2, 11), suspended_days=10)
    assert lifecycle.collection_prescribed(State.DUNNED, date(2027, 2, 1), date(2032, 2, 12), suspended_days=10)


@pytest.mark.parametrize("state", [State.SEIZED, State.PLATE_HELD, State.COURT, State.NOTICED, State.CLOSED])
def test_nothing_is_prescribed_that_is_seized_or_not_in_collection(state: State) -> None:
    assert not lifecycle.collection_prescribed(state, date(2010, 1, 1), date(2032, 1, 1))


def test_a_day_before_the_first_rule_has_none() -> None:
    with pytest.raises(NoRuleInForce):
        lifecycle.objection_until(date(2008, 6, 21))


def test_a_later_rule_takes_over_on_its_day() -> None:
    old = lifecycle.WINDOW_RULES[0]
    new = lifecycle.WindowRule(date(2030, 1, 1), 90, 14, 60, 5, 5)

    assert lifecycle.rule_in_force((old, new), date(2029, 12, 31)) is old
    assert lifecycle.rule_in_force((old, new), date(2030, 1, 1)) is new


@given(
    states,
    st.dates(min_value=date(2009, 1, 1), max_value=date(2034, 1, 1)),
    st.integers(min_value=0, max_value=400),
)
def test_an_objection_once_late_stays_late(state: State, received_on: date, wait: int) -> None:
    day = received_on + days(wait)

    if not lifecycle.may_object(state, received_on, day):
        assert not lifecycle.may_object(state, received_on, day + days(1))
