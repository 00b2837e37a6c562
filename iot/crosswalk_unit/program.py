"""The program of a crosswalk unit: four loops that wait for nothing they do not own.

    look    frame, boxes, watch.see               as fast as the detector, on the newest frame
    light   watch.step, lamps, watchdogs          every 10 ms, whatever the others do
    tell    reports, shadows, site files, clips   four times a second
    and the threads of the source, the courier, the line and the jobs

A loop that meets something nobody foresaw ends the program with everything dark; systemd starts it again. What is
foreseen has a fault's name and does not end anything.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from city.contracts.crosswalk.devices import (
    FaultName,
    LampName,
    LampState,
    UnitFaultV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.kernel.clock import Clock
from city.kernel.errors import Rejected
from iot.crosswalk_unit.cloud_detection import DetectionFailed
from iot.crosswalk_unit.courier import Courier
from iot.crosswalk_unit.eyes import Eyes, OpenEyes, SignalEyes
from iot.crosswalk_unit.health import SLOWEST_MS, Health
from iot.crosswalk_unit.jobs import Jobs, ModelUnusable
from iot.crosswalk_unit.journal import Draft, Number
from iot.crosswalk_unit.lamp_driver import ChannelPlan, LampDriver, LampsUnreachable
from iot.crosswalk_unit.lamps import ALL_DARK
from iot.crosswalk_unit.link import Link
from iot.crosswalk_unit.pictures import (
    CLIP_AFTER_S,
    CLIP_BEFORE_S,
    Clips,
    PictureTooRich,
    Ring,
    blur,
    draw_boxes,
    encode_within,
)
from iot.crosswalk_unit.shadows import ConfigurationShadow, StateShadow
from iot.crosswalk_unit.signatures import CityKey
from iot.crosswalk_unit.site_store import SiteStore
from iot.crosswalk_unit.slots import Slots
from iot.crosswalk_unit.sources import Source
from iot.crosswalk_unit.statistics import Window
from iot.crosswalk_unit.tracking import Box
from iot.crosswalk_unit.watch import FaultChange, Frame, Incident, Watch
from iot.crosswalk_unit.watchdog import Watchdog

logger = logging.getLogger(__name__)

# A flash of 50 ms shown on a grid of 10 ms is off by a fifth at most.
STEP_S: Final = 0.01
CURRENTS_EVERY_S: Final = 0.25
TELL_EVERY_S: Final = 0.25
TELEMETRY_EVERY_S: Final = 60.0
# Lamps go on and off all day: a change is told at once if nothing was told for so long, else when that is over.
CHANGE_AT_MOST_EVERY_S: Final = 10.0
STATISTICS_EVERY_S: Final = 5.0
# A new site file waits for dark lamps, but not for ever.
SITE_WAITS_AT_MOST_S: Final = 60.0
# The loops' own heartbeats, for the watchdogs: a stuck loop is started anew by the box.
_STUCK_S: Final = 20.0
_FEED_EVERY_S: Final = 1.0
# Frames came and none could be looked at for so long: the detector has failed.
_BLIND_S: Final = 2.0
_RESTART_WANTED: Final = 75  # EX_TEMPFAIL: systemd starts the program again


@dataclass(frozen=True, slots=True)
class Parts:
    """What a unit is put together from."""

    unit: str
    software: str
    folder: Path
    link: Link
    courier: Courier
    store: SiteStore
    key: CityKey
    slots: Slots
    source: Source
    open_eyes: OpenEyes
    lamps: LampDriver
    clock: Clock
    monotonic_s: Callable[[], float]
    watchdogs: Sequence[Watchdog] = ()
    clock_synced: Callable[[], bool] = lambda: True
    # After a start the network's time takes a while; messages say meanwhile that it is not there.
    clock_may_take_s: float = 120.0
    drawing_above_ma: float = 20.0


@dataclass(slots=True)
class _Sight:
    """The last frame and what was found in it."""

    frame: Frame
    boxes: Sequence[Box]


@dataclass(slots=True)
class _Beats:
    """When each loop was last seen alive."""

    look_s: float
    light_s: float
    tell_s: float


@dataclass(slots=True)
class _Told:
    """What telemetry said last, and when."""

    at_s: float = float("-inf")
    lamp_state: LampState = "boot"
    faults: tuple[FaultName, ...] = ()


@dataclass(slots=True)
class _Pace:
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


class CrosswalkUnit:
    """Runs a unit until it is told to stop."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now_s = parts.monotonic_s()
        self._started_s = now_s
        self._stopping = threading.Event()
        self._exit_code = 0
        # Guards the watch, which two loops use; nobody holds it while waiting for anything.
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        self._signals: SignalEyes | None = None
        self._eyes: Eyes | None = None
        self._eyes_broken = ""
        self._saw_s = now_s
        self._last: _Sight | None = None
        self._looked = 0
        self._pace = _Pace()
        self._lamps_broken = False
        self._plan = ChannelPlan()
        self._currents_s = self._fed_s = float("-inf")
        self._currents: dict[LampName, float | None] = {}
        self._beats = _Beats(now_s, now_s, now_s)
        self._told = _Told()
        self._statistics_s = now_s
        self._new_site_s: float | None = None
        self._no_site_told = False
        self._ring = Ring()
        self._clips = Clips(parts.folder / "clips")
        # Incidents whose clip is written once its last seconds are over: journal, number, moment.
        self._clips_due: deque[tuple[str, int, float]] = deque(maxlen=Clips.MOST)
        self._configuration = ConfigurationShadow(
            parts.unit, parts.link, parts.store, parts.monotonic_s, self._on_new_site
        )
        self._state = StateShadow(parts.unit, parts.link, parts.monotonic_s)
        self._jobs = Jobs(
            parts.unit,
            parts.link,
            parts.slots,
            parts.key,
            self,
            parts.folder / "scratch",
            parts.monotonic_s,
            self._pause,
        )

    def _pause(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    # --- life ------------------------------------------------------------------------------------

    def run(self) -> int:
        """Until `stop`; the exit status: 0, or 75 when it wants to be started again."""
        self.take_up()
        loops = [
            threading.Thread(target=self._guard, args=(loop,), name=name, daemon=True)
            for name, loop in (("light", self._light), ("look", self._look), ("tell", self._tell))
        ]
        self._parts.source.start()
        for loop in loops:
            loop.start()
        self._parts.courier.start()
        self._parts.link.start()
        self._jobs.start()
        for watchdog in self._parts.watchdogs:
            watchdog.ready()
        self._stopping.wait()
        self._jobs.stop()
        for loop in loops:
            loop.join(timeout=10)
        self._parts.source.stop()
        # After a crash nobody knows what of it still holds together.
        self._guard(self._say_last)
        self._parts.courier.stop()
        self._parts.link.stop()
        for watchdog in self._parts.watchdogs:
            # A program that crashed leaves the box's watchdog armed.
            if self._exit_code in (0, _RESTART_WANTED):
                watchdog.close()
        return self._exit_code

    def take_up(self) -> None:
        """The site file in force, or darkness. What `run` begins with; tests call it and the rounds of the loops instead."""
        self._apply_site()

    def stop(self) -> None:
        self._stopping.set()

    def _guard(self, loop: Callable[[], None]) -> None:
        try:
            loop()
        except Exception:
            logger.exception("a loop of the unit ended")
            self._exit_code = 1
            self._stopping.set()

    # --- look ------------------------------------------------------------------------------------

    def _look(self) -> None:
        # Opening the model took its time; that is not yet blindness.
        self._saw_s = self._parts.monotonic_s()
        while not self._stopping.is_set():
            self.look_once()

    def look_once(self) -> None:
        """One round: waits half a second at most for the newest frame, and looks at it."""
        self._beats.look_s = self._parts.monotonic_s()
        frame = self._parts.source.next(timeout_s=0.5)
        if frame is None:
            return
        eyes, signals = self._eyes, self._signals
        with self._lock:
            if self._watch is not None:
                self._watch.frame_arrived(self._parts.monotonic_s())
        boxes = self._detect(eyes, frame)
        if boxes is None:
            return
        phase = signals.read(frame.picture, frame.taken_s) if signals is not None else "unknown"
        now_s = self._parts.monotonic_s()
        with self._lock:
            if self._watch is not None:
                self._watch.see(frame, boxes, phase, now_s)
        self._saw_s = now_s
        self._looked += 1
        self._pace.frames += 1
        self._pace.decisions_ms.append((self._parts.monotonic_s() - frame.taken_s) * 1000)
        self._last = _Sight(frame, boxes)
        self._ring.take(frame, boxes)

    def _detect(self, eyes: Eyes | None, frame: Frame) -> Sequence[Box] | None:
        """Boxes, or None if the frame could not be looked at."""
        if eyes is None:
            return None
        try:
            return eyes.detector.detect(frame.picture)
        except (DetectionFailed, Rejected) as refusal:
            logger.info("a frame was not looked at: %s", refusal)
        except Exception:  # a model may raise whatever its runtime does; the lamps go on, and the fault says it
            logger.exception("the detector failed")
        return None

    # --- light -----------------------------------------------------------------------------------

    def _light(self) -> None:
        due_s = self._parts.monotonic_s()
        try:
            while not self._stopping.is_set():
                self.light_once()
                due_s = max(due_s + STEP_S, self._parts.monotonic_s())
                self._stopping.wait(max(0.0, due_s - self._parts.monotonic_s()) or STEP_S / 10)
        finally:
            self._parts.lamps.close()

    def light_once(self) -> None:
        """One round: the watch decides, the lamps obey, and the watchdogs are fed while every loop lives."""
        now_s = self._parts.monotonic_s()
        self._beats.light_s = now_s
        faults = self._own_faults(now_s)
        fresh = now_s - self._currents_s >= CURRENTS_EVERY_S
        if fresh:
            self._currents_s = now_s
            self._read_currents()
        with self._lock:
            watch = self._watch
            outputs = watch.step(now_s, self._currents if fresh else None, faults) if watch else ALL_DARK
        try:
            self._parts.lamps.show(self._plan.channels_of(outputs, now_s), outputs.brightness)
            self._lamps_broken = False
        except LampsUnreachable as error:
            if not self._lamps_broken:
                logger.warning("the lamps do not obey: %s", error)
            self._lamps_broken = True
        if now_s - self._fed_s >= _FEED_EVERY_S and self._all_loops_live(now_s):
            self._fed_s = now_s
            for watchdog in self._parts.watchdogs:
                watchdog.feed()

    def _read_currents(self) -> None:
        try:
            self._currents = dict(self._parts.lamps.currents())
        except LampsUnreachable:
            self._currents = {}

    def _own_faults(self, now_s: float) -> frozenset[FaultName]:
        """What only the program can know."""
        faults: set[FaultName] = set()
        source_frames = self._parts.source.frames
        if self._eyes is None or (source_frames and now_s - self._saw_s > _BLIND_S and self._camera_sends(now_s)):
            faults.add("detector_failed")
        if self._pace.p95_ms > SLOWEST_MS:
            faults.add("detector_slow")
        if self._lamps_broken:
            faults.add("lamp_stuck_off")
        if self._parts.courier.full:
            faults.add("journal_full")
        if now_s - self._started_s >= self._parts.clock_may_take_s and not self._parts.clock_synced():
            faults.add("clock_lost")
        return frozenset(faults)

    def _camera_sends(self, now_s: float) -> bool:
        """Whether frames come: else it is the camera's fault and not the detector's."""
        return now_s - self._parts.source.newest_s < _BLIND_S

    def _all_loops_live(self, now_s: float) -> bool:
        return now_s - self._beats.look_s < _STUCK_S and now_s - self._beats.tell_s < _STUCK_S

    # --- tell ------------------------------------------------------------------------------------

    def _tell(self) -> None:
        while not self._stopping.is_set():
            self.tell_once()
            self._stopping.wait(TELL_EVERY_S)

    def tell_once(self) -> None:
        """One round: what changed goes to the courier and the shadows; clips that are over are written."""
        now_s = self._parts.monotonic_s()
        self._beats.tell_s = now_s
        self._pace.reckon()
        self._configuration.tick()
        self._apply_site_when_dark(now_s)
        with self._lock:
            watch = self._watch
            changes = watch.take_fault_changes() if watch else ()
            incidents = watch.take_incidents() if watch else ()
        drafts = [self._fault(change) for change in changes]
        drafts += [self._incident(incident) for incident in incidents]
        if now_s - self._statistics_s >= STATISTICS_EVERY_S:
            self._statistics_s = now_s
            drafts += self._statistics(now_s, final=False)
        drafts += self._telemetry(now_s)
        if drafts:
            self._parts.courier.tell(drafts)
        self._state.report(self._state_now())
        self._write_clips(now_s)

    def _say_last(self) -> None:
        """What would be lost with the program: the begun five minutes."""
        self._parts.courier.tell(self._statistics(self._parts.monotonic_s(), final=True))

    def _wall(self, at_s: float) -> datetime:
        """The wall clock at a moment of the monotonic one."""
        return self._parts.clock.now() - timedelta(seconds=self._parts.monotonic_s() - at_s)

    def _fault(self, change: FaultChange) -> Draft:
        at, synced = self._wall(change.at_s), self._parts.clock_synced()

        def draft(number: Number) -> UnitFaultV1:
            return UnitFaultV1(
                unit=number.unit,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                clock_synced=synced,
                fault=change.fault,
                raised=change.raised,
                lamp=change.lamp,
            )

        return draft

    def _incident(self, incident: Incident) -> Draft:
        at, synced = self._wall(incident.at_s), self._parts.clock_synced()

        def draft(number: Number) -> UnitIncidentV1:
            self._clips_due.append((number.journal, number.sequence, incident.at_s))
            return UnitIncidentV1(
                unit=number.unit,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                clock_synced=synced,
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
                clip_kept=self._ring.newest_s() > incident.at_s - CLIP_BEFORE_S,
            )

        return draft

    def _statistics(self, now_s: float, *, final: bool) -> list[Draft]:
        with self._lock:
            windows = self._watch.statistics.take(now_s, self._parts.clock.now(), final=final) if self._watch else ()
        return [self._window(window) for window in windows]

    def _window(self, window: Window) -> Draft:
        at, synced = self._parts.clock.now(), self._parts.clock_synced()

        def draft(number: Number) -> UnitStatisticsV1:
            return UnitStatisticsV1(
                unit=number.unit,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                clock_synced=synced,
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

    def _telemetry(self, now_s: float) -> list[Draft]:
        """One message when a minute is over, or when something changed and the last word was not just now."""
        state, faults = self._lamp_state(), self._faults()
        since_s = now_s - self._told.at_s
        changed = (state, faults) != (self._told.lamp_state, self._told.faults)
        if since_s < TELEMETRY_EVERY_S and not (changed and since_s >= CHANGE_AT_MOST_EVERY_S):
            return []
        if changed:
            logger.info("lamps %s%s", state, f", {', '.join(faults)}" if faults else "")
        because = "change" if since_s < TELEMETRY_EVERY_S else "period"
        self._told = _Told(now_s, state, faults)
        at, synced = self._wall(now_s), self._parts.clock_synced()
        watch, source = self._watch, self._parts.source
        frames, missed = self._pace.frames, source.frames_missed - self._pace.missed_before
        self._pace.frames, self._pace.missed_before = 0, source.frames_missed
        lamps = watch.lamp_health if watch else ()
        waiting = self._parts.courier.waiting

        def draft(number: Number) -> UnitTelemetryV1:
            return UnitTelemetryV1(
                unit=number.unit,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                clock_synced=synced,
                because=because,
                lamp_state=state,
                faults=faults,
                lamps=lamps,
                signal_phase=watch.signal if watch else "unknown",
                night=watch.night if watch else False,
                light_level=watch.light_level if watch else 0.0,
                frames=frames,
                frames_missed=missed,
                low_score_share=watch.low_score_share if watch else 0.0,
                decision_ms_p95=min(60_000.0, self._pace.p95_ms),
                detection=self._eyes.detection() if self._eyes else "edge",
                model=self._model_name(),
                software=self._parts.software,
                site_revision=watch.site.revision if watch else 0,
                journal_waiting=min(1_000_000, waiting),
                uptime_s=now_s - self._started_s,
            )

        return [draft]

    def _state_now(self) -> UnitShadowStateV1:
        watch = self._watch
        return UnitShadowStateV1(
            lamp_state=self._lamp_state(),
            faults=self._faults(),
            night=watch.night if watch else False,
            detection=self._eyes.detection() if self._eyes else "edge",
            model=self._model_name(),
            software=self._parts.software,
            site_revision=watch.site.revision if watch else 0,
            at=self._parts.clock.now(),
        )

    def _lamp_state(self) -> LampState:
        return self._watch.lamp_state if self._watch else "fault_dark"

    def _faults(self) -> tuple[FaultName, ...]:
        if self._watch is not None:
            return self._watch.faults
        return tuple(sorted({"no_configuration", *self._own_faults(self._parts.monotonic_s())}))

    def _model_name(self) -> str:
        return self._eyes.detector.name[:40] if self._eyes else ""

    # --- the site file ---------------------------------------------------------------------------

    def _on_new_site(self) -> None:
        self._new_site_s = self._parts.monotonic_s()

    def _apply_site_when_dark(self, now_s: float) -> None:
        if self._new_site_s is None:
            return
        watch = self._watch
        if watch is None or not watch.lit or now_s - self._new_site_s >= SITE_WAITS_AT_MOST_S:
            self._new_site_s = None
            self._apply_site()

    def _apply_site(self) -> None:
        """A new watch over the site in force; without one, dark, and the fault says why."""
        site, now_s = self._parts.store.site, self._parts.monotonic_s()
        self._open_eyes()
        if site is None:
            if not self._no_site_told:
                self._no_site_told = True
                self._parts.courier.tell([self._fault(FaultChange("no_configuration", raised=True, at_s=now_s))])
            return
        self._signals = SignalEyes(site) if site.signals else None
        self._begin_watch(site)
        if self._no_site_told:
            self._no_site_told = False
            self._parts.courier.tell([self._fault(FaultChange("no_configuration", raised=False, at_s=now_s))])
        logger.info("site file %d is in force", site.revision)

    def _begin_watch(self, site: CrosswalkSiteV1) -> None:
        """What the watch before knew is told; what was wrong under it is found again, if it still is."""
        now_s = self._parts.monotonic_s()
        drafts = self._statistics(now_s, final=True)
        watch = Watch(
            site,
            started_s=now_s,
            thresholds=self._eyes.thresholds if self._eyes else 0.3,
            drawing_above_ma=self._parts.drawing_above_ma,
        )
        with self._lock:
            before, self._watch = self._watch, watch
        if before is not None:
            left_over = before.take_fault_changes()
            ended = [FaultChange(fault, raised=False, at_s=now_s) for fault in before.faults]
            drafts += [self._fault(change) for change in (*left_over, *ended)]
            drafts += [self._incident(incident) for incident in before.take_incidents()]
        if drafts:
            self._parts.courier.tell(drafts)

    def _open_eyes(self) -> None:
        try:
            self._eyes, self._eyes_broken = self._parts.open_eyes(self._parts.store.site), ""
        except ModelUnusable as error:
            self._eyes, self._eyes_broken = None, str(error)
            logger.error("no detector: %s", error)  # noqa: TRY400  # the sentence says all

    # --- clips -----------------------------------------------------------------------------------

    def _write_clips(self, now_s: float) -> None:
        while self._clips_due and now_s - self._clips_due[0][2] > CLIP_AFTER_S:
            journal, sequence, at_s = self._clips_due.popleft()
            try:
                self._clips.keep(journal, sequence, self._ring.between(at_s - CLIP_BEFORE_S, at_s + CLIP_AFTER_S))
            except OSError as error:
                logger.warning("the clip of incident %d is not kept: %s", sequence, error)

    # --- what jobs ask of us ---------------------------------------------------------------------

    def health(self) -> Health:
        now_s = self._parts.monotonic_s()
        faults = frozenset(self._faults()) - {"journal_full", "clock_lost"}
        return Health(now_s, self._looked, self._pace.p95_ms, frozenset(map(str, faults)))

    def load_model(self) -> None:
        """Raises ModelUnusable."""
        self._eyes, self._eyes_broken = self._parts.open_eyes(self._parts.store.site), ""
        self._pace.forget()
        watch = self._watch
        if watch is not None:
            self._begin_watch(watch.site)

    def restart(self) -> None:
        self._exit_code = _RESTART_WANTED
        self._stopping.set()

    def last_picture(self) -> bytes | None:
        last = self._last
        if last is None:
            return None
        try:
            return encode_within(draw_boxes(blur(last.frame.picture, last.boxes), last.boxes))
        except PictureTooRich:
            return None

    def clip(self, journal: str, sequence: int) -> bytes | None:
        return self._clips.find(journal, sequence)
