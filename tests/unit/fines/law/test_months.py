"""The monthly surcharge against a count of its own: month by month and day by day, as 민법 §157 and §160 say it."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from city.fines.law.amounts import whole_months_overdue
from city.fines.law.notices import Notice, PaymentStage
from city.fines.law.quotes import quote
from city.kernel.calendar import PUBLIC_HOLIDAYS
from city.kernel.clock import SEOUL
from tests.unit.fines.law.notices import a_notice, a_violation

ONE_DAY = timedelta(days=1)
FIRST, TEN_YEARS, FIVE_YEARS = date(2021, 1, 1), 3652, 1826


def month_ends(due_on: date) -> Iterator[date]:
    """The last day of each month that has run since a due date, the first first."""
    first = due_on + ONE_DAY
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        length = monthrange(year, month)[1]
        # The day before the one that corresponds to the first, or the month's last where there is none.
        yield date(year, month, first.day) - ONE_DAY if first.day <= length else date(year, month, length)


def counted_krw(months: int) -> int:
    """40,000 won with its surcharges: 3 % at once, 1.2 % after each of sixty months."""
    return 40_000 + 1_200 + 480 * min(months, 60)


def due(pay_until: date) -> Notice:
    at = datetime(pay_until.year, pay_until.month, pay_until.day, 14, 5, tzinfo=SEOUL) - timedelta(days=100)
    return a_notice(
        violation=a_violation(at=max(at, datetime(2021, 5, 11, 14, 5, tzinfo=SEOUL))),
        opinion_until=pay_until - timedelta(days=75),
        imposed_on=pay_until - timedelta(days=60),
        pay_until=pay_until,
    )


def days_due() -> Iterator[date]:
    yield from (FIRST + timedelta(days=passed) for passed in range(TEN_YEARS))


def working_day(day: date) -> date:
    while day.weekday() >= 5 or day in PUBLIC_HOLIDAYS.holidays:
        day += ONE_DAY
    return day


def test_the_month_of_a_fine_that_was_due_on_30_october_ends_with_november() -> None:
    notice = due(date(2026, 10, 30))

    amounts = [
        (day, quote(notice, day).amount_krw)
        for day in (date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 30))
    ]

    assert amounts == [
        (date(2026, 10, 30), 40_000),
        (date(2026, 10, 31), 41_200),
        (date(2026, 11, 30), 41_200),
        (date(2026, 12, 1), 41_680),
        (date(2026, 12, 30), 41_680),
    ]
    assert quote(notice, date(2026, 11, 5)).pay_until == date(2026, 11, 30)
    assert quote(notice, date(2026, 12, 31)).amount_krw == 42_160


def test_the_months_of_every_due_date_of_ten_years_turn_where_an_independent_count_has_them_turn() -> None:
    """Between two turns nothing changes: the exhaustive test below looks at each day there."""
    for due_on in days_due():
        assert whole_months_overdue(due_on, due_on + ONE_DAY) == 0
        for months, last_day in zip(range(62), month_ends(due_on), strict=False):
            assert whole_months_overdue(due_on, last_day) == months, (due_on, last_day)
            assert whole_months_overdue(due_on, last_day + ONE_DAY) == months + 1, (due_on, last_day)


def test_the_amount_of_every_due_date_of_ten_years_turns_with_its_months_and_stops_after_sixty() -> None:
    for pay_until in days_due():
        notice, due_on = due(pay_until), working_day(pay_until)

        assert quote(notice, due_on).stage is PaymentStage.FULL
        assert quote(notice, due_on).pay_until == due_on
        for months, last_day in zip(range(62), month_ends(due_on), strict=False):
            if months not in (0, 1, 2, 11, 12, 59, 60, 61):
                continue
            last = quote(notice, last_day)
            assert (last.stage, last.amount_krw, last.pay_until) == (
                PaymentStage.OVERDUE,
                counted_krw(months),
                last_day,
            ), (pay_until, last_day)
            assert quote(notice, last_day + ONE_DAY).amount_krw == counted_krw(months + 1), (pay_until, last_day)


@pytest.mark.parametrize("pay_until", [date(2026, 10, 30), date(2026, 10, 31), date(2027, 1, 30), date(2024, 2, 29)])
def test_every_day_of_five_years_after_a_due_date(pay_until: date) -> None:
    notice, due_on = due(pay_until), working_day(pay_until)

    for day, months in every_day_after(due_on):
        assert quote(notice, day).amount_krw == counted_krw(months), (pay_until, day)


@pytest.mark.exhaustive
@pytest.mark.parametrize("year", range(2021, 2031))
def test_every_day_of_five_years_after_every_due_date_of_a_year(year: int) -> None:
    for due_on in days_due():
        if due_on.year == year:
            wrong = [day for day, months in every_day_after(due_on) if whole_months_overdue(due_on, day) != months]
            assert wrong == [], due_on


def every_day_after(due_on: date) -> Iterator[tuple[date, int]]:
    """Each day of five years, and how many months have passed before it."""
    day, ends, months = due_on, month_ends(due_on), 0
    turn = next(ends)
    for _ in range(FIVE_YEARS):
        day += ONE_DAY
        yield day, months
        if day == turn:
            months, turn = months + 1, next(ends)
