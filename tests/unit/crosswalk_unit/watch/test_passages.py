from dataclasses import replace
from datetime import UTC, datetime

import pytest

from iot.crosswalk_unit.sight.road import RoadUser
from iot.crosswalk_unit.watch.passages import Passages
from iot.crosswalk_unit.watch.statistics import CrossingStatistics, Window
from tests.unit.crosswalk_unit.street import SITE, user_at


def count(frames: list[list[RoadUser]]) -> Window:
    passages, statistics = Passages(SITE), CrossingStatistics(0.0)
    for index, users in enumerate(frames):
        passages.see(users, statistics, index / 10)
    return statistics.take(100.0, datetime(2026, 11, 24, 12, 0, tzinfo=UTC), final=True)[0]


def walk(number: int, places: list[float], **how: object) -> list[list[RoadUser]]:
    return [[user_at(number, x_m, 0.0, **how)] for x_m in places]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("places", "counted"),
    [
        ([-1, 2, 4, 6, 8, 11], (1, 0)),
        ([11, 8, 6, 4, 2, -1], (0, 1)),
        ([-1, 2, 4, 2, -1], (0, 0)),  # turned back
        ([-1, 4, 6, 4, 6, 4, 6], (1, 0)),  # dawdles on the middle
        ([6, 8, 11], (0, 0)),  # first seen beyond it
    ],
)
def test_a_walk_is_counted_over_the_middle(places, counted) -> None:
    window = count(walk(1, places))

    assert (window.people_left_to_right, window.people_right_to_left) == counted


def test_a_cyclist_is_one_bicycle_and_no_pedestrian() -> None:
    frames = []
    for x_m in (-1, 2, 4, 6, 8):
        (rider,), (bicycle,) = walk(1, [x_m])[0], walk(2, [x_m], kind="bicycle")[0]
        frames.append([replace(rider, carried_by="bicycle"), bicycle])

    window = count(frames)

    assert (window.people_left_to_right, window.bicycles) == (0, 1)


def drive(ys: list[float], speeds: list[float | None]) -> list[list[RoadUser]]:
    return [
        [user_at(1, 2.5, y, kind="vehicle", speed=None if speed is None else (0.0, speed))]
        for y, speed in zip(ys, speeds, strict=True)
    ]


def test_a_vehicle_is_counted_once_with_its_speed() -> None:
    window = count(drive([-6, -1, 0, 1, 6], [9.0] * 5))

    # 9 m/s is 32 km/h.
    assert (window.vehicles, window.vehicle_speeds[3]) == (1, 1)


def test_a_vehicle_too_quick_for_a_speed_is_counted_without_one() -> None:
    window = count(drive([-6, 0, 6], [None] * 3))

    assert (window.vehicles, sum(window.vehicle_speeds)) == (1, 0)


def test_a_vehicle_that_stands_on_the_crossing_is_counted_when_it_goes_on() -> None:
    window = count(drive([-6, 0, 0, 0, 1, 6], [8.0, 0.1, 0.0, 0.0, 3.0, 8.0]))

    assert (window.vehicles, window.vehicle_speeds[1]) == (1, 1)


def test_a_vehicle_that_waits_before_the_crossing_is_not_counted() -> None:
    assert count(drive([-10, -6, -6, -6], [8.0, 0.0, 0.0, 0.0])).vehicles == 0
