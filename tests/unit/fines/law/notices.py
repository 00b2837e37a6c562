"""Notices to test with."""

from datetime import date, datetime, timedelta
from typing import Any

from city.fines.law.notices import Notice, VehicleClass, Violation, Zone
from city.kernel.clock import SEOUL
from city.kernel.plate import Plate

VIOLATED = datetime(2026, 11, 3, 14, 5, tzinfo=SEOUL)


def a_violation(**changes: Any) -> Violation:
    usual: dict[str, Any] = {"at": VIOLATED, "zone": Zone.GENERAL, "vehicle": VehicleClass.PASSENGER}
    return Violation(**{**usual, **changes})


def a_notice(**changes: Any) -> Notice:
    usual: dict[str, Any] = {
        "number": "1140-2026-0123456",
        "plate": Plate("12가3456"),
        "place": "퇴계로 87",
        "violation": a_violation(),
        "notified_on": date(2026, 11, 5),
        "opinion_until": date(2026, 11, 25),
        "imposed_on": date(2026, 12, 1),
        "pay_until": date(2027, 1, 29),
    }
    return Notice(**{**usual, **changes})


def days(count: int) -> timedelta:
    return timedelta(days=count)
