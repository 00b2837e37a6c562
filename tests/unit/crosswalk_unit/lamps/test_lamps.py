"""The lamps' machine in examples that a person can follow."""

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from city.contracts.crosswalk.devices import FaultName, SignalPhase
from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.display import Outputs
from iot.crosswalk_unit.lamps.rules import BLINDING, BOOT_S, RECOVERY_S, WATCHDOG_S, Situation
from tests.unit.crosswalk_unit.lamps.lamp_street import (
    NOBODY,
    RULES,
    SIGNALISED,
    STEP_S,
    WAITING,
    WALKING,
    Street,
    is_dark,
)


def test_a_unit_boots_dark_and_waits_for_its_first_frame() -> None:
    street = Street()

    shown = street.run(5.0, WALKING, frames=False)

    assert street.state == "boot"
    assert all(is_dark(outputs) for outputs in shown)


def test_a_unit_without_a_first_frame_gives_up_waiting() -> None:
    street = Street()

    street.run(BOOT_S + 0.1, frames=False)

    assert street.state == "fault_caution"
    assert street.controller.core.faults == {"watchdog"}


def test_lamps_stay_lit_for_the_hold_time_and_no_longer() -> None:
    street = Street()
    street.run(1.0, WAITING)

    street.run(RULES.hold_s - STEP_S)
    assert street.state == "warning"
    street.run(2 * STEP_S)
    assert street.state == "idle"


def test_the_hold_starts_anew_with_every_sight() -> None:
    street = Street()
    for _ in range(3):
        street.run(0.2, WAITING)
        street.run(RULES.hold_s - 0.2)

    assert street.state == "warning"


def test_a_second_without_frames_is_a_fault_and_a_second_of_them_mends_it() -> None:
    street = Street()
    street.run(1.0, WALKING)

    street.run(1.0, WALKING, frames=False)
    assert street.state == "fault_caution"
    street.run(RECOVERY_S + 2 * STEP_S, WALKING)
    assert street.state == "warning"
    assert WATCHDOG_S < 1.0


def test_slow_frames_do_not_make_a_watchdog_flicker() -> None:
    street = Street()
    street.run(1.0)
    states = set()
    for _ in range(5):
        street.run(1.2, frames=False)
        street.run(STEP_S)
        states.add(street.state)

    assert states == {"fault_caution"}


def test_what_keeps_a_unit_from_seeing_blinds_it_and_nothing_else() -> None:
    assert set(get_args(FaultName)) - BLINDING == {
        "detector_slow",
        "lamp_stuck_on",
        "lamp_stuck_off",
        "occupied_too_long",
        "clock_lost",
        "journal_full",
    }


@pytest.mark.parametrize("fault", sorted(BLINDING - {"watchdog"}))
def test_a_blinding_fault_follows_the_citys_policy_at_once(fault) -> None:
    for policy, state in (("dark", "fault_dark"), ("caution", "fault_caution")):
        street = Street(replace(RULES, on_fault=policy))
        street.run(1.0, WALKING)

        shown = street.run(3.0, replace(WALKING, faults=frozenset({fault})))

        assert street.state == state
        assert not any(o.road_panels or o.stop_line_bar or o.floor_signal or o.voice for o in shown)
        assert any(o.sign_left for o in shown) == (policy == "caution")
        assert all(o.sign_left == o.sign_right for o in shown)


def test_whoever_a_blind_unit_believed_in_lights_nothing_afterwards() -> None:
    street = Street()
    street.run(1.0)
    street.run(1.0, replace(WALKING, faults=frozenset({"camera_moved"})))

    street.run(0.5)

    assert street.state == "idle"


@pytest.mark.parametrize("fault", sorted(set(get_args(FaultName)) - BLINDING))
def test_a_fault_that_leaves_the_unit_its_sight_changes_no_lamp(fault) -> None:
    well, faulted = Street(), Street()
    faults = frozenset({fault})

    for situation in (NOBODY, WAITING, WALKING, NOBODY):
        expected = well.run(3.0, situation)
        assert faulted.run(3.0, replace(situation, faults=faults)) == expected


