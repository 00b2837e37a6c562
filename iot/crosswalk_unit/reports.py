"""What a unit reports, as drafts that wait for their numbers in the journal. Pure: moments and states are arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from city.contracts.crosswalk.devices import (
    FaultName,
    LampHealthV1,
    LampState,
    SignalPhase,
    UnitFaultV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from iot.crosswalk_unit.profile import UnitDraft
from iot.crosswalk_unit.watch.conflicts import Incident
from iot.crosswalk_unit.watch.statistics import Window
from iot.crosswalk_unit.watch.watch import FaultChange
from iot.device.journal.journal import Number


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a report was made, and whether the clock was the network's."""

    at: datetime
    clock_synced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedState:
    """What telemetry and the shadow say alike."""

    lamp_state: LampState
    faults: tuple[FaultName, ...]
    night: bool
    detection: Literal["edge", "cloud", "fallback"]
    model: str
    software: str
    site_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReadings:
    """What telemetry says besides the state."""

    lamps: Sequence[LampHealthV1]
    signal_phase: SignalPhase
    # Mean brightness of the frame, 0 black .. 1 white.
    light_level: float
    frames: int
    frames_missed: int
    low_score_share: float
    decision_ms_p95: float
    journal_waiting: int
    uptime_s: float


def shadow_state(state: ReportedState, at: datetime) -> UnitShadowStateV1:
    return UnitShadowStateV1(
        lamp_state=state.lamp_state,
        faults=state.faults,
        night=state.night,
        detection=state.detection,
        model=state.model,
        software=state.software,
        site_revision=state.site_revision,
        at=at,
    )


def draft_telemetry(
    stamp: Stamp, state: ReportedState, measured: UnitReadings, because: Literal["period", "change"]
) -> UnitDraft:
    def draft(number: Number) -> UnitTelemetryV1:
        return UnitTelemetryV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=stamp.at,
            clock_synced=stamp.clock_synced,
            because=because,
            lamp_state=state.lamp_state,
            faults=state.faults,
            lamps=tuple(measured.lamps),
            signal_phase=measured.signal_phase,
            night=state.night,
            light_level=measured.light_level,
            frames=measured.frames,
            frames_missed=measured.frames_missed,
            low_score_share=measured.low_score_share,
            decision_ms_p95=min(60_000.0, measured.decision_ms_p95),
            detection=state.detection,
            model=state.model,
            software=state.software,
            site_revision=state.site_revision,
            journal_waiting=min(1_000_000, measured.journal_waiting),
            uptime_s=measured.uptime_s,
        )

    return draft


def draft_statistics(stamp: Stamp, window: Window) -> UnitDraft:
    def draft(number: Number) -> UnitStatisticsV1:
        return UnitStatisticsV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=stamp.at,
            clock_synced=stamp.clock_synced,
            window_start=window.window_start,
            covered_s=min(300.0, window.covered_s),
            people_left_to_right=window.people_left_to_right,
            people_right_to_left=window.people_right_to_left,
            bicycles=window.bicycles,
            vehicles=window.vehicles,
            vehicle_speeds=tuple(window.vehicle_speeds),
            waiting_s_total=window.waiting_s_total,
            conflicts=window.conflicts,
            stop_line_violations=window.stop_line_violations,
            not_yielding=window.not_yielding,
            jaywalking=window.jaywalking,
            lit_s=min(300.0, window.lit_s),
            night_s=min(300.0, window.night_s),
        )

    return draft


def draft_incident(
    stamp: Stamp, incident: Incident, *, clip_kept: bool, numbered: Callable[[Number], None]
) -> UnitDraft:
    """`numbered` hears the incident's number when it has one."""

    def draft(number: Number) -> UnitIncidentV1:
        numbered(number)
        return UnitIncidentV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=stamp.at,
            clock_synced=stamp.clock_synced,
            kind=incident.kind,
            x_m=incident.x_m,
            y_m=incident.y_m,
            post_encroachment_s=incident.post_encroachment_s,
            time_to_crossing_s=incident.time_to_crossing_s,
            speed_kmh=incident.speed_kmh,
            approach=incident.approach,
            signal_phase=incident.signal_phase,
            lit=incident.lit,
            night=incident.night,
            clip_kept=clip_kept,
        )

    return draft


def draft_fault(stamp: Stamp, change: FaultChange) -> UnitDraft:
    def draft(number: Number) -> UnitFaultV1:
        return UnitFaultV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=stamp.at,
            clock_synced=stamp.clock_synced,
            fault=change.fault,
            raised=change.raised,
            lamp=change.lamp,
        )

    return draft
