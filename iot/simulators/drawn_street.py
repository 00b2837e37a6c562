"""The street that is drawn: its measures in metres, the camera that looks at it, and the site file that fits."""

from math import cos, hypot, radians, sin

from city.contracts.crosswalk.plane import Pair
from city.contracts.crosswalk.site import Approach, CalibrationPoint, CrosswalkSiteV1, Lamps

WIDTH_M, WALK_M = 10.0, 4.0
WAITING_DEEP_M = 2.0
STOP_LINE_M = 1.5  # before the crossing
NEAR_M = 2.0  # of a zone: near enough that light is owed to nobody's surprise

CAR_M = (1.8, 4.5, 1.5)  # wide, long, high


class Camera:
    """A pinhole on a mast beside the road, which looks along it at the crossing."""

    HEIGHT_M, BACK_M, DOWN_DEGREES = 6.0, 16.0, 20.0
    FOCAL_SHARE = 640 / 768  # of the frame's width

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self._focal = self.FOCAL_SHARE * self.width
        self._cos, self._sin = cos(radians(self.DOWN_DEGREES)), sin(radians(self.DOWN_DEGREES))

    def see(self, x_m: float, y_m: float, z_m: float = 0.0) -> Pair | None:
        """Pixels of a point; None behind the camera."""
        across, away, up = x_m - WIDTH_M / 2, self.BACK_M - y_m, z_m - self.HEIGHT_M
        depth = away * self._cos - up * self._sin
        if depth < 0.5:
            return None
        below = -away * self._sin - up * self._cos
        return self.width / 2 + self._focal * across / depth, self.height / 2 + self._focal * below / depth


def make_site(camera: Camera) -> CrosswalkSiteV1:
    """The site file of the drawn street."""
    half, line = WALK_M / 2, WALK_M / 2 + STOP_LINE_M

    def at(x_m: float, y_m: float) -> Pair:
        point = camera.see(x_m, y_m)
        assert point is not None
        return round(min(1.0, max(0.0, point[0] / camera.width)), 4), round(
            min(1.0, max(0.0, point[1] / camera.height)), 4
        )

    def box(x1: float, x2: float, y1: float, y2: float) -> tuple[Pair, ...]:
        return at(x1, y1), at(x2, y1), at(x2, y2), at(x1, y2)

    return CrosswalkSiteV1(
        unit="drawn-01",
        revision=1,
        name_ko="그린 거리",
        name_en="Drawn street",
        latitude=36.139,
        longitude=128.421,
        protected_zone=True,
        calibration=tuple(
            CalibrationPoint(picture=at(x, y), road=(x, y)) for x, y in ((0, -6), (10, -6), (10, 5), (0, 5), (5, 0))
        ),
        waiting_left=box(-WAITING_DEEP_M, 0, -half - 0.5, half + 0.5),
        waiting_right=box(WIDTH_M, WIDTH_M + WAITING_DEEP_M, -half - 0.5, half + 0.5),
        crossing=box(0, WIDTH_M, -half, half),
        approaches=(
            Approach(name="near", zone=box(5, 10, line, 9), stop_line=(at(5, line), at(10, line))),
            Approach(name="far", zone=box(0, 5, -40, -line), stop_line=(at(0, -line), at(5, -line))),
        ),
        width_m=WIDTH_M,
        walking_speed_m_s=0.8,
        entry_allowance_s=3.0,
        lamps=Lamps(voice=True),
        on_fault="caution",
        model="nanodet-g",
        frames_per_second=10,
    )


def is_near_zone(x_m: float, y_m: float) -> bool:
    side = max(-WAITING_DEEP_M - x_m, x_m - WIDTH_M - WAITING_DEEP_M, 0.0)
    along = max(abs(y_m) - WALK_M / 2 - 0.5, 0.0)
    return hypot(side, along) <= NEAR_M
