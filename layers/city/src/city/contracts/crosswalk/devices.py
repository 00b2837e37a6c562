"""What crosswalk units and the city say to each other over MQTT. Topics are `topic` on each message.

A unit numbers what it sends in the journal it is kept in until the cloud has it: (unit, journal, sequence) names a
message for good, so the cloud may hear it twice and counts it once. Nothing here can hold a plate, a face or a name.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.site import UnitName

CONFIGURATION_SHADOW, STATE_SHADOW = "configuration", "state"
MOST_FRAME_BYTES = 100_000  # IoT Core takes 128 KB

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
SpeedKmh = Annotated[float, Field(ge=0, le=300)]

LampState = Literal["boot", "idle", "warning", "overrun", "fault_dark", "fault_caution"]
FaultName = Literal[
    "camera_lost",  # no frame for longer than the watchdog allows
    "camera_frozen",  # the same picture again and again
    "camera_dark",  # nothing to see: covered, or no light at all
    "camera_blurred",  # sprayed, fogged, out of focus
    "camera_moved",  # no longer the view the zones were drawn on
    "detector_failed",
    "detector_slow",
    "lamp_stuck_on",
    "lamp_stuck_off",
    "occupied_too_long",  # lit longer than the site's hard maximum
    "no_configuration",
    "clock_lost",
    "journal_full",
    "watchdog",
]
LampName = Literal["sign", "road_panels", "stop_line_bar", "floor_signal", "voice"]
SignalPhase = Literal["red", "green", "dark", "unknown"]
Direction = Literal["left_to_right", "right_to_left"]


class UnitMessage(Contract):
    """Base of what a unit sends through its journal."""

    topic: ClassVar[str]

    unit: UnitName
    # Which journal numbered it: a new disk starts a new one.
    journal: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    sequence: Annotated[int, Field(ge=1)]
    at: AwareMoment
    # False after a start without network time: `at` may be hours off, `sequence` still tells the order.
    clock_synced: bool = True


class LampHealthV1(Contract):
    name: LampName
    lit: bool
    # Milliamperes measured; None where the lamp has no sensor.
    current_ma: Annotated[float, Field(ge=0, le=20_000)] | None = None
    fault: Literal["lamp_stuck_on", "lamp_stuck_off"] | None = None


class UnitTelemetryV1(UnitMessage):
    """How the unit is, every 60 s and when its state or a fault changes."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/telemetry"

    version: Literal[1] = 1
    because: Literal["period", "change"]
    lamp_state: LampState
    faults: Annotated[tuple[FaultName, ...], Field(max_length=14)] = ()
    lamps: Annotated[tuple[LampHealthV1, ...], Field(max_length=5)]
    signal_phase: SignalPhase = "unknown"
    night: bool
    # Mean brightness of the frame, 0 black .. 1 white.
    light_level: Share
    frames: Count
    frames_missed: Count
    # Share of detections between a third and all of the working threshold: drifts up when the model sees badly.
    low_score_share: Share
    # From the camera's clock to the lamp decision.
    decision_ms_p95: Annotated[float, Field(ge=0, le=60_000)]
    detection: Literal["edge", "cloud", "fallback"]
    model: Annotated[str, Field(max_length=40)]
    software: Annotated[str, Field(max_length=40)]
    site_revision: Annotated[int, Field(ge=0)]
    journal_waiting: Count
    uptime_s: Annotated[float, Field(ge=0)]


class UnitStatisticsV1(UnitMessage):
    """Five minutes of traffic, on windows that start at whole five minutes; a restart sends what it has."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/statistics"

    version: Literal[1] = 1
    window_start: AwareMoment
    window_s: Literal[300] = 300
    # Seconds of the window this message covers; less than 300 around a restart.
    covered_s: Annotated[float, Field(ge=0, le=300)]
    people_left_to_right: Count = 0
    people_right_to_left: Count = 0
    bicycles: Count = 0
    vehicles: Count = 0
    # How many vehicles at less than 10, 20, … 80 km/h, and at 80 or more.
    vehicle_speeds: Annotated[tuple[Count, ...], Field(min_length=9, max_length=9)] = (0,) * 9
    waiting_s_total: Annotated[float, Field(ge=0)] = 0
    conflicts: Count = 0
    stop_line_violations: Count = 0
    not_yielding: Count = 0
    jaywalking: Count = 0
    lit_s: Annotated[float, Field(ge=0, le=300)] = 0
    night_s: Annotated[float, Field(ge=0, le=300)] = 0


class UnitIncidentV1(UnitMessage):
    """A near-miss or a violation. Positions on the road in the site's metres; tracks are numbers, not people."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/incidents"

    version: Literal[1] = 1
    kind: Literal["conflict", "stop_line", "not_yielding", "jaywalking"]
    x_m: Annotated[float, Field(ge=-500, le=500)]
    y_m: Annotated[float, Field(ge=-500, le=500)]
    # Post-encroachment time: between the first road user leaving the spot and the second reaching it (Allen et al. 1978).
    post_encroachment_s: Annotated[float, Field(ge=0, le=30)] | None = None
    # Smallest time to crossing of the vehicle while somebody was on the walk.
    time_to_crossing_s: Annotated[float, Field(ge=0, le=60)] | None = None
    speed_kmh: SpeedKmh | None = None
    approach: Annotated[str, Field(max_length=20)] | None = None
    signal_phase: SignalPhase = "unknown"
    lit: bool
    night: bool
    # Whether the unit still holds the seconds around it, should somebody with a reason ask.
    clip_kept: bool = False


