"""One measured number, and what it is held against."""

import math
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass


class BenchmarkTrouble(Exception):
    """A subject could not be measured: one sentence with the reason."""


class Absent(Exception):
    """What a subject needs and this machine lacks: weights, data, other programs to compare with. Names the cure."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """`value` in `unit`; `at_most` is the target in the same unit, where there is one."""

    name: str
    value: float
    unit: str
    _: KW_ONLY
    at_most: float | None = None
    # What stands beside the number: its parts, what it was taken from.
    detail: str = ""

    @property
    def met(self) -> bool | None:
        return None if self.at_most is None else self.value <= self.at_most


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of them do not exceed."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]
