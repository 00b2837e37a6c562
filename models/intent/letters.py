"""What the trainings of the letter models share: rows, the matrix of a model's features, the bytes that are written."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from city.fines.talk.reading.letter_model import LENGTH, features

DATA = Path(__file__).with_name("data")
SEED = 7


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def names_in(messages: Sequence[frozenset[str]], seen_at_least: int) -> list[str]:
    """The features that at least so many messages share, in order."""
    seen = Counter(name for found in messages for name in found)
    return sorted(name for name, count in seen.items() if count >= seen_at_least)


def features_of(texts: Iterable[str]) -> list[frozenset[str]]:
    return [features(text) for text in texts]


def matrix(messages: Sequence[frozenset[str]], names: Sequence[str]) -> csr_matrix:
    """One row a message, one column a feature, each row of length `LENGTH`."""
    column_of = {name: column for column, name in enumerate(names)}
    at_rows, columns, values = [], [], []
    for at, found in enumerate(messages):
        known = sorted(column_of[name] for name in found if name in column_of)
        at_rows += [at] * len(known)
        columns += known
        values += [LENGTH / max(len(found), 1) ** 0.5] * len(known)
    return csr_matrix((values, (at_rows, columns)), shape=(len(messages), len(names)))


def packed(
    answers: Sequence[str],
    coefficients: Any,
    bias: Sequence[float],
    names: Sequence[str],
    data: Sequence[Path],
    lightest: int = 0,
) -> bytes:
    """The weights as `LetterModel` reads them, with the digest of the files they were trained on; features lighter than `lightest` of 127 for every answer are left out."""
    steps = np.abs(coefficients).max(axis=1) / 127
    weights = np.rint(coefficients / steps[:, None]).astype(np.int8)
    kept = np.flatnonzero(np.abs(weights).max(axis=0) >= lightest)
    header = {
        "answers": list(answers),
        "steps": steps.tolist(),
        "bias": list(bias),
        "data_sha256": hashlib.sha256(b"".join(path.read_bytes() for path in data)).hexdigest(),
    }
    head = json.dumps(header, sort_keys=True).encode() + b"\n" + "\t".join(names[at] for at in kept.tolist()).encode()
    return head + b"\n" + np.ascontiguousarray(weights[:, kept]).tobytes()
