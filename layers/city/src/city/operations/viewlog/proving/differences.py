"""What was done to a list of hashes that were all different: which were changed, taken out, put in, moved, cut off."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["changed", "deleted", "inserted", "reordered", "cut_off"]


@dataclass(frozen=True, slots=True)
class Difference:
    """`at`: the place in the list as it was; of what was put in, the place in the list as it is."""

    kind: Kind
    at: int


def find_differences(before: Sequence[str], after: Sequence[str]) -> list[Difference]:
    """What makes `before` into `after`, in order.

    A hash twice in `after` was put in the second time. What stands in another order than most was moved.
    """
    place = {value: index for index, value in enumerate(before)}
    kept: list[tuple[int, int]] = []  # places before and after
    taken: set[str] = set()
    for index, value in enumerate(after):
        if value in place and value not in taken:
            taken.add(value)
            kept.append((place[value], index))
    in_order = _longest_rise([was for was, _ in kept])
    found = [Difference("reordered", was) for was, _ in kept if was not in in_order]
    anchors = [(-1, -1), *((was, now) for was, now in kept if was in in_order), (len(before), len(after))]
    known = {now for _, now in kept}
    for (was, now), (next_was, next_now) in itertools.pairwise(anchors):
        lost = [index for index in range(was + 1, next_was) if before[index] not in taken]
        new = [index for index in range(now + 1, next_now) if index not in known]
        at_end = next_was == len(before)
        paired = min(len(lost), len(new))
        found += [Difference("changed", index) for index in lost[:paired]]
        found += [Difference("cut_off" if at_end else "deleted", index) for index in lost[paired:]]
        found += [Difference("inserted", index) for index in new[paired:]]
    return sorted(found, key=lambda each: (each.at, each.kind))


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The values of a longest rising subsequence of different numbers."""
    ends: list[int] = []  # the smallest last value of a rise of each length
    previous: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        previous[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    rise: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        rise.add(at)
        at = previous[at]
    return rise
