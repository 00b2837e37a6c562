"""Public holidays and working days in Korea, and the day on which a term ends.

Sources: 공휴일에 관한 법률; 관공서의 공휴일에 관한 규정 §2 (holidays, and election days), §3 (days that stand in for a
holiday on a weekend); 공직선거법 §34 (which Wednesday is an election day).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from city.kernel.errors import Transient

_ONE_DAY = timedelta(days=1)


class HolidaysUnknown(Transient):
    """No term that ends in this year can be told before its public holidays are on file."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the public holidays of {year} are not on file")
        self.year = year


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of the `years` of which all are on file.

    `announced`: those of the years whose holidays the government has announced. The others' follow from the rules now
    in force, and may still change.
    """

    holidays: frozenset[date]
    years: frozenset[int]
    announced: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Neither a Saturday, a Sunday nor a public holiday. Raises HolidaysUnknown."""
        if day.year not in self.years:
            raise HolidaysUnknown(day.year)
        return day.weekday() < 5 and day not in self.holidays

    def end_of_term(self, last_day: date) -> date:
        """The day on which a term ends that would end on `last_day`: that day, or the next working day (민법 §161).

        Raises HolidaysUnknown.
        """
        while not self.is_working_day(last_day):
            last_day += _ONE_DAY
        return last_day

    def closed_also(self, days: Iterable[date]) -> "Calendar":
        """With days that an office adds: temporary holidays, by-elections, a year that was not announced before.

        A year is taken for announced, and for whole, once its first holiday is among them: the first of January.
        """
        added = frozenset(days)
        whole = frozenset(day.year for day in added if (day.month, day.day) == (1, 1))
        return Calendar(self.holidays | added, self.years | whole, self.announced | whole)


# Month and day, with the last day of a run. Through 2027 as the yearly 월력요항 has them, with the temporary holidays
# that came; from 2028 on by the rules in force in 2026. All are checked against the package `holidays`.
_HOLIDAYS = {
    2008: "1.1 2.6-8 3.1 4.9 5.5 5.12 6.6 8.15 9.13-15 10.3 12.25",
    2009: "1.1 1.25-27 3.1 5.2 5.5 6.6 8.15 10.2-4 12.25",
    2010: "1.1 2.13-15 3.1 5.5 5.21 6.2 6.6 8.15 9.21-23 10.3 12.25",
    2011: "1.1 2.2-4 3.1 5.5 5.10 6.6 8.15 9.11-13 10.3 12.25",
    2012: "1.1 1.22-24 3.1 4.11 5.5 5.28 6.6 8.15 9.29-30 10.1 10.3 12.19 12.25",
    2013: "1.1 2.9-11 3.1 5.5 5.17 6.6 8.15 9.18-20 10.3 10.9 12.25",  # 한글날 again (2012.12.28 개정)
    2014: "1.1 1.30-31 2.1 3.1 5.5-6 6.4 6.6 8.15 9.7-10 10.3 10.9 12.25",  # substitute days (2013.11.5 개정)
    2015: "1.1 2.18-20 3.1 5.5 5.25 6.6 8.14-15 9.26-29 10.3 10.9 12.25",  # 8.14 temporary
    2016: "1.1 2.7-10 3.1 4.13 5.5-6 5.14 6.6 8.15 9.14-16 10.3 10.9 12.25",  # 5.6 temporary
    2017: "1.1 1.27-30 3.1 5.3 5.5 5.9 6.6 8.15 10.2-6 10.9 12.25",  # 10.2 temporary
    2018: "1.1 2.15-17 3.1 5.5 5.7 5.22 6.6 6.13 8.15 9.23-26 10.3 10.9 12.25",
    2019: "1.1 2.4-6 3.1 5.5-6 5.12 6.6 8.15 9.12-14 10.3 10.9 12.25",
    2020: "1.1 1.24-27 3.1 4.15 4.30 5.5 6.6 8.15 8.17 9.30 10.1-3 10.9 12.25",  # 8.17 temporary
    2021: "1.1 2.11-13 3.1 5.5 5.19 6.6 8.15-16 9.20-22 10.3-4 10.9 10.11 12.25",  # 국경일 too (2021.8.4 개정)
    2022: "1.1 1.31 2.1-2 3.1 3.9 5.5 5.8 6.1 6.6 8.15 9.9-12 10.3 10.9-10 12.25",
    2023: "1.1 1.21-24 3.1 5.5 5.27 5.29 6.6 8.15 9.28-30 10.2-3 10.9 12.25",  # (2023.5.4 개정); 10.2 temporary
    2024: "1.1 2.9-12 3.1 4.10 5.5-6 5.15 6.6 8.15 9.16-18 10.1 10.3 10.9 12.25",  # 10.1 temporary
    2025: "1.1 1.27-30 3.1 3.3 5.5-6 6.3 6.6 8.15 10.3 10.5-9 12.25",  # 1.27 temporary
    # 1 May and 17 July by the Act as amended in 2026, with substitute days.
    2026: "1.1 2.16-18 3.1-2 5.1 5.5 5.24-25 6.3 6.6 7.17 8.15 8.17 9.24-26 10.3 10.5 10.9 12.25",
    2027: "1.1 2.6-9 3.1 5.1 5.3 5.5 5.13 6.6 7.17 7.19 8.15-16 9.14-16 10.3-4 10.9 10.11 12.25 12.27",
    2028: "1.1 1.26-28 3.1 4.12 5.1-2 5.5 6.6 7.17 8.15 10.2-5 10.9 12.25",
    2029: "1.1 2.12-14 3.1 5.1 5.5 5.7 5.20-21 6.6 7.17 8.15 9.21-24 10.3 10.9 12.25",
    2030: "1.1 2.2-5 3.1 3.27 5.1 5.5-6 5.9 6.6 6.12 7.17 8.15 9.11-13 10.3 10.9 12.25",
    2031: "1.1 1.22-24 3.1 3.3 5.1 5.5 5.28 6.6 7.17 8.15 9.30 10.1-3 10.9 12.25",
    2032: "1.1 2.10-12 3.1 4.14 5.1 5.3 5.5 5.16-17 6.6 7.17 7.19 8.15-16 9.18-21 10.3-4 10.9 10.11 12.25 12.27",
    2033: "1.1 1.30-31 2.1-2 3.1 5.1-2 5.5-6 6.6 7.17-18 8.15 9.7-9 10.3 10.9-10 12.25-26",
    2034: "1.1 2.18-21 3.1 5.1 5.5 5.25 5.31 6.6 7.17 8.15 9.26-28 10.3 10.9 12.25",
    2035: "1.1 2.7-9 3.1 3.28 5.1 5.5 5.7 5.15 6.6 7.17 8.15 9.15-18 10.3 10.9 12.25",
}
_ANNOUNCED_THROUGH = 2027
_RUN = re.compile(r"(\d+)\.(\d+)(?:-(\d+))?")


def _days_of(year: int, runs: str) -> Iterable[date]:
    for month, first, last in _RUN.findall(runs):
        for day in range(int(first), int(last or first) + 1):
            yield date(year, int(month), day)


PUBLIC_HOLIDAYS = Calendar(
    holidays=frozenset(day for year, runs in _HOLIDAYS.items() for day in _days_of(year, runs)),
    years=frozenset(_HOLIDAYS),
    announced=frozenset(year for year in _HOLIDAYS if year <= _ANNOUNCED_THROUGH),
)
