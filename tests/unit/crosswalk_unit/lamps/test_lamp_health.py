from collections.abc import Mapping

import pytest

from city.contracts.crosswalk.devices import LampName
from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.display import Display, Running
from iot.crosswalk_unit.lamps.lamp_health import LampCurrents, Night
from iot.crosswalk_unit.lamps.patterns import slot_at

STEP_S = 0.05
FLASHING = Display(
    sign=Running(patterns.RAPID_FLASH), road_panels=Running(patterns.IN_ROAD), stop_line_bar=Running(patterns.STEADY)
)
DARK = Display()


def run(
    currents: LampCurrents,
    display: Display,
    from_s: float,
    seconds: float,
    readings: Mapping[LampName, float | None] | None = None,
) -> float:
    """Feeds what healthy lamps draw, with `readings` in the place of some; returns when it ended."""
    steps = round(seconds / STEP_S)
    for step in range(steps):
        now_s = from_s + step * STEP_S
        healthy: dict[LampName, float | None] = {}
        for name in ("sign", "road_panels", "stop_line_bar", "floor_signal"):
            running: Running = getattr(display, name)
            slot = slot_at(running.pattern, running.began_s, now_s)
            # A sensor filters: a flashing lamp's current comes and goes behind its light.
            healthy[name] = 120.0 if slot.left or slot.right else 2.0
        currents.see(display, {**healthy, **(readings or {})}, now_s)
    return from_s + steps * STEP_S


def test_lamps_that_do_as_told_are_well() -> None:
    currents, now_s = LampCurrents(), 0.0
    for display in (DARK, FLASHING, DARK, FLASHING, DARK):
        now_s = run(currents, display, now_s, 7.0)
        assert currents.faults == {}


def test_a_box_that_has_run_for_weeks_judges_its_first_reading_no_sooner() -> None:
    currents = LampCurrents()
    now_s = run(currents, DARK, 3e6, 2.5, {"sign": 90.0})
    assert currents.faults == {}

    run(currents, DARK, now_s, 1.0, {"sign": 90.0})
    assert currents.faults == {"sign": "lamp_stuck_on"}


@pytest.mark.parametrize("lamp", ["sign", "road_panels", "stop_line_bar"])
def test_a_lamp_that_draws_nothing_while_it_should_flash_is_stuck_off(lamp) -> None:
    currents = LampCurrents()
    now_s = run(currents, DARK, 0.0, 5.0)

    now_s = run(currents, FLASHING, now_s, 3.5, {lamp: 3.0})
    assert currents.faults == {}
    now_s = run(currents, FLASHING, now_s, 2.0, {lamp: 3.0})
    assert currents.faults == {lamp: "lamp_stuck_off"}

    now_s = run(currents, DARK, now_s, 60.0)
    # A dark lamp proves nothing.
    assert currents.faults == {lamp: "lamp_stuck_off"}
    run(currents, FLASHING, now_s, 6.0)
    assert currents.faults == {}


def test_a_lamp_that_draws_while_it_should_be_dark_is_stuck_on() -> None:
    currents = LampCurrents()
    now_s = run(currents, FLASHING, 0.0, 5.0)

    now_s = run(currents, DARK, now_s, 5.0, {"sign": 90.0})
    assert currents.faults == {"sign": "lamp_stuck_on"}
    now_s = run(currents, DARK, now_s, 5.0)
    assert currents.faults == {}


def test_a_lamp_that_glows_on_for_a_second_is_not_stuck() -> None:
    currents = LampCurrents()
    now_s = run(currents, FLASHING, 0.0, 5.0)
    now_s = run(currents, DARK, now_s, 2.5, {"sign": 90.0})
    run(currents, DARK, now_s, 5.0)

    assert currents.faults == {}


def test_a_spike_is_no_stuck_lamp() -> None:
    currents, now_s = LampCurrents(), 0.0
    for _ in range(20):
        now_s = run(currents, DARK, now_s, 2.0, {"sign": 90.0})
        now_s = run(currents, DARK, now_s, 0.05)

    assert currents.faults == {}


def test_short_warnings_add_up_to_no_judgement() -> None:
    """Lit for two seconds at a time, a dead lamp is not known as one; the next long warning tells."""
    currents, now_s = LampCurrents(), 0.0
    for _ in range(10):
        now_s = run(currents, FLASHING, now_s, 2.0, {"sign": 0.0})
        now_s = run(currents, DARK, now_s, 2.0)

    assert currents.faults == {}


def test_a_lamp_without_a_sensor_is_not_judged() -> None:
    currents = LampCurrents()
    run(currents, FLASHING, 0.0, 20.0, {"sign": None, "road_panels": None, "stop_line_bar": None})

    assert currents.faults == {}


# --- night ---


def test_the_first_picture_says_whether_it_is_night() -> None:
    assert Night(0.18).see(0.1, 0.0)
    assert not Night(0.18).see(0.3, 0.0)


def test_dusk_takes_its_time_and_headlights_make_no_day() -> None:
    night = Night(0.18)
    night.see(0.3, 0.0)

    assert not any(night.see(0.1, now_s) for now_s in range(1, 21))
    assert night.see(0.1, 22.0)
    for now_s in range(23, 200):
        # A car every five seconds.
        assert night.see(0.5 if now_s % 5 == 0 else 0.1, float(now_s))


def test_light_that_wavers_about_the_limit_changes_nothing() -> None:
    night = Night(0.18)
    night.see(0.1, 0.0)

    assert all(night.see(0.17 + 0.04 * (now_s % 2), float(now_s)) for now_s in range(300))
    # Brighter than the limit by less than a quarter: still night.
    assert all(night.see(0.22, float(now_s)) for now_s in range(300, 600))
    assert not all(night.see(0.23, float(now_s)) for now_s in range(600, 630))
