"""The heart as the program uses it: what it reports, and when."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.crosswalk.devices import FaultName, LampName, UnitIncidentV1, UnitTelemetryV1
from iot.crosswalk_unit.lamps.rules import BOOT_S
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.watch.watch import FaultChange, Watch
from tests.effort import examples
from tests.unit.crosswalk_unit.street import SITE, SIZE, Found, box_at

STEP_S = 0.05
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Unit:
    """A watch stepped every 50 ms, with a frame of boxes every 100 ms."""

    def __init__(self, site=SITE) -> None:
        self.watch = Watch(site, started_s=0.0)
        self.steps = 0

    @property
    def now_s(self) -> float:
        return self.steps * STEP_S

    def run(
        self,
        seconds: float,
        boxes: list[Found] | None = None,
        *,
        frames: bool = True,
        arriving: bool = False,
        currents: dict[LampName, float | None] | None = None,
        extra: frozenset[FaultName] = frozenset(),
    ) -> None:
        for _ in range(round(seconds / STEP_S)):
            if self.steps % 2 == 0 and frames:
                self.watch.follow(boxes or [], SIZE, taken_s=self.now_s, signal="unknown", now_s=self.now_s)
            elif arriving:
                self.watch.frame_arrived(self.now_s)
            self.watch.step(self.now_s, currents, extra)
            self.steps += 1

    def changes(self) -> list[tuple[FaultName, bool]]:
        return [(change.fault, change.raised) for change in self.watch.take_fault_changes()]


def test_a_camera_that_falls_silent_is_lost_and_comes_back() -> None:
    unit = Unit()
    unit.run(2)
    unit.run(2, frames=False)

    assert unit.watch.faults == ("camera_lost",)
    assert unit.watch.lamp_state == "fault_caution"
    assert unit.changes() == [("camera_lost", True)]
    unit.run(2)
    assert unit.changes() == [("camera_lost", False)]
    assert unit.watch.lamp_state == "idle"


def test_a_detector_that_hangs_is_not_taken_for_a_lost_camera() -> None:
    unit = Unit()
    unit.run(2)
    unit.run(2, frames=False, arriving=True)

    assert unit.changes() == [("watchdog", True)]


def test_a_camera_that_never_came_is_lost_after_the_boot_time() -> None:
    unit = Unit()
    unit.run(BOOT_S - 1, frames=False)
    assert unit.watch.lamp_state == "boot"
    assert unit.changes() == []

    unit.run(2, frames=False)
    assert unit.changes() == [("camera_lost", True)]


def test_pictures_of_the_past_are_no_sight() -> None:
    """A buffer somewhere hands out frames two seconds late: they come, are looked at, and the unit is blind all the same."""
    watch = Watch(SITE, started_s=0.0)
    states = []
    for step in range(400):
        now_s = step * STEP_S
        if step < 60:
            watch.follow([], SIZE, taken_s=now_s, signal="unknown", now_s=now_s)
        elif step >= 100:
            watch.follow([], SIZE, taken_s=now_s - 2.0, signal="unknown", now_s=now_s)
        watch.step(now_s)
        states.append((watch.lamp_state, watch.faults))

    assert states[59] == ("idle", ())
    assert states[99] == ("fault_caution", ("camera_lost",))
    assert states[-1] == ("fault_caution", ("watchdog",))


def test_a_camera_whose_clock_stands_still_is_no_sight() -> None:
    watch = Watch(SITE, started_s=0.0)
    for step in range(200):
        now_s = step * STEP_S
        watch.follow([box_at(-1.0, 0.0)], SIZE, taken_s=min(now_s, 5.0), signal="unknown", now_s=now_s)
        watch.step(now_s)

    assert watch.lamp_state == "fault_caution"


def test_what_the_program_knows_is_told_as_it_comes_and_goes() -> None:
    unit = Unit()
    unit.run(1)
    unit.run(1, extra=frozenset({"clock_lost", "journal_full"}))
    unit.run(1, extra=frozenset({"journal_full"}))
    unit.run(1)

    assert unit.changes() == [
        ("clock_lost", True),
        ("journal_full", True),
        ("clock_lost", False),
        ("journal_full", False),
    ]
    assert unit.changes() == []


def test_a_lamp_that_is_stuck_is_told_with_its_name() -> None:
    unit = Unit()
    unit.run(10, currents={"sign": 90.0, "road_panels": 1.0})

    assert unit.watch.take_fault_changes() == (
        FaultChange("lamp_stuck_on", raised=True, at_s=pytest.approx(3.0, abs=0.2), lamp="sign"),
    )
    assert {lamp.name: lamp.fault for lamp in unit.watch.lamp_health}["sign"] == "lamp_stuck_on"
    assert unit.watch.lamp_state == "idle"


def test_people_who_stay_too_long_are_an_alarm_and_keep_their_light() -> None:
    unit = Unit()
    unit.run(SITE.longest_lit_s + 5, [box_at(-1.0, 0.0)])

    assert unit.watch.lamp_state == "overrun"
    assert unit.changes() == [("occupied_too_long", True)]


def test_a_parked_bicycle_lights_nothing_and_its_owner_does() -> None:
    unit = Unit()
    unit.run(20, [box_at(-1.0, 1.0, "bicycle")])
    assert unit.watch.lamp_state == "idle"

    unit.run(1, [box_at(-1.0, 1.0, "bicycle"), box_at(-1.0, 1.0)])
    assert unit.watch.lamp_state == "warning"


def test_whoever_is_only_expected_is_not_there() -> None:
    """A track lives two seconds after the last sight; the hold time starts when nobody is seen, not when it ends."""
    unit = Unit()
    unit.run(3, [box_at(-1.0, 0.0)])
    unit.run(SITE.hold_s)
    assert unit.watch.lamp_state == "warning"

    unit.run(0.6)
    assert unit.watch.lamp_state == "idle"


def test_a_driver_behind_the_glass_lights_nothing() -> None:
    watch = Watch(SITE, started_s=0.0)
    states = set()
    for frame in range(60):
        now_s, boxes = frame / 10, []
        if (y_m := -20 + 7 * now_s) < 8:
            car = box_at(2.5, y_m, "vehicle")
            middle, quarter, tall = (car.x1 + car.x2) / 2, (car.x2 - car.x1) / 6, car.y2 - car.y1
            boxes = [car, Found(middle - quarter, car.y1, middle + quarter, car.y2 - 0.1 * tall)]
        watch.follow(boxes, SIZE, taken_s=now_s, signal="unknown", now_s=now_s)
        watch.step(now_s)
        states.add(watch.lamp_state)

    assert states == {"idle"}
    (window,) = watch.statistics.take(6.0, NOON, final=True)
    assert (window.vehicles, window.people_left_to_right) == (1, 0)


def test_a_vehicle_on_its_way_is_seen_coming() -> None:
    watch = Watch(SITE, started_s=0.0)
    coming = []
    for frame in range(40):
        now_s = frame / 10
        seen = watch.follow(
            [box_at(2.5, -35 + 8 * now_s, "vehicle")], SIZE, taken_s=now_s, signal="unknown", now_s=now_s
        )
        coming.append(seen.vehicle_coming)

    # At 8 m/s from y = -35 to the crossing at -2: within 5 s before the first frame. A speed needs four sightings.
    assert not any(coming[:3])
    assert all(coming[6:])


def test_a_walk_is_counted_once_in_its_direction_with_its_waiting_time() -> None:
    watch = Watch(SITE, started_s=0.0)
    now_s = 0.0
    for frame in range(200):
        now_s = frame / 10
        # Waits for five seconds, then walks at 1.25 m/s.
        x_m = -1.0 + 1.25 * max(0.0, now_s - 5)
        boxes = [box_at(x_m, 0.5)] if x_m < 14 else []
        watch.follow(boxes, SIZE, taken_s=now_s, signal="unknown", now_s=now_s)
        watch.step(now_s)

    (window,) = watch.statistics.take(now_s, NOON, final=True)

    assert (window.people_left_to_right, window.people_right_to_left) == (1, 0)
    # A metre to the kerb on this side, and two on the other.
    assert window.waiting_s_total == pytest.approx(5 + 0.8 + 1.6, abs=1.0)
    # Lit from the second frame until the hold after the last sight.
    assert window.lit_s == pytest.approx(now_s - 0.1, abs=0.6)


def test_a_violation_is_told_with_what_the_lamps_did() -> None:
    watch = Watch(SITE, started_s=0.0)
    for frame in range(100):
        now_s = frame / 10
        car_y = (8.0 - now_s) * 9.0
        boxes = [box_at(11.0, 0.0)] + ([box_at(7.5, car_y, "vehicle")] if -30 < car_y < 9 else [])
        watch.follow(boxes, SIZE, taken_s=now_s, signal="unknown", now_s=now_s)
        watch.step(now_s)

    (incident,) = watch.take_incidents()

    assert (incident.kind, incident.lit, incident.night, incident.approach) == ("not_yielding", True, False, "near")
    assert watch.take_incidents() == ()
    fields = {name: getattr(incident, name) for name in type(incident).__slots__ if name != "at_s"}  # type: ignore[attr-defined]
    UnitIncidentV1(unit="drawn-01", journal="0123abcd", sequence=1, at=NOON, **fields)


def test_low_scores_are_counted_down_to_a_third_of_the_threshold() -> None:
    watch = Watch(SITE, started_s=0.0, thresholds=0.3)
    boxes = [box_at(x, -5.0, score=score) for x, score in ((1, 0.8), (3, 0.5), (5, 0.2), (7, 0.11), (9, 0.05))]
    watch.follow(boxes, SIZE, taken_s=0.0, signal="unknown", now_s=0.0)

    assert watch.low_score_share == pytest.approx(2 / 4)


def test_a_picture_feeds_light_and_night() -> None:
    watch = Watch(SITE, started_s=0.0)
    chance = np.random.default_rng(0)

    watch.see(Frame(chance.integers(0, 40, (576, 768, 3), dtype=np.uint8), 0.0), [], "unknown", 0.0)

    assert watch.light_level == pytest.approx(20 / 255, abs=0.01)
    assert watch.night


def test_what_it_knows_fills_a_telemetry() -> None:
    unit = Unit()
    unit.run(3, [box_at(-1.0, 0.0)], currents={"sign": 100.0})
    watch = unit.watch

    telemetry = UnitTelemetryV1(
        unit="drawn-01",
        journal="0123abcd",
        sequence=1,
        at=NOON,
        because="period",
        lamp_state=watch.lamp_state,
        faults=watch.faults,
        lamps=watch.lamp_health,
        signal_phase=watch.signal,
        night=watch.night,
        light_level=watch.light_level,
        frames=1,
        frames_missed=0,
        low_score_share=watch.low_score_share,
        decision_ms_p95=1.0,
        detection="edge",
        model="yolox-nano",
        software="1",
        site_revision=1,
        journal_waiting=0,
        uptime_s=1.0,
    )

    assert {lamp.name: lamp.lit for lamp in telemetry.lamps} == {
        "sign": True,
        "road_panels": True,
        "stop_line_bar": True,
        "voice": True,
    }


@settings(max_examples=examples(30))
@given(
    seed=st.integers(0, 1000),
    width=st.integers(64, 1920),
    height=st.integers(64, 1080),
)
def test_no_boxes_however_strange_stop_a_unit(seed, width, height) -> None:
    """Anywhere in frames of any size, of any shape, above the horizon, on the rim, one upon another."""
    chance = np.random.default_rng(seed)
    watch = Watch(SITE, started_s=0.0)
    for frame in range(15):
        boxes = []
        for _ in range(12):
            x1, x2 = sorted(chance.uniform(0, width, 2))
            y1, y2 = sorted(chance.choice([0.0, height, chance.uniform(0, height)], 2))
            kind = chance.choice(["person", "bicycle", "vehicle"])
            boxes.append(Found(x1, y1, x2, y2, str(kind), float(chance.random())))  # type: ignore[arg-type]
        watch.follow(boxes, (width, height), taken_s=frame / 10, signal="unknown", now_s=frame / 10)
        watch.step(frame / 10)
