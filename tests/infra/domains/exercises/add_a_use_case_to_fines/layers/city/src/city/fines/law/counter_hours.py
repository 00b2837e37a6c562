"""When the office's counter is open to citizens: Monday to Friday, 09:00 to 18:00 (국가공무원 복무규정 제9조)."""

from datetime import datetime, time

from city.kernel.clock import SEOUL

_OPENS, _CLOSES = time(9), time(18)
_SATURDAY = 5


def is_open(moment: datetime) -> bool:
    """Whether somebody is at the counter at an aware moment; holidays are not known here."""
    here = moment.astimezone(SEOUL)
    return here.weekday() < _SATURDAY and _OPENS <= here.time() < _CLOSES
