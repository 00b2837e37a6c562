"""Stays, dwell classes and flows are those of a slow count by hand, and each device stands in one cell."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi.errors import OutsideWindow, WindowCannotSay
from city.mobility.wifi.movements import Sightings, Stays, count_dwell, count_flows, find_stays
from city.mobility.wifi.windows import Kind, Window
from tests.effort import examples
from tests.unit.mobility.wifi.crowds import NOON

WINDOW = Window(Kind.JOURNEY, NOON, 7200)
ZONES = 3
Rows = list[tuple[int, int, float]]
ROWS = st.lists(st.tuples(st.sampled_from([3, 9, (1 << 64) - 1]), st.integers(0, 2), st.integers(0, 7199)), max_size=40)


def seen(rows: Rows) -> Sightings:
    """Rows of identifier, zone, seconds into the window."""
    return Sightings(
        np.array([row[0] for row in rows], np.uint64),
        np.array([row[1] for row in rows], np.int64),
        np.array([NOON + row[2] for row in rows], np.float64),
    )


def there(device: int, zone: int, first: int, last: int) -> Rows:
    """Heard every five minutes."""
    return [(device, zone, float(at)) for at in [*range(first, last, 300), last]]


def stays_of(rows: Rows) -> Stays:
    return find_stays(WINDOW, seen(rows))


def test_dwell_is_by_the_longest_stay_in_each_zone() -> None:
    rows = [
        *there(1, 0, 0, 899), *there(2, 0, 0, 900), *there(3, 0, 100, 1900), *there(4, 0, 0, 3600),
        *there(5, 1, 0, 1000), *there(5, 1, 3000, 5000), *there(5, 2, 6000, 6000),
    ]  # fmt: skip

    assert count_dwell(stays_of(rows), ZONES).tolist() == [[1, 1, 1, 1], [0, 0, 1, 0], [1, 0, 0, 0]]


def test_who_is_not_heard_for_more_than_ten_minutes_has_left() -> None:
    rows: Rows = [(1, 0, 0.0), (1, 0, 600.0), (1, 0, 1200.0), (2, 0, 0.0), (2, 0, 601.0), (2, 0, 1202.0)]

    assert stays_of(rows).lasted_s.tolist() == [1200.0, 0.0, 0.0, 0.0]


def test_a_device_flows_from_its_first_to_its_last_zone_and_passing_by_is_no_stay() -> None:
    rows = [
        *there(1, 0, 0, 600), *there(1, 1, 700, 730), *there(1, 2, 900, 1500),
        *there(2, 1, 0, 600), *there(2, 0, 700, 1300), *there(2, 1, 1400, 2000),
        *there(3, 2, 50, 80),
    ]  # fmt: skip

    flows = count_flows(stays_of(rows), ZONES)

    assert flows.devices.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert flows.passers == 1


def test_nobody_goes_nowhere() -> None:
    stays = stays_of([])

    assert count_dwell(stays, ZONES).sum() == count_flows(stays, ZONES).devices.sum() == 0


@settings(max_examples=examples(200))
@given(ROWS, st.randoms(use_true_random=False))
def test_they_are_those_of_a_slow_count_in_any_order_and_with_repetitions(rows: Rows, random: object) -> None:
    dwell, moves, passers = slow(rows)
    shuffled = rows + rows[:5]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    stays = stays_of(shuffled)

    assert count_dwell(stays, ZONES).tolist() == dwell
    flows = count_flows(stays, ZONES)
    assert (flows.devices.tolist(), flows.passers) == (moves, passers)
    assert flows.devices.sum() + flows.passers == len({row[0] for row in rows})


@pytest.mark.parametrize("moment", [-1.0, 7200.0, float("nan"), float("inf")])
def test_a_sighting_of_another_window_is_refused(moment: float) -> None:
    with pytest.raises(OutsideWindow):
        stays_of([(1, 0, 5.0), (1, 0, moment)])


def test_only_journey_windows_say_how_people_move() -> None:
    with pytest.raises(WindowCannotSay):
        find_stays(Window(Kind.VISIT, NOON, 900), seen([(1, 0, 5.0)]))


def slow(rows: Rows) -> tuple[list[list[int]], list[list[int]], int]:
    by_device: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for device, zone, at in rows:
        by_device[device].append((at, zone))
    dwell = [[0] * 4 for _ in range(ZONES)]
    moves = [[0] * ZONES for _ in range(ZONES)]
    passers = 0
    for heard in by_device.values():
        stays: list[list[float]] = []
        for at, zone in sorted(heard):
            if stays and stays[-1][0] == zone and at - stays[-1][2] <= 600:
                stays[-1][2] = at
            else:
                stays.append([zone, at, at])
        for zone in range(ZONES):
            lasted = [last - first for place, first, last in stays if place == zone]
            if lasted:
                dwell[zone][sum(max(lasted) >= edge for edge in (900, 1800, 3600))] += 1
        places = [int(place) for place, first, last in stays if last - first >= 120]
        if places:
            moves[places[0]][places[-1]] += 1
        else:
            passers += 1
    return dwell, moves, passers
