"""Marks along one edge that mean the same place, by how many vehicles left them: the order they came in is nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

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


@dataclass(frozen=True, slots=True)
class Group(Generic[OneMark]):
    """`marks` in the order of time, the founder first. `at_m`: median of the vehicles' last marks."""

    marks: tuple[OneMark, ...]
    at_m: float

    @property
    def founder(self) -> OneMark:
        return self.marks[0]

    def last_of_each(self) -> list[OneMark]:
        """The last mark of each vehicle, in the order of time."""
        return last_of_each(self.marks)


def group_along(marks: Iterable[OneMark], reach_m: float) -> list[Group[OneMark]]:
    """Marks of one edge, which may come twice. Two that have no others near them are one if within `reach_m`.

    The first middle lies among the marks within reach of the one that has the most vehicles in reach, the earliest of
    several; the next in the same way among marks farther than twice the reach from every middle. Each mark belongs to its nearest middle: noise about one place
    makes no second one, however many vehicles come.
    """
    ordered = sorted(set(marks), key=_order)
    if not ordered:
        return []
    at_m = np.array([each.at_m for each in ordered])
    numbers = {name: number for number, name in enumerate(sorted({each.vehicle for each in ordered}))}
    vehicle = np.array([numbers[each.vehicle] for each in ordered])
    support = _support(at_m, vehicle, reach_m)
    middles: list[float] = []
    free = np.ones(len(ordered), bool)
    while free.any():
        # argmax takes the first, which is the earliest.
        picked = int(np.where(free, support, -1).argmax())
        middle = _centred(at_m[free], float(at_m[picked]), reach_m)
        middles.append(middle)
        free &= np.abs(at_m - middle) > 2 * reach_m
        free[picked] = False
    nearest = np.abs(at_m[:, None] - np.array(middles)).argmin(1)
    return [
        _group([ordered[row] for row in np.flatnonzero(nearest == number).tolist()])
        for number in np.unique(nearest).tolist()
    ]


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
    """How many distinct vehicles left a mark within reach of each."""
    count = np.zeros(len(at_m), np.int64)
    for each in range(int(vehicle.max()) + 1):
        own = np.sort(at_m[vehicle == each])
        count += np.searchsorted(own, at_m + reach_m, "right") > np.searchsorted(own, at_m - reach_m, "left")
    return count


def _centred(at_m: Floats, middle: float, reach_m: float) -> float:
    """Where the marks around a mark have their own median: that mark may be one of the farthest."""
    for _ in range(2):
        middle = float(np.median(at_m[np.abs(at_m - middle) <= reach_m]))
    return middle


def _group(marks: list[OneMark]) -> Group[OneMark]:
    return Group(tuple(marks), float(np.median([each.at_m for each in last_of_each(marks)])))
