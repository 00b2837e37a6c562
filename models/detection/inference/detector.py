"""A detector: a picture in, boxes out.

    detector = load_detector("yolox-nano", Path("yolox_nano.onnx"))
    for box in detector.detect(picture): ...

Needs numpy, OpenCV and ONNX Runtime and nothing of any cloud: the unit at the kerb carries it, the endpoint serves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from models.detection.catalogue.detectors import KINDS, PROFILES, Adapter, Kind, Profile, find_adapter
from models.detection.catalogue.weights import read_weights
from models.detection.errors import PictureUnreadable, WeightsMissing, WeightsRefused
from models.detection.inference.boxes import Box
from models.detection.inference.decoding import DECODERS, Floats, Layout, keep_best
from models.detection.inference.feeding import feed
from models.detection.inference.fusion import fuse_boxes

Picture = NDArray[np.uint8]

__all__ = ["Box", "Detector", "FusedDetector", "OnnxDetector", "load_detector"]


class Detector(Protocol):
    """Finds people, bicycles and vehicles."""

    @property
    def name(self) -> str: ...

    def detect(self, picture: Picture) -> list[Box]:
        """Boxes above the working threshold, best first. `picture` is (H, W, 3), BGR, 8 bits.

        Raises PictureUnreadable for anything that is no such array.
        """
        ...

    def detect_batch(self, pictures: Sequence[Picture]) -> list[list[Box]]:
        """The same for several pictures, which may differ in size."""
        ...


class OnnxDetector:
    """One network, fed and read as its adapter says."""

    def __init__(
        self,
        adapter: Adapter,
        session: onnxruntime.InferenceSession,
        thresholds: Mapping[Kind, float] | None = None,
    ) -> None:
        self.adapter = adapter
        self.session = session
        self.thresholds = {**adapter.thresholds, **(thresholds or {})}
        self._input = session.get_inputs()[0].name
        self._layout = Layout(adapter.strides, adapter.channels)

    @property
    def name(self) -> str:
        return self.adapter.name

    def detect(self, picture: Picture) -> list[Box]:
        check_picture(picture)
        values, placement = feed(picture, self.adapter.feeding)
        outputs = self.session.run(None, {self._input: values})
        shape = values.shape[2:4] if self.adapter.feeding.layout == "NCHW" else values.shape[1:3]
        boxes, scores = DECODERS[self.adapter.decoder](outputs, shape, self._layout)
        return choose_boxes(placement.back(boxes), scores, self.thresholds, self.adapter.overlap)

    def detect_batch(self, pictures: Sequence[Picture]) -> list[list[Box]]:
        # One after the other: on a CPU a batch saves nothing, and pictures need not be of one size.
        return [self.detect(picture) for picture in pictures]


def choose_boxes(boxes: Floats, scores: Floats, thresholds: Mapping[Kind, float], overlap: float) -> list[Box]:
    """Of boxes (N, 4) in the picture's pixels with scores (N, 3) by kind: those that count, one a thing, best first."""
    chosen: list[Box] = []
    for column, kind in enumerate(KINDS):
        above = np.flatnonzero(scores[:, column] >= thresholds[kind])
        kept = above[keep_best(boxes[above], scores[above, column], overlap)]
        for (x1, y1, x2, y2), score in zip(boxes[kept].tolist(), scores[kept, column].tolist(), strict=True):
            # What lies in the padding is clipped to nothing.
            if x2 > x1 and y2 > y1:
                chosen.append(Box(x1, y1, x2, y2, kind=kind, score=min(1.0, score)))
    return sorted(chosen, key=lambda box: -box.score)


def check_picture(picture: Picture) -> None:
    """Raises PictureUnreadable."""
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or 0 in picture.shape:
        raise PictureUnreadable(f"expected (height, width, 3) of uint8, got {picture.shape} of {picture.dtype}")


class FusedDetector:
    """Several looks at one picture, their boxes fused: what one scale or one network misses, another may see."""

    def __init__(self, profile: Profile, looks: Sequence[OnnxDetector], thresholds: Mapping[Kind, float]) -> None:
        self.name = profile.name
        self.thresholds = dict(thresholds)
        self._looks = looks

    def detect(self, picture: Picture) -> list[Box]:
        opinions = [look.detect(picture) for look in self._looks]
        fused = fuse_boxes(opinions, [1.0] * len(opinions))
        return [box for box in fused if box.score >= self.thresholds[box.kind]]

    def detect_batch(self, pictures: Sequence[Picture]) -> list[list[Box]]:
        return [self.detect(picture) for picture in pictures]


def load_detector(
    name: str,
    weights: Path | Mapping[str, Path],
    *,
    threads: int = 1,
    threshold: float | None = None,
    sha256: str | None = None,
) -> OnnxDetector | FusedDetector:
    """The model or the profile `name` of the catalogue, on `threads` of the processor.

    `weights` is the ONNX file, or for a profile of several models a file for each by the model's name. `threshold`
    replaces the catalogue's own, for every kind; `sha256` the catalogue's hash, for weights trained further.
    Raises ModelUnknown, WeightsMissing, WeightsDiffer, WeightsRefused.
    """
    files = weights if isinstance(weights, Mapping) else None
    chosen = None if threshold is None else dict.fromkeys(KINDS, threshold)

    def session_of(adapter: Adapter) -> onnxruntime.InferenceSession:
        path = weights if isinstance(weights, Path) else (files or {}).get(adapter.name)
        if path is None:
            raise WeightsMissing(f"{name} needs a file for {adapter.name}")
        return open_session(read_weights(path, sha256 or adapter.weights_sha256), threads)

    profile = PROFILES.get(name)
    if profile is None:
        adapter = find_adapter(name)
        return OnnxDetector(adapter, session_of(adapter), chosen)
    if len(profile.adapters) > 1 and files is None:
        raise WeightsMissing(f"{name} needs a file for each of {', '.join(one.name for one in profile.adapters)}")
    sessions = {adapter.name: session_of(adapter) for adapter in profile.adapters}
    thresholds = chosen or profile.thresholds
    # What is fused was seen by some pass with at least this score: half the passes may have missed it.
    lowest = min(thresholds.values()) / (2 * len(profile.passes)) if len(profile.passes) > 1 else None
    looks = [
        OnnxDetector(
            replace(
                look.adapter,
                name=profile.name,
                feeding=replace(look.adapter.feeding, fit="keep_aspect", side=look.side),
                thresholds=profile.thresholds,
            ),
            sessions[look.adapter.name],
            chosen if lowest is None else dict.fromkeys(KINDS, lowest),
        )
        for look in profile.passes
    ]
    return looks[0] if len(looks) == 1 else FusedDetector(profile, looks, thresholds)


def open_session(weights: bytes, threads: int) -> onnxruntime.InferenceSession:
    """Raises WeightsRefused for bytes that are no network."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the processor from whatever else runs: measured beside other work, two that
    # spin were slower than one (51 ms for 22 to 33), two that sleep were not, and on a free machine both are as quick.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own errors share no base class but this one
        raise WeightsRefused(f"ONNX Runtime cannot load the weights: {str(error).splitlines()[0]}") from error
