"""The heart of a crosswalk unit: frames and boxes in, lamps, incidents and statistics out. Pure: time is an argument.

The program calls `see` for every frame whose boxes it has, `step` every 50 ms or oftener whatever happens, and collects
what there is to tell. Seconds are of one monotonic clock, which the camera's moments share.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from city.contracts.crosswalk.devices import FaultName, LampHealthV1, LampName, LampState, SignalPhase
from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.crosswalk_unit.lamps.controller import LampController
from iot.crosswalk_unit.lamps.display import Outputs
from iot.crosswalk_unit.lamps.lamp_health import LampCurrents, Night
from iot.crosswalk_unit.lamps.rules import BOOT_S, LAMPS, LIT, RECOVERY_S, WATCHDOG_S, LampRules, Situation
from iot.crosswalk_unit.sight.camera_health import CameraHealth
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.road import RoadUser, RoadView
from iot.crosswalk_unit.sight.tracking import LOW_SCORE_SHARE_OF_THRESHOLD, DetectedBox, Kind, Tracker
from iot.crosswalk_unit.watch.conflicts import ConflictWatch, Incident
from iot.crosswalk_unit.watch.passages import Passages
from iot.crosswalk_unit.watch.statistics import Counter, CrossingStatistics

# Somebody not seen for longer than this is expected, not present. Never less than three frames at the site's rate.
PRESENT_S = 0.4
# A picture older than this when its boxes come tells of the past: the watchdog does not take it for sight.
STALE_S = 1.5
# A vehicle that will be at the crossing this soon is coming.
COMING_WITHIN_S = 5.0
# Of so many frames the share of low scores is taken: a minute at 10 a second.
_SCORED_FRAMES = 600

_COUNTERS: Mapping[str, Counter] = {
    "conflict": "conflicts",
    "stop_line": "stop_line_violations",
    "not_yielding": "not_yielding",
    "jaywalking": "jaywalking",
}


@dataclass(frozen=True, slots=True)
class FrameSummary:
    """What a frame showed."""

    users: tuple[RoadUser, ...] = ()
    waiting: int = 0
    crossing: int = 0
    vehicle_coming: bool = False

    @property
    def anybody(self) -> bool:
        return self.waiting + self.crossing > 0


@dataclass(frozen=True, slots=True)
class FaultChange:
    """A fault began or ended; with the lamp, for a lamp's."""

    fault: FaultName
    raised: bool
    at_s: float
    lamp: LampName | None = None