class UnitFaultV1(UnitMessage):
    """A fault began or ended."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/faults"

    version: Literal[1] = 1
    fault: FaultName
    raised: bool
    lamp: LampName | None = None


UnitReport = UnitTelemetryV1 | UnitStatisticsV1 | UnitIncidentV1 | UnitFaultV1
REPORTS: tuple[type[UnitReport], ...] = (UnitTelemetryV1, UnitStatisticsV1, UnitIncidentV1, UnitFaultV1)


class SeenBoxV1(Contract):
    """One road user in a frame, in pixels of that frame."""

    kind: Literal["person", "bicycle", "vehicle"]
    score: Share
    x1: Annotated[float, Field(ge=0, le=20_000)]
    y1: Annotated[float, Field(ge=0, le=20_000)]
    x2: Annotated[float, Field(ge=0, le=20_000)]
    y2: Annotated[float, Field(ge=0, le=20_000)]


class UnitFrameV1(Contract):
    """A thin unit's picture as the topic rule hands it over. On the topic itself travels the bare JPEG."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/frames/{frame}"

    version: Literal[1] = 1
    unit: UnitName
    frame: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    jpeg: Annotated[str, Field(max_length=4 * -(-MOST_FRAME_BYTES // 3), description="base64")]


class CloudDetectionV1(Contract):
    """The cloud's answer to a frame of a thin unit."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/detections"

    version: Literal[1] = 1
    unit: UnitName
    frame: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    model: Annotated[str, Field(max_length=40)] = ""
    boxes: Annotated[tuple[SeenBoxV1, ...], Field(max_length=300)] = ()
    # Why there are no boxes, if the frame could not be read or the endpoint did not answer.
    refused: Literal["unreadable", "too_large", "unavailable"] | None = None
    inference_ms: Annotated[float, Field(ge=0)] = 0


class UnitShadowStateV1(Contract):
    """The reported state of the shadow `state`: what the unit is now, for whoever asks between two telemetries."""

    version: Literal[1] = 1
    lamp_state: LampState
    faults: tuple[FaultName, ...] = ()
    night: bool
    detection: Literal["edge", "cloud", "fallback"]
    model: str
    software: str
    site_revision: Annotated[int, Field(ge=0)]
    at: AwareMoment


class UpdateJobV1(Contract):
    """An IoT job: new software or a new model. The unit downloads, checks, tries, and goes back if its health fails."""

    version: Literal[1] = 1
    operation: Literal["update_model", "update_software"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
    # A presigned address; on AWS the job document's placeholder `${aws:iot:s3-presigned-url:…}` becomes one.
    url: Annotated[str, Field(max_length=4000)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(gt=0, le=500_000_000)]
    # As of a site file: over the SHA-256 digest's hex text, so a bucket alone cannot change a unit.
    signature: Annotated[str, Field(max_length=120)]
    health_check_s: Annotated[int, Field(ge=1, le=3600)] = 60


class PictureJobV1(Contract):
    """An IoT job: send the last frame, or the seconds around an incident. Faces and plates are blurred on the unit."""

    version: Literal[1] = 1
    operation: Literal["send_frame", "send_clip"]
    # Where to PUT the JPEG or the MP4: a presigned address for this object and nothing else.
    url: Annotated[str, Field(max_length=4000)]
    # The incident's number, for a clip.
    incident_sequence: Annotated[int, Field(ge=1)] | None = None
    journal: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")] | None = None


class PresenceV1(Contract):
    """The last will, and the greeting: retained, so whoever subscribes knows."""

    topic: ClassVar[str] = "dongne/crosswalk/{unit}/presence"

    version: Literal[1] = 1
    unit: UnitName
    connected: bool
