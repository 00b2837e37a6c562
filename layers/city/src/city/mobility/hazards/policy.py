"""What makes a hazard, from which day on: figures that a city decides and may decide anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from city.mobility.hazards.errors import MeasurementRefused


@dataclass(frozen=True, slots=True)
class HazardRule:
    """Holes, bumps, worn roads.

    - reach_m: hits no further apart along their edge are one hazard.
    - vehicles, confirmed_within: a hazard is confirmed once so many distinct vehicles hit it in so long.
    - half_life: after it a hit counts half.
    - a_pass: what a vehicle's passes of one day without a hit take from each hit before them.
    - heals_below: a hazard whose score falls below is healed.
    - same_drive: a hit so close to a pass of the same vehicle was part of it.
    - kept: older evidence counts nothing, but for the hit that named a hazard.
    - moderate_from, severe_from: strength of the jolt in m/s^2 at 40 km/h.
    - worn_from: roughness in m/s^2; worn_piece_m: roads are told worn in pieces so long; worn_kept: by drives so young.
    """

    in_force_from: date
    reach_m: float
    vehicles: int
    confirmed_within: timedelta
    half_life: timedelta
    a_pass: float
    heals_below: float
    same_drive: timedelta
    kept: timedelta
    moderate_from: float
    severe_from: float
    worn_from: float
    worn_piece_m: float
    worn_kept: timedelta


@dataclass(frozen=True, slots=True)
class IceRule:
    """In degrees Celsius; risk begins at the first three and ends at the last two.

    - road_freezes: road at or below, under air that is above.
    - exposed_air: air at or below, on a bridge or at the mouth of a tunnel.
    - road_thaws: road at or above; air_thaws: air at or above, where nobody measures the road.
    - mouth_m: as far as a tunnel's mouth reaches, inside and outside.
    - valid: how long one reading holds.
    """

    in_force_from: date
    road_freezes: float
    exposed_air: float
    road_thaws: float
    air_thaws: float
    mouth_m: float
    valid: timedelta


@dataclass(frozen=True, slots=True)
class BrakingRule:
    """Harder than `from_ms2` (m/s^2) for `lasting` is hard; so many vehicles within `window` and `reach_m` are one."""

    in_force_from: date
    from_ms2: float
    lasting: timedelta
    vehicles: int
    window: timedelta
    reach_m: float


HAZARD_RULES = (
    HazardRule(
        in_force_from=date(2026, 1, 1),
        reach_m=10.0,
        vehicles=3,
        confirmed_within=timedelta(days=14),
        half_life=timedelta(days=14),
        a_pass=0.05,
        heals_below=0.5,
        same_drive=timedelta(minutes=1),
        kept=timedelta(days=180),
        moderate_from=4.0,
        severe_from=8.0,
        # Regular roads of González et al. 2017 lie below (judgement.WORN_FROM).
        worn_from=0.456,
        worn_piece_m=50.0,
        worn_kept=timedelta(days=30),
    ),
)
ICE_RULES = (
    IceRule(
        in_force_from=date(2026, 1, 1),
        road_freezes=0.0,
        exposed_air=1.0,
        road_thaws=1.0,
        air_thaws=3.0,
        mouth_m=100.0,
        valid=timedelta(hours=1),
    ),
)
BRAKING_RULES = (
    BrakingRule(
        in_force_from=date(2026, 1, 1),
        # Nine drivers of ten brake harder than this for what they did not expect (AASHTO Green Book, stopping sight).
        from_ms2=3.4,
        lasting=timedelta(milliseconds=500),
        vehicles=3,
        window=timedelta(minutes=10),
        reach_m=50.0,
    ),
)


class _Dated(Protocol):
    @property
    def in_force_from(self) -> date: ...


Rule = TypeVar("Rule", bound=_Dated)


def rule_in_force(rules: Sequence[Rule], on: date) -> Rule:
    """The rule of that day in Seoul. Raises MeasurementRefused for a day before the first."""
    in_force = [each for each in rules if each.in_force_from <= on]
    if not in_force:
        raise MeasurementRefused(f"no rule is in force on {on}")
    return max(in_force, key=lambda rule: rule.in_force_from)