class Watch:
    """One crossing, watched.

    `thresholds` are the detector's working thresholds, for all kinds or by kind. Let the detector hand over boxes from a
    third of them on: the doubtful ones keep tracks alive and tell how well the model sees, and never begin anything.
    """

    def __init__(
        self,
        site: CrosswalkSiteV1,
        *,
        started_s: float,
        thresholds: float | Mapping[Kind, float] = 0.3,
        drawing_above_ma: float = 20.0,
    ) -> None:
        self.site = site
        self._thresholds: Mapping[Kind, float] = (
            thresholds
            if isinstance(thresholds, Mapping)
            else {"person": thresholds, "bicycle": thresholds, "vehicle": thresholds}
        )
        self._started_s = started_s
        self._present_s = max(PRESENT_S, 3 / site.frames_per_second)
        self.road = RoadView(site)
        self.statistics = CrossingStatistics(started_s)
        self._tracker = Tracker(self._thresholds)
        self._conflicts = ConflictWatch(self.road)
        self._passages = Passages(site)
        self._camera = CameraHealth()
        self._night = Night(site.lamps.night_below)
        self._controller = LampController(LampRules.of(site), started_s)
        self._currents = LampCurrents(drawing_above_ma)
        self._situation = Situation()
        self._called: set[int] = set()
        self._seen = FrameSummary()
        self._taken_s: float | None = None
        self._arrived_s: float | None = None
        self._camera_lost = False
        self._back_since_s: float | None = None
        self._readings: Mapping[LampName, float | None] = {}
        self._extra: frozenset[FaultName] = frozenset()
        self._reported_faults: dict[tuple[FaultName, LampName | None], None] = {}
        self._changes: list[FaultChange] = []
        self._incidents: list[Incident] = []
        self._scores: deque[tuple[int, int]] = deque(maxlen=_SCORED_FRAMES)

    def frame_arrived(self, now_s: float) -> None:
        """The camera sent a frame; call it before detection, and a slow detector is not taken for a lost camera."""
        self._arrived_s = now_s

    def see(self, frame: Frame, boxes: Sequence[DetectedBox], signal: SignalPhase, now_s: float) -> FrameSummary:
        """Takes a processed frame. `signal` is what the pedestrians' head shows, "unknown" where there is none."""
        self._camera.see(frame.picture, frame.taken_s, night=self._night.is_night)
        self.see_light(self._camera.light_level, now_s)
        return self.follow(boxes, frame.size, taken_s=frame.taken_s, signal=signal, now_s=now_s)

    def see_light(self, light_level: float, now_s: float) -> None:
        """Takes the light of a frame, 0 black .. 1 white. `see` does it."""
        night = self._night.see(light_level, now_s)
        self.statistics.set_level("night", float(night), now_s)

    def follow(
        self, boxes: Sequence[DetectedBox], size: tuple[int, int], *, taken_s: float, signal: SignalPhase, now_s: float
    ) -> FrameSummary:
        """`see` without the picture: takes the boxes found in a frame of `size` (width, height).

        A frame no newer than the last is no sight of anything, and neither keeps the watchdog quiet.
        """
        if self._taken_s is not None and taken_s <= self._taken_s:
            return self._seen
        self._taken_s, self._arrived_s = taken_s, now_s
        self._score(boxes)
        users = self.road.place(self._tracker.take(boxes, taken_s), size, taken_s)
        present = [user for user in users if taken_s - user.seen_s <= self._present_s]
        people = [user for user in present if _is_somebody(user)]
        crossing = sum(user.crossing for user in people)
        waiting = sum(user.waiting or user.stepping_up for user in people)
        coming = any(self._is_coming(user) for user in present)
        self._situation = replace(
            self._situation,
            waiting=waiting > 0,
            crossing=crossing > 0,
            sightings=self._situation.sightings + self._newcomers(people, users),
            vehicle_coming=coming,
            signal=signal,
            frame_s=now_s if now_s - taken_s <= STALE_S else self._situation.frame_s,
        )
        self.statistics.set_level("waiting", sum(user.waiting for user in people), now_s)
        self._passages.see(users, self.statistics, now_s)
        for incident in self._conflicts.see(users, signal, taken_s, lit=self.lit, night=self.night):
            self._incidents.append(incident)
            self.statistics.count(_COUNTERS[incident.kind], now_s)
        self._seen = FrameSummary(tuple(users), waiting, crossing, coming)
        return self._seen

    def step(
        self,
        now_s: float,
        lamp_currents: Mapping[LampName, float | None] | None = None,
        extra_faults: frozenset[FaultName] = frozenset(),
    ) -> Outputs:
        """What the lamps show now. `extra_faults` are those that only the program can know, as they stand."""
        self._extra = extra_faults
        self._look_for_camera(now_s)
        situation = replace(self._situation, night=self.night, faults=self._outer_faults())
        outputs = self._controller.step(now_s, situation)
        if not self._controller.core.watchdog:
            self._camera_lost = False
        if lamp_currents is not None:
            self._readings = lamp_currents
            self._currents.see(self._controller.display, lamp_currents, now_s)
        self.statistics.set_level("lit", float(self.lit), now_s)
        self._note_changes(now_s)
        return outputs

    @property
    def lamp_state(self) -> LampState:
        return self._controller.state

    @property
    def lit(self) -> bool:
        return self._controller.state in LIT

    @property
    def night(self) -> bool:
        return self._night.is_night

    @property
    def light_level(self) -> float:
        """Mean of the last picture, 0 black .. 1 white."""
        return self._camera.light_level

    @property
    def signal(self) -> SignalPhase:
        return self._situation.signal

    @property
    def faults(self) -> tuple[FaultName, ...]:
        """What is wrong as of the last step, in alphabetical order."""
        return tuple(sorted({fault for fault, _ in self._reported_faults}))

    @property
    def lamp_health(self) -> tuple[LampHealthV1, ...]:
        """How every fitted lamp is."""
        display, broken = self._controller.display, self._currents.faults
        running = {
            "sign": display.sign,
            "road_panels": display.road_panels,
            "stop_line_bar": display.stop_line_bar,
            "floor_signal": display.floor_signal,
            "voice": display.voice,
        }
        fitted = self._controller.rules.fitted
        return tuple(
            LampHealthV1(
                name=name,
                lit=running[name].pattern.name != "dark",
                current_ma=self._readings.get(name),
                fault=broken.get(name),
            )
            for name in LAMPS
            if name in fitted
        )

    @property
    def low_score_share(self) -> float:
        """Of the detections of the last minute, the share below the working threshold."""
        low, every = (sum(column) for column in zip(*self._scores, strict=True)) if self._scores else (0, 0)
        return low / every if every else 0.0

    def take_incidents(self) -> tuple[Incident, ...]:
        """Those since the last call, oldest first."""
        taken, self._incidents = tuple(self._incidents), []
        return taken

    def take_fault_changes(self) -> tuple[FaultChange, ...]:
        """Those since the last call, oldest first."""
        taken, self._changes = tuple(self._changes), []
        return taken

    def _score(self, boxes: Sequence[DetectedBox]) -> None:
        shares = [box.score / self._thresholds[box.kind] for box in boxes]
        counted = [share for share in shares if share >= LOW_SCORE_SHARE_OF_THRESHOLD]
        self._scores.append((sum(share < 1 for share in counted), len(counted)))

    def _newcomers(self, people: Sequence[RoadUser], users: Sequence[RoadUser]) -> int:
        calling = {user.number for user in people if user.waiting or user.crossing or user.stepping_up}
        new = len(calling - self._called)
        self._called = (self._called | calling) & {user.number for user in users}
        return new

    def _is_coming(self, user: RoadUser) -> bool:
        if user.kind != "vehicle" or user.crossing:
            return False
        until_s = self.road.time_to_crossing_s(user)
        return until_s is not None and until_s <= COMING_WITHIN_S

    def _look_for_camera(self, now_s: float) -> None:
        silent_s = now_s - (self._started_s if self._arrived_s is None else self._arrived_s)
        limit_s = BOOT_S if self._arrived_s is None else WATCHDOG_S
        if silent_s > limit_s:
            self._camera_lost, self._back_since_s = True, None
        elif self._camera_lost:
            self._back_since_s = now_s if self._back_since_s is None else self._back_since_s
            # It ends together with the watchdog's fault; unless frames come, and are of no use.
            if now_s - self._back_since_s >= 2 * RECOVERY_S:
                self._camera_lost = False

    def _outer_faults(self) -> frozenset[FaultName]:
        """All but the controller's own."""
        found: frozenset[FaultName] = self._camera.faults | self._extra
        return found | {"camera_lost"} if self._camera_lost else found

    def _note_changes(self, now_s: float) -> None:
        named = self._outer_faults() | self._controller.core.faults
        if self._camera_lost:
            named -= {"watchdog"}  # one reason is enough
        now: dict[tuple[FaultName, LampName | None], None] = {(fault, None): None for fault in sorted(named)}
        now |= {(fault, lamp): None for lamp, fault in self._currents.faults.items()}
        self._changes += [
            FaultChange(f, raised=False, at_s=now_s, lamp=lamp)
            for f, lamp in self._reported_faults
            if (f, lamp) not in now
        ]
        self._changes += [
            FaultChange(f, raised=True, at_s=now_s, lamp=lamp)
            for f, lamp in now
            if (f, lamp) not in self._reported_faults
        ]
        self._reported_faults = now


def _is_somebody(user: RoadUser) -> bool:
    """Whether the lamps are for them: people on foot, and bicycles that move. A parked bicycle waits for nobody."""
    if user.kind == "person":
        return user.carried_by != "vehicle"
    return user.kind == "bicycle" and user.speed_m_s is not None and not user.standing
