"""Plays a drawn scene through the heart of a unit on a simulated camera clock, and measures what the lamps did."""

from collections.abc import Callable
from dataclasses import dataclass, field

from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.watch.conflicts import Incident
from iot.crosswalk_unit.watch.statistics import Window
from iot.crosswalk_unit.watch.watch import Watch
from iot.simulators.drawn_scene import DrawnScene
from iot.simulators.scripted_detector import DrawnBox, Rates, ScriptedDetector
from iot.simulators.street_play import Crossing

STEP_S = 0.05
# From shutter to boxes: what a one-thread YOLOX-nano may take at most (70 ms), rounded up to the step that notices.
DETECTION_S = 0.07


@dataclass(slots=True)
class Played:
    """What happened. Shares are of the seconds of the scene."""

    crossings: tuple[Crossing, ...] = ()
    lit: list[tuple[float, bool]] = field(default_factory=list)
    frames: int = 0
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
        for name in ("lit_s", "unowed_s", "lit_unowed_s", "lit_alone_s", "dark_on_crossing_s", "lasts_s", "frames"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.incidents += other.incidents
        return self

    @property
    def in_time(self) -> float:
        return 1 - len(self.late) / len(self.crossings)

    @property
    def fresh(self) -> int:
        """Crossings for which the lamps had to be lit: dark within ten seconds before."""
        return sum(lead_s < 10 for lead_s in self.lead_s)

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
    step_s: float = STEP_S,
    on_step: Callable[[float, Watch], None] | None = None,
) -> Played:
    watch = Watch(scene.site, started_s=0.0, thresholds=rates.threshold)
    detector = ScriptedDetector(scene, rates, seed)
    done = Played(crossings=scene.crossings, lasts_s=scene.lasts_s)
    near, near_s = False, -1e9
    # The frame that the detector is busy with, and its number: a busy detector lets frames pass and takes the newest.
    busy: tuple[float, list[DrawnBox]] | None = None
    last = -1
    for step in range(int(scene.lasts_s / step_s)):
        now_s = step * step_s
        if busy is not None and now_s >= busy[0] + detection_s:
            taken_s, boxes = busy
            busy = None
            if with_pictures:
                watch.see(Frame(scene.draw(taken_s), taken_s), boxes, "unknown", now_s)
            else:
                watch.see_light(0.07 if scene.night else 0.45, now_s)
                watch.follow(boxes, scene.size, taken_s=taken_s, signal="unknown", now_s=now_s)
        newest = int(now_s * frames_a_second + 1e-6)
        if busy is None and newest > last:
            last = newest
            busy = newest / frames_a_second, detector.boxes_at(newest / frames_a_second)
            done.frames += 1
        watch.step(now_s)
        if on_step:
            on_step(now_s, watch)
        if step % 2 == 0:  # people are slow
            near = scene.is_anybody_near(now_s)
        near_s = now_s if near else near_s
        # Votes and tracks may believe in somebody who left for a moment longer, and the step that notices comes last.
        owed = now_s - near_s <= scene.site.hold_s + 0.5
        done.lit.append((now_s, watch.lit))
        done.lit_s += step_s * watch.lit
        done.unowed_s += step_s * (not owed)
        done.lit_unowed_s += step_s * (watch.lit and not owed)
        done.lit_alone_s += step_s * (watch.lit and not near)
        if not watch.lit and any(crossing.starts_s <= now_s <= crossing.ends_s for crossing in scene.crossings):
            done.dark_on_crossing_s += STEP_S
    for crossing in scene.crossings:
        index = min(int(crossing.starts_s / step_s), len(done.lit) - 1)
        dark_s = next((at_s for at_s, lit in reversed(done.lit[: index + 1]) if not lit), 0.0)
        done.lead_s.append(crossing.starts_s - dark_s - step_s)
        if not done.lit[index][1]:
            done.late.append(crossing)
    done.incidents = watch.take_incidents()
    return done
