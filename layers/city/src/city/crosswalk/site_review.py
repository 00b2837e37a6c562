"""Reviewing a site file before anybody activates it: what is wrong with it, and what it would do on the road. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import cos, hypot, radians
from typing import Any

from pydantic import ValidationError

from city.contracts.crosswalk import plane
from city.contracts.crosswalk.site import MOST_SITE_BYTES, CrosswalkSiteV1
from city.contracts.crosswalk.staff.sites import DrawnZones, SiteProblem, SiteWarning
from city.crosswalk.errors import SiteInvalid

DRAWN = ("waiting_left", "waiting_right", "crossing", "approaches", "signals")

# What the contract says of a whole file or of an outline: the field to look at, and the same in Korean.
COHERENCE: dict[str, tuple[str, str]] = {
    "must be a number": ("", "숫자여야 합니다."),
    "the outline crosses itself": ("", "구역의 선이 서로 교차합니다."),
    "the outline encloses nothing": ("", "구역의 넓이가 없습니다."),
    "left before right, top before bottom": ("", "왼쪽·위쪽이 오른쪽·아래쪽보다 앞서야 합니다."),
    "in a protected zone people walk at 0.8 m/s at most": (
        "walking_speed_m_s",
        "보호구역의 보행속도는 초속 0.8 m 이하여야 합니다.",
    ),
    "a green extension is 5 to 10 seconds, or none": ("green_extension_s", "녹색 연장은 5~10초이거나 0이어야 합니다."),
    "without a signal there is no green to extend": (
        "green_extension_s",
        "신호가 없는 곳에서는 녹색을 연장할 수 없습니다.",
    ),
    "a signalised crossing needs the region of a signal head": (
        "signals",
        "신호 횡단보도에는 신호등 영역이 필요합니다.",
    ),
    "longest_lit_s must exceed the hold time": ("longest_lit_s", "최대 점등 시간은 유지 시간보다 길어야 합니다."),
    "two approaches have one name": ("approaches", "접근로 두 곳의 이름이 같습니다."),
    "the site file is larger than 6000 bytes": ("", "설정 파일이 6,000바이트보다 큽니다."),
    "the calibration points contradict each other by more than half a metre": (
        "calibration",
        "보정점들이 서로 0.5 m 넘게 어긋납니다.",
    ),
    "four pairs of points at least": ("calibration", "보정점이 네 개 이상 필요합니다."),
    "every coordinate must be a number": ("calibration", "보정점의 좌표는 모두 숫자여야 합니다."),
    "all points are the same": ("calibration", "보정점이 모두 같은 곳입니다."),
    "the points lie on one line, or too many of them do": ("calibration", "보정점들이 한 직선 위에 있습니다."),
    "the points put the horizon through the middle of the picture": (
        "calibration",
        "보정점에서 지평선이 화면 가운데를 지납니다.",
    ),
    "the point lies on the horizon": ("calibration", "지평선 위의 점은 쓸 수 없습니다."),
}

# What pydantic says of a single value.
_KINDS: Sequence[tuple[str, str, str]] = (
    ("missing", "값이 없습니다.", "It is missing."),
    ("extra_forbidden", "모르는 항목입니다.", "There is no such field."),
    ("too_short", "개수나 길이가 모자랍니다.", "There are too few of them."),
    ("too_long", "개수나 길이가 너무 많습니다.", "There are too many of them."),
    ("greater_than", "값이 너무 작습니다.", "It is too small."),
    ("less_than", "값이 너무 큽니다.", "It is too large."),
    ("finite_number", "숫자여야 합니다.", "It must be a number."),
    ("string_pattern", "쓸 수 없는 글자가 있습니다.", "It has characters that may not stand there."),
    ("literal_error", "고를 수 없는 값입니다.", "It is none of the choices."),
    ("float", "숫자여야 합니다.", "It must be a number."),
    ("int", "정수여야 합니다.", "It must be a whole number."),
    ("bool", "예 또는 아니요여야 합니다.", "It must be true or false."),
    ("string", "글자여야 합니다.", "It must be text."),
    ("tuple", "목록이어야 합니다.", "It must be a list."),
)

ANOTHER_UNIT = SiteProblem(
    field="unit", reason="another_unit", ko="다른 단말의 이름입니다.", en="It names another unit."
)
WRONG_REVISION = SiteProblem(
    field="revision", reason="wrong_revision", ko="다음 번호가 아닙니다.", en="It is not the next revision."
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A valid site file, the exact text that would be signed, and the hex SHA-256 of that text."""

    site: CrosswalkSiteV1
    document: str

    @property
    def digest(self) -> str:
        return digest_of(self.document)


