"""When an alarm rings: M of the last N datapoints, and what a missing datapoint means.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html

A range of datapoints is the oldest first; None is one that is missing. Nothing of ministack is in here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

OK, ALARM, INSUFFICIENT = "OK", "ALARM", "INSUFFICIENT_DATA"
# CloudWatch looks a little further back than it has to judge, so that data that comes late is no missing data.
_FURTHER = 2
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    comparison: str
    threshold: float
    periods: int
    # So many of them make an alarm: M of N.
    to_alarm: int
    missing: str = "missing"

    @property
    def range(self) -> int:
        return self.periods + _FURTHER

    def breaches(self, value: float) -> bool:
        return _COMPARE[self.comparison](value, self.threshold)

    @property
    def rings_for_little(self) -> bool:
        return self.comparison.startswith("LessThan")


def judge(rule: Rule, points: Sequence[float | None], state: str) -> str:
    """The state after looking at a range of datapoints, in which the alarm was in `state` before."""
    real = [point for point in points if point is not None]
    if len(real) >= rule.periods:
        return ALARM if _count(rule, real[-rule.periods :]) >= rule.to_alarm else OK
    breaching, lacking = _count(rule, real), rule.periods - len(real)
    if rule.missing == "breaching":
        return ALARM if breaching + lacking >= rule.to_alarm else OK
    if rule.missing == "notBreaching":
        return ALARM if breaching >= rule.to_alarm else OK
    if not real:
        return INSUFFICIENT if rule.missing == "missing" else state
    if breaching < len(real):
        return ALARM if breaching >= rule.to_alarm else OK
    if rule.missing == "ignore":
        return ALARM if breaching >= rule.to_alarm else state
    # All there is breaches. It is an alarm once the oldest of it is as old as so many datapoints would be.
    oldest = next(age for age, point in zip(range(len(points), 0, -1), points, strict=True) if point is not None)
    return ALARM if oldest >= rule.to_alarm else state


def _count(rule: Rule, points: Sequence[float]) -> int:
    return sum(1 for point in points if rule.breaches(point))
