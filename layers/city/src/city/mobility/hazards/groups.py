"""Marks along one edge that mean the same place, by how many vehicles left them: the order they came in is nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Mark(Protocol):
    @property
    def vehicle(self) -> str: ...
    @property
    def edge(self) -> str: ...
    @property
    def at_m(self) -> float: ...
    @property
    def at(self) -> datetime: ...


OneMark = TypeVar("OneMark", bound=Mark)


def group_along(marks: Iterable[OneMark], reach_m: float) -> list[tuple[OneMark, ...]]:
    """Groups of the marks of one edge, each in the order of time, its founder first; a mark may come twice.

    A group lies around the mark that has the most vehicles within reach, of several the most marks, then the earliest:
    all within twice the reach of the median there. So on with the rest. Two marks within reach that have no others near
    them are one group; noise about one place makes no second one, however many vehicles come.
    """
    ordered = sorted(set(marks), key=_order)
    if not ordered:
        return []
    at_m = np.array([each.at_m for each in ordered])
    numbers = {name: number for number, name in enumerate(sorted({each.vehicle for each in ordered}))}
    vehicle = np.array([numbers[each.vehicle] for each in ordered])
    support = _support(at_m, vehicle, reach_m)
    groups = []
    free = np.ones(len(ordered), bool)
    while free.any():
        # argmax takes the first, which is the earliest.
        picked = int(np.where(free, support, -1).argmax())
        middle = _centred(at_m[free], float(at_m[picked]), reach_m)
        taken = free & (np.abs(at_m - middle) <= 2 * reach_m)
        taken[picked] = True
        free &= ~taken
        groups.append(tuple(ordered[row] for row in np.flatnonzero(taken).tolist()))
    return groups


def place_of(marks: Sequence[Mark]) -> float:
    """Metres from the start of the edge: the median of the vehicles' own medians."""
    by_vehicle: dict[str, list[float]] = {}
    for each in marks:
        by_vehicle.setdefault(each.vehicle, []).append(each.at_m)
    return float(np.median([float(np.median(each)) for each in by_vehicle.values()]))


def last_of_each(marks: Sequence[OneMark]) -> list[OneMark]:
    """Of marks in the order of time: each vehicle's last."""
    return sorted({each.vehicle: each for each in marks}.values(), key=_order)


def seen_by(marks: Sequence[Mark], vehicles: int, within_s: float) -> bool:
    """Whether so many distinct vehicles left marks within so many seconds. `marks` in the order of time."""
    begin = 0
    for end, mark in enumerate(marks):
        while (mark.at - marks[begin].at).total_seconds() > within_s:
            begin += 1
        if len({each.vehicle for each in marks[begin : end + 1]}) >= vehicles:
            return True
    return False


def _order(mark: Mark) -> tuple[datetime, float, str, str]:
    # The whole mark at last: two marks that differ only in what they measured stand in one order too.
    return mark.at, mark.at_m, mark.vehicle, repr(mark)


def _support(at_m: Floats, vehicle: Ints, reach_m: float) -> Ints:
    """Grows with how many distinct vehicles left a mark within reach of each, then with how many marks they left."""
    count = np.zeros(len(at_m), np.int64)
    everything = np.sort(at_m)
    marks = np.searchsorted(everything, at_m + reach_m, "right") - np.searchsorted(everything, at_m - reach_m, "left")
    for each in range(int(vehicle.max()) + 1):
        own = np.sort(at_m[vehicle == each])
        count += np.searchsorted(own, at_m + reach_m, "right") > np.searchsorted(own, at_m - reach_m, "left")
    return count * (len(at_m) + 1) + marks


def _centred(at_m: Floats, middle: float, reach_m: float) -> float:
    """Where the marks around a mark have their own median: that mark may be one of the farthest."""
    for _ in range(2):
        middle = float(np.median(at_m[np.abs(at_m - middle) <= reach_m]))
    return middle
