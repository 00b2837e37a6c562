"""When children are on their way to school and back."""

from datetime import datetime, time

from city.kernel.clock import SEOUL

# 08:00 to 09:00, and 13:00 to 16:00, on school days.
_ON_THE_WAY = ((time(8), time(9)), (time(13), time(16)))
_SATURDAY = 5


def are_children_on_the_way(moment: datetime) -> bool:
    """At an aware moment; holidays are not known here."""
    here = moment.astimezone(SEOUL)
    return here.weekday() < _SATURDAY and any(begins <= here.time() < ends for begins, ends in _ON_THE_WAY)
