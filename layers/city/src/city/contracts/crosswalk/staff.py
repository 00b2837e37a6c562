"""What staff ask of the crosswalk API, and what it answers."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.devices import FaultName, LampHealthV1, LampName, LampState, SeenBoxV1, SignalPhase
from city.contracts.crosswalk.site import (
    Approach,
    Outline,
    ReportedSiteV1,
    SignalHead,
    UnitName,
)

MAX_BODY_BYTES = 32 * 1024

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Serial = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{4,39}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# The units a release is tried on first, and the others.
Ring = Literal["canary", "rest"]
Standing = Literal["active", "out_of_service"]
IncidentId = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9]{1,12}$", description="journal and sequence of the report")
]
Severity = Literal["alarm", "warning", "fine", "waiting", "out_of_service"]
# Why a unit is not fine; worst first.
Concern = Literal[
    "silent", "lamps_dark", "lamp_faulty", "camera_blind", "faulty", "never_heard", "disconnected", "drifting",
    "site_behind", "reports_missing", "clock_lost",
]  # fmt: skip


# --- what they ask ---------------------------------------------------------------------------------


class Ask(Contract):
    """Base of every body: nothing unknown, and no value repeated in a refusal."""

    model_config = ConfigDict(hide_input_in_errors=True)


class RegisterUnit(Ask):
    """A unit that may be installed: only a device with this serial number is provisioned, and once."""

    unit: UnitName
    serial: Serial
    name_ko: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    latitude: Annotated[float, Field(ge=33, le=39)]
    longitude: Annotated[float, Field(ge=124, le=132)]
    ring: Ring = "rest"


class AllowReclaim(Ask):
    """A unit's disk or board was exchanged: the same serial number may be provisioned once more."""

    reason: Reason


class ChangeStanding(Ask):
    standing: Standing
    reason: Reason


class WriteDraft(Ask):
    """A site file. Its unit and revision are the city's to fill in; if they are told, they have to be right."""

    site: dict[str, Any]
    note: Note = ""


class DrawZones(Ask):
    """What the editor draws on a frame, as fractions of it; the rest of the file stays."""

    waiting_left: Any
    waiting_right: Any
    crossing: Any
    approaches: Annotated[tuple[Any, ...], Field(max_length=8)]
    signals: Annotated[tuple[Any, ...], Field(max_length=4)] = ()
    note: Note = ""


class ActivateSite(Ask):
    """`digest` is that of the draft that was reviewed, so that nobody activates what somebody else changed since."""

    digest: Digest


class RestoreSite(Ask):
    revision: Annotated[int, Field(ge=1)]
    reason: Reason


class AskPicture(Ask):
    """The last frame, or the seconds around an incident; why is written down for the auditors."""

    what: Literal["frame", "clip"]
    reason: Reason
    incident: IncidentId | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.what == "clip") != (self.incident is not None):
            raise ValueError("a clip names its incident, a frame none")
        return self


class ViewPicture(Ask):
    reason: Reason


class StartUpdate(Ask):
    """A release for one ring of units. `key` is its object in the releases bucket."""

    operation: Literal["update_model", "update_software"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")]
    sha256: Digest
    size_bytes: Annotated[int, Field(gt=0, le=500_000_000)]
    ring: Ring
    reason: Reason
    health_check_s: Annotated[int, Field(ge=1, le=3600)] = 60


class CancelUpdate(Ask):
    reason: Reason


# --- what they hear: units -------------------------------------------------------------------------


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
    # Most units fell silent at once: the link is to blame.
    link_down: bool
    units: tuple[UnitLine, ...]


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


class HistoryLine(Contract):
    """One thing that staff or the city did."""

    at: AwareMoment
    what: str
    by: str
    note: str | None


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


# --- what they hear: reports -----------------------------------------------------------------------


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


# --- what they hear: site files --------------------------------------------------------------------


class SiteProblem(Contract):
    """What is wrong with a site file, and where. `field` as in the file, `approaches.0.zone`."""

    field: str
    reason: str
    ko: str
    en: str


class SiteWarning(Contract):
    code: str
    ko: str
    en: str


class DrawnZones(Contract):
    """Outlines as fractions of the frame, and the same on the road in metres where the road can be seen."""

    waiting_left: Outline
    waiting_right: Outline
    crossing: Outline
    approaches: tuple[Approach, ...]
    signals: tuple[SignalHead, ...]
    road: dict[str, tuple[tuple[float, float], ...]]


class SiteDraft(Contract):
    """A draft as it would be signed, and what it would mean on the road."""

    unit: UnitName
    revision: int
    digest: Digest
    author: str
    written_at: AwareMoment
    note: str
    restored_from: int | None
    site: dict[str, Any]
    zones: DrawnZones
    hold_s: float
    walking_speed_m_s: float
    longest_lit_s: float
    needs_another_person: bool
    changes: tuple[str, ...]
    warnings: tuple[SiteWarning, ...]


class SiteRevision(Contract):
    revision: int
    digest: Digest
    author: str
    activated_by: str
    activated_at: AwareMoment
    note: str
    restored_from: int | None


class SiteFile(Contract):
    """The active file, what the unit says of it, and the files before it, newest first."""

    active: SiteRevision | None
    site: dict[str, Any] | None
    zones: DrawnZones | None
    reported: ReportedSiteV1 | None
    # in_force | waiting | refused | none: what became of the active file on the unit.
    answer: Literal["in_force", "waiting", "refused", "none"]
    has_draft: bool
    revisions: tuple[SiteRevision, ...]


class ActivatedSite(Contract):
    revision: int
    digest: Digest


# --- what they hear: pictures, updates, oversight --------------------------------------------------

PictureState = Literal["asked", "sent", "failed", "expired"]


class PictureLine(Contract):
    number: str
    what: Literal["frame", "clip"]
    state: PictureState
    asked_at: AwareMoment
    asked_by: str
    reason: str
    incident: IncidentId | None
    trouble: str | None


class PictureList(Contract):
    pictures: tuple[PictureLine, ...]


class ShownPicture(Contract):
    """A frame itself in base64, or an address of a clip that works for a minute."""

    number: str
    what: Literal["frame", "clip"]
    taken_at: AwareMoment
    jpeg: str | None = None
    url: str | None = None
    width: int | None = None
    height: int | None = None
    # What the city's detector sees in it, best first; None where it was not asked or did not answer.
    boxes: tuple[SeenBoxV1, ...] | None = None
    model: str = ""


class UpdateLine(Contract):
    number: str
    operation: str
    name: str
    ring: Ring
    started_at: AwareMoment
    started_by: str
    reason: str
    units: int


class UpdateList(Contract):
    updates: tuple[UpdateLine, ...]


class UnitProgress(Contract):
    unit: str
    status: str


class UpdateFile(Contract):
    """`status` as AWS IoT jobs name it; `counts` units by theirs."""

    line: UpdateLine
    status: str
    counts: dict[str, int]
    units: tuple[UnitProgress, ...]


class ViewLine(Contract):
    by: str
    at: AwareMoment
    what: str
    reason: str


class ViewPage(Contract):
    views: tuple[ViewLine, ...]
    next_page: str | None
