"""Detectors as they are used: a model of the catalogue as it is, or one of the named trade-offs between time and sight."""

from pathlib import Path

from models.detection.cache import weights_path
from models.detection.catalogue import find_adapter
from models.detection.detector import OnnxDetector, load_detector


def open_detector(
    name: str, *, weights: Path | None = None, threads: int = 1, threshold: float | None = None
) -> OnnxDetector:
    return load_detector(name, weights or weights_path(find_adapter(name)), threads=threads, threshold=threshold)
