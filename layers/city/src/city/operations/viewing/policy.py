"""For whom cameras open by themselves, how far, and for how long: rules by the day they are in force. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from city.contracts.operations.viewing import GrantBasis
from city.operations.viewing.basis import CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticGrant:
    """Who sees an incident's cameras without being asked, and on what ground."""

    organisation: str
    basis: GrantBasis
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingPolicy:
    """What holds from a day on.

    - automatic: by the source that told of the incident (`CityEventV1.source`).
    - radius_m, nearest: cameras that see or may see within so many metres; where fewer, the so many nearest ones.
    - most_cameras: of one grant, the nearest first.
    - automatic_window: of a grant that opens by itself; a person asks for a time, up to `longest_window`.
    - longest_extension, longest_total: of one extension, and from the beginning until the last end.
    - inactive_after: a grant under which nobody looked for so long is over.
    """

    automatic: Mapping[str, tuple[AutomaticGrant, ...]]
    radius_m: float
    nearest: int
    most_cameras: int
    automatic_window: timedelta
    longest_window: timedelta
    longest_extension: timedelta
    longest_total: timedelta
    inactive_after: timedelta


def _call(organisation: str, purpose: str) -> tuple[AutomaticGrant, ...]:
    """Of an emergency call: the body that took it sees by 18조②3; the room looks for what its cameras are for."""
    return (
        AutomaticGrant(organisation=organisation, basis=GrantBasis.URGENT_DANGER, purpose=purpose),
        AutomaticGrant(organisation=CITY, basis=GrantBasis.OWN_PURPOSE, purpose=purpose),
    )


# By the first day of each, the oldest first. The city's own choice within the law: a call of 112 (112신고의 운영 및 처리에
# 관한 법률 9·14조) or 119 is a clear and urgent danger; other incidents wait for two people. No view reaches back, or
# lasts, beyond the 30 days that video is kept (표준 개인정보 보호지침 41조②, 112법 시행령 5·6조).
POLICIES: Final[tuple[tuple[date, ViewingPolicy], ...]] = (
    (
        date(2026, 1, 1),
        ViewingPolicy(
            automatic={
                "agency.112": _call("112", "112 신고 대응"),
                "agency.119": _call("119", "119 신고 대응"),
            },
            radius_m=500,
            nearest=5,
            most_cameras=40,
            automatic_window=timedelta(hours=2),
            longest_window=timedelta(hours=24),
            longest_extension=timedelta(hours=24),
            longest_total=timedelta(days=30),
            inactive_after=timedelta(minutes=30),
        ),
    ),
)


def policy_on(day: date, policies: tuple[tuple[date, ViewingPolicy], ...] = POLICIES) -> ViewingPolicy:
    """The policy in force on a day in Seoul. Raises LookupError for a day before the first."""
    in_force = [policy for first, policy in policies if first <= day]
    if not in_force:
        raise LookupError(f"no policy of viewing on {day}")
    return in_force[-1]