def test_lamps_lit_too_long_stay_lit_and_say_so_until_nobody_is_left() -> None:
    street = Street()

    shown = street.run(RULES.longest_lit_s + 5, WALKING)
    assert street.state == "overrun"
    assert street.controller.core.faults == {"occupied_too_long"}
    assert any(outputs.sign_left for outputs in shown[-16:])
    street.run(RULES.hold_s + 2 * STEP_S)
    assert street.state == "idle"
    assert not street.controller.core.faults


def test_signs_and_panels_start_and_stop_in_the_same_step() -> None:
    street = Street()
    street.run(1.0)

    shown = street.run(1.0, WAITING) + street.run(RULES.hold_s + 1.0)

    # Sampled at 50 ms each sign pattern has light within any half second.
    first_sign = next(i for i, o in enumerate(shown) if o.sign_left or o.sign_right)
    first_panel = next(i for i, o in enumerate(shown) if o.road_panels)
    assert first_sign == first_panel == next(i for i, o in enumerate(shown) if o.stop_line_bar) == 0
    bar_ends = max(i for i, o in enumerate(shown) if o.stop_line_bar)
    assert all(is_dark(outputs) for outputs in shown[bar_ends + 1 :])


def test_a_new_detection_restarts_the_sequence_even_while_flashing() -> None:
    street = Street()
    street.run(0.5)
    street.run(0.5, replace(WAITING, sightings=1))

    shown = street.run(0.8, replace(WAITING, sightings=2))

    signs = [(o.sign_left, o.sign_right) for o in shown]
    # Half a second in, the first sequence stood at a flash of both: the new one follows the dark behind it.
    start = signs.index((True, False))
    assert start <= 3
    assert signs[start : start + 6] == [
        (True, False),
        (False, False),
        (False, True),
        (False, False),
        (True, False),
        (False, False),
    ]


def test_a_crowd_of_detections_never_makes_a_flash_steady() -> None:
    street = Street()
    street.run(0.5)
    shown = []
    for sightings in range(1, 200):
        shown += street.run(STEP_S, replace(WAITING, sightings=sightings))

    lit = [o.sign_left or o.sign_right for o in shown]
    assert not any(now and after for now, after in pairwise(lit))
    panels = "".join("x" if o.road_panels else "." for o in shown)
    assert max(len(run) for run in panels.split(".")) * STEP_S <= 0.6


def test_only_fitted_lamps_are_driven() -> None:
    street = Street(replace(RULES, fitted=frozenset({"sign"})))

    shown = street.run(5.0, replace(WAITING, vehicle_coming=True))

    assert any(o.sign_left for o in shown)
    assert not any(o.road_panels or o.stop_line_bar or o.floor_signal or o.voice for o in shown)


def test_lamps_dim_by_night() -> None:
    street = Street()

    assert street.run(1.0, WAITING)[-1].brightness == 1.0
    assert street.run(1.0, replace(WAITING, night=True))[-1].brightness == 0.3


def test_the_voice_warns_of_a_vehicle_and_speaks_to_the_end() -> None:
    street = Street()
    street.run(1.0)

    calm = street.run(1.0, WAITING)
    coming = street.run(2.0, replace(WAITING, vehicle_coming=True))
    gone = street.run(2.0, WAITING)

    assert {o.voice for o in calm} == {"look_both_ways"}
    assert coming[0].voice == "vehicle_coming"
    assert all(o.voice != "look_both_ways" for o in gone)


def test_the_floor_signal_asks_to_wait_while_a_vehicle_comes() -> None:
    street = Street()
    street.run(1.0)

    assert not any(o.floor_signal for o in street.run(1.0, WAITING))
    assert all(o.floor_signal for o in street.run(1.0, replace(WAITING, vehicle_coming=True)))


# --- signals ---


