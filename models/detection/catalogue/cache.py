"""Where weights lie on this machine: `~/.cache/dongne/models`, or the folder that DONGNE_MODELS names."""

import os
from collections.abc import Mapping
from pathlib import Path

from models.detection.catalogue.detectors import Adapter


def models_folder(environment: Mapping[str, str]) -> Path:
    if chosen := environment.get("DONGNE_MODELS"):
        return Path(chosen)
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dongne" / "models"


def weights_path(adapter: Adapter, environment: Mapping[str, str] | None = None) -> Path:
    # Only command lines ask for it, and each of them is its own bootstrap.
    return models_folder(os.environ if environment is None else environment) / adapter.weights_file  # noqa: TID251
