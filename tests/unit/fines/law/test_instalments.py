from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law import instalments
from city.fines.law.errors import (
    AlreadyExtended,
    AmountTooSmallToDivide,
    ExtensionOutOfRange,
    InstalmentMonthsOutOfRange,
    NothingLeftToExtend,
)
from city.fines.law.instalments import Hardship, InstalmentPlan
from city.fines.law.quotes import quote
from city.kernel.calendar import PUBLIC_HOLIDAYS
from city.kernel.clock import add_months
from tests.unit.fines.law.notices import a_notice, days

FIRST_DUE = date(2027, 3, 31)

amounts = st.integers(min_value=10_000, max_value=3_000_000)
due_dates = st.dates(min_value=date(2020, 1, 1), max_value=date(2034, 1, 1))


def amounts_of(plan: InstalmentPlan) -> list[int]:
    return [instalment.amount_krw for instalment in plan.instalments]


def test_the_rest_of_the_division_goes_to_the_first_instalment() -> None:
    plan = instalments.plan_instalments(41_200, 3, FIRST_DUE)

    assert amounts_of(plan) == [13_740, 13_730, 13_730]
    assert [instalment.due_on for instalment in plan.instalments] == [FIRST_DUE, date(2027, 4, 30), date(2027, 5, 31)]
    assert plan.ends_on == date(2027, 5, 31)


@given(amounts, st.integers(min_value=1, max_value=9), due_dates)
def test_instalments_are_the_amount_and_the_first_is_the_largest(amount: int, months: int, first_due: date) -> None:
    plan = instalments.plan_instalments(amount, months, first_due)

    shares = amounts_of(plan)
    assert sum(shares) == plan.amount_krw == amount
    assert len(shares) == months
    assert min(shares) > 0
    assert max(shares) == shares[0]
    assert all(share % 10 == 0 for share in shares[1:])
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(plan.instalments))
    assert plan.ends_on == PUBLIC_HOLIDAYS.end_of_term(add_months(first_due, months - 1))
    assert all(PUBLIC_HOLIDAYS.is_working_day(instalment.due_on) for instalment in plan.instalments)


@given(amounts, st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=3), st.data(), due_dates)
def test_an_extension_spreads_what_is_left_and_keeps_what_was_paid(
    amount: int, months: int, more: int, data: st.DataObject, first_due: date
) -> None:
    plan = instalments.plan_instalments(amount, months, first_due)
    paid = data.draw(st.integers(min_value=0, max_value=months - 1))

    longer = instalments.extend(plan, more, paid=range(1, paid + 1))

    assert longer.amount_krw == amount
    assert longer.instalments[:paid] == plan.instalments[:paid]
    assert len(longer.instalments) == months + more <= 12
    assert max(amounts_of(longer)) == longer.instalments[0].amount_krw
    assert min(amounts_of(longer)) > 0
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(longer.instalments))


@pytest.mark.parametrize("months", [0, 10])
def test_instalments_run_for_one_to_nine_months(months: int) -> None:
    with pytest.raises(InstalmentMonthsOutOfRange):
        instalments.plan_instalments(40_000, months, FIRST_DUE)

    assert len(instalments.plan_instalments(40_000, 9, FIRST_DUE).instalments) == 9


@pytest.mark.parametrize("amount", [-10, 0, 80])
def test_an_instalment_is_never_less_than_ten_won(amount: int) -> None:
    with pytest.raises(AmountTooSmallToDivide):
        instalments.plan_instalments(amount, 9, FIRST_DUE)

    assert amounts_of(instalments.plan_instalments(90, 9, FIRST_DUE)) == [10] * 9


@pytest.mark.parametrize("months", [0, 4])
def test_an_extension_is_for_one_to_three_months(months: int) -> None:
    with pytest.raises(ExtensionOutOfRange):
        instalments.extend(instalments.plan_instalments(40_000, 9, FIRST_DUE), months)


def test_an_extension_is_given_once() -> None:
    longer = instalments.extend(instalments.plan_instalments(40_000, 9, FIRST_DUE), 1)

    with pytest.raises(AlreadyExtended):
        instalments.extend(longer, 1)


def test_a_paid_plan_has_nothing_to_extend() -> None:
    with pytest.raises(NothingLeftToExtend):
        instalments.extend(instalments.plan_instalments(40_000, 2, FIRST_DUE), 1, paid=(1, 2))


def test_a_deferral_runs_for_nine_months_and_three_more() -> None:
    assert instalments.deferred_until(date(2027, 1, 31), 8) == date(2027, 9, 30)
    assert instalments.deferred_until(date(2027, 1, 31), 9) == date(2027, 11, 1)  # 31 October is a Sunday
    assert instalments.deferred_until(date(2027, 1, 31), 9, 3) == date(2028, 1, 31)


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
        instalments.deferred_until(date(2027, 1, 31), months, extension)


def test_an_application_is_decided_within_twenty_days() -> None:
    assert instalments.instalment_decision_due(date(2027, 2, 10)) == date(2027, 3, 2)


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=9), st.integers(0, 2500))
def test_no_surcharge_grows_while_a_deferral_runs(granted_after: int, months: int, wait: int) -> None:
    notice = a_notice()
    assert notice.pay_until is not None
    granted = notice.pay_until + days(1 + granted_after)
    ends = instalments.deferred_until(granted, months)
    day = granted + days(wait)

    counted = instalments.surcharge_day(day, granted, ends)
    frozen, running = quote(notice, counted).amount_krw, quote(notice, day).amount_krw

    assert counted <= instalments.surcharge_day(day + days(1), granted, ends)
    if day <= ends:
        assert frozen == quote(notice, granted).amount_krw
    assert quote(notice, granted).amount_krw <= frozen <= running <= 40_000 * 175 // 100


def test_surcharges_run_until_the_grant_and_again_after_the_end() -> None:
    granted, ends = date(2027, 3, 1), date(2027, 12, 1)

    assert instalments.surcharge_day(date(2027, 2, 28), granted, ends) == date(2027, 2, 28)
    assert instalments.surcharge_day(ends, granted, ends) == granted
    assert instalments.surcharge_day(date(2027, 12, 2), granted, ends) == date(2027, 3, 2)


@pytest.mark.parametrize("hardship", Hardship)
def test_every_hardship_has_its_korean_name(hardship: Hardship) -> None:
    assert instalments.HARDSHIP_NAMES_KO[hardship]
