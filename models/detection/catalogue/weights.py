"""A file of weights is used if it is the promised one, and not otherwise."""

import hashlib
from pathlib import Path

from models.detection.errors import WeightsDiffer, WeightsMissing


def read_weights(path: Path, sha256: str) -> bytes:
    """The file's bytes, once they are the promised ones. Raises WeightsMissing, WeightsDiffer."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsMissing(f"{path}: {error.strerror}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WeightsDiffer(f"{path.name} has SHA-256 {found}, the catalogue says {sha256}")
    return content
