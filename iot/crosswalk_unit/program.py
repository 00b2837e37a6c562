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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from city.contracts.crosswalk.devices import FaultName, LampState
from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.kernel.errors import Rejected
from iot.crosswalk_unit.lamps.display import ALL_DARK
from iot.crosswalk_unit.lamps.driven_lamps import DrivenLamps
from iot.crosswalk_unit.parts import Parts
from iot.crosswalk_unit.profile import HEALTH_LIMITS, UnitDraft, follow_configuration, report_state
from iot.crosswalk_unit.reporter import Pace, Reporter
from iot.crosswalk_unit.reports import ReportedState, shadow_state
from iot.crosswalk_unit.sight.cloud_detection import DetectionFailed
from iot.crosswalk_unit.sight.detection_setup import DetectionSetup, ModelUnusable, SignalReader
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.kept_pictures import KeptPictures
from iot.crosswalk_unit.sight.tracking import DetectedBox
from iot.crosswalk_unit.unit_jobs import make_jobs
from iot.crosswalk_unit.watch.watch import FaultChange, Watch
from iot.device.jobs.health import Health

logger = logging.getLogger(__name__)

# A flash of 50 ms shown on a grid of 10 ms is off by a fifth at most.
STEP_S: Final = 0.01
TELL_EVERY_S: Final = 0.25
STATISTICS_EVERY_S: Final = 5.0
# A new site file waits for dark lamps, but not for ever.
SITE_WAITS_AT_MOST_S: Final = 60.0
# The loops' own heartbeats, for the watchdogs: a stuck loop is started anew by the box.
_STUCK_S: Final = 20.0
_FEED_EVERY_S: Final = 1.0
# Frames came and none could be looked at for so long: the detector has failed.
_BLIND_S: Final = 2.0
_RESTART_WANTED: Final = 75  # EX_TEMPFAIL: systemd starts the program again


@dataclass(slots=True)
class _Beats:
    """When each loop was last seen alive."""

    look_s: float
    light_s: float
    tell_s: float


