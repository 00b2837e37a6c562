"""Which of a unit's numbered messages the city has: every number once, gaps seen, in any order.

A unit numbers its messages within a journal (`city.contracts.crosswalk.devices`). What has come is kept as runs of numbers, so a
unit that loses nothing costs one pair, and a double is known whatever came between.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime

Run = tuple[int, int]

# SQS hands a long backlog over in almost any order: thousands of holes for a moment are no loss.
MOST_RUNS = 4000


@dataclass(frozen=True, slots=True)
class ReceivedNumbers:
    """Of one journal. `runs`: ascending, disjoint, never touching, both ends included. `given_up`: numbers no longer waited for."""

    began_at: datetime
    runs: tuple[Run, ...] = ()
    doubles: int = 0
    given_up: int = 0

    @property
    def highest(self) -> int:
        return self.runs[-1][1] if self.runs else 0

    @property
    def missing(self) -> int:
        """How many numbers below the highest have not come, the ones given up among them."""
        return self.highest - sum(last - first + 1 for first, last in self.runs) + self.given_up

    def gaps(self, most: int = 20) -> tuple[Run, ...]:
        """The first `most` stretches that are missing."""
        ends = [0, *(last for _, last in self.runs)]
        starts = [first for first, _ in self.runs]
        holes = [(end + 1, start - 1) for end, start in zip(ends, starts, strict=False) if start > end + 1]
        return tuple(holes[:most])

    def has(self, sequence: int) -> bool:
        place = bisect_right(self.runs, (sequence, 2**63)) - 1
        return place >= 0 and self.runs[place][0] <= sequence <= self.runs[place][1]

    def take(self, sequence: int, most_runs: int = MOST_RUNS) -> "ReceivedNumbers":
        """With one more number; with a number it has, the same with one more double."""
        if self.has(sequence):
            return replace(self, doubles=self.doubles + 1)
        place = bisect_right(self.runs, (sequence, 2**63))
        before, after = self.runs[:place], self.runs[place:]
        first = last = sequence
        if before and before[-1][1] == sequence - 1:
            first, before = before[-1][0], before[:-1]
        if after and after[0][0] == sequence + 1:
            last, after = after[0][1], after[1:]
        return _bounded(replace(self, runs=(*before, (first, last), *after)), most_runs)


def _bounded(numbers: ReceivedNumbers, most_runs: int) -> ReceivedNumbers:
    """Closes the oldest hole when there are too many; what was in it will be taken for a double."""
    if len(numbers.runs) <= most_runs:
        return numbers
    (first, end), (start, last), *rest = numbers.runs
    return replace(numbers, runs=((first, last), *rest), given_up=numbers.given_up + start - end - 1)
