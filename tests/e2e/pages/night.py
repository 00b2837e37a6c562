"""A night of the control room for pages to show: told to the city as its agencies, things and people tell."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace, Severity
from infra.local.city import City
from infra.operations.room import HERE, Person, tell_city


@dataclass(frozen=True)
class Happening:
    """`east`, `north`: thousandths of a degree from where cameras look."""

    source: str
    category: Category
    kind: str
    severity: Severity
    headline: str
    address: str
    east: float
    north: float
    minutes_ago: int
    exercise: bool = False


NIGHT = (
    Happening("agency.119", Category.DISASTER, "fire", Severity.EXTREME, "시장 창고 화재", "시장1로 12", 9, 5, 2),
    Happening("agency.112", Category.CRIME, "assault", Severity.SEVERE, "골목 폭행 신고", "율지6로 8", 0, 0, 4),
    Happening("operator", Category.TRAFFIC, "collision", Severity.MODERATE, "승용차 추돌", "호수공원로 3", -14, 6, 9),
    Happening("silence", Category.FACILITY, "gateway_silent", Severity.MODERATE, "게이트웨이 무응답", "", -12, 9, 13),
    Happening("operator", Category.DISASTER, "fire", Severity.SEVERE, "별관 화재 대피", "관아문길 1", 15, -12, 1, True),
)


def play_night(city: City) -> dict[str, str]:
    """Tells of the night; the incidents' ids by their headlines, once the room has them all and cameras are open."""
    now, mark = datetime.now(UTC), secrets.token_hex(3)
    here = _seen_place(Person(city, "operator"))
    tell_city(city, *(_event(each, here, now, f"{mark}-{number}") for number, each in enumerate(NIGHT)))
    operator, wanted = Person(city, "operator"), {each.headline for each in NIGHT}
    board = operator.wait_for(
        "밤의 사건 (the night's incidents)",
        "/incidents/board",
        lambda said: wanted <= {line["headline"] for line in said["incidents"]},
    )
    ids = {line["headline"]: line["incident_id"] for line in board["incidents"]}
    operator.wait_for(
        "열린 카메라 (cameras that are open)",
        f"/cctv/incidents/{ids['골목 폭행 신고']}/grants",
        lambda said: any(each["organisation"] == "city" and each["cameras"] for each in said["grants"]),
    )
    return ids


def _seen_place(operator: Person) -> tuple[float, float]:
    """The place near the middle of the register of cameras that most of them see."""
    grid = [(HERE[0] + east * 0.006, HERE[1] + north * 0.006) for east in range(-2, 3) for north in range(-2, 3)]

    def seeing(at: tuple[float, float]) -> int:
        found = operator.read(f"/cctv/cameras/seeing?longitude={at[0]:.5f}&latitude={at[1]:.5f}&limit=40")
        return sum(bool(each["camera"]["sectors"]) for each in found["cameras"])

    return max(grid, key=seeing)


def _event(each: Happening, here: tuple[float, float], now: datetime, number: str) -> CityEventV1:
    at = now - timedelta(minutes=each.minutes_ago)
    position = (round(here[0] + each.east / 1_000, 5), round(here[1] + each.north / 1_000, 5))
    return CityEventV1(
        source=each.source,
        source_id=number,
        category=each.category,
        kind=each.kind,
        severity=each.severity,
        occurred_at=at,
        reported_at=at,
        headline=each.headline,
        place=Place(shape=PointPlace(position=position), address=each.address or None),
        exercise=each.exercise,
    )
