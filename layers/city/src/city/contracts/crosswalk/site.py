"""What a crosswalk unit is told about its place: the site file, drawn by staff, signed by the city, checked by both."""

from math import isfinite
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from city.contracts.base import Contract
from city.contracts.crosswalk import plane

UNIT_PATTERN = r"^[a-z][a-z0-9-]{2,39}$"
UnitName = Annotated[str, Field(pattern=UNIT_PATTERN, description="the unit's thing name in IoT Core")]
# The device shadow holds 8 KB, and the signature and the report want room beside the file.
MOST_SITE_BYTES = 6000


def _finite(value: float) -> float:
    if not isfinite(value):
        raise ValueError("must be a number")
    return value


Fraction = Annotated[float, Field(ge=0, le=1), AfterValidator(_finite)]
PicturePoint = tuple[Fraction, Fraction]
Metres = Annotated[float, Field(ge=-500, le=500), AfterValidator(_finite)]
RoadPoint = tuple[Metres, Metres]


def _simple(polygon: tuple[PicturePoint, ...]) -> tuple[PicturePoint, ...]:
    if plane.crosses_itself(polygon):
        raise ValueError("the outline crosses itself")
    if plane.area(polygon) < 1e-5:
        raise ValueError("the outline encloses nothing")
    return polygon


Outline = Annotated[
    tuple[PicturePoint, ...],
    Field(min_length=3, max_length=16, description="corners in order, not closed, as fractions of the frame"),
    AfterValidator(_simple),
]


class CalibrationPoint(Contract):
    """One mark on the road: where it is seen, and where it lies."""

    picture: PicturePoint
    # Metres; x along the walk from the left kerb to the right one, y along the road in the direction of the camera's right.
    road: RoadPoint


