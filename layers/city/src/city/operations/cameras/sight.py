"""Which cameras see a place: by range, direction and width of view, and, where buildings are given, line of sight.

Distances and bearings are those of the plane that touches the sphere half-way between camera and point (longitudes shrunk
by the cosine of the mean latitude): of some kilometres they differ from the great circle's by less than a millimetre.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

import numpy as np

from city.contracts.operations.city_event import AreaPlace, LinePlace, Place, PointPlace
from city.operations.cameras.buildings import Buildings
from city.operations.cameras.snapshot import CameraArrays

# The mean radius of the Earth (IUGG), in metres.
EARTH_M = 6_371_008.8
_METRES_PER_DEGREE = math.radians(1) * EARTH_M
_HALF_TURN = 180.0


class Verdict(StrEnum):
    """How a camera stands to a place.

    - SEES: the place is in its range, and it looks there.
    - MAY_SEE: it is in its range, and nobody knows whether the camera looks there: its direction is unknown or is shared by
      several cameras, or the place is less exact than that.
    - BLOCKED: it would see, or may, but a building stands between.
    - NEAR: near, as was asked, but the camera looks elsewhere or not so far.
    """

    SEES = "sees"
    MAY_SEE = "may_see"
    BLOCKED = "blocked"
    NEAR = "near"


SEEING = frozenset({Verdict.SEES, Verdict.MAY_SEE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which cameras are asked for.

    - within_m: those within so many metres of the place, wherever they look; None for those that see or may see it.
    - at_least: if these are fewer, then the nearest so many, however far. 500 m or the nearest five: `Search(within_m=500,
      at_least=5)`.
    - at_most: no more than the nearest so many.
    - verdicts: only cameras that stand so to the place are found, counted and filled up with.
    - purposes: only cameras of these, as the national register calls them; None for all.
    - line_of_sight: whether buildings are looked at, if there are any; of a point alone.
    """

    within_m: float | None = None
    at_least: int = 0
    at_most: int = 1_000
    verdicts: frozenset[Verdict] = frozenset(Verdict)
    purposes: frozenset[str] | None = None
    line_of_sight: bool = True

    def __post_init__(self) -> None:
        if (self.within_m is not None and not 0 <= self.within_m < math.inf) or not 0 <= self.at_least <= self.at_most:
            raise ValueError("a search within some metres, for some cameras at least and as many or more at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCamera:
    """`distance_m`: to the nearest point of the place, 0 inside an area; `bearing_deg`: to that point, from north."""

    camera_id: str
    verdict: Verdict
    distance_m: float
    bearing_deg: float
    latitude: float
    longitude: float
    purpose: str
    direction_known: bool


def cameras_for(
    arrays: CameraArrays, place: Place, search: Search, buildings: Buildings | None = None
) -> tuple[FoundCamera, ...]:
    """The cameras that a search finds for a place, nearest first; of equal distance, by name."""
    slack = place.accuracy_m or 0.0
    longest = float(arrays.ranges_m.max(initial=0.0))
    reach = (search.within_m if search.within_m is not None else longest) + slack
    found = _find(arrays, _candidates(arrays, place, reach), place, search, buildings, filling=False)
    if len(found) < search.at_least:
        found = _fill_up(arrays, place, search, buildings, found)
    return tuple(found[: search.at_most])


def _fill_up(
    arrays: CameraArrays, place: Place, search: Search, buildings: Buildings | None, found: list[FoundCamera]
) -> list[FoundCamera]:
    """All that were found, and of the others the nearest, until there are enough or no more."""
    reach = max(1_000.0, 2 * (search.within_m or 0.0) + (place.accuracy_m or 0.0))
    names = {each.camera_id for each in found}
    while True:
        candidates = _candidates(arrays, place, reach)
        others = _find(arrays, candidates, place, search, buildings, filling=True)
        everywhere = len(candidates) == len(arrays)
        # Beyond the reach there are others that were not looked at, and may be nearer than those that were.
        within = math.inf if everywhere else reach
        others = [each for each in others if each.camera_id not in names and each.distance_m <= within]
        if len(found) + len(others) >= search.at_least or everywhere:
            missing = max(0, search.at_least - len(found))
            return sorted([*found, *others[:missing]], key=lambda each: (each.distance_m, each.camera_id))
        reach *= 4


def _candidates(arrays: CameraArrays, place: Place, reach_m: float) -> Any:
    """Positions in the arrays of all cameras within some metres of a place, and of others: a strip of latitudes, and
    in it those whose longitude is near enough where a metre is the most degrees."""
    points = _positions(place)
    degrees = reach_m / _METRES_PER_DEGREE * (1 + 1e-9) + 1e-9
    south, north = points[:, 1].min() - degrees, points[:, 1].max() + degrees
    start, end = np.searchsorted(arrays.latitudes, south, "left"), np.searchsorted(arrays.latitudes, north, "right")
    narrowest = math.cos(math.radians(min(90.0, max(abs(south), abs(north)))))
    if narrowest <= 0:
        return np.arange(start, end)
    longitudes = arrays.longitudes[start:end]
    west, east = points[:, 0].min() - degrees / narrowest, points[:, 0].max() + degrees / narrowest
    return start + np.flatnonzero((longitudes >= west) & (longitudes <= east))


def _find(
    arrays: CameraArrays,
    which: Any,
    place: Place,
    search: Search,
    buildings: Buildings | None,
    *,
    filling: bool,
) -> list[FoundCamera]:
    which = _of_purposes(arrays, which, search.purposes)
    if not len(which):
        return []
    slack = place.accuracy_m or 0.0
    shape = _Shape(arrays, which, place)
    in_range = shape.distances <= arrays.ranges_m[which] + slack
    # An inexact place is seen if it is in sight wherever it may be, and not its middle alone.
    sees = arrays.certain[which] & shape.looked_at(arrays, which, -slack)
    may = in_range & ~sees & (~arrays.known[which] | shape.looked_at(arrays, which, slack))
    if filling:
        asked = np.ones(len(which), dtype=bool)
    else:
        asked = shape.distances <= search.within_m + slack if search.within_m is not None else sees | may
    blocked = np.zeros(len(which), dtype=bool)
    if search.line_of_sight and buildings is not None and isinstance(place.shape, PointPlace):
        seeing = np.flatnonzero(asked & (sees | may))
        blocked[seeing] = buildings.block(
            arrays.longitudes[which[seeing]], arrays.latitudes[which[seeing]], *place.shape.position
        )
    found = []
    for at in np.flatnonzero(asked):
        seen = Verdict.SEES if sees[at] else Verdict.MAY_SEE if may[at] else Verdict.NEAR
        verdict = Verdict.BLOCKED if blocked[at] else seen
        if verdict in search.verdicts:
            found.append(_found(arrays, int(which[at]), verdict, shape.distances[at], shape.bearings[at]))
    return sorted(found, key=lambda each: (each.distance_m, each.camera_id))


def _of_purposes(arrays: CameraArrays, which: Any, purposes: Collection[str] | None) -> Any:
    if purposes is None:
        return which
    wanted = [at for at, name in enumerate(arrays.purpose_names) if name in purposes]
    return which[np.isin(arrays.purposes[which], wanted)]


def _found(arrays: CameraArrays, at: int, verdict: Verdict, distance: float, bearing: float) -> FoundCamera:
    return FoundCamera(
        camera_id=arrays.name_of(at),
        verdict=verdict,
        distance_m=float(distance),
        bearing_deg=float(bearing) % 360.0,
        latitude=float(arrays.latitudes[at]),
        longitude=float(arrays.longitudes[at]),
        purpose=arrays.purpose_of(at),
        direction_known=bool(arrays.known[at]),
    )


def _positions(place: Place) -> Any:
    """Longitudes and latitudes, a row each."""
    match place.shape:
        case PointPlace(position=position):
            return np.array([position])
        case LinePlace(positions=positions):
            return np.array(positions)
        case AreaPlace(ring=ring):
            return np.array(ring)
        case _:
            assert_never(place.shape)


class _Shape:
    """A place as each of some cameras has it before it: metres east and north of the camera, a row for each camera."""

    def __init__(self, arrays: CameraArrays, which: Any, place: Place) -> None:
        points = _positions(place)
        latitudes, longitudes = arrays.latitudes[which, None], arrays.longitudes[which, None]
        shrunk = np.cos(np.radians((points[None, :, 1] + latitudes) / 2))
        turn = (points[None, :, 0] - longitudes + _HALF_TURN) % 360.0 - _HALF_TURN
        self.east = turn * shrunk * _METRES_PER_DEGREE
        self.north = (points[None, :, 1] - latitudes) * _METRES_PER_DEGREE
        self.inside = _around_origin(self.east, self.north) if isinstance(place.shape, AreaPlace) else None
        nearest_east, nearest_north = _nearest(self.east, self.north)
        if self.inside is not None:
            nearest_east[self.inside], nearest_north[self.inside] = 0.0, 0.0
        self.distances = np.hypot(nearest_east, nearest_north)
        self.bearings = np.degrees(np.arctan2(nearest_east, nearest_north))

    def looked_at(self, arrays: CameraArrays, which: Any, slack_m: float) -> Any:
        """Whether any part of the place lies in a sector of each camera; the place may be `slack_m` off, to its sides too.

        With a negative slack: whether it lies in a sector wherever it is within so many metres.
        """
        counts = arrays.sector_starts[which + 1] - arrays.sector_starts[which]
        # One row a sector of these cameras: which camera it is of, and where it stands among all sectors.
        owner = np.repeat(np.arange(len(which)), counts)
        offsets = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        sector = arrays.sector_starts[which][owner] + offsets
        # A camera that stands where the place may be could have it on any side.
        around = (self.distances[owner] <= abs(slack_m)) & (slack_m != 0)
        share = abs(slack_m) / np.where(around | (self.distances[owner] == 0), 1.0, self.distances[owner])
        opening = np.where(around, _HALF_TURN, np.degrees(np.arcsin(np.minimum(1.0, share))))
        half = np.minimum(_HALF_TURN, arrays.sector_widths[sector] / 2)
        # All around stays all around.
        half = np.where(half >= _HALF_TURN, half, half + math.copysign(1, slack_m) * opening)
        reach = arrays.ranges_m[which][owner] + slack_m
        middle = arrays.sector_azimuths[sector]
        hit = _in_sector(self.east[owner], self.north[owner], middle, half, reach)
        if self.east.shape[1] > 1:
            hit |= _edge_in_sector(self.east[owner], self.north[owner], middle, half, reach)
        seen = np.zeros(len(which), dtype=bool)
        np.logical_or.at(seen, owner, hit)
        return seen if self.inside is None else seen | (self.inside & arrays.known[which])


def _nearest(east: Any, north: Any) -> tuple[Any, Any]:
    """Of each row's line, the point that is nearest to the origin."""
    if east.shape[1] == 1:
        return east[:, 0].copy(), north[:, 0].copy()
    start_e, start_n = east[:, :-1], north[:, :-1]
    along_e, along_n = np.diff(east, axis=1), np.diff(north, axis=1)
    length = along_e**2 + along_n**2
    share = np.clip(-(start_e * along_e + start_n * along_n) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    point_e, point_n = start_e + share * along_e, start_n + share * along_n
    best = np.argmin(point_e**2 + point_n**2, axis=1)[:, None]
    return np.take_along_axis(point_e, best, 1)[:, 0], np.take_along_axis(point_n, best, 1)[:, 0]


def _around_origin(east: Any, north: Any) -> Any:
    """Whether each row's ring goes round the origin: how often it crosses the way north from there, odd or even."""
    crossing = (east[:, :-1] > 0) != (east[:, 1:] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = east[:, :-1] / (east[:, :-1] - east[:, 1:])
        meets = north[:, :-1] + share * np.diff(north, axis=1) > 0
    return (crossing & meets).sum(axis=1) % 2 == 1


def _apart(bearing: Any, azimuth: Any) -> Any:
    """Degrees between two directions, 0 to 180."""
    return np.abs((bearing - azimuth + _HALF_TURN) % 360.0 - _HALF_TURN)


def _in_sector(east: Any, north: Any, azimuth: Any, half: Any, reach: Any) -> Any:
    """Whether a corner of each row's line is in its sector. A camera sees the place where it stands, if it sees at all."""
    far = np.hypot(east, north)
    turned = _apart(np.degrees(np.arctan2(east, north)), azimuth[:, None])
    return ((far <= reach[:, None]) & ((turned <= half[:, None]) | ((far == 0) & (half[:, None] >= 0)))).any(axis=1)


def _edge_in_sector(east: Any, north: Any, azimuth: Any, half: Any, reach: Any) -> Any:
    """Whether an edge without a corner in the sector goes through it: then it enters by a side of it, or by its arc."""
    start_e, start_n = east[:, :-1], north[:, :-1]
    along_e, along_n = np.diff(east, axis=1), np.diff(north, axis=1)
    hit = np.zeros(len(east), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for side in (-1, 1):
            angle = np.radians(azimuth + side * half)[:, None]
            ray_e, ray_n = np.sin(angle), np.cos(angle)
            across = along_e * ray_n - along_n * ray_e
            share = (start_n * ray_e - start_e * ray_n) / across
            ahead = (start_e + share * along_e) * ray_e + (start_n + share * along_n) * ray_n
            meets = (share >= 0) & (share <= 1) & (ahead >= 0) & (ahead <= reach[:, None])
            hit |= (meets & (half >= 0)[:, None]).any(axis=1)
        square = along_e**2 + along_n**2
        middle = start_e * along_e + start_n * along_n
        root = np.sqrt(middle**2 - square * (start_e**2 + start_n**2 - (reach**2)[:, None]))
        for sign in (-1, 1):
            share = (-middle + sign * root) / square
            bearing = np.degrees(np.arctan2(start_e + share * along_e, start_n + share * along_n))
            inside = (share >= 0) & (share <= 1) & (_apart(bearing, azimuth[:, None]) <= half[:, None])
            hit |= inside.any(axis=1)
    return hit
