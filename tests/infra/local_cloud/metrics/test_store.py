"""How much of a day's metrics is kept."""

import random

from infra.local.cloud.metrics.function_logs import embedded
from infra.local.cloud.metrics.store import COARSE_PERIOD, FINE_S, KEPT_S, MOST_OF_A_PERIOD, tidied

NOW = 1_800_000_000.0


def point(before_s: float, value: float, **more: object) -> dict:
    return {"Timestamp": NOW - before_s, "Value": value, "Unit": "None", "Dimensions": {"of": "one"}, **more}


def total(points: list[dict]) -> float:
    return sum(p["Value"] * p["Count"] for p in points)


def test_what_is_older_than_a_day_is_dropped() -> None:
    assert tidied([point(KEPT_S + 1, 1)], NOW) == []
    assert len(tidied([point(KEPT_S - 1, 1)], NOW)) == 1


def test_equal_values_of_a_minute_are_one_point() -> None:
    kept = tidied([point(120 - second, 1) for second in range(60)], NOW)

    assert [(p["Value"], p["Count"]) for p in kept] == [(1, 60)]


def test_many_values_of_a_minute_are_few_points_with_the_same_sum_and_ends() -> None:
    values = [random.Random(1).gauss(100, 20) for _ in range(5_000)]

    kept = tidied([point(60 + place % 60 / 60, value) for place, value in enumerate(values)], NOW)

    assert len(kept) <= 2 * MOST_OF_A_PERIOD
    assert abs(total(kept) - sum(values)) < 1e-3
    assert sum(p["Count"] for p in kept) == 5_000
    assert (min(p["Value"] for p in kept), max(p["Value"] for p in kept)) == (min(values), max(values))


def test_older_minutes_become_coarser_and_newer_ones_do_not() -> None:
    old = [point(FINE_S + COARSE_PERIOD * 2 - minute * 60, 1) for minute in range(5)]
    new = [point(600 - minute * 60, 1) for minute in range(5)]

    kept = tidied(old + new, NOW)

    assert len([p for p in kept if p["Timestamp"] < NOW - FINE_S]) <= 2
    assert len([p for p in kept if p["Timestamp"] >= NOW - FINE_S]) == 5
    assert total(kept) == 10


def test_a_published_statistic_set_stays_as_it_is() -> None:
    published = point(30, 2, _stat={"SampleCount": 4, "Sum": 8, "Minimum": 1, "Maximum": 3})

    assert tidied([published], NOW) == [published]


def test_a_line_with_lists_and_two_sets_of_dimensions_is_all_of_its_metrics() -> None:
    line = (
        'prefix {"_aws": {"Timestamp": 1800000000000, "CloudWatchMetrics": [{"Namespace": "N", '
        '"Dimensions": [["service"], ["service", "kind"]], "Metrics": [{"Name": "A", "Unit": "Count"}, {"Name": "B"}]}]},'
        ' "service": "fines", "kind": "x", "A": [1, 2], "B": 3.5}'
    )

    assert list(embedded(line)) == [
        ("N", "A", {"service": "fines"}, 1_800_000_000.0, "Count", [1.0, 2.0]),
        ("N", "B", {"service": "fines"}, 1_800_000_000.0, "None", [3.5]),
        ("N", "A", {"service": "fines", "kind": "x"}, 1_800_000_000.0, "Count", [1.0, 2.0]),
        ("N", "B", {"service": "fines", "kind": "x"}, 1_800_000_000.0, "None", [3.5]),
    ]


def test_a_line_that_only_looks_like_metrics_is_left_as_text() -> None:
    assert list(embedded('somebody wrote "_aws" here')) == []
    assert list(embedded('{"_aws": "no"}')) == []
    assert list(embedded('{"_aws": {"CloudWatchMetrics": [{"Namespace": "N", "Metrics": [{"Name": "A"}]}]}}')) == []
