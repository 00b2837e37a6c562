"""A buyer's mark in the rows of a copy, and the rows of a leaked sample. Needs the columns layer."""

import csv
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from city.dividend.anonymise.watermark import Labels, Marking, mark
from city.dividend.market.errors import SampleUnreadable
from city.dividend.rounds.service.preparing.shard_files import ROWS_PER_GROUP

# Far more than tells a buyer, and few enough for memory.
_SAMPLE_ROWS_AT_MOST = 1_000_000


def mark_copy(release: Path, out: Path, *, quasi: tuple[str, ...], marking: Marking, key: bytes) -> None:
    """A buyer's copy: the release with the buyer's mark in it, a row group at a time."""
    column = quasi[marking.column]
    file = pq.ParquetFile(release)
    with pq.ParquetWriter(out, file.schema_arrow) as writer:
        known: dict[Labels, str] = {}
        for batch in file.iter_batches(ROWS_PER_GROUP):
            labels = zip(*(batch.column(name).to_pylist() for name in quasi), strict=True)
            shown = []
            for row in labels:
                if row not in known:
                    known[row] = mark(row, marking, key)[marking.column]
                shown.append(known[row])
            place = batch.schema.get_field_index(column)
            table = pa.Table.from_batches([batch])
            writer.write_table(table.set_column(place, table.schema.field(place), pa.array(shown, pa.string())))


def labels_in_sample(path: Path, quasi: tuple[str, ...]) -> list[Labels]:
    """The quasi-identifiers of every row of a sample that somebody uploaded, CSV or Parquet.

    Rows with an empty cell say nothing. Raises SampleUnreadable.
    """
    try:
        rows = _rows_of_csv(path) if path.suffix == ".csv" else _rows_of_parquet(path, quasi)
        first = next(rows, {})
        if missing := [name for name in quasi if name not in first]:
            raise SampleUnreadable(f"no_column: {missing[0]}")
        labels: list[Labels] = []
        for row in itertools.chain([first], rows):
            cells = tuple(str(row[name]) for name in quasi if row[name] not in (None, ""))
            if len(cells) == len(quasi):
                labels.append(cells)
            if len(labels) > _SAMPLE_ROWS_AT_MOST:
                raise SampleUnreadable("too_many_rows")
    except (pa.ArrowException, csv.Error, UnicodeDecodeError, KeyError, OSError):
        raise SampleUnreadable(f"not_{path.suffix.removeprefix('.')}") from None
    return labels


def _rows_of_csv(path: Path) -> Iterator[Mapping[str, object]]:
    # What Korean Excel saves is CP949.
    encoding = "utf-8-sig"
    try:
        with path.open(encoding=encoding) as text:
            while text.read(1024 * 1024):
                pass
    except UnicodeDecodeError:
        encoding = "cp949"
    with path.open(encoding=encoding, newline="") as lines:
        yield from csv.DictReader(lines)


def _rows_of_parquet(path: Path, quasi: tuple[str, ...]) -> Iterator[Mapping[str, object]]:
    file = pq.ParquetFile(path)
    wanted = [name for name in quasi if name in file.schema_arrow.names]
    for batch in file.iter_batches(ROWS_PER_GROUP, columns=wanted):
        yield from batch.to_pylist()
