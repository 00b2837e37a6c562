"""Time: UTC inside, Asia/Seoul when a rule or a person needs it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
_WEEKDAYS_KO = "월화수목금토일"


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def seoul_date(moment: datetime) -> date:
    """The calendar day in Seoul at an aware moment."""
    return moment.astimezone(SEOUL).date()


def end_of_day_in_seoul(day: date) -> datetime:
    """Midnight KST that ends `day`, in UTC: the first moment that is no longer that day."""
    return datetime.combine(day + timedelta(days=1), time(), SEOUL).astimezone(UTC)


def short_date_ko(day: date) -> str:
    """`12.10.(목)`, as Korean notices print it."""
    return f"{day.month}.{day.day}.({_WEEKDAYS_KO[day.weekday()]})"


def short_date_en(day: date) -> str:
    """`Thu 10 Dec`, whatever the machine's locale."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{weekday} {day.day} {months[day.month - 1]}"


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day. The end of a term: `end_of_months`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return date(year, month + 1, min(day.day, last.day))


def end_of_months(day: date, months: int) -> date:
    """The last day of a term of months that begins the day after `day` (민법 §157: the first day is not counted).

    It is the day before the one that corresponds to the term's first (민법 §160②), or the month's last day where that
    month has no such day (민법 §160③): a month from 31 October on ends on 30 November.
    """
    first = day + timedelta(days=1)
    corresponding = add_months(first, months)
    return corresponding - timedelta(days=1) if corresponding.day == first.day else corresponding