class Approach(Contract):
    """A lane that leads to the crossing. Vehicles are looked for on it, and may stop at its stop line."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    zone: Outline
    stop_line: tuple[PicturePoint, PicturePoint]


class SignalHead(Contract):
    """A signal the camera can see."""

    head: Literal["pedestrian", "vehicle"]
    # Left, top, right, bottom of the lamps, as fractions of the frame.
    region: tuple[Fraction, Fraction, Fraction, Fraction]
    lamps: Literal["vertical", "horizontal"] = "vertical"

    @model_validator(mode="after")
    def _has_an_area(self) -> Self:
        left, top, right, bottom = self.region
        if left >= right or top >= bottom:
            raise ValueError("left before right, top before bottom")
        return self


class Lamps(Contract):
    """Which outputs are fitted, and how bright they are by night (share of full, 0.05..1)."""

    sign: bool = True
    road_panels: bool = True
    stop_line_bar: bool = True
    floor_signal: bool = False
    voice: bool = False
    night_level: Annotated[float, Field(ge=0.05, le=1)] = 0.3
    # Below this light level (0 black .. 1 white, mean of the frame) it is night.
    night_below: Annotated[float, Field(ge=0, le=1)] = 0.18


class CrosswalkSiteV1(Contract):
    """Everything a unit needs to know of its place. At most 6,000 bytes of JSON.

    Hold time = `entry_allowance_s` + `width_m` / `walking_speed_m_s`, counted anew while anybody is in a zone, and never
    longer than `longest_lit_s` without an alarm. Walking speeds: MUTCD 1.07 m/s (3.5 ft/s); in protection zones
    0.8 m/s (police plan of 2021); floor 0.7 m/s (KoROAD 2020: cane or wheelchair 0.73 m/s).
    """

    version: Literal[1] = 1
    unit: UnitName
    revision: Annotated[int, Field(ge=1, description="grows by one with every file of this unit")]
    name_ko: Annotated[str, Field(min_length=1, max_length=60)]
    name_en: Annotated[str, Field(max_length=60)] = ""
    latitude: Annotated[float, Field(ge=33, le=39)]
    longitude: Annotated[float, Field(ge=124, le=132)]

    protected_zone: bool = False
    signalised: bool = False
    speed_limit_kmh: Annotated[int, Field(ge=10, le=80)] = 30

    calibration: Annotated[tuple[CalibrationPoint, ...], Field(min_length=4, max_length=12)]
    waiting_left: Outline
    waiting_right: Outline
    crossing: Outline
    approaches: Annotated[tuple[Approach, ...], Field(min_length=1, max_length=8)]
    signals: Annotated[tuple[SignalHead, ...], Field(max_length=4)] = ()

    width_m: Annotated[float, Field(ge=2, le=60)]
    walking_speed_m_s: Annotated[float, Field(ge=0.7, le=1.07)]
    entry_allowance_s: Annotated[float, Field(ge=1, le=10)] = 3.0
    longest_lit_s: Annotated[float, Field(ge=10, le=600)] = 120.0
    # What the unit asks of the signal controller when somebody is still crossing; 0 where it may not ask.
    green_extension_s: Annotated[int, Field(ge=0, le=10)] = 0

    lamps: Lamps = Lamps()
    on_fault: Literal["dark", "caution"] = "dark"

    detection: Literal["edge", "cloud"] = "edge"
    model: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")] = "nanodet-g"
    frames_per_second: Annotated[int, Field(ge=2, le=30)] = 10

    LONGEST_CALIBRATION_ERROR_M: ClassVar[float] = 0.5

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if self.protected_zone and self.walking_speed_m_s > 0.8:
            raise ValueError("in a protected zone people walk at 0.8 m/s at most")
        if 0 < self.green_extension_s < 5:
            raise ValueError("a green extension is 5 to 10 seconds, or none")
        if self.green_extension_s and not self.signalised:
            raise ValueError("without a signal there is no green to extend")
        if self.signalised and not self.signals:
            raise ValueError("a signalised crossing needs the region of a signal head")
        if self.longest_lit_s <= self.hold_s:
            raise ValueError("longest_lit_s must exceed the hold time")
        if len({approach.name for approach in self.approaches}) < len(self.approaches):
            raise ValueError("two approaches have one name")
        self._check_calibration()
        if len(self.model_dump_json()) > MOST_SITE_BYTES:
            raise ValueError(f"the site file is larger than {MOST_SITE_BYTES} bytes")
        return self

    def _check_calibration(self) -> None:
        matrix = plane.homography([(point.picture, point.road) for point in self.calibration])
        for point in self.calibration:
            x, y = plane.apply(matrix, point.picture)
            if abs(x - point.road[0]) + abs(y - point.road[1]) > self.LONGEST_CALIBRATION_ERROR_M:
                raise ValueError("the calibration points contradict each other by more than half a metre")

    @property
    def hold_s(self) -> float:
        """Seconds the lamps stay lit after the last sight of a person."""
        return self.entry_allowance_s + self.width_m / self.walking_speed_m_s

    def road_from_picture(self) -> plane.Matrix:
        """Takes fractions of the frame to metres on the road."""
        return plane.homography([(point.picture, point.road) for point in self.calibration])


class SignedSiteV1(Contract):
    """A site file as it stands in the desired state of the shadow `configuration`: the exact text that was signed."""

    version: Literal[1] = 1
    revision: Annotated[int, Field(ge=1)]
    document: Annotated[str, Field(max_length=MOST_SITE_BYTES)]
    # ECDSA P-256 over SHA-256 of the document, DER, base64 (AWS KMS: ECDSA_SHA_256).
    signature: Annotated[str, Field(max_length=120)]


class ReportedSiteV1(Contract):
    """What the unit says of the last site file it was handed, in the reported state of the same shadow."""

    version: Literal[1] = 1
    revision: Annotated[int, Field(ge=0, description="the revision in force; 0: none")]
    digest: Annotated[str, Field(max_length=64, description="SHA-256 of the document in force, hex; empty: none")]
    refused_revision: Annotated[int, Field(ge=1)] | None = None
    refused_because: Annotated[str, Field(max_length=200)] = ""