def digest_of(document: str) -> str:
    return sha256(document.encode()).hexdigest()


def review(document: Mapping[str, Any], unit: str, revision: int) -> Reviewed:
    """Checks what somebody wrote. Raises SiteInvalid naming every problem at once."""
    problems = []
    if document.get("unit", unit) != unit:
        problems.append(ANOTHER_UNIT)
    if document.get("revision", revision) != revision:
        problems.append(WRONG_REVISION)
    # A dictionary of any depth may come in; what is no site file is refused before it is walked twice.
    if len(json.dumps(document, ensure_ascii=False, default=str)) > 4 * MOST_SITE_BYTES:
        _, korean = COHERENCE[f"the site file is larger than {MOST_SITE_BYTES} bytes"]
        raise SiteInvalid((SiteProblem(field="-", reason="too_large", ko=korean, en="The file is too large."),))
    try:
        site = CrosswalkSiteV1.model_validate({**document, "unit": unit, "revision": revision})
    except ValidationError as error:
        problems += [_problem(found) for found in error.errors(include_url=False, include_input=False)]
    if problems:
        raise SiteInvalid(tuple(problems))
    return Reviewed(site, site.model_dump_json())


def _problem(found: Any) -> SiteProblem:
    place = ".".join(map(str, found["loc"]))
    kind = str(found["type"])
    if kind == "value_error":
        english = str(found["msg"]).removeprefix("Value error, ")
        field, korean = COHERENCE.get(english, ("", "값이 올바르지 않습니다."))
        return SiteProblem(field=place or field or "-", reason="incoherent", ko=korean, en=f"{english}.")
    for prefix, korean, english in _KINDS:
        if kind.startswith(prefix):
            bound = next((v for k, v in (found.get("ctx") or {}).items() if k in ("ge", "gt", "le", "lt")), None)
            limit = f" ({bound})" if bound is not None else ""
            return SiteProblem(field=place or "-", reason=kind, ko=korean + limit, en=english + limit)
    return SiteProblem(field=place or "-", reason=kind, ko="값이 올바르지 않습니다.", en="It is not valid.")


# --- what it would mean ----------------------------------------------------------------------------


def drawn_zones(site: CrosswalkSiteV1) -> DrawnZones:
    matrix = site.road_from_picture()
    outlines = {name: getattr(site, name) for name in ("waiting_left", "waiting_right", "crossing")}
    outlines |= {f"approach:{approach.name}": approach.zone for approach in site.approaches}
    road = {name: points for name, outline in outlines.items() if (points := _on_road(matrix, outline)) is not None}
    return DrawnZones(
        waiting_left=site.waiting_left,
        waiting_right=site.waiting_right,
        crossing=site.crossing,
        approaches=site.approaches,
        signals=site.signals,
        road=road,
    )


def changes(new: CrosswalkSiteV1, old: CrosswalkSiteV1 | None) -> tuple[str, ...]:
    """The fields in which a file differs from the one in force."""
    if old is None:
        return ()
    after, before = new.model_dump(), old.model_dump()
    return tuple(name for name in after if name != "revision" and after[name] != before[name])