class CrosswalkUnit:
    """Runs a unit until `stop`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now_s = parts.monotonic_s()
        self._started_s = now_s
        self._stopping = threading.Event()
        self._exit_code = 0
        # Guards the watch, which two loops use; nobody holds it while waiting for anything.
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        self._signals: SignalReader | None = None
        self._detection: DetectionSetup | None = None
        self._detection_broken = ""
        self._saw_s = now_s
        self._looked = 0
        self._pace = Pace()
        self._lamps = DrivenLamps(parts.lamps)
        self._fed_s = float("-inf")
        self._beats = _Beats(now_s, now_s, now_s)
        self._statistics_s = now_s
        self._new_site_s: float | None = None
        self._no_site_reported = False
        self._pictures = KeptPictures(parts.folder / "clips")
        self._reporter = Reporter(parts, self._pictures, self._pace)
        self._configuration = follow_configuration(
            unit=parts.unit,
            link=parts.link,
            store=parts.store,
            monotonic_s=parts.monotonic_s,
            changed=self._on_new_site,
        )
        self._state = report_state(parts.unit, parts.link, parts.monotonic_s)
        self._jobs = make_jobs(
            unit=parts.unit,
            link=parts.link,
            slots=parts.slots,
            key=parts.key,
            running=self,
            scratch=parts.folder / "scratch",
            monotonic_s=parts.monotonic_s,
            pause=self._pause,
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
        setup, signals = self._detection, self._signals
        with self._lock:
            if self._watch is not None:
                self._watch.frame_arrived(self._parts.monotonic_s())
        boxes = self._detect(setup, frame)
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
        self._pictures.take(frame, boxes)

    def _detect(self, setup: DetectionSetup | None, frame: Frame) -> Sequence[DetectedBox] | None:
        """Boxes, or None if the frame could not be looked at."""
        if setup is None:
            return None
        try:
            return setup.detector.detect(frame.picture)
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
            self._lamps.close()

    def light_once(self) -> None:
        """One round: the watch decides, the lamps obey, and the watchdogs are fed while every loop lives."""
        now_s = self._parts.monotonic_s()
        self._beats.light_s = now_s
        faults = self._own_faults(now_s)
        currents = self._lamps.measure(now_s)
        with self._lock:
            watch = self._watch
            outputs = watch.step(now_s, currents, faults) if watch else ALL_DARK
        self._lamps.show(outputs, now_s)
        if now_s - self._fed_s >= _FEED_EVERY_S and self._all_loops_live(now_s):
            self._fed_s = now_s
            for watchdog in self._parts.watchdogs:
                watchdog.feed()

    def _own_faults(self, now_s: float) -> frozenset[FaultName]:
        """What only the program can know."""
        faults: set[FaultName] = set()
        source_frames = self._parts.source.frames
        if self._detection is None or (source_frames and now_s - self._saw_s > _BLIND_S and self._camera_sends(now_s)):
            faults.add("detector_failed")
        if self._pace.p95_ms > HEALTH_LIMITS.slowest_ms:
            faults.add("detector_slow")
        if self._lamps.unreachable:
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
        drafts = [self._reporter.fault(change) for change in changes]
        drafts += [self._reporter.incident(incident) for incident in incidents]
        if now_s - self._statistics_s >= STATISTICS_EVERY_S:
            self._statistics_s = now_s
            drafts += self._statistics(now_s, final=False)
        state = self._state_now()
        drafts += self._reporter.telemetry(now_s, state, self._watch)
        if drafts:
            self._parts.courier.tell(drafts)
        self._state.report(shadow_state(state, self._parts.clock.now()), urgent=state.faults)
        self._pictures.write_due(now_s)

    def _say_last(self) -> None:
        """What would be lost with the program: the begun five minutes."""
        self._parts.courier.tell(self._statistics(self._parts.monotonic_s(), final=True))

    def _statistics(self, now_s: float, *, final: bool) -> list[UnitDraft]:
        with self._lock:
            windows = self._watch.statistics.take(now_s, self._parts.clock.now(), final=final) if self._watch else ()
        return self._reporter.statistics(windows)

    def _state_now(self) -> ReportedState:
        watch = self._watch
        return ReportedState(
            lamp_state=self._lamp_state(),
            faults=self._faults(),
            night=watch.night if watch else False,
            detection=self._detection.detection() if self._detection else "edge",
            model=self._detection.detector.name[:40] if self._detection else "",
            software=self._parts.software,
            site_revision=watch.site.revision if watch else 0,
        )

    def _lamp_state(self) -> LampState:
        return self._watch.lamp_state if self._watch else "fault_dark"

    def _faults(self) -> tuple[FaultName, ...]:
        if self._watch is not None:
            return self._watch.faults
        return tuple(sorted({"no_configuration", *self._own_faults(self._parts.monotonic_s())}))

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
        self._open_detection()
        if site is None:
            if not self._no_site_reported:
                self._no_site_reported = True
                self._parts.courier.tell(
                    [self._reporter.fault(FaultChange("no_configuration", raised=True, at_s=now_s))]
                )
            return
        self._signals = SignalReader(site) if site.signals else None
        self._begin_watch(site)
        if self._no_site_reported:
            self._no_site_reported = False
            self._parts.courier.tell([self._reporter.fault(FaultChange("no_configuration", raised=False, at_s=now_s))])
        logger.info("site file %d is in force", site.revision)

    def _begin_watch(self, site: CrosswalkSiteV1) -> None:
        """What the watch before knew is reported; what was wrong under it is found again, if it still is."""
        now_s = self._parts.monotonic_s()
        drafts = self._statistics(now_s, final=True)
        watch = Watch(
            site,
            started_s=now_s,
            thresholds=self._detection.thresholds if self._detection else 0.3,
            drawing_above_ma=self._parts.drawing_above_ma,
        )
        with self._lock:
            before, self._watch = self._watch, watch
        if before is not None:
            left_over = before.take_fault_changes()
            ended = [FaultChange(fault, raised=False, at_s=now_s) for fault in before.faults]
            drafts += [self._reporter.fault(change) for change in (*left_over, *ended)]
            drafts += [self._reporter.incident(incident) for incident in before.take_incidents()]
        if drafts:
            self._parts.courier.tell(drafts)

    def _open_detection(self) -> None:
        try:
            self._detection, self._detection_broken = self._parts.open_detection(self._parts.store.site), ""
        except ModelUnusable as error:
            self._detection, self._detection_broken = None, str(error)
            logger.error("no detector: %s", error)  # noqa: TRY400  # the sentence says all

    # --- what jobs ask of us ---------------------------------------------------------------------

    def health(self) -> Health:
        now_s = self._parts.monotonic_s()
        faults = frozenset(self._faults()) - {"journal_full", "clock_lost"}
        return Health(now_s, self._looked, self._pace.p95_ms, frozenset(map(str, faults)))

    def load(self, part: str) -> None:  # noqa: ARG002  # a unit has one part besides its software
        """Looks with the model in the slot that counts. Raises ModelUnusable."""
        self._detection, self._detection_broken = self._parts.open_detection(self._parts.store.site), ""
        self._pace.forget()
        watch = self._watch
        if watch is not None:
            self._begin_watch(watch.site)

    def restart(self) -> None:
        self._exit_code = _RESTART_WANTED
        self._stopping.set()

    def last_picture(self) -> bytes | None:
        return self._pictures.last_picture()

    def clip(self, journal: str, sequence: int) -> bytes | None:
        return self._pictures.find_clip(journal, sequence)
