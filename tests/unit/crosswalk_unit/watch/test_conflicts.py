"""Near-misses and violations on hand-made ways; the right numbers are worked out beside them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.crosswalk.devices import SignalPhase, UnitIncidentV1
from city.contracts.crosswalk.site import SignalHead
from iot.crosswalk_unit.sight.road import RoadView
from iot.crosswalk_unit.sight.tracking import Kind
from iot.crosswalk_unit.watch.conflicts import ConflictWatch, Incident
from iot.crosswalk_unit.watch.paths import distance_to
from tests.unit.crosswalk_unit.street import SITE, Way, moving

SIGNALISED = SITE.model_copy(
    update={"signalised": True, "signals": (SignalHead(head="pedestrian", region=(0.0, 0.0, 0.1, 0.1)),)}
)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
Actor = tuple[int, Kind, Way]


def watch(
    actors: Sequence[Actor],
    seconds: float,
    *,
    signal: Callable[[float], SignalPhase] = lambda _: "unknown",
    site=SITE,
) -> list[Incident]:
    """What a watch says of `seconds` at ten frames a second."""
    conflicts = ConflictWatch(RoadView(site))
    found: list[Incident] = []
    for frame in range(round(seconds * 10)):
        at_s = frame / 10
        users = [user for number, kind, way in actors if (user := moving(number, way, at_s, kind)) is not None]
        found += conflicts.see(users, signal(at_s), at_s, lit=True, night=False)
    return found


def walk(speed: float = 1.25, y_m: float = 0.0, start_x: float = 0.0, from_s: float = 0.0) -> Way:
    return lambda t: (start_x + speed * max(0.0, t - from_s), y_m)


def stand(x_m: float, y_m: float = 0.0, from_s: float = -100.0) -> Way:
    return lambda t: (x_m, y_m) if t >= from_s else None


def drive(speed: float, *, at_crossing_s: float, lane_m: float = 7.5) -> Way:
    """Away from the camera, over y = 0 at the given moment."""
    return lambda t: (lane_m, (at_crossing_s - t) * speed) if abs((at_crossing_s - t) * speed) < 40 else None


def brake(speed: float, braking: float, *, stops_y: float, stops_s: float, lane_m: float = 7.5) -> Way:
    """At a steady speed, then braking to a stand at `stops_y` at `stops_s`; away from the camera."""

    def way(t: float) -> tuple[float, float] | None:
        left = max(0.0, stops_s - t)
        braked = min(left, speed / braking)
        return lane_m, stops_y + braking * braked**2 / 2 + speed * (left - braked)

    return way


def kinds(found: Sequence[Incident]) -> list[str]:
    return [incident.kind for incident in found]


# --- post-encroachment ---


@pytest.mark.parametrize(
    ("passes_s", "gap_s"),
    [
        # The walker is at x = 7.5 after 6 s and clear of it 0.3 m / 1.25 m/s = 0.24 s later; the car of 4.5 m reaches
        # the spot 2.25 m / 10 m/s = 0.225 s before its middle does.
        (7.2, 1.2 - 0.24 - 0.225),
        (5.0, 1.0 - 0.24 - 0.225),
        (7.9, 1.9 - 0.24 - 0.225),
        (6.1, 0.0),
    ],
)
def test_a_near_miss_has_its_post_encroachment_time(passes_s, gap_s) -> None:
    found = watch([(1, "person", walk()), (2, "vehicle", drive(10.0, at_crossing_s=passes_s))], 12)

    (conflict,) = [incident for incident in found if incident.kind == "conflict"]
    assert conflict.post_encroachment_s == pytest.approx(gap_s, abs=0.02)
    assert (conflict.x_m, conflict.y_m) == pytest.approx((7.5, 0.0), abs=0.05)
    assert conflict.speed_kmh == pytest.approx(36, abs=0.5)
    assert conflict.approach == "near"
    assert conflict.lit


@pytest.mark.parametrize("passes_s", [3.9, 8.1])
def test_a_gap_of_more_than_a_second_and_a_half_is_no_near_miss(passes_s) -> None:
    assert "conflict" not in kinds(
        watch([(1, "person", walk()), (2, "vehicle", drive(10.0, at_crossing_s=passes_s))], 12)
    )


def test_creeping_past_somebodys_heels_is_no_near_miss() -> None:
    # 2 m/s is 7 km/h. A gap of 2 s less 0.24 and 2.25 / 2 = 1.125 s.
    assert "conflict" not in kinds(watch([(1, "person", walk()), (2, "vehicle", drive(2.0, at_crossing_s=8.0))], 16))


def test_a_pair_is_told_once_and_another_pair_beside_it() -> None:
    second = walk(y_m=-1.5, start_x=-3.75)  # 3 s behind, at x = 7.5 after 9 s
    found = watch(
        [
            (1, "person", walk()),
            (2, "person", second),
            (3, "vehicle", drive(10.0, at_crossing_s=7.0)),
            (4, "vehicle", drive(10.0, at_crossing_s=10.0)),
        ],
        16,
    )

    assert kinds(found).count("conflict") == 2


def test_two_cars_taken_for_one_have_no_speed_that_nobody_drives() -> None:
    """The track jumps over somebody on the walk: 20 m between two frames are 720 km/h."""
    jump: Way = lambda t: (7.5, 10.0) if t < 6.0 else (7.5, -10.0)  # noqa: E731

    assert watch([(1, "person", walk()), (2, "vehicle", jump)], 12) == []


@given(passes_s=st.floats(2, 11), speed=st.floats(0.5, 40), walks=st.floats(0.5, 3.5), start_x=st.floats(-3, 9))
def test_every_incident_fits_its_contract(passes_s, speed, walks, start_x) -> None:
    for incident in watch(
        [(1, "person", walk(walks, start_x=start_x)), (2, "vehicle", drive(speed, at_crossing_s=passes_s))], 12
    ):
        fields = {name: getattr(incident, name) for name in Incident.__slots__ if name != "at_s"}  # type: ignore[attr-defined]
        UnitIncidentV1(unit="drawn-01", journal="0123abcd", sequence=1, at=NOON, **fields)


# --- time to crossing ---


def test_a_hard_stop_before_somebody_is_a_near_miss_with_its_time_to_crossing() -> None:
    """From 50 km/h at 7 m/s² to a stand half a metre before the crossing's edge at y = 2, a walker in the lane.

    With u metres left to the stand the speed is sqrt(14 u), the edge is u + 0.5 away: the time to it is least at u = 0.5,
    1 / sqrt(7) = 0.378 s, between two frames; the nearest frames give at most 0.40.
    """
    found = watch(
        [
            (1, "person", walk(0.6, start_x=4.9)),
            (2, "vehicle", brake(50 / 3.6, 7.0, stops_y=2.5, stops_s=5.0)),
        ],
        12,
    )

    (conflict,) = [incident for incident in found if incident.kind == "conflict"]
    assert conflict.post_encroachment_s is None
    assert conflict.time_to_crossing_s == pytest.approx(0.39, abs=0.02)


def test_a_comfortable_stop_before_somebody_is_none() -> None:
    found = watch(
        [
            (1, "person", walk(0.6, start_x=4.9)),
            (2, "vehicle", brake(30 / 3.6, 2.5, stops_y=4.0, stops_s=5.0)),
        ],
        12,
    )

    assert found == []


# --- not yielding ---


@pytest.mark.parametrize(
    ("person", "blamed"),
    [
        (stand(11.0), True),  # waits at the vehicle's kerb
        (stand(-1.0), False),  # waits at the other one
        # A car at 8 m/s needs 1 s + 8 / 3.4 s = 3.35 s of notice; its middle is on the crossing after 7.75 s.
        (stand(11.0, from_s=4.0), True),
        (stand(11.0, from_s=5.0), False),
        (walk(0.8, start_x=-2.0), True),  # on the walk at x = 4, towards the lane
        (walk(0.8, start_x=6.0), False),  # on the walk at x = 12 by then: over
        (walk(-0.8, start_x=11.0), True),  # at x = 4.8, within a lane of it, walking away
        (walk(-1.0, start_x=10.0), False),  # further past it
        (stand(20.0), False),
    ],
)
def test_a_vehicle_that_drives_over_is_blamed_where_somebody_could_have_been_let_pass(person, blamed) -> None:
    found = watch([(1, "person", person), (2, "vehicle", drive(8.0, at_crossing_s=8.0))], 9)

    assert kinds(found).count("not_yielding") == blamed


def test_a_vehicle_that_stops_for_somebody_has_yielded() -> None:
    found = watch(
        [(1, "person", stand(11.0)), (2, "vehicle", brake(8.0, 2.5, stops_y=4.0, stops_s=6.0))],
        10,
    )

    assert found == []


def test_many_people_who_wait_are_one_violation() -> None:
    people: list[Actor] = [(n, "person", stand(11.0, y_m=-1 + 0.5 * n)) for n in range(4)]

    found = watch([*people, (9, "vehicle", drive(8.0, at_crossing_s=6.0))], 10)

    assert kinds(found) == ["not_yielding"]
    assert found[0].speed_kmh == pytest.approx(28.8, abs=0.3)


def test_on_its_green_a_vehicle_need_not_yield_to_who_waits() -> None:
    found = watch(
        [(1, "person", stand(11.0)), (2, "vehicle", drive(8.0, at_crossing_s=6.0))],
        10,
        signal=lambda _: "red",
        site=SIGNALISED,
    )

    assert found == []


# --- stop lines ---


def towards(stops_y: float, stops_s: float = 4.0) -> Way:
    """In the far approach, towards the camera: from 6 m/s to a stand with the front at `stops_y`."""
    away = brake(6.0, 3.0, stops_y=-stops_y, stops_s=stops_s, lane_m=2.5)

    def way(t: float) -> tuple[float, float] | None:
        place = away(t)
        assert place
        return place[0], -place[1]

    return way


@pytest.mark.parametrize(
    ("stops_y", "blamed"),
    [
        (-4.0, False),  # half a metre before the line at -3.5
        (-3.3, False),  # on the line: the foot point trembles by more
        (-2.5, True),
        (-0.5, True),  # on the crossing itself
        (3.0, False),  # behind the crossing: a queue beyond
    ],
)
def test_a_vehicle_that_stands_beyond_its_line_while_people_cross_is_blamed(stops_y, blamed) -> None:
    found = watch([(1, "person", walk(0.7, start_x=3.5)), (2, "vehicle", towards(stops_y))], 9)

    assert kinds(found).count("stop_line") == blamed


def test_a_vehicle_beyond_its_line_with_nobody_on_the_walk_disturbs_nobody() -> None:
    assert watch([(1, "person", stand(11.0)), (2, "vehicle", towards(-2.5))], 9) == []


def test_a_vehicle_over_its_line_on_red_is_blamed_once() -> None:
    found = watch([(2, "vehicle", drive(8.0, at_crossing_s=6.0))], 10, signal=lambda _: "green", site=SIGNALISED)

    assert kinds(found) == ["stop_line"]


def test_a_vehicle_over_its_line_as_the_signal_changes_is_not() -> None:
    # The line at y = 3.5 is passed after 5.56 s.
    found = watch(
        [(2, "vehicle", drive(8.0, at_crossing_s=6.0))],
        10,
        signal=lambda t: "green" if t > 5.0 else "red",
        site=SIGNALISED,
    )

    assert found == []


# --- people beside the crossing, or on red ---


@pytest.mark.parametrize(
    ("way", "blamed"),
    [
        (walk(1.3, y_m=-10.0), True),
        (walk(1.3, y_m=7.0), True),
        (walk(1.3, y_m=-3.0), False),  # a metre beside the stripes
        (walk(1.3, y_m=-40.0), False),  # nowhere near the crossing
        (lambda t: (0.5, -20 + 1.3 * t), False),  # along the gutter
        (lambda t: (2.0 + 0.2 * t, -12.0), False),  # out of a parked car, two metres
        (walk(1.3), False),
    ],
)
def test_crossing_beside_the_crossing_is_jaywalking(way, blamed) -> None:
    assert kinds(watch([(1, "person", way)], 9)).count("jaywalking") == blamed


@pytest.mark.parametrize(
    ("signal", "blamed"),
    [
        (lambda _: "red", True),
        (lambda _: "green", False),
        (lambda t: "green" if t < 3.5 else "red", False),  # stepped on with green
        (lambda t: "green" if t < 2.0 else "red", False),  # a second after it: the end of green is the law's grace
        (lambda _: "unknown", False),
    ],
)
def test_stepping_on_with_red_is_jaywalking_at_a_signal(signal, blamed) -> None:
    # On the walk from the third second on.
    way = walk(1.25, start_x=-3.75)

    assert kinds(watch([(1, "person", way)], 12, signal=signal, site=SIGNALISED)).count("jaywalking") == blamed


def test_whose_number_changes_on_the_way_is_told_once() -> None:
    whole = walk(1.3, y_m=-10.0)
    first: Way = lambda t: whole(t) if t < 4.0 else None  # noqa: E731
    second: Way = lambda t: whole(t) if t >= 4.0 else None  # noqa: E731

    # The second half is 4.8 m long: enough to be told again. It comes 3 s and 3 m after the first telling.
    assert kinds(watch([(1, "person", first), (2, "person", second)], 6)) == ["jaywalking"]


@given(x=st.floats(-20, 30), y=st.floats(-20, 20))
def test_distance_to_a_square_is_what_its_sides_say(x, y) -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (0.0, 4.0)]
    dx, dy = max(-x, x - 10, 0.0), max(-y, y - 4, 0.0)

    assert distance_to(square, (x, y)) == pytest.approx((dx**2 + dy**2) ** 0.5, abs=1e-9)
