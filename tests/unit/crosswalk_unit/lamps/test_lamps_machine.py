"""The lamps against a reference that keeps the whole history and knows no states, in sequences nobody thought of."""

from dataclasses import dataclass, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from city.contracts.crosswalk.devices import FaultName, SignalPhase
from iot.crosswalk_unit.lamps.controller import LampController
from iot.crosswalk_unit.lamps.display import Outputs
from iot.crosswalk_unit.lamps.rules import BLINDING, BOOT_S, LAMPS, LIT, RECOVERY_S, LampRules, Situation
from tests.effort import examples

STEP_S = 0.05
OTHER_FAULTS: tuple[FaultName, ...] = ("lamp_stuck_on", "lamp_stuck_off", "clock_lost", "journal_full", "detector_slow")
phases = st.sampled_from(["red", "green", "dark", "unknown"])
RAPID = [(1, 0), (0, 0), (0, 1), (0, 0)] * 2 + [(1, 1), (0, 0)] * 2 + [(0, 0)] * 4


@dataclass(frozen=True)
class Moment:
    at_s: float
    wanted: bool
    walked: bool
    blind: bool


class Lamps(RuleBasedStateMachine):
    """Steps of 50 ms; the reference decides from all that was, not from the step before."""

    @initialize(
        signalised=st.booleans(),
        policy=st.sampled_from(["dark", "caution"]),
        hold_s=st.sampled_from([1.0, 2.5]),
        longest_lit_s=st.sampled_from([4.0, 7.0]),
        fitted=st.sets(st.sampled_from(LAMPS)),
    )
    def install(self, signalised, policy, hold_s, longest_lit_s, fitted) -> None:
        self.rules = LampRules(
            hold_s=hold_s,
            longest_lit_s=longest_lit_s,
            signalised=signalised,
            on_fault=policy,
            green_extension_s=6 if signalised else 0,
            fitted=frozenset(fitted),
            night_level=0.3,
        )
        self.controller = LampController(self.rules, started_s=100.0)
        self.steps = 0
        self.situation = Situation()
        self.frames_flow = False
        self.history: list[Moment] = []
        self.frame_gaps: list[tuple[float, bool]] = []
        self.shown: list[Outputs] = []
        self.lit: list[bool] = []
        self.asked_s = 0

    @property
    def now_s(self) -> float:
        return 100.0 + self.steps * STEP_S

    @rule(waiting=st.booleans(), crossing=st.booleans(), newcomers=st.integers(0, 2), vehicle=st.booleans())
    def people_move(self, waiting, crossing, newcomers, vehicle) -> None:
        sightings = self.situation.sightings + newcomers
        self.situation = replace(
            self.situation, waiting=waiting, crossing=crossing, sightings=sightings, vehicle_coming=vehicle
        )

    @rule(phase=phases)
    def signal_changes(self, phase: SignalPhase) -> None:
        self.situation = replace(self.situation, signal=phase)

    @rule(faults=st.sets(st.sampled_from([*sorted(BLINDING - {"watchdog"}), *OTHER_FAULTS]), max_size=2))
    def faults_change(self, faults) -> None:
        self.situation = replace(self.situation, faults=frozenset(faults))

    @rule()
    def everything_is_well(self) -> None:
        self.situation = replace(self.situation, faults=frozenset())
        self.frames_flow = True

    @rule(flow=st.booleans())
    def frames_come_or_stop(self, flow) -> None:
        self.frames_flow = flow

    @rule(night=st.booleans())
    def dusk_or_dawn(self, night) -> None:
        self.situation = replace(self.situation, night=night)

    @rule(steps=st.integers(1, 60))
    def time_passes(self, steps) -> None:
        for _ in range(steps):
            self.steps += 1
            if self.frames_flow:
                self.situation = replace(self.situation, frame_s=self.now_s)
            before = self.controller.state
            outputs = self.controller.step(self.now_s, self.situation)
            self._compare(outputs)
            self._check_outputs(outputs, before)
            self.shown.append(outputs)

    # --- the reference ---

    def _is_blind(self) -> bool:
        """No frame for a while, or a fault that blinds; a watchdog is believed again after RECOVERY_S of frames."""
        frame_s = self.situation.frame_s
        starting = frame_s is None and self.now_s - 100.0 <= BOOT_S
        late = not starting and (frame_s is None or self.now_s - frame_s > 0.9)
        self.frame_gaps.append((self.now_s, late))
        gap_s = max((at_s for at_s, was_late in self.frame_gaps if was_late), default=None)
        # Frames were on time since the step behind the last gap.
        recovering = gap_s is not None and self.now_s - (gap_s + STEP_S) < RECOVERY_S - 1e-9
        return late or recovering or bool(self.situation.faults & BLINDING)

    def _compare(self, outputs: Outputs) -> None:
        rules, situation = self.rules, self.situation
        blind = self._is_blind()
        starting = situation.frame_s is None and not blind
        somebody = situation.crossing or (situation.waiting and not (rules.signalised and situation.signal == "red"))
        self.history.append(Moment(self.now_s, somebody and not starting, situation.crossing and not starting, blind))
        recent = [m for m in self.history if self.now_s - m.at_s < rules.hold_s - 1e-9 or m is self.history[-1]]
        # While people have red only those who were on the walk are owed the rest of their hold.
        red = rules.signalised and situation.signal == "red"
        called = [m for m in recent if not m.blind and (m.walked if red else m.wanted)]
        should_shine = not blind and not starting and bool(called)
        self.lit.append(should_shine)
        state = self.controller.state
        assert (state in LIT) == should_shine
        if blind:
            assert state == ("fault_dark" if rules.on_fault == "dark" else "fault_caution")
        elif starting:
            assert state == "boot"
        dark_steps = next((i for i, lit in enumerate(reversed(self.lit)) if not lit), len(self.lit))
        if should_shine:
            assert (state == "overrun") == ((dark_steps - 1) * STEP_S >= rules.longest_lit_s - 1e-9)
        assert ("occupied_too_long" in self.controller.core.faults) == (state == "overrun")

    def _check_outputs(self, outputs: Outputs, before) -> None:
        rules, state = self.rules, self.controller.state
        sign = (outputs.sign_left, outputs.sign_right)
        if state not in LIT:
            assert not outputs.road_panels
            assert not outputs.stop_line_bar
            if state != "fault_caution":
                assert sign == (False, False)
        if state not in LIT and state != "idle":
            assert not outputs.floor_signal
            assert outputs.voice is None
            assert outputs.green_extension_request_s == 0
        if state == "fault_caution" or rules.signalised:
            assert sign in ((False, False), (True, True))
        if rules.signalised:
            assert not outputs.road_panels
        if state in LIT and before not in LIT:
            # All together, with light in the first step.
            assert any(sign) == ("sign" in rules.fitted)
            assert outputs.stop_line_bar == ("stop_line_bar" in rules.fitted)
            assert outputs.road_panels == ("road_panels" in rules.fitted and not rules.signalised)
        for lamp, on in (
            ("sign", any(sign)),
            ("road_panels", outputs.road_panels),
            ("stop_line_bar", outputs.stop_line_bar),
            ("floor_signal", outputs.floor_signal),
            ("voice", outputs.voice is not None),
        ):
            assert lamp in rules.fitted or not on
        assert outputs.brightness == (0.3 if self.situation.night else 1.0)
        assert outputs.green_extension_request_s in (0, rules.green_extension_s)

    @invariant()
    def panels_are_never_steady(self) -> None:
        if hasattr(self, "shown"):
            run = [outputs.road_panels for outputs in self.shown[-13:]]
            assert not (len(run) == 13 and all(run))

    @precondition(lambda self: hasattr(self, "rules") and not self.rules.signalised and "sign" in self.rules.fitted)
    @invariant()
    def a_sign_left_alone_shows_the_sequence_of_the_approval(self) -> None:
        """From the last start or restart on, the sampled flashes are the published list, repeated."""
        began_s = self.controller.display.sign.began_s
        first = round((began_s - 100.0) / STEP_S)
        if self.controller.state not in LIT or not 1 <= first <= self.steps:
            return
        sampled = [(int(o.sign_left), int(o.sign_right)) for o in self.shown[first - 1 :]]
        expected = (RAPID * (len(sampled) // len(RAPID) + 1))[: len(sampled)]
        assert sampled == expected


TestLamps = Lamps.TestCase
TestLamps.settings = settings(max_examples=examples(150), stateful_step_count=40, deadline=None)
