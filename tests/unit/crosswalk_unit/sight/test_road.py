from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iot.crosswalk_unit.sight.road import RoadUser, RoadView, fit_velocity, time_to_reach
from iot.crosswalk_unit.sight.tracking import Kind, Tracker
from tests.unit.crosswalk_unit.street import CAMERA, ROAD, SITE, SIZE, Found, box_at, user_at

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (0.0, 4.0)]
THRESHOLDS: dict[Kind, float] = {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}


def follow(frames: list[list[Found]], period_s: float = 0.1) -> list[RoadUser]:
    """The road users in the last of some frames."""
    road, tracker = RoadView(SITE), Tracker(THRESHOLDS)
    users: list[RoadUser] = []
    for index, boxes in enumerate(frames):
        users = road.place(tracker.take(boxes, index * period_s), SIZE, index * period_s)
    return users


# --- geometry ---


@given(x_m=st.floats(-3, 13), y_m=st.floats(-30, 7))
def test_a_point_on_the_road_is_found_where_the_camera_sees_it(x_m, y_m) -> None:
    seen = CAMERA.see(x_m, y_m)
    assert seen

    place = ROAD.to_road((seen[0] / SIZE[0], seen[1] / SIZE[1]))

    # The site file rounds calibration points to a ten-thousandth of the frame: at 46 m a thirteenth of a pixel is 0.3 m.
    assert place == pytest.approx((x_m, y_m), abs=0.06 + 0.01 * abs(y_m))


def test_the_sky_is_nowhere_on_the_road() -> None:
    horizon = CAMERA.see(5, -100_000)
    assert horizon

    assert ROAD.to_road((0.5, horizon[1] / SIZE[1] - 0.001)) is None
    assert ROAD.to_road((0.5, 0.0)) is None


@pytest.mark.parametrize(
    ("place", "velocity", "seconds"),
    [
        ((5.0, 14.0), (0.0, -5.0), 2.0),  # 10 m off at 5 m/s
        ((5.0, -6.0), (0.0, 2.0), 3.0),
        ((-3.0, 2.0), (1.5, 0.0), 2.0),
        ((5.0, 2.0), (1.0, 0.0), 0.0),  # inside already
        ((5.0, 14.0), (0.0, 5.0), None),  # away from it
        ((20.0, 14.0), (0.0, -5.0), None),  # past its side
        ((-3.0, 14.0), (3.0, -5.0), 2.0),  # meets the far edge's corner region: y = 4 after 2 s, at x = 3
    ],
)
def test_time_to_reach_a_square_by_hand(place, velocity, seconds) -> None:
    found = time_to_reach(SQUARE, place, velocity)

    assert found == (None if seconds is None else pytest.approx(seconds))


@given(
    place=st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    velocity=st.tuples(st.floats(-20, 20), st.floats(-20, 20)),
)
def test_after_the_time_to_reach_one_stands_on_the_outline(place, velocity) -> None:
    seconds = time_to_reach(SQUARE, place, velocity)
    if not seconds or seconds > 1e4:
        return

    x, y = place[0] + velocity[0] * seconds, place[1] + velocity[1] * seconds

    assert -1e-6 <= x <= 10 + 1e-6
    assert -1e-6 <= y <= 4 + 1e-6
    assert min(abs(x), abs(x - 10), abs(y), abs(y - 4)) < 1e-6


# --- speed ---


@given(vx=st.floats(-15, 15), vy=st.floats(-15, 15), seed=st.integers(0, 1000))
def test_a_false_sighting_in_eight_hardly_moves_a_speed(vx, vy, seed) -> None:
    chance = Random(seed)
    path = [(n / 10, vx * n / 10, vy * n / 10) for n in range(16)]
    for n in chance.sample(range(16), 2):
        path[n] = (path[n][0], path[n][1] + chance.choice((-5, 5)), path[n][2] + 5)

    fitted = fit_velocity(path)

    # Each false sighting spoils 15 of 120 slopes, most of them far from the middle.
    assert fitted == pytest.approx((vx, vy), abs=0.05)


def test_too_few_sightings_have_no_speed() -> None:
    assert fit_velocity([(0.0, 0.0, 0.0), (0.1, 1.0, 0.0), (0.2, 2.0, 0.0)]) is None
    # Four within a quarter of a second.
    assert fit_velocity([(n / 12, n, 0.0) for n in range(4)]) is None


