"""What a release keeps, measured from the written file alone.

Nothing in this folder shares code with the search, the models or the histogram (a test holds it to that): it reads the
file as its buyer does, groups equal rows, and computes every number anew. What it cannot see, it does not claim.

People do not stand in the release. Where they are promised, the companion file tells whose each row is, and people are
counted anew from both. l-diversity, t-closeness and β-likeness stay statements about the rows of a class: l values in a
class of k people say that a value cannot be read off the class, not that every single person has several.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.verification.claims import ReleaseClaims
from city.dividend.anonymise.verification.released_file import (
    Numbers,
    class_sizes,
    open_release,
    prefetched_columns,
    split_classes,
)
from city.dividend.anonymise.verification.sensitive import MeasuredSensitive, measure_sensitive


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPersons:
    """`k`: the fewest different people in a class. `average_risk`: the mean over all rows of one over the people of their
    class. `alone_rows` stand in classes of one person. `largest_share`: the largest part that one person's rows are of a
    class: who knows that much of somebody may guess that a row of the class is theirs, and k does not bound it."""

    persons: int
    k: int
    average_risk: float
    alone_rows: int
    largest_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRelease:
    """`k` is the fewest rows in a class. Risks are those of people where people were counted, and of rows where not."""

    rows: int
    classes: int
    k: int
    unique_rows: int
    values: Mapping[str, int]
    sensitive: tuple[MeasuredSensitive, ...] = field(default=())
    persons: MeasuredPersons | None = None

    @property
    def highest_risk(self) -> float:
        """Of the prosecutor, who knows that somebody is in the release: the worst row's probability."""
        k = self.k if self.persons is None else self.persons.k
        return 1 / k if k else 0.0

    @property
    def average_risk(self) -> float:
        """Of the marketer, who wants as many as possible: the expected part of the rows that are re-identified."""
        if self.persons is not None:
            return self.persons.average_risk
        return self.classes / self.rows if self.rows else 0.0

    @property
    def uniqueness(self) -> float:
        alone = self.unique_rows if self.persons is None else self.persons.alone_rows
        return alone / self.rows if self.rows else 0.0


def measure(path: Path, claims: ReleaseClaims, companion: Path | None = None) -> MeasuredRelease:
    """Reads the release column by column and measures what `claims` speak of; people, where there is a `companion`.

    Raises VerificationFailed for a companion that is not the release's, row by row.
    """
    release = open_release(path)
    class_of: Numbers | None = None
    values = {}
    for column, (codes, texts) in zip(
        claims.quasi_identifiers, prefetched_columns(release.column, claims.quasi_identifiers), strict=True
    ):
        values[column] = int((np.bincount(codes, minlength=len(texts)) > 0).sum())
        class_of = codes if class_of is None else split_classes(class_of, codes, len(texts))
    assert class_of is not None
    if claims.sensitive or companion is not None:
        _, class_of, sizes = np.unique(class_of, return_inverse=True, return_counts=True)
    else:
        # Without sensitive columns or people nobody asks which row is in which class.
        sizes = class_sizes(class_of)
    sensitive = tuple(measure_sensitive(release, claim, class_of, sizes) for claim in claims.sensitive)
    return MeasuredRelease(
        rows=len(class_of),
        classes=len(sizes),
        k=int(sizes.min()) if len(sizes) else 0,
        unique_rows=int((sizes == 1).sum()),
        values=values,
        sensitive=sensitive,
        persons=None if companion is None else _measure_persons(companion, class_of, sizes),
    )


def _measure_persons(companion: Path, class_of: Numbers, sizes: Numbers) -> MeasuredPersons:
    people = pa.parquet.read_table(companion).column(0)
    if len(people) != len(class_of) or people.null_count:
        raise VerificationFailed(
            f"행은 {len(class_of)}개인데 그 사람은 {len(people) - people.null_count}개 적혀 있습니다.",
            f"There are {len(class_of)} rows, and {len(people) - people.null_count} of them are told whose they are.",
        )
    if not len(class_of):
        return MeasuredPersons(persons=0, k=0, average_risk=0.0, alone_rows=0, largest_share=0.0)
    everybody, who = np.unique(people.to_numpy(), return_inverse=True)
    # As many classes or people as rows at most: their product fits.
    seen, rows = np.unique(class_of * len(everybody) + who, return_counts=True)
    seen_in = seen // len(everybody)
    persons = np.bincount(seen_in, minlength=len(sizes))
    return MeasuredPersons(
        persons=len(everybody),
        k=int(persons.min()),
        average_risk=float((sizes / persons).sum() / sizes.sum()),
        alone_rows=int(sizes[persons == 1].sum()),
        largest_share=float((rows / sizes[seen_in]).max()),
    )
