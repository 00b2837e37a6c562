"""Plays a drawn scene through the heart of a unit on a simulated camera clock, and measures what the lamps did."""

from collections.abc import Callable
from dataclasses import dataclass, field

from iot.crosswalk_unit.conflicts import Incident
from iot.crosswalk_unit.statistics import Window
from iot.crosswalk_unit.watch import Frame, Watch
from iot.simulators.drawn_scene import Crossing, DrawnScene
from iot.simulators.scripted_detector import DrawnBox, Rates, ScriptedDetector

# A program steps twice as often; what that is worth is tested by itself.
STEP_S = 0.1
# From shutter to boxes: what a one-thread YOLOX-nano may take at most (70 ms), rounded up to the step that notices.
DETECTION_S = 0.07


@dataclass(slots=True)
class Played:
    """What happened. Shares are of the seconds of the scene."""

    crossings: tuple[Crossing, ...] = ()
    lit: list[tuple[float, bool]] = field(default_factory=list)
    late: list[Crossing] = field(default_factory=list)
    # By how much the lamps were lit before each crossing began.
    lead_s: list[float] = field(default_factory=list)
    lit_s: float = 0.0
    # Nobody was near a zone, nor had been for a hold time: light that nothing asked for.
    unowed_s: float = 0.0
    lit_unowed_s: float = 0.0
    # Nobody near at the moment, the hold time after somebody included.
    lit_alone_s: float = 0.0
    dark_on_crossing_s: float = 0.0
    lasts_s: float = 0.0
    incidents: tuple[Incident, ...] = ()
    windows: tuple[Window, ...] = ()

    def __iadd__(self, other: "Played") -> "Played":
        self.crossings += other.crossings
        self.late += other.late
        self.lead_s += other.lead_s
        for name in ("lit_s", "unowed_s", "lit_unowed_s", "lit_alone_s", "dark_on_crossing_s", "lasts_s"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.incidents += other.incidents
        return self

    @property
    def in_time(self) -> float:
        return 1 - len(self.late) / len(self.crossings)

    @property
    def lit_unowed(self) -> float:
        return self.lit_unowed_s / self.lasts_s


def play(
    scene: DrawnScene,
    rates: Rates,
    seed: int,
    *,
    frames_a_second: float = 10.0,
    with_pictures: bool = False,
    detection_s: float = DETECTION_S,
    on_step: Callable[[float, Watch], None] | None = None,
) -> Played:
    watch = Watch(scene.site, started_s=0.0, thresholds=rates.threshold)
    detector = ScriptedDetector(scene, rates, seed)
    done = Played(crossings=scene.crossings, lasts_s=scene.lasts_s)
    near, near_s = False, -1e9
    waiting_frame: tuple[float, list[DrawnBox]] | None = None
    frame = 0
    for step in range(int(scene.lasts_s / STEP_S)):
        now_s = step * STEP_S
        if frame / frames_a_second <= now_s and waiting_frame is None:
            waiting_frame = frame / frames_a_second, detector.boxes_at(frame / frames_a_second)
            frame += 1
        if waiting_frame is not None and now_s >= waiting_frame[0] + detection_s:
            taken_s, boxes = waiting_frame
            waiting_frame = None
            if with_pictures:
                watch.see(Frame(scene.draw(taken_s), taken_s), boxes, "unknown", now_s)
            else:
                watch.see_light(0.07 if scene.night else 0.45, now_s)
                watch.follow(boxes, scene.size, taken_s, "unknown", now_s)
        watch.step(now_s)
        if on_step:
            on_step(now_s, watch)
        if step % 2 == 0:  # people are slow
            near = scene.is_anybody_near(now_s)
        near_s = now_s if near else near_s
        # Votes and tracks may believe in somebody who left for a moment longer, and the step that notices comes last.
        owed = now_s - near_s <= scene.site.hold_s + 0.5
        done.lit.append((now_s, watch.lit))
        done.lit_s += STEP_S * watch.lit
        done.unowed_s += STEP_S * (not owed)
        done.lit_unowed_s += STEP_S * (watch.lit and not owed)
        done.lit_alone_s += STEP_S * (watch.lit and not near)
        if not watch.lit and any(crossing.starts_s <= now_s <= crossing.ends_s for crossing in scene.crossings):
            done.dark_on_crossing_s += STEP_S
    for crossing in scene.crossings:
        index = min(int(crossing.starts_s / STEP_S), len(done.lit) - 1)
        dark_s = next((at_s for at_s, lit in reversed(done.lit[: index + 1]) if not lit), 0.0)
        done.lead_s.append(crossing.starts_s - dark_s - STEP_S)
        if not done.lit[index][1]:
            done.late.append(crossing)
    done.incidents = watch.take_incidents()
    return done