@pytest.mark.parametrize("kmh", [20, 30, 50])
def test_a_vehicle_is_as_fast_as_it_is(kmh) -> None:
    m_s = kmh / 3.6
    frames = [[box_at(2.5, -25 + m_s * n / 10, "vehicle")] for n in range(14)]

    (user,) = follow(frames)

    assert user.speed_kmh == pytest.approx(kmh, rel=0.1)
    assert user.approach == "far"
    assert ROAD.time_to_crossing_s(user) == pytest.approx((-2 - user.y_m) / m_s, rel=0.12)


def test_a_wheelchair_on_the_walk_is_as_slow_as_it_is() -> None:
    (user,) = follow([[box_at(2 + 0.7 * n / 10, 0.0, tall_m=1.3)] for n in range(20)])

    assert user.speed_m_s == pytest.approx(0.7, abs=0.1)
    assert user.crossing
    assert not user.standing


# --- zones ---


@pytest.mark.parametrize(
    ("x_m", "y_m", "zones"),
    [
        (-1.0, 0.0, {"waiting_left"}),
        (11.0, 1.0, {"waiting_right"}),
        (5.0, 0.0, {"crossing"}),
        (-4.0, 0.0, set()),
        (5.0, -4.0, set()),
    ],
)
def test_somebody_is_in_the_zone_where_the_feet_are(x_m, y_m, zones) -> None:
    (user,) = follow([[box_at(x_m, y_m)]] * 6)

    assert {zone for zone in ("waiting_left", "waiting_right", "crossing") if getattr(user, zone)} == zones
    assert user.standing


def test_whoever_heads_for_the_crossing_is_as_good_as_waiting() -> None:
    """A cyclist at 3.5 m/s, 4 m from the kerb; and somebody who passes along the pavement."""
    heading = follow([[box_at(-7.6 + 0.35 * n, 0.0)] for n in range(11)])
    passing = follow([[box_at(-4.0, -6 + 0.35 * n)] for n in range(11)])

    assert [user.stepping_up for user in heading] == [True]
    assert [user.stepping_up for user in passing] == [False]


def test_a_box_too_tall_or_too_small_for_its_place_is_nobody() -> None:
    for tall_m in (0.3, 3.5):
        assert follow([[box_at(5, 0, tall_m=tall_m)]] * 6) == []
    for tall_m in (0.8, 1.2, 2.0):
        assert len(follow([[box_at(5, 0, tall_m=tall_m)]] * 6)) == 1


# --- riders ---


def test_a_driver_seen_through_the_glass_is_carried_and_a_pedestrian_before_the_car_is_not() -> None:
    def car(n: int) -> Found:
        return box_at(2.5, -20 + 0.8 * n, "vehicle")

    def driver(n: int) -> Found:
        whole = car(n)
        middle, quarter = (whole.x1 + whole.x2) / 2, (whole.x2 - whole.x1) / 6
        return Found(middle - quarter, whole.y1, middle + quarter, whole.y2 - 0.1 * (whole.y2 - whole.y1))

    inside = follow([[car(n), driver(n)] for n in range(14)])
    # A car that stands, and somebody who walks past its nose.
    before = follow([[box_at(2.5, -4, "vehicle"), box_at(1.0 + 0.14 * n, -3.6)] for n in range(14)])

    assert {user.kind: user.carried_by for user in inside} == {"vehicle": None, "person": "vehicle"}
    assert {user.kind: user.carried_by for user in before} == {"vehicle": None, "person": None}


def test_whoever_walks_before_a_creeping_car_is_on_foot() -> None:
    users = follow([[box_at(2.5, -12 + 0.13 * n, "vehicle"), box_at(2.5, -11.9 + 0.13 * n)] for n in range(14)])

    assert {user.kind: user.carried_by for user in users} == {"vehicle": None, "person": None}


def test_a_cyclist_is_carried_by_the_bicycle() -> None:
    users = follow([[box_at(0.35 * n, 0.0, "bicycle"), box_at(0.35 * n, 0.0)] for n in range(14)])

    assert {user.kind: user.carried_by for user in users} == {"bicycle": None, "person": "bicycle"}


def test_a_standing_vehicle_never_reaches_the_crossing() -> None:
    assert ROAD.time_to_crossing_s(user_at(1, 2.5, -10, kind="vehicle")) is None
    assert ROAD.time_to_crossing_s(user_at(1, 2.5, -10, kind="vehicle", speed=(0, 4.0))) == pytest.approx(2.0, abs=0.05)
    assert ROAD.time_to_crossing_s(user_at(1, 2.5, 0, kind="vehicle", speed=(0, 4.0))) == 0.0
