from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines import arrears, model
from city.fines.arrears import Arrear, Hardship, InstalmentPlan
from city.fines.errors import (
    AlreadyExtended,
    AmountTooSmallToDivide,
    ArrearsTooSmall,
    ExtensionOutOfRange,
    InstalmentMonthsOutOfRange,
    NothingLeftToExtend,
    NotOverdueLongEnough,
    PlateHoldAnnouncedTooLate,
    PlateHoldNotAnnounced,
)
from city.kernel.clock import add_months
from tests.unit.fines.notices import a_notice, days

FIRST_DUE = date(2027, 3, 31)
TODAY = date(2027, 6, 1)
ANNOUNCED = TODAY - days(10)

amounts = st.integers(min_value=10_000, max_value=3_000_000)
due_dates = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


def amounts_of(plan: InstalmentPlan) -> list[int]:
    return [instalment.amount_krw for instalment in plan.instalments]


def an_arrear(amount_krw: int, overdue_days: int) -> Arrear:
    return Arrear(amount_krw, TODAY - days(overdue_days))


# --- instalments and deferral ---


def test_the_rest_of_the_division_goes_to_the_first_instalment() -> None:
    plan = arrears.plan_instalments(41_200, 3, FIRST_DUE)

    assert amounts_of(plan) == [13_740, 13_730, 13_730]
    assert [instalment.due_on for instalment in plan.instalments] == [FIRST_DUE, date(2027, 4, 30), date(2027, 5, 31)]
    assert plan.ends_on == date(2027, 5, 31)


@given(amounts, st.integers(min_value=1, max_value=9), due_dates)
def test_instalments_are_the_amount_and_the_first_is_the_largest(amount: int, months: int, first_due: date) -> None:
    plan = arrears.plan_instalments(amount, months, first_due)

    shares = amounts_of(plan)
    assert sum(shares) == plan.amount_krw == amount
    assert len(shares) == months
    assert min(shares) > 0
    assert max(shares) == shares[0]
    assert all(share % 10 == 0 for share in shares[1:])
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(plan.instalments))
    assert plan.ends_on == add_months(first_due, months - 1)


@given(amounts, st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=3), st.data(), due_dates)
def test_an_extension_spreads_what_is_left_and_keeps_what_was_paid(
    amount: int, months: int, more: int, data: st.DataObject, first_due: date
) -> None:
    plan = arrears.plan_instalments(amount, months, first_due)
    paid = data.draw(st.integers(min_value=0, max_value=months - 1))

    longer = arrears.extend(plan, more, paid=paid)

    assert longer.amount_krw == amount
    assert longer.instalments[:paid] == plan.instalments[:paid]
    assert len(longer.instalments) == months + more <= 12
    assert max(amounts_of(longer)) == longer.instalments[0].amount_krw
    assert min(amounts_of(longer)) > 0
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(longer.instalments))


@pytest.mark.parametrize("months", [0, 10])
def test_instalments_run_for_one_to_nine_months(months: int) -> None:
    with pytest.raises(InstalmentMonthsOutOfRange):
        arrears.plan_instalments(40_000, months, FIRST_DUE)

    assert len(arrears.plan_instalments(40_000, 9, FIRST_DUE).instalments) == 9


@pytest.mark.parametrize("amount", [-10, 0, 80])
def test_an_instalment_is_never_less_than_ten_won(amount: int) -> None:
    with pytest.raises(AmountTooSmallToDivide):
        arrears.plan_instalments(amount, 9, FIRST_DUE)

    assert amounts_of(arrears.plan_instalments(90, 9, FIRST_DUE)) == [10] * 9


@pytest.mark.parametrize("months", [0, 4])
def test_an_extension_is_for_one_to_three_months(months: int) -> None:
    with pytest.raises(ExtensionOutOfRange):
        arrears.extend(arrears.plan_instalments(40_000, 9, FIRST_DUE), months)


def test_an_extension_is_given_once() -> None:
    longer = arrears.extend(arrears.plan_instalments(40_000, 9, FIRST_DUE), 1)

    with pytest.raises(AlreadyExtended):
        arrears.extend(longer, 1)


def test_a_paid_plan_has_nothing_to_extend() -> None:
    with pytest.raises(NothingLeftToExtend):
        arrears.extend(arrears.plan_instalments(40_000, 2, FIRST_DUE), 1, paid=2)


