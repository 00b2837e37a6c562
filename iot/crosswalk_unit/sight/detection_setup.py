"""What looks at frames: the model of this box or the cloud's, and the signal heads the site file names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import SignalPhase
from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.kernel.errors import Rejected
from iot.crosswalk_unit.profile import MODEL, MODEL_FILE
from iot.crosswalk_unit.settings import DetectorSettings
from iot.crosswalk_unit.sight.cloud_detection import CloudDetector, Detection, FrameDetector
from iot.crosswalk_unit.sight.tracking import LOW_SCORE_SHARE_OF_THRESHOLD, Kind
from iot.device.jobs.slots import Slots
from iot.device.jobs.updates import PartUnusable
from iot.device.line.link import Link
from models.detection.catalogue.detectors import CATALOGUE, PROFILES
from models.detection.inference import signal_phase
from models.detection.inference.detector import load_detector
from models.detection.inference.profiles import open_detector

Picture = NDArray[np.uint8]


class ModelUnusable(PartUnusable):
    """The model in the slot does not load."""


@dataclass(frozen=True, slots=True)
class DetectionSetup:
    """A detector, the scores from which its boxes count, and where it looks."""

    detector: FrameDetector
    thresholds: Mapping[Kind, float]
    detection: Callable[[], Detection]


# Opens the detection a site asks for. Raises ModelUnusable.
OpenDetection = Callable[[CrosswalkSiteV1 | None], DetectionSetup]


def open_detection_with(
    settings: DetectorSettings, slots: Slots, unit: str, link: Link, monotonic_s: Callable[[], float]
) -> OpenDetection:
    """How this box detects: the model a job brought if there is one, else the one it was built with.

    Listens for the cloud's answers from now on: called before the line starts.
    """
    cloud = CloudDetector(unit, link, None, monotonic_s)

    def open_detection(site: CrosswalkSiteV1 | None) -> DetectionSetup:
        try:
            edge = _open_model(settings, slots)
        except ModelUnusable:
            if site is None or site.detection == "edge":
                raise
            # A thin box needs no model; then nobody looks while the cloud is silent.
            cloud.use(None)
            return DetectionSetup(cloud, _thresholds_of(settings.model), lambda: cloud.detection)
        if site is None or site.detection == "edge":
            return edge
        cloud.use(edge.detector)
        return DetectionSetup(cloud, edge.thresholds, lambda: cloud.detection)

    return open_detection


def _open_model(settings: DetectorSettings, slots: Slots) -> DetectionSetup:
    """Raises ModelUnusable."""
    brought = slots.current(MODEL)
    if brought is None:
        return _open(settings.model, settings.weights, settings.threads, None)
    try:
        name = (brought / "name").read_text()
        digest = sha256((brought / MODEL_FILE).read_bytes()).hexdigest()
        expected = (brought / "sha256").read_text()
    except OSError as error:
        raise ModelUnusable(f"the model's slot cannot be read: {error.strerror}") from error
    if digest != expected:
        raise ModelUnusable("the model's file is not what was laid there")
    return _open(_architecture_of(name), brought / MODEL_FILE, settings.threads, digest)


def _open(name: str, weights: Path | None, threads: int, digest: str | None) -> DetectionSetup:
    """Raises ModelUnusable."""
    try:
        thresholds = _thresholds_of(name)
        # Doubtful boxes too: they keep tracks alive, and their share tells how well the model sees.
        lowest = min(thresholds.values()) * LOW_SCORE_SHARE_OF_THRESHOLD
        detector: FrameDetector = (
            open_detector(name, threads=threads, threshold=lowest)
            if weights is None
            else load_detector(name, weights, threads=threads, threshold=lowest, sha256=digest)
        )
    except Rejected as refusal:
        raise ModelUnusable(str(refusal)) from refusal
    return DetectionSetup(detector, thresholds, lambda: "edge")


def _thresholds_of(name: str) -> Mapping[Kind, float]:
    if name in PROFILES:
        return PROFILES[name].thresholds
    if name in CATALOGUE:
        return CATALOGUE[name].thresholds
    raise ModelUnusable(f"no detection model {name!r}")


def _architecture_of(name: str) -> str:
    """`yolox-nano-gumi.2` is a yolox-nano, trained further. Raises ModelUnusable."""
    known = [one for one in CATALOGUE if name == one or name.startswith((f"{one}-", f"{one}."))]
    if not known:
        raise ModelUnusable(f"{name!r} is of no architecture this software knows")
    return max(known, key=len)


# What a pedestrians' head can show.
_SHOWN: Mapping[signal_phase.Phase, SignalPhase] = {"red": "red", "green": "green", "dark": "dark"}


class SignalReader:
    """Reads the signal heads of a site, and says what pedestrians are shown."""

    def __init__(self, site: CrosswalkSiteV1) -> None:
        self._heads = [
            (head.head, _place(head.region, head.lamps, head.head), signal_phase.PhaseVote()) for head in site.signals
        ]

    def read(self, picture: Picture, taken_s: float) -> SignalPhase:
        """By a pedestrians' head that can be read. Without one only a vehicles' green says something: then pedestrians
        have red. From the vehicles' red or amber nothing follows.
        """
        phases = [
            (kind, vote.add(taken_s, signal_phase.read_phase(picture, place))) for kind, place, vote in self._heads
        ]
        for kind, phase in phases:
            if kind == "pedestrian" and (shown := _SHOWN.get(phase)) is not None:
                return shown
        if any(kind == "pedestrian" for kind, _ in phases):
            return "unknown"
        return "red" if ("vehicle", "green") in phases else "unknown"


def _place(
    region: tuple[float, float, float, float],
    along: Literal["vertical", "horizontal"],
    kind: Literal["pedestrian", "vehicle"],
) -> signal_phase.HeadInPicture:
    left, top, right, bottom = region
    lamps: Sequence[signal_phase.Lamp] = ("red", "green") if kind == "pedestrian" else ("red", "amber", "green")
    return signal_phase.HeadInPicture(
        left, top, right - left, bottom - top, tuple(lamps), "down" if along == "vertical" else "across"
    )
