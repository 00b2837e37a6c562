"""Opens a model or a profile of the catalogue with the weights that lie in the cache."""

from pathlib import Path

from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import PROFILES, find_adapter
from models.detection.inference.detector import FusedDetector, OnnxDetector, load_detector


def open_detector(
    name: str, *, weights: Path | None = None, threads: int = 1, threshold: float | None = None
) -> OnnxDetector | FusedDetector:
    """Raises as load_detector."""
    if weights is None:
        adapters = PROFILES[name].adapters if name in PROFILES else (find_adapter(name),)
        found = {adapter.name: weights_path(adapter) for adapter in adapters}
        return load_detector(name, found, threads=threads, threshold=threshold)
    return load_detector(name, weights, threads=threads, threshold=threshold)
