"""What units reported, as the API answers it to staff."""

from datetime import date
from typing import Annotated

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.devices import FaultName, LampName, LampState, SignalPhase
from city.contracts.crosswalk.staff.fields import IncidentId


class IncidentLine(Contract):
    incident: IncidentId
    kind: str
    at: AwareMoment
    x_m: float
    y_m: float
    post_encroachment_s: float | None
    time_to_crossing_s: float | None
    speed_kmh: float | None
    approach: str | None
    signal_phase: SignalPhase
    lit: bool
    night: bool
    clip_kept: bool


class IncidentPage(Contract):
    incidents: tuple[IncidentLine, ...]
    next_page: str | None


class FaultLine(Contract):
    fault: FaultName
    lamp: LampName | None
    raised: bool
    at: AwareMoment


class FaultPage(Contract):
    faults: tuple[FaultLine, ...]
    next_page: str | None


class Traffic(Contract):
    """Counts of a stretch of time. `covered_s` says how much of it was watched."""

    covered_s: float = 0
    people_left_to_right: int = 0
    people_right_to_left: int = 0
    bicycles: int = 0
    vehicles: int = 0
    vehicle_speeds: Annotated[tuple[int, ...], Field(min_length=9, max_length=9)] = (0,) * 9
    waiting_s_total: float = 0
    conflicts: int = 0
    stop_line_violations: int = 0
    not_yielding: int = 0
    jaywalking: int = 0
    lit_s: float = 0
    night_s: float = 0


class TrafficWindow(Contract):
    start: AwareMoment
    traffic: Traffic


class TrafficDay(Contract):
    day: date
    traffic: Traffic


class DayOfWindows(Contract):
    """A day in Seoul in windows of five minutes; windows nobody reported are not there."""

    day: date
    total: Traffic
    windows: tuple[TrafficWindow, ...]


class DaysOfTraffic(Contract):
    days: tuple[TrafficDay, ...]
    total: Traffic


class HeatCell(Contract):
    """`x_m`, `y_m`: the cell's corner with the smallest coordinates, in the site's metres."""

    x_m: float
    y_m: float
    count: int


class HeatMap(Contract):
    cell_m: float
    kinds: dict[str, tuple[HeatCell, ...]]
    # The walk itself in the same metres, if a site file is active.
    crossing: tuple[tuple[float, float], ...]


class TelemetryPoint(Contract):
    at: AwareMoment
    sequence: int
    lamp_state: LampState
    low_score_share: float
    light_level: float
    decision_ms_p95: float
    frames: int
    frames_missed: int
    night: bool


class TelemetryTrack(Contract):
    """Newest last."""

    points: tuple[TelemetryPoint, ...]
