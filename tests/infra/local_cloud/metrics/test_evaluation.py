"""When an alarm rings: the tables AWS publishes, line by line, and what their words say beside them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

import pytest

from infra.local.cloud.metrics.evaluation import ALARM, INSUFFICIENT, OK, Rule, judge

TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
KEPT = "retain current state"
# In the signs of AWS: 0 lies within the threshold, X breaches it, - is missing. The newest comes last.
THREE_OF_THREE = [
    ("0 - X - X", (OK, OK, OK, OK)),
    ("- - - - 0", (OK, OK, OK, OK)),
    ("- - - - -", (INSUFFICIENT, KEPT, ALARM, OK)),
    ("0 X X - X", (ALARM, ALARM, ALARM, ALARM)),
    ("- - X - -", (ALARM, KEPT, ALARM, OK)),
]
TWO_OF_THREE = [
    ("0 - X - X", (ALARM, ALARM, ALARM, ALARM)),
    ("0 0 X 0 X", (ALARM, ALARM, ALARM, ALARM)),
    ("0 - X - -", (OK, OK, ALARM, OK)),
    ("- - - - 0", (OK, OK, ALARM, OK)),
    ("- - - X -", (ALARM, KEPT, ALARM, OK)),
]
CASES = [
    (to_alarm, signs, treatment, verdict)
    for to_alarm, table in ((3, THREE_OF_THREE), (2, TWO_OF_THREE))
    for signs, verdicts in table
    for treatment, verdict in zip(TREATMENTS, verdicts, strict=True)
]


def points(signs: str) -> list[float | None]:
    return [{"0": 1.0, "X": 9.0, "-": None}[sign] for sign in signs.split()]


def rule(*, periods: int = 3, to_alarm: int = 3, missing: str = "missing", than: str = "GreaterThanThreshold") -> Rule:
    return Rule(comparison=than, threshold=5, periods=periods, to_alarm=to_alarm, missing=missing)


@pytest.mark.parametrize("state", [OK, ALARM, INSUFFICIENT])
@pytest.mark.parametrize(("to_alarm", "signs", "treatment", "verdict"), CASES)
def test_the_published_tables(to_alarm: int, signs: str, treatment: str, verdict: str, state: str) -> None:
    judged = judge(rule(to_alarm=to_alarm, missing=treatment), points(signs), state)

    assert judged == (state if verdict == KEPT else verdict)


def test_the_range_of_three_periods_is_the_published_five() -> None:
    assert rule().range == 5


def test_what_is_farther_back_is_not_looked_at_while_enough_is_there() -> None:
    assert judge(rule(), points("X X 0 X X"), ALARM) == OK
    assert judge(rule(periods=1, to_alarm=1), points("X X 0"), ALARM) == OK


def test_one_new_breach_after_silence_is_no_alarm_of_three_yet() -> None:
    assert judge(rule(), points("- - - - X"), OK) == OK
    assert judge(rule(), points("- - - X X"), OK) == OK
    assert judge(rule(), points("- - X X X"), OK) == ALARM


def test_an_alarm_of_one_period_ends_only_when_its_last_breach_is_out_of_the_range() -> None:
    one = rule(periods=1, to_alarm=1, missing="notBreaching")

    assert judge(one, points("- X -"), ALARM) == ALARM
    assert judge(one, points("X - -"), ALARM) == ALARM
    assert judge(one, points("- - -"), ALARM) == OK


@pytest.mark.parametrize(
    ("than", "at", "breaches"),
    [
        ("GreaterThanThreshold", 5, False),
        ("GreaterThanThreshold", 6, True),
        ("GreaterThanOrEqualToThreshold", 5, True),
        ("LessThanThreshold", 5, False),
        ("LessThanThreshold", 4, True),
        ("LessThanOrEqualToThreshold", 5, True),
        ("LessThanOrEqualToThreshold", 6, False),
    ],
)
def test_each_comparison(than: str, at: float, breaches: bool) -> None:
    assert rule(than=than).breaches(at) is breaches
