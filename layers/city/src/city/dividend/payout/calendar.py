"""When a round pays. Pure."""

from datetime import datetime, time

from city.kernel.clock import SEOUL, add_months

_PAYOUT_HOUR = time(10)


def next_payout_at(now: datetime, day_of_month: int) -> datetime:
    """Ten o'clock in Seoul on the next such day, always later than `now`; the month's last day where it is shorter."""
    today = now.astimezone(SEOUL).date()
    first = today.replace(day=1)
    for months in (0, 1):
        day = add_months(first.replace(day=1), months)
        last = add_months(day, 1).toordinal() - day.toordinal()
        moment = datetime.combine(day.replace(day=min(day_of_month, last)), _PAYOUT_HOUR, SEOUL)
        if moment > now:
            return moment.astimezone(now.tzinfo)
    raise AssertionError("next month's day is later than today")
