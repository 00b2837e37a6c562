"""The lamps' machine: every reachable state under every input."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from city.contracts.crosswalk.devices import FaultName, LampState, SignalPhase
from iot.crosswalk_unit.lamps.controller import MOVES, Core, Stimulus, advance
from iot.crosswalk_unit.lamps.rules import BLINDING, BOOT_S, LIT, RECOVERY_S, LampRules, Situation
from tests.unit.crosswalk_unit.lamps.lamp_street import (
    RULES,
)


def test_the_table_of_moves_has_an_answer_for_everything() -> None:
    assert set(MOVES) == set(Stimulus)
    assert set(MOVES.values()) == set(get_args(LampState))


# The machine only compares ages with its limits; half a second is fine enough to fall on, before and behind each.
TICK_S = 0.5
NOW_S = 1000.0
Key = tuple[LampState, bool, float, float | None, float | None, float | None, float | None, float | None, float]


def _age(since_s: float | None, limit_s: float) -> float | None:
    return None if since_s is None else min(round(NOW_S - since_s, 3), limit_s + TICK_S)


def _key(core: Core, rules: LampRules, frame_age_s: float | None, alone_s: float) -> Key:
    """A core as ages, cut off behind the last limit that anything compares with."""
    started_s = _age(core.started_s, BOOT_S)
    assert started_s is not None
    return (
        core.state,
        core.watchdog,
        started_s if frame_age_s is None else BOOT_S + TICK_S,
        _age(core.steady_since_s, RECOVERY_S),
        _age(core.wanted_s, rules.hold_s),
        # Without a signal nothing asks for it.
        _age(core.walked_s, rules.hold_s) if rules.signalised else None,
        _age(core.lit_since_s, rules.longest_lit_s),
        frame_age_s,
        min(alone_s, rules.hold_s + 2 * TICK_S),
    )


def _core(key: Key) -> Core:
    def since(age_s: float | None) -> float | None:
        return None if age_s is None else NOW_S - TICK_S - age_s

    state, watchdog, started_s, steady_s, wanted_s, walked_s, lit_s, _, _ = key
    ages = since(steady_s), since(wanted_s), since(walked_s), since(lit_s)
    return Core(NOW_S - TICK_S - started_s, state, watchdog, *ages)


PHASES: tuple[SignalPhase, ...] = get_args(SignalPhase)


def _inputs(rules: LampRules) -> Iterator[tuple[bool, bool, SignalPhase, frozenset[FaultName], bool]]:
    faults: tuple[frozenset[FaultName], ...] = (frozenset(), frozenset({"camera_moved"}), frozenset({"lamp_stuck_off"}))
    phases: tuple[SignalPhase, ...] = PHASES if rules.signalised else ("unknown",)
    return product((False, True), (False, True), phases, faults, (False, True))


@pytest.mark.parametrize(
    "rules",
    [
        replace(RULES, on_fault=policy, signalised=signalised)
        for policy, signalised in product(("dark", "caution"), (False, True))
    ],
    ids=lambda rules: f"{rules.on_fault}-{'signal' if rules.signalised else 'none'}",
)
def test_nothing_that_can_happen_leads_the_lamps_astray(rules) -> None:
    first: Key = _key(Core(NOW_S), rules, None, rules.hold_s + 2 * TICK_S)
    seen, open_keys, moves = {first}, [first], 0
    states: set[LampState] = {"boot"}

    while open_keys:
        key = open_keys.pop()
        core, frame_age_s, alone_s = _core(key), key[7], key[8]
        for waiting, crossing, phase, faults, frame_comes in _inputs(rules):
            if frame_comes:
                age_s: float | None = 0.0
            else:
                age_s = None if frame_age_s is None else min(frame_age_s + TICK_S, 3 * TICK_S)
            situation = Situation(
                waiting=waiting,
                crossing=crossing,
                signal=phase,
                faults=faults,
                frame_s=None if age_s is None else NOW_S - age_s,
            )
            after = advance(core, rules, situation, NOW_S)
            # What a blind unit believes to see is nobody.
            somebody = (waiting or crossing) and not after.watchdog and not faults & BLINDING
            alone_after_s = 0.0 if somebody else min(alone_s + TICK_S, rules.hold_s + 2 * TICK_S)
            moves += 1
            _check(rules, core, situation, after, age_s, alone_after_s)
            states.add(after.state)
            following = _key(after, rules, age_s, alone_after_s)
            if following not in seen:
                seen.add(following)
                open_keys.append(following)

    other = "fault_caution" if rules.on_fault == "dark" else "fault_dark"
    assert states == set(get_args(LampState)) - {other}
    # The search found ground to cover.
    assert len(seen) > 500
    assert moves > 10_000


def _check(
    rules: LampRules, before: Core, situation: Situation, after: Core, frame_age_s: float | None, alone_s: float
) -> None:
    fault: LampState = "fault_dark" if rules.on_fault == "dark" else "fault_caution"
    blind = bool(situation.faults & BLINDING) or after.watchdog
    starting = frame_age_s is None and NOW_S - before.started_s <= BOOT_S
    # On a blinding fault, or a second without a frame: dark or caution, in this very step.
    if situation.faults & BLINDING or (frame_age_s is not None and frame_age_s >= 1.0):
        assert after.state == fault
    # And no other reason leads there.
    assert (after.state == fault) == blind
    assert (after.state == "boot") == (starting and not blind)
    # A person in the crossing is never dark unless the unit is faulted (or has not seen a frame yet).
    if situation.crossing and not blind and not starting:
        assert after.state in LIT
    # Never lit with nobody for longer than the hold, and a step.
    if after.state in LIT:
        assert alone_s <= rules.hold_s + TICK_S
        assert after.lit_since_s is not None
        # Lit for the hard maximum: an alarm, and still lit.
        if NOW_S - after.lit_since_s >= rules.longest_lit_s:
            assert after.state == "overrun"
            assert "occupied_too_long" in after.faults
    else:
        assert after.lit_since_s is None
        assert "occupied_too_long" not in after.faults
    # Somebody who only waits for a signal lights nothing that faces drivers.
    if rules.signalised and situation.signal == "red" and not situation.crossing and not _was_walked(before, rules):
        assert after.state not in LIT
    assert ("watchdog" in after.faults) == after.watchdog


def _was_walked(core: Core, rules: LampRules) -> bool:
    """Whether somebody was on the walk within the hold time."""
    return core.walked_s is not None and NOW_S - core.walked_s < rules.hold_s
