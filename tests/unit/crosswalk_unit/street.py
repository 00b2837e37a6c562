"""The drawn street's site and camera, and road users at hand-made places on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from iot.crosswalk_unit.sight.road import RoadUser, RoadView
from iot.crosswalk_unit.sight.tracking import Kind
from iot.simulators.drawn_street import Camera, make_site

CAMERA = Camera((768, 576))
SITE = make_site(CAMERA)
ROAD = RoadView(SITE)
SIZE = (768, 576)
# Walk and road of the street: 10 m wide from kerb to kerb, the crossing from y = -2 to 2, stop lines at -3.5 and 3.5.
_TALL_M: dict[Kind, float] = {"person": 1.7, "bicycle": 1.1, "vehicle": 1.5}
_WIDE_M: dict[Kind, float] = {"person": 0.55, "bicycle": 1.7, "vehicle": 1.8}


@dataclass(frozen=True)
class Found:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: Kind = "person"
    score: float = 0.8


def box_at(x_m: float, y_m: float, kind: Kind = "person", score: float = 0.8, tall_m: float | None = None) -> Found:
    """The box of somebody who stands there."""
    half = _WIDE_M[kind] / 2
    left, right = CAMERA.see(x_m - half, y_m), CAMERA.see(x_m + half, y_m)
    head = CAMERA.see(x_m, y_m, tall_m or _TALL_M[kind])
    assert left
    assert right
    assert head
    return Found(left[0], head[1], right[0], left[1], kind, score)


def user_at(
    number: int,
    x_m: float,
    y_m: float,
    *,
    at_s: float = 0.0,
    kind: Kind = "person",
    speed: tuple[float, float] | None = (0.0, 0.0),
) -> RoadUser:
    """Somebody on the road as RoadView would place them, with zones by metres."""
    crossing = 0 <= x_m <= 10 and abs(y_m) <= 2
    near, far = 5 <= x_m <= 10 and 3.5 <= y_m <= 9, 0 <= x_m <= 5 and -40 <= y_m <= -3.5
    beside = abs(y_m) <= 2.5
    return RoadUser(
        number=number,
        kind=kind,
        at_s=at_s,
        seen_s=at_s,
        x_m=x_m,
        y_m=y_m,
        vx_m_s=None if speed is None else speed[0],
        vy_m_s=None if speed is None else speed[1],
        waiting_left=-2 <= x_m < 0 and beside,
        waiting_right=10 < x_m <= 12 and beside,
        crossing=crossing,
        approach="near" if near else "far" if far else None,
        stepping_up=False,
        carried_by=None,
        score=0.8,
        corners=(0.0, 0.0, 1.0, 1.0),
    )


Way = Callable[[float], tuple[float, float] | None]


def moving(number: int, way: Way, at_s: float, kind: Kind = "person") -> RoadUser | None:
    """Somebody on `way`, a place for every second; with the speed that the way has there. None where there is none."""
    here, before = way(at_s), way(at_s - 0.01)
    if here is None:
        return None
    speed = ((here[0] - before[0]) / 0.01, (here[1] - before[1]) / 0.01) if before else (0.0, 0.0)
    return replace(user_at(number, *here, at_s=at_s, kind=kind, speed=speed))
