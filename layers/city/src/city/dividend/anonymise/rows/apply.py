"""Writes the release: rows of accepted classes, generalised, in an order of chance, bucket by bucket.

Where people are distinguished, a companion file says whose each row of the release is, row by row in the same order. It is
for the verification alone, which could not count people in the release without it, and is never published.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from city.dividend.anonymise.arrays import Bools, Ints
from city.dividend.anonymise.equivalence.grouping import Groups, Levels
from city.dividend.anonymise.equivalence.histogram import pack
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy
from city.dividend.anonymise.rows.prefetch import prefetch
from city.dividend.anonymise.rows.spool import Spool

# The one column of a companion.
COMPANION_COLUMN = "person"
# A table of accepted classes up to this many entries is faster to ask than a sorted list is to search.
_LARGEST_TABLE = 1 << 27


@dataclass(frozen=True, eq=False)
class ReleaseDecision:
    """A node and the classes it releases: all that applying it to a shard needs."""

    hierarchies: tuple[Hierarchy, ...]
    levels: Levels
    keys: Ints

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(h.size(level) for h, level in zip(self.hierarchies, self.levels, strict=True))


def decide(groups: Groups, accepted: Bools) -> ReleaseDecision:
    """The decision for accepted classes that have rows to release."""
    hierarchies = groups.frame.hierarchies
    sizes = [h.size(level) for h, level in zip(hierarchies, groups.levels, strict=True)]
    released = accepted & (groups.count > 0)
    keys = pack([groups.codes(column)[released] for column in range(len(sizes))], sizes)
    return ReleaseDecision(hierarchies, groups.levels, np.sort(keys))


class Applier:
    """Generalises and suppresses rows given by their finest codes."""

    def __init__(self, decision: ReleaseDecision) -> None:
        self._decision = decision
        space = prod(decision.sizes)
        self._table: Bools | None = None
        if space <= _LARGEST_TABLE:
            self._table = np.zeros(space, dtype=np.bool_)
            self._table[decision.keys] = True

    def generalise(self, codes: Sequence[Ints]) -> tuple[list[Ints], Bools]:
        """The codes at the decided levels, and which rows are released."""
        decision = self._decision
        coarse = [
            h.climb(0, level)[column]
            for h, level, column in zip(decision.hierarchies, decision.levels, codes, strict=True)
        ]
        keys = pack(coarse, decision.sizes)
        if self._table is not None:
            return coarse, self._table[keys]
        if not len(decision.keys):
            return coarse, np.zeros(len(keys), dtype=np.bool_)
        place = np.minimum(np.searchsorted(decision.keys, keys), len(decision.keys) - 1)
        return coarse, decision.keys[place] == keys


def write_release(
    spool: Spool,
    decision: ReleaseDecision,
    path: Path,
    chance: np.random.Generator,
    *,
    report: Callable[[int], None] = lambda _: None,
    companion: Path | None = None,
) -> int:
    """Writes CSV or Parquet, by the name's ending, and the companion as Parquet; returns the number of released rows."""
    applier = Applier(decision)
    names = [*(coder.column for coder in (*spool.quasi, *spool.sensitive)), *spool.policy.keep]
    places = [coder.codes_in(h.labels[0]) for coder, h in zip(spool.quasi, decision.hierarchies, strict=True)]
    labels = [pa.array(h.labels[level]) for h, level in zip(decision.hierarchies, decision.levels, strict=True)]
    values = [pa.array([row[0] for row in coder.rows]) for coder in spool.sensitive]
    schema = _schema(names, spool, plain=path.suffix == ".csv")
    rows = 0
    numbers = None if spool.people is None else spool.people.numbers
    # Every bucket has a chance of its own, so that the next ones can be prepared while one is written.
    chances = chance.spawn(len(spool.buckets))

    def prepare(number: int) -> tuple[pa.Table, pa.Table | None]:
        bucket = spool.bucket(number)
        codes = [place[bucket[f"q{n}"].to_numpy()] for n, place in enumerate(places)]
        coarse, released = applier.generalise(codes)
        if spool.policy.population:
            released &= bucket["released"].to_numpy()
        order = chances[number].permutation(np.flatnonzero(released))
        columns = [_text(column[order], label) for column, label in zip(coarse, labels, strict=True)]
        columns += [_text(bucket[f"s{n}"].to_numpy()[order], value) for n, value in enumerate(values)]
        if spool.policy.keep:
            take = pa.array(order)
            columns += [bucket[f"k{n}"].take(take).combine_chunks() for n in range(len(spool.policy.keep))]
        table = pa.Table.from_arrays(columns, names=names)
        if path.suffix == ".csv":
            table = table.cast(schema)
        if companion is None:
            return table, None
        assert numbers is not None, "a companion tells people apart"
        return table, pa.table({COMPANION_COLUMN: numbers[bucket["person"].to_numpy()[order]]})

    with _writer(path, schema) as writer, _companion(companion) as whose:
        for table, people in prefetch(prepare, range(len(spool.buckets))):
            writer.write_table(table)
            if whose is not None:
                whose.write_table(people)
            rows += table.num_rows
            report(rows)
    return rows


def _companion(path: Path | None) -> "AbstractContextManager[pa.parquet.ParquetWriter | None]":
    if path is None:
        return nullcontext()
    return pa.parquet.ParquetWriter(path, pa.schema([(COMPANION_COLUMN, pa.int64())]))  # type: ignore[no-any-return]


def _text(codes: Ints, labels: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), labels)


def _schema(names: Sequence[str], spool: Spool, *, plain: bool) -> pa.Schema:
    coded = pa.string() if plain else pa.dictionary(pa.int32(), pa.string())
    types = [coded] * (len(names) - len(spool.kept_types)) + list(spool.kept_types)
    return pa.schema(list(zip(names, types, strict=True)))


def _writer(path: Path, schema: pa.Schema) -> "pa.csv.CSVWriter | pa.parquet.ParquetWriter":
    return pa.csv.CSVWriter(path, schema) if path.suffix == ".csv" else pa.parquet.ParquetWriter(path, schema)
