"""What staff ask about units, and what the API answers."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.devices import FaultName, LampHealthV1, LampName, LampState, SignalPhase
from city.contracts.crosswalk.site import UnitName
from city.contracts.crosswalk.staff.fields import Reason, Ring, Serial, Standing
from city.contracts.staff import HistoryLine, RequestBody

Severity = Literal["alarm", "warning", "fine", "waiting", "out_of_service"]
# Why a unit is not fine; worst first.
Concern = Literal[
    "silent",
    "lamps_dark",
    "lamp_faulty",
    "camera_blind",
    "faulty",
    "never_heard",
    "disconnected",
    "drifting",
    "site_behind",
    "reports_missing",
    "clock_lost",
]


class RegisterUnit(RequestBody):
    """A unit that may be installed: only a device with this serial number is provisioned, and once."""

    unit: UnitName
    serial: Serial
    name_ko: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    latitude: Annotated[float, Field(ge=33, le=39)]
    longitude: Annotated[float, Field(ge=124, le=132)]
    ring: Ring = "rest"


class AllowReclaim(RequestBody):
    """A unit's disk or board was exchanged: the same serial number may be provisioned once more."""

    reason: Reason


class ChangeStanding(RequestBody):
    standing: Standing
    reason: Reason


class OpenFault(Contract):
    fault: FaultName
    lamp: LampName | None = None
    since: AwareMoment


class UnitLine(Contract):
    """A unit in the list and on the map."""

    unit: UnitName
    name_ko: str
    name_en: str
    latitude: float
    longitude: float
    standing: Standing
    severity: Severity
    concerns: tuple[Concern, ...]
    faults: tuple[OpenFault, ...]
    heard_at: AwareMoment | None
    silent_since: AwareMoment | None
    connected: bool | None
    lamp_state: LampState | None


class UnitList(Contract):
    """Worst first."""

    at: AwareMoment
    # Where to go on with the topic `crosswalk.units`: its changes are lines, and `LinkLine` under the key `link:`.
    cursor: int
    # Most units fell silent at once: the link is to blame.
    link_down: bool
    units: tuple[UnitLine, ...]


class LinkLine(Contract):
    """Told to boards beside the lines of units. Those behind a link that is down are not told of one by one."""

    link_down: bool


class JournalGap(Contract):
    journal: str
    first: int
    last: int


class LiveTelemetry(Contract):
    """The last telemetry, as the unit said it."""

    at: AwareMoment
    clock_synced: bool
    lamp_state: LampState
    lamps: tuple[LampHealthV1, ...]
    signal_phase: SignalPhase
    night: bool
    light_level: float
    frames: int
    frames_missed: int
    low_score_share: float
    decision_ms_p95: float
    detection: str
    model: str
    software: str
    site_revision: int
    journal_waiting: int
    uptime_s: float


class UnitFile(Contract):
    """Everything about one unit but its pictures and its site file."""

    line: UnitLine
    serial: str
    ring: Ring
    registered_at: AwareMoment
    claimed_at: AwareMoment | None
    reclaim_allowed: bool
    active_revision: int | None
    presence_at: AwareMoment | None
    telemetry: LiveTelemetry | None
    missing: int
    gaps: tuple[JournalGap, ...]
    history: tuple[HistoryLine, ...]
