"""Reads what a vehicle sent: whatever is wrong with one position costs that position, and nothing else. Pure.

A message that cannot be read as a whole is refused; what is kept of it (`redact`) names no place.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from math import isfinite
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from city.contracts.base import ForeignContract
from city.contracts.mobility.vehicles import MOST_BYTES, MOST_FIXES, VehicleName
from city.mobility.matching.model import Fixes, Floats
from city.mobility.vehicles.errors import OmissionReason, RefusalReason, VehicleMessageRefused

# A receiver without satellites may keep a clock of its own.
MOST_AHEAD = timedelta(minutes=5)
# Thirty minutes of tunnel, and what a line takes to come back.
MOST_AGE = timedelta(hours=1)
MOST_KMH = 250.0

_Column = Annotated[list[Any], Field(min_length=1)]


class _Message(ForeignContract):
    """The envelope of `VehicleFixesV1`, strictly; its columns by their length alone."""

    vehicle: VehicleName
    journal: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    sequence: Annotated[int, Field(ge=1, le=2**53, strict=True)]
    version: Literal[1]
    began_ms: Annotated[int, Field(ge=0, le=2**53, strict=True)]
    after_ms: _Column
    lat: _Column
    lon: _Column
    speed_kmh: tuple[Any, ...] = ()
    sigma_m: Annotated[float, Field(gt=0, le=200, strict=True)]
    air_c: Any = None
    road_c: Any = None


@dataclass(frozen=True, slots=True)
class Area:
    """Where the city's vehicles drive: degrees, WGS 84."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message as far as it can be used.

    `fixes.t`: seconds since 1970, UTC, strictly rising. `speed_kmh`: a row each, NaN where none was said. `air_c`, `road_c`:
    None without a sensor, or with one that says what cannot be. `omitted`: how many positions were left out, and why.
    """

    vehicle: str
    journal: str
    sequence: int
    fixes: Fixes
    speed_kmh: Floats
    sigma_m: float
    air_c: float | None
    road_c: float | None
    omitted: Mapping[OmissionReason, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What is kept of a message that was refused: nothing that says where anybody was."""

    sender: str
    reason: RefusalReason
    size_bytes: int
    sha256: str
    at: datetime


def read_fixes(body: bytes, sender: str, area: Area, now: datetime) -> Reading:
    """`sender`: the vehicle that is connected, as the broker says it, not as the message does.

    Raises VehicleMessageRefused.
    """
    message = _read_envelope(body)
    if message.vehicle != sender:
        raise VehicleMessageRefused(RefusalReason.FOREIGN_VEHICLE)
    columns = (message.after_ms, message.lat, message.lon, message.speed_kmh or message.lat)
    if max(map(len, columns)) > MOST_FIXES:
        raise VehicleMessageRefused(RefusalReason.TOO_MANY_FIXES)
    if len({len(column) for column in columns}) > 1:
        raise VehicleMessageRefused(RefusalReason.WRONG_SHAPE)
    after, lat, lon = _numbers(message.after_ms), _numbers(message.lat), _numbers(message.lon)
    # Null is no fault here: not every receiver tells a speed.
    unsaid = np.array([value is None for value in message.speed_kmh or [None] * len(lat)])
    speed = _numbers(message.speed_kmh) if message.speed_kmh else np.full(len(lat), np.nan)
    t = (message.began_ms + after) / 1000
    why = _omissions(t, lat, lon, np.where(unsaid, 0.0, speed), area, now.timestamp())
    kept = np.array([reason is None for reason in why])
    return Reading(
        vehicle=message.vehicle,
        journal=message.journal,
        sequence=message.sequence,
        fixes=Fixes(t[kept], lat[kept], lon[kept]),
        speed_kmh=speed[kept],
        sigma_m=message.sigma_m,
        air_c=_between(message.air_c, -40, 60),
        road_c=_between(message.road_c, -40, 90),
        omitted=Counter(reason for reason in why if reason is not None),
    )


def redact(body: bytes, sender: str, refused: VehicleMessageRefused, now: datetime) -> Redacted:
    return Redacted(sender=sender, reason=refused.reason, size_bytes=len(body), sha256=sha256(body).hexdigest(), at=now)


def _read_envelope(body: bytes) -> _Message:
    if len(body) > MOST_BYTES:
        raise VehicleMessageRefused(RefusalReason.TOO_LARGE)
    try:
        return _Message.model_validate_json(body)
    except ValidationError as error:
        # Not as its cause: what pydantic says quotes the positions.
        is_json = all(each["type"] != "json_invalid" for each in error.errors(include_input=False, include_url=False))
        reason = RefusalReason.WRONG_SHAPE if is_json else RefusalReason.NOT_JSON
    raise VehicleMessageRefused(reason)


def _numbers(column: Sequence[Any]) -> Floats:
    """NaN for whatever is no finite number: a text, a truth value, null, or an integer that no float holds."""
    return np.array([_number(value) for value in column])


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        return np.nan
    try:
        number = float(value)
    except OverflowError:
        return np.nan
    return number if isfinite(number) else np.nan


def _between(value: Any, least: float, most: float) -> float | None:
    number = _number(value)
    return number if least <= number <= most else None


def _omissions(
    t: Floats, lat: Floats, lon: Floats, speed: Floats, area: Area, now: float
) -> list[OmissionReason | None]:
    """Of each position the first reason that holds. NaN compares as false, so the first of them comes first."""
    rules = {
        OmissionReason.NOT_A_NUMBER: np.isnan(t) | np.isnan(lat) | np.isnan(lon) | np.isnan(speed),
        OmissionReason.SWAPPED: _within(area, lon, lat) & ~_within(area, lat, lon),
        OmissionReason.OUT_OF_RANGE: (np.abs(lat) > 90) | (np.abs(lon) > 180),
        OmissionReason.FOREIGN_PLACE: ~_within(area, lat, lon),
        OmissionReason.AHEAD: t > now + MOST_AHEAD.total_seconds(),
        OmissionReason.TOO_OLD: t < now - MOST_AGE.total_seconds(),
        OmissionReason.NEGATIVE_SPEED: speed < 0,
        OmissionReason.TOO_FAST: speed > MOST_KMH,
    }
    why: list[OmissionReason | None] = [None] * len(t)
    for reason, holds in rules.items():
        for row in np.flatnonzero(holds):
            why[row] = why[row] or reason
    left = [row for row, reason in enumerate(why) if reason is None]
    for late in set(left) - _longest_rise(t, left):
        why[late] = OmissionReason.OUT_OF_ORDER
    return why


def _longest_rise(t: Floats, rows: Sequence[int]) -> set[int]:
    """As many rows as can be kept so that time rises strictly (patience sorting): one clock that jumps costs one row."""
    if all(t[row] < t[after] for row, after in pairwise(rows)):
        return set(rows)
    # Of each length, the rise that ends earliest: its last time, and its rows from the last to the first.
    ends: list[float] = []
    rises: list[tuple[int, Any]] = []
    for row in rows:
        length = bisect_left(ends, t[row])
        rise = (row, rises[length - 1] if length else None)
        ends[length : length + 1] = [t[row]]
        rises[length : length + 1] = [rise]
    kept: set[int] = set()
    longest: Any = rises[-1]
    while longest is not None:
        row, longest = longest
        kept.add(row)
    return kept


def _within(area: Area, lat: Floats, lon: Floats) -> Any:
    return (area.south <= lat) & (lat <= area.north) & (area.west <= lon) & (lon <= area.east)