def warn(
    site: CrosswalkSiteV1, old: CrosswalkSiteV1 | None, registered: tuple[float, float]
) -> tuple[SiteWarning, ...]:
    """What is allowed and probably not meant. `registered`: latitude and longitude where staff said the unit stands."""
    found = []
    road = drawn_zones(site).road
    if "crossing" in road:
        xs = [x for x, _ in road["crossing"]]
        if not 0.75 * site.width_m <= max(xs) - min(xs) <= 1.25 * site.width_m:
            found.append(
                _warning(
                    "width_differs",
                    f"그려진 횡단보도는 {max(xs) - min(xs):.1f} m인데 폭은 {site.width_m:g} m로 적혀 있습니다.",
                    f"The crossing as drawn is {max(xs) - min(xs):.1f} m long, the file says {site.width_m:g} m.",
                )
            )
    if missing := sorted({"crossing", "waiting_left", "waiting_right"} - road.keys()):
        found.append(
            _warning(
                "beyond_horizon",
                f"지평선을 넘는 구역이 있습니다: {', '.join(missing)}",
                f"These zones reach over the horizon: {', '.join(missing)}.",
            )
        )
    elif _middle_x(road["waiting_left"]) >= _middle_x(road["waiting_right"]):
        found.append(
            _warning(
                "sides_swapped",
                "왼쪽 대기 구역이 오른쪽보다 오른쪽에 있습니다.",
                "The left waiting zone lies right of the right one.",
            )
        )
    if site.walking_speed_m_s > 0.85:
        found.append(
            _warning(
                "fast_walkers",
                "어르신(하위 15%)은 초속 0.85 m, 지팡이·휠체어는 0.73 m로 걷습니다.",
                "Of older people 15 % walk slower than 0.85 m/s, with a cane or wheelchair 0.73 m/s.",
            )
        )
    if old is not None and site.hold_s < old.hold_s:
        found.append(
            _warning(
                "shorter_hold",
                f"점등 유지 시간이 {old.hold_s:.1f}초에서 {site.hold_s:.1f}초로 짧아집니다.",
                f"The lamps will stay lit for {site.hold_s:.1f} s instead of {old.hold_s:.1f} s.",
            )
        )
    if not any((site.lamps.sign, site.lamps.road_panels, site.lamps.stop_line_bar)):
        found.append(_warning("no_lamps", "운전자에게 보이는 등이 없습니다.", "No lamp that drivers see is fitted."))
    if site.detection == "cloud":
        found.append(
            _warning(
                "cloud_detection",
                "검출을 클라우드에 맡깁니다. 연결이 끊기면 단말이 스스로 대신합니다.",
                "Detection is left to the cloud; the unit falls back to its own when the link is slow or down.",
            )
        )
    apart = _metres_between((site.latitude, site.longitude), registered)
    if apart > 200:
        found.append(
            _warning(
                "far_away",
                f"등록된 위치에서 {apart:.0f} m 떨어져 있습니다.",
                f"It lies {apart:.0f} m from where the unit is registered.",
            )
        )
    return tuple(found)


def needs_another_person(new: CrosswalkSiteV1, old: CrosswalkSiteV1 | None, restored_from: int | None) -> bool:
    """Whether the author may not activate it: in a protected zone, before or after, unless it was in force before."""
    protected = new.protected_zone or (old is not None and old.protected_zone)
    return protected and restored_from is None


def _warning(code: str, korean: str, english: str) -> SiteWarning:
    return SiteWarning(code=code, ko=korean, en=english)


def _on_road(matrix: plane.Matrix, outline: Sequence[plane.Pair]) -> tuple[plane.Pair, ...] | None:
    """The outline in metres; None if part of it lies on or beyond the horizon, where the road cannot be seen."""
    (_, _, _), (_, _, _), (g, h, i) = matrix
    sides = {g * x + h * y + i > 0 for x, y in outline}
    if len(sides) > 1:
        return None
    try:
        return tuple((round(x, 2), round(y, 2)) for x, y in (plane.apply(matrix, point) for point in outline))
    except plane.Degenerate:
        return None


def _middle_x(points: Sequence[plane.Pair]) -> float:
    return sum(x for x, _ in points) / len(points)


def _metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Near enough within a city."""
    north = (one[0] - other[0]) * 111_320
    return hypot(north, (one[1] - other[1]) * 111_320 * cos(radians(one[0])))