def test_people_who_wait_for_green_light_nothing_that_faces_drivers() -> None:
    street = Street(SIGNALISED)
    street.run(1.0)

    shown = street.run(5.0, Situation(waiting=True, signal="red"))

    assert street.state == "idle"
    assert not any(o.sign_left or o.sign_right or o.road_panels or o.stop_line_bar for o in shown)
    assert all(o.floor_signal for o in shown)
    assert "wait_for_green" in {o.voice for o in shown}


@pytest.mark.parametrize("phase", get_args(SignalPhase))
def test_somebody_on_the_walk_lights_the_signs_whatever_the_phase(phase) -> None:
    street = Street(SIGNALISED)
    street.run(1.0)

    street.run(0.5, Situation(crossing=True, signal=phase))

    assert street.state == "warning"
    assert street.controller.display.sign.pattern is patterns.BEACON
    assert street.controller.display.road_panels.pattern is patterns.DARK


@pytest.mark.parametrize("phase", ["dark", "unknown", "green"])
def test_a_signal_that_cannot_be_read_counts_as_none(phase) -> None:
    street = Street(SIGNALISED)
    street.run(1.0)

    street.run(0.5, Situation(waiting=True, signal=phase))

    assert street.state == "warning"


def test_whoever_did_not_make_it_in_the_green_is_not_announced_to_drivers_in_theirs() -> None:
    """Lit for somebody who waited with green: dark as soon as it is red. Lit for somebody on the walk: held."""
    for situation, after in ((Situation(waiting=True), "idle"), (Situation(crossing=True), "warning")):
        street = Street(SIGNALISED)
        street.run(1.0, replace(situation, signal="green"))

        street.run(0.5, Situation(waiting=True, signal="red"))

        assert street.state == after


def _requests(shown: list[Outputs]) -> list[int]:
    return [o.green_extension_request_s for o in shown if o.green_extension_request_s]


def test_whoever_is_left_when_green_ends_is_given_more_once() -> None:
    street = Street(SIGNALISED)
    street.run(1.0, Situation(signal="red"))
    during = street.run(10.0, Situation(crossing=True, signal="green"))

    after = street.run(5.0, Situation(crossing=True, signal="red"))

    assert _requests(during) == []
    assert _requests(after) == [7]
    assert street.state == "overrun"


def test_flashing_green_with_somebody_on_the_walk_asks_before_it_is_over() -> None:
    street = Street(SIGNALISED)
    street.run(1.0, Situation(signal="red"))
    street.run(6.0, Situation(crossing=True, signal="green"))

    shown = []
    for _ in range(4):
        shown += street.run(0.5, Situation(crossing=True, signal="dark"))
        shown += street.run(0.5, Situation(crossing=True, signal="green"))
    shown += street.run(3.0, Situation(crossing=True, signal="red"))

    assert _requests(shown) == [7]


def test_each_green_may_be_extended_once() -> None:
    street = Street(SIGNALISED)
    asked = []
    for _ in range(3):
        asked += street.run(10.0, Situation(signal="red"))
        asked += street.run(5.0, Situation(crossing=True, signal="green"))
        asked += street.run(1.0, Situation(crossing=True, signal="red"))

    assert _requests(asked) == [7, 7, 7]


def test_nobody_left_asks_for_nothing() -> None:
    street = Street(SIGNALISED)
    street.run(5.0, Situation(crossing=True, signal="green"))

    shown = street.run(1.0, Situation(signal="green")) + street.run(5.0, Situation(waiting=True, signal="red"))

    assert _requests(shown) == []


def test_a_misread_frame_of_green_asks_for_nothing() -> None:
    street = Street(SIGNALISED)
    shown = street.run(5.0, Situation(crossing=True, signal="green"))

    shown += street.run(STEP_S, Situation(crossing=True, signal="dark"))
    shown += street.run(5.0, Situation(crossing=True, signal="green"))

    assert _requests(shown) == []


def test_a_site_that_may_not_ask_asks_nothing() -> None:
    street = Street(replace(SIGNALISED, green_extension_s=0))
    street.run(5.0, Situation(crossing=True, signal="green"))

    assert _requests(street.run(5.0, Situation(crossing=True, signal="red"))) == []
