"""Which kinds of event belong together, and how near in time and place two of a family must be to be one incident.

Configuration with a date, like every rule of the city: the table in force when an event happened applies. A kind that no
table names is a family of its own, so that an agency's new code is an incident of its own and never somebody else's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from city.contracts.operations.city_event import Category

# What correlation reads at once is bounded by these: a cell is wider, a bucket of time is longer.
FARTHEST_M = 4_000.0
LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Kinds that are told of one happening. Two events of it are one if they are `within` and `distance_m` apart at most."""

    name: str
    ko: str
    within: timedelta
    distance_m: float
    kinds: frozenset[str]


def _family(name: str, ko: str, minutes: int, distance_m: float, *kinds: str) -> Family:
    return Family(
        name=name, ko=ko, within=timedelta(minutes=minutes), distance_m=distance_m, kinds=frozenset((name, *kinds))
    )


# Own choice, to be tuned with the room: as far as a caller's place is wrong, and as long as people go on calling.
_FROM_2026 = (
    _family("fire", "화재", 30, 300, "smoke", "burning_smell", "explosion", "gas_leak"),
    _family("flood", "침수", 60, 500, "heavy_rain", "river_level", "underpass_flooded", "manhole_overflow"),
    _family("earthquake", "지진", 10, 4_000, "aftershock"),
    _family("collapse", "붕괴", 60, 200, "sinkhole", "landslide", "wall_collapse"),
    _family("weather", "기상특보", 60, 4_000, "storm_warning", "heat_warning", "cold_warning", "snow_warning"),
    _family("violence", "폭력", 15, 150, "assault", "fight", "robbery", "weapon", "sos"),
    _family("intrusion", "침입", 10, 100, "theft", "loitering", "abandonment"),
    _family("missing_person", "실종", 60, 1_000, "lost_child", "dementia_missing"),
    _family("bracelet", "전자발찌", 60, 1_000, "bracelet_cut", "bracelet_zone", "electronic_tag"),
    _family("medical", "구급", 15, 100, "collapse_of_person", "cardiac_arrest"),
    _family("collision", "교통사고", 15, 150, "traffic_accident", "vehicle_fire", "wrong_way", "obstacle"),
    _family("pedestrian_conflict", "보행자 상충", 5, 50, "vehicle_not_yielding", "stop_line_crossed", "jaywalking"),
    _family("congestion", "정체", 30, 500, "signal_out"),
    _family("air", "대기", 60, 2_000, "fine_dust", "odour", "ozone"),
    _family("dumping", "무단투기", 30, 50),
    _family("device_fault", "장비 고장", 60, 30, "crosswalk_fault", "lamp_fault", "camera_fault", "sensor_fault"),
    _family("asset_silent", "무응답", 10, 0, "crosswalk_silent"),
    _family("gateway_silent", "게이트웨이 무응답", 10, 0),
)
_TABLES: tuple[tuple[datetime, tuple[Family, ...]], ...] = ((datetime(2026, 1, 1, tzinfo=UTC), _FROM_2026),)

# Of kinds that no table names: by their category.
_UNNAMED: dict[Category, tuple[int, float]] = {
    Category.CRIME: (15, 150),
    Category.ENVIRONMENT: (60, 500),
    Category.TRAFFIC: (15, 150),
    Category.DISASTER: (30, 500),
    Category.FACILITY: (30, 50),
}


@cache
def _by_kind(table: int) -> dict[str, Family]:
    return {kind: family for family in _TABLES[table][1] for kind in family.kinds}


def family_of(category: Category, kind: str, moment: datetime) -> Family:
    """The family of a kind by the table in force at a moment; the first table for what is older than all."""
    table = max((at for at, (since, _) in enumerate(_TABLES) if since <= moment), default=0)
    named = _by_kind(table).get(kind)
    if named is not None:
        return named
    minutes, distance_m = _UNNAMED[category]
    return _family(f"{category.value}-{kind}", kind, minutes, distance_m)


def tables() -> tuple[tuple[datetime, tuple[Family, ...]], ...]:
    """All tables with the moment each came into force, oldest first."""
    return _TABLES
