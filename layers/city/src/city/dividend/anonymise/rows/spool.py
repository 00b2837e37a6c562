"""Rows read once, coded, and scattered over buckets on disk: memory stays one bucket wide.

Every row goes to a bucket by chance. Read back bucket by bucket, each in an order of chance, the rows come in an order
that tells nothing of the one they had: all orders are equally likely (Rao 1961, Sandelius 1962). The buckets are also
the shards whose histograms merge (`rows.counting`).
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from city.dividend.anonymise.arrays import Bools, Codes
from city.dividend.anonymise.errors import InputUnreadable
from city.dividend.anonymise.hierarchies.value_scales import AsItIs, Scale
from city.dividend.anonymise.policy import Policy
from city.dividend.anonymise.rows.coding import Coder, PersonNumbers
from city.dividend.anonymise.rows.reading import RowReader

_BYTES_PER_BUCKET = {".csv": 96 << 20, ".parquet": 24 << 20}
_MOST_BUCKETS = 96
RELEASED = "released"
PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """Where the coded rows lie, and what their codes mean."""

    policy: Policy
    quasi: tuple[Coder, ...]
    sensitive: tuple[Coder, ...]
    buckets: tuple[Path, ...]
    rows: int
    quarantined: int
    kept_types: tuple[pa.DataType, ...]
    people: PersonNumbers | None = None

    def bucket(self, number: int) -> pa.Table:
        """One bucket's rows: `q0…` and `s0…` codes, `k0…` kept columns, `released` where there is a population, `person`
        where people are distinguished."""
        with pa.memory_map(str(self.buckets[number])) as source:
            return pa.ipc.open_stream(source).read_all()


def take_in(
    policy: Policy,
    scales: dict[str, Scale],
    source: Path,
    *,
    folder: Path,
    quarantine: Path,
    chance: np.random.Generator,
    report: Callable[[int], None] = lambda _: None,
) -> Spool:
    """Reads the file once. Bad rows go to `quarantine` by row, column and reason, the others to buckets in `folder`.

    Raises InputUnreadable, ColumnUnknown, ColumnNamedTwice or HierarchyHasGaps.
    """
    quasi = tuple(Coder(q.column, scales[q.column]) for q in policy.quasi_identifiers)
    sensitive = tuple(Coder(s.column, AsItIs()) for s in policy.sensitive)
    people = PersonNumbers(policy.person) if policy.person else None
    coders: tuple[Coder | PersonNumbers, ...] = (*quasi, *sensitive, *((people,) if people else ()))
    buckets = min(_MOST_BUCKETS, 1 + source.stat().st_size // _BYTES_PER_BUCKET.get(source.suffix, 24 << 20))
    with quarantine.open("w", encoding="utf-8", newline="") as kept, _Buckets(folder, buckets) as scattered:
        bad = csv.writer(kept)
        bad.writerow(("row", "column", "reason_ko", "reason_en"))
        rows = quarantined = 0
        reader = RowReader(policy, source, lambda row, ko, en: bad.writerow((row, "", ko, en)))
        types: tuple[pa.DataType, ...] = ()
        for first, batch in reader.batches():
            coded = [coder.encode(batch.column(coder.column)) for coder in coders]
            good = np.logical_and.reduce([codes >= 0 for codes in coded])
            if not good.all():
                quarantined += int((~good).sum())
                _write_bad(bad.writerow, first, coders, coded)
            table = _spooled(policy, batch, coded=coded, good=good, quasi=len(quasi))
            types = tuple(table.schema.field(f"k{n}").type for n in range(len(policy.keep)))
            scattered.add(table, chance)
            rows += table.num_rows
            report(rows)
    if not rows:
        raise InputUnreadable("쓸 수 있는 행이 없습니다.", "The file has no usable row.")
    paths = tuple(scattered.paths)
    return Spool(
        policy=policy,
        quasi=quasi,
        sensitive=sensitive,
        buckets=paths,
        rows=rows,
        quarantined=quarantined + reader.malformed,
        kept_types=types,
        people=people,
    )


def _write_bad(
    write: Callable[[Sequence[object]], object],
    first: int,
    coders: Sequence[Coder | PersonNumbers],
    coded: Sequence[Codes],
) -> None:
    for coder, codes in zip(coders, coded, strict=True):
        for at in np.flatnonzero(codes < 0):
            write((first + int(at), coder.column, *coder.reasons[-1 - int(codes[at])]))


def _spooled(policy: Policy, batch: pa.RecordBatch, *, coded: Sequence[Codes], good: Bools, quasi: int) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    names = [f"q{n}" for n in range(quasi)] + [f"s{n}" for n in range(len(policy.sensitive))]
    all_good = bool(good.all())
    for name, codes in zip([*names, PERSON], coded, strict=False):
        columns[name] = pa.array(codes if all_good else codes[good], pa.int32())
    mask = pa.array(good)
    for number, name in enumerate(policy.keep):
        kept = batch.column(name).filter(mask)
        columns[f"k{number}"] = kept.dictionary_decode() if pa.types.is_dictionary(kept.type) else kept
    if policy.population:
        flag = batch.column(policy.population.column).filter(mask).cast(pa.string())
        columns[RELEASED] = pc.fill_null(pc.equal(flag, policy.population.released), False)
    return pa.table(columns)


class _Buckets:
    """Writes rows to one of several files, each by chance."""

    def __init__(self, folder: Path, number: int) -> None:
        self.paths = [folder / f"bucket-{n:03d}.arrow" for n in range(number)]
        self._writers: list[pa.ipc.RecordBatchStreamWriter | None] = [None] * number

    def __enter__(self) -> "_Buckets":
        return self

    def add(self, table: pa.Table, chance: np.random.Generator) -> None:
        if len(self.paths) == 1:
            self._write(0, table)
            return
        bucket = chance.integers(0, len(self.paths), table.num_rows, dtype=np.uint8)
        order = np.argsort(bucket, kind="stable")
        edges = np.searchsorted(bucket[order], np.arange(len(self.paths) + 1))
        sorted_rows = table.take(pa.array(order))
        for number in range(len(self.paths)):
            self._write(number, sorted_rows.slice(edges[number], edges[number + 1] - edges[number]))

    def _write(self, number: int, table: pa.Table) -> None:
        writer = self._writers[number]
        if writer is None:
            writer = self._writers[number] = pa.ipc.new_stream(str(self.paths[number]), table.schema)
        writer.write_table(table)

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            if writer is not None:
                writer.close()
        self.paths = [path for path, writer in zip(self.paths, self._writers, strict=True) if writer is not None]
