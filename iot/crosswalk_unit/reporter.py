"""Says what the unit has to report, and telemetry as often as it should. The thread `tell` works it."""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

import numpy as np

from city.contracts.crosswalk.devices import FaultName, LampState
from iot.crosswalk_unit.parts import Parts
from iot.crosswalk_unit.profile import UnitDraft
from iot.crosswalk_unit.reports import (
    ReportedState,
    Stamp,
    UnitReadings,
    draft_fault,
    draft_incident,
    draft_statistics,
    draft_telemetry,
)
from iot.crosswalk_unit.sight.kept_pictures import KeptPictures
from iot.crosswalk_unit.watch.conflicts import Incident
from iot.crosswalk_unit.watch.statistics import Window
from iot.crosswalk_unit.watch.watch import FaultChange, Watch
from iot.device.journal.journal import Number

logger = logging.getLogger(__name__)

TELEMETRY_EVERY_S: Final = 60.0
# Lamps go on and off all day: a change is reported at once if nothing was for so long, else when that is over.
CHANGE_AT_MOST_EVERY_S: Final = 10.0


@dataclass(slots=True)
class _LastTelemetry:
    """What telemetry said last, and when."""

    at_s: float = float("-inf")
    lamp_state: LampState = "boot"
    faults: tuple[FaultName, ...] = ()


@dataclass(slots=True)
class Pace:
    """How long decisions take and how many frames there were since the last telemetry."""

    decisions_ms: deque[float] = field(default_factory=lambda: deque(maxlen=600))
    frames: int = 0
    missed_before: int = 0
    # Reckoned anew four times a second: the light loop reads it a hundred times.
    p95_ms: float = 0.0

    def reckon(self) -> None:
        self.p95_ms = float(np.percentile(list(self.decisions_ms), 95)) if self.decisions_ms else 0.0

    def forget(self) -> None:
        self.decisions_ms.clear()
        self.p95_ms = 0.0


class Reporter:
    """Makes drafts of what the watch found; `pace` is counted by whoever looks at frames."""

    def __init__(self, parts: Parts, pictures: KeptPictures, pace: Pace) -> None:
        self._parts, self._pictures, self._pace = parts, pictures, pace
        self._started_s = parts.monotonic_s()
        self._last_telemetry = _LastTelemetry()

    def stamp(self, at_s: float | None = None) -> Stamp:
        """The wall clock at a moment of the monotonic one, or now."""
        now = self._parts.clock.now()
        at = now if at_s is None else now - timedelta(seconds=self._parts.monotonic_s() - at_s)
        return Stamp(at, self._parts.clock_synced())

    def fault(self, change: FaultChange) -> UnitDraft:
        return draft_fault(self.stamp(change.at_s), change)

    def incident(self, incident: Incident) -> UnitDraft:
        def order_clip(number: Number) -> None:
            self._pictures.order_clip(number.journal, number.sequence, incident.at_s)

        clip_kept = self._pictures.reach_back_to(incident.at_s)
        return draft_incident(self.stamp(incident.at_s), incident, clip_kept=clip_kept, numbered=order_clip)

    def statistics(self, windows: Iterable[Window]) -> list[UnitDraft]:
        return [draft_statistics(self.stamp(), window) for window in windows]

    def telemetry(self, now_s: float, state: ReportedState, watch: Watch | None) -> list[UnitDraft]:
        """One message when a minute is over, or when something changed and the last word was not just now."""
        last = self._last_telemetry
        since_s = now_s - last.at_s
        changed = (state.lamp_state, state.faults) != (last.lamp_state, last.faults)
        if since_s < TELEMETRY_EVERY_S and not (changed and since_s >= CHANGE_AT_MOST_EVERY_S):
            return []
        if changed:
            logger.info("lamps %s%s", state.lamp_state, f", {', '.join(state.faults)}" if state.faults else "")
        self._last_telemetry = _LastTelemetry(now_s, state.lamp_state, state.faults)
        because: Literal["period", "change"] = "change" if since_s < TELEMETRY_EVERY_S else "period"
        return [draft_telemetry(self.stamp(now_s), state, self._measured(now_s, watch), because)]

    def _measured(self, now_s: float, watch: Watch | None) -> UnitReadings:
        """Since the last telemetry; frames are counted anew from here."""
        source = self._parts.source
        frames, missed = self._pace.frames, source.frames_missed - self._pace.missed_before
        self._pace.frames, self._pace.missed_before = 0, source.frames_missed
        return UnitReadings(
            lamps=watch.lamp_health if watch else (),
            signal_phase=watch.signal if watch else "unknown",
            light_level=watch.light_level if watch else 0.0,
            frames=frames,
            frames_missed=missed,
            low_score_share=watch.low_score_share if watch else 0.0,
            decision_ms_p95=self._pace.p95_ms,
            journal_waiting=self._parts.courier.waiting,
            uptime_s=now_s - self._started_s,
        )
