from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.calendar import PUBLIC_HOLIDAYS, HolidaysUnknown
from city.kernel.clock import add_months, end_of_months

SATURDAY = date(2026, 11, 28)
days_on_file = st.dates(min_value=date(2008, 1, 1), max_value=date(2035, 12, 20))


@pytest.mark.parametrize("year", sorted(PUBLIC_HOLIDAYS.years))
def test_the_table_has_every_holiday_that_a_kept_package_has_and_no_other(year: int) -> None:
    package = pytest.importorskip("holidays", reason="the package `holidays` is not installed: make setup")
    of_year = {day for day in PUBLIC_HOLIDAYS.holidays if day.year == year}

    assert of_year == set(package.country_holidays("KR", years=year))


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 27),  # temporary
        date(2025, 5, 6),  # Children's Day and the Buddha's birthday fell on one Monday
        date(2026, 3, 2),  # for 1 March, a Sunday
        date(2026, 5, 1),  # Labour Day, for the first time
        date(2026, 6, 3),  # local elections
        date(2026, 7, 17),  # Constitution Day, again
        date(2026, 8, 17),  # for 15 August, a Saturday
        date(2026, 10, 5),  # for 3 October, a Saturday
        date(2027, 2, 9),  # for the New Year's day that fell on a Sunday
        date(2027, 12, 27),  # for Christmas, a Saturday
        date(2028, 10, 5),  # 추석 and 3 October fell on one day
    ],
)
def test_a_day_that_stands_in_for_a_holiday_is_no_working_day(day: date) -> None:
    assert day.weekday() < 5
    assert not PUBLIC_HOLIDAYS.is_working_day(day)


@pytest.mark.parametrize("day", [date(2025, 5, 1), date(2025, 7, 17), date(2026, 6, 8), date(2026, 9, 28)])
def test_a_working_day_is_one(day: date) -> None:
    assert PUBLIC_HOLIDAYS.is_working_day(day)


@given(days_on_file)
def test_a_term_ends_on_the_first_working_day_from_its_last_day_on(last_day: date) -> None:
    end = PUBLIC_HOLIDAYS.end_of_term(last_day)

    assert end >= last_day
    assert PUBLIC_HOLIDAYS.is_working_day(end)
    between = [last_day + timedelta(days=passed) for passed in range((end - last_day).days)]
    assert not any(PUBLIC_HOLIDAYS.is_working_day(day) for day in between)
    assert PUBLIC_HOLIDAYS.end_of_term(end) == end


@pytest.mark.parametrize(
    ("last_day", "end"),
    [
        (SATURDAY, date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 9, 24), date(2026, 9, 28)),
        (date(2026, 10, 2), date(2026, 10, 2)),
        (date(2026, 10, 3), date(2026, 10, 6)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 2, 6), date(2027, 2, 10)),
        (date(2025, 10, 3), date(2025, 10, 10)),
    ],
)
def test_a_term_that_ends_on_a_closed_day_ends_on_the_next_working_day(last_day: date, end: date) -> None:
    assert PUBLIC_HOLIDAYS.end_of_term(last_day) == end


def test_a_day_that_the_office_adds_moves_a_term_on() -> None:
    calendar = PUBLIC_HOLIDAYS.closed_also([date(2026, 11, 30), date(2026, 12, 1)])

    assert calendar.end_of_term(SATURDAY) == date(2026, 12, 2)
    assert calendar.years == PUBLIC_HOLIDAYS.years


@pytest.mark.parametrize("last_day", [date(2036, 2, 1), date(2007, 12, 31)])
def test_no_term_ends_in_a_year_whose_holidays_are_not_on_file(last_day: date) -> None:
    with pytest.raises(HolidaysUnknown, match=str(last_day.year)):
        PUBLIC_HOLIDAYS.end_of_term(last_day)


def test_a_temporary_holiday_does_not_make_a_year_known_and_its_first_holiday_does() -> None:
    with pytest.raises(HolidaysUnknown):
        PUBLIC_HOLIDAYS.closed_also([date(2036, 5, 4)]).end_of_term(date(2036, 5, 3))

    whole = PUBLIC_HOLIDAYS.closed_also([date(2036, 1, 1), date(2036, 5, 5)])

    assert whole.end_of_term(date(2036, 5, 3)) == date(2036, 5, 6)
    assert whole.announced - PUBLIC_HOLIDAYS.announced == {2036}


# --- months ---


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 10, 30), 1, date(2026, 11, 30)),  # begins on the 31st: no 31 November
        (date(2026, 10, 30), 2, date(2026, 12, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),  # begins on the 1st: the whole of November
        (date(2026, 10, 29), 1, date(2026, 11, 29)),
        (date(2027, 1, 27), 1, date(2027, 2, 27)),
        (date(2027, 1, 28), 1, date(2027, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2028, 1, 28), 1, date(2028, 2, 28)),
        (date(2028, 1, 29), 1, date(2028, 2, 29)),
        (date(2027, 2, 28), 1, date(2027, 3, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2026, 12, 10), 0, date(2026, 12, 10)),
    ],
)
def test_a_month_ends_as_the_civil_code_says(day: date, months: int, last: date) -> None:
    assert end_of_months(day, months) == last


@given(days_on_file, st.integers(min_value=1, max_value=120))
def test_the_same_number_of_months_later_never_lies_beyond_the_end_of_the_term(day: date, months: int) -> None:
    """The day itself does not count, so the term ends on its own number, or later where the month began anew."""
    same, last = add_months(day, months), end_of_months(day, months)

    assert same <= last <= same + timedelta(days=3)
    assert (same.year, same.month) == (last.year, last.month)
    assert end_of_months(day, months) < end_of_months(day + timedelta(days=5), months)
