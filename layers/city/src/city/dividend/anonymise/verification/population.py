"""k-map and δ-presence, measured from the released file beside the public counts of its population."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.verification.released_file import Numbers, ReleasedFile, open_release, split_classes


@dataclass(frozen=True, slots=True)
class MeasuredPopulation:
    """The release beside the population it was drawn from. `k_map` is the fewest people around a released row; `low` and
    `high` bound the part of each class of the population that is released, classes without released rows included."""

    k_map: int
    low: float
    high: float


def measure_population(path: Path, quasi_identifiers: Sequence[str], population: Path) -> MeasuredPopulation:
    """Measures k-map and δ-presence from two files: the release, and the public counts of the population.

    `population` has the quasi-identifiers as the release shows them and a column `people`, a row per class. Raises
    VerificationFailed where a class of the release is not within the population: not there, or larger.
    """
    released = _class_counts(open_release(path), quasi_identifiers, None)
    around = _class_counts(open_release(population), quasi_identifiers, "people")
    strangers = [labels for labels, rows in released.items() if rows > around.get(labels, 0)]
    if strangers:
        raise VerificationFailed(
            f"모집단에 없는 집합이 {len(strangers)}개 있습니다. 예: {', '.join(strangers[0])}",
            f"{len(strangers)} class(es) of the release are not within the population: {', '.join(strangers[0])}",
        )
    parts = [released.get(labels, 0) / people for labels, people in around.items() if people]
    k_map = min((around[labels] for labels in released), default=0)
    return MeasuredPopulation(k_map, min(parts, default=0.0), max(parts, default=0.0))


def _class_counts(
    release: ReleasedFile, quasi_identifiers: Sequence[str], counts: str | None
) -> dict[tuple[str, ...], int]:
    """Rows of every class, or the sum of a column of counts."""
    columns = [release.column(name) for name in quasi_identifiers]
    class_of = columns[0][0]
    for codes, texts in columns[1:]:
        class_of = split_classes(class_of, codes, len(texts))
    _, first, place = np.unique(class_of, return_index=True, return_inverse=True)
    weights: Numbers | None = None
    if counts is not None:
        codes, texts = release.column(counts)
        weights = np.array([int(text) for text in texts], dtype=np.int64)[codes]
    # Sums of doubles are exact below 2**53.
    rows = np.bincount(place, weights=weights, minlength=len(first))
    labels = [[texts[code] for code in codes[first]] for codes, texts in columns]
    return {each: int(number) for each, number in zip(zip(*labels, strict=True), rows, strict=True)}