def test_a_deferral_runs_for_nine_months_and_three_more() -> None:
    assert arrears.deferred_until(date(2027, 1, 31), 9) == date(2027, 10, 31)
    assert arrears.deferred_until(date(2027, 1, 31), 9, 3) == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("months", "extension", "refusal"),
    [
        (0, 0, InstalmentMonthsOutOfRange),
        (10, 0, InstalmentMonthsOutOfRange),
        (9, 4, ExtensionOutOfRange),
        (9, -1, ExtensionOutOfRange),
    ],
)
def test_a_deferral_out_of_its_range_is_refused(months: int, extension: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        arrears.deferred_until(date(2027, 1, 31), months, extension)


def test_an_application_is_decided_within_twenty_days() -> None:
    assert arrears.instalment_decision_due(date(2027, 2, 10)) == date(2027, 3, 2)


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=9), st.integers(0, 2500))
def test_no_surcharge_grows_while_a_deferral_runs(granted_after: int, months: int, wait: int) -> None:
    notice = a_notice()
    assert notice.pay_until is not None
    granted = notice.pay_until + days(1 + granted_after)
    ends = arrears.deferred_until(granted, months)
    day = granted + days(wait)

    counted = arrears.surcharge_day(day, granted, ends)
    frozen, running = model.quote(notice, counted).amount_krw, model.quote(notice, day).amount_krw

    assert counted <= arrears.surcharge_day(day + days(1), granted, ends)
    if day <= ends:
        assert frozen == model.quote(notice, granted).amount_krw
    assert model.quote(notice, granted).amount_krw <= frozen <= running <= 40_000 * 175 // 100


def test_surcharges_run_until_the_grant_and_again_after_the_end() -> None:
    granted, ends = date(2027, 3, 1), date(2027, 12, 1)

    assert arrears.surcharge_day(date(2027, 2, 28), granted, ends) == date(2027, 2, 28)
    assert arrears.surcharge_day(ends, granted, ends) == granted
    assert arrears.surcharge_day(date(2027, 12, 2), granted, ends) == date(2027, 3, 2)


@pytest.mark.parametrize("hardship", Hardship)
def test_every_hardship_has_its_korean_name(hardship: Hardship) -> None:
    assert arrears.HARDSHIP_NAMES_KO[hardship]


# --- the holding of plates ---


def test_a_plate_may_be_held_at_the_first_day_and_won_that_allow_it() -> None:
    owed = [an_arrear(200_000, 61), an_arrear(100_000, 400)]

    arrears.check_plate_hold(owed, ANNOUNCED, TODAY)

    assert arrears.may_hold_plate(owed, ANNOUNCED, TODAY)


@pytest.mark.parametrize(
    ("owed", "announced_on", "refusal"),
    [
        ([], ANNOUNCED, NotOverdueLongEnough),
        ([an_arrear(300_000, 60)], ANNOUNCED, NotOverdueLongEnough),
        ([an_arrear(299_990, 61)], ANNOUNCED, ArrearsTooSmall),
        ([an_arrear(200_000, 61), an_arrear(200_000, 60)], ANNOUNCED, ArrearsTooSmall),
        ([an_arrear(300_000, 61)], None, PlateHoldNotAnnounced),
        ([an_arrear(300_000, 61)], ANNOUNCED + days(1), PlateHoldAnnouncedTooLate),
    ],
)
def test_a_plate_is_not_held_too_early_or_for_too_little(
    owed: list[Arrear], announced_on: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        arrears.check_plate_hold(owed, announced_on, TODAY)

    assert not arrears.may_hold_plate(owed, announced_on, TODAY)


# --- what else arrears may bring ---


@pytest.mark.parametrize(
    ("total", "count", "overdue_days", "business", "detention"),
    [
        (5_000_000, 3, 366, True, False),
        (4_999_998, 3, 366, False, False),
        (10_000_000, 2, 366, False, False),
        (10_000_002, 3, 366, True, True),
        (9_999_999, 3, 366, True, False),
        (12_000_000, 3, 365, False, False),
    ],
)
def test_heavier_measures_need_three_fines_a_year_and_their_sum(
    total: int, count: int, overdue_days: int, business: bool, detention: bool
) -> None:
    rest = total - total // count * (count - 1)
    owed = [an_arrear(total // count, overdue_days)] * (count - 1) + [an_arrear(rest, overdue_days)]

    assert arrears.faces_business_restriction(owed, TODAY) is business
    assert arrears.faces_detention(owed, TODAY) is detention
