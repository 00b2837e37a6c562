"""Shards, parts of the release and their companions as Parquet files."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.rows.apply import COMPANION_COLUMN
from city.dividend.rounds.pseudonym import PERSON_COLUMN, PseudonymUse

# The columns of a shard. The pseudonym is not among them: who paid is no part of what is sold. The person's number tells
# people apart and leads back to nobody; it is counted and never published.
SHARD_SCHEMA = pa.schema(
    [
        ("나이", pa.int32()),
        ("성별", pa.string()),
        ("거주지", pa.string()),
        ("업종", pa.string()),
        ("가맹점 소재지", pa.string()),
        ("이용주", pa.string()),
        ("금액", pa.int64()),
        (PERSON_COLUMN, pa.int64()),
    ]
)


ROWS_PER_GROUP = 250_000


class ShardWriter:
    """Writes payments that were pseudonymised as a Parquet file, a row group at a time."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SHARD_SCHEMA)
        self._rows: list[tuple[int, str, str, str, str, str, int, int]] = []
        self.rows = 0

    def add(self, use: PseudonymUse) -> None:
        self._rows.append(
            (
                use.age_from,
                use.sex,
                use.residence_dong,
                use.category,
                use.merchant_dong,
                use.monday.isoformat(),
                use.amount_krw,
                use.person,
            )
        )
        self.rows += 1
        if len(self._rows) >= ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            columns = [list(column) for column in zip(*self._rows, strict=True)]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, SHARD_SCHEMA, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=SHARD_SCHEMA))
            self._rows.clear()


def join_release(parts: Iterable[Path], out: Path) -> int:
    """One Parquet file of all parts, a row group at a time; returns its rows."""
    rows = 0
    writer: pq.ParquetWriter | None = None
    for part in parts:
        for batch in pq.ParquetFile(part).iter_batches(ROWS_PER_GROUP):
            table = pa.Table.from_batches([_plain(batch)])
            writer = writer or pq.ParquetWriter(out, table.schema)
            writer.write_table(table)
            rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def join_companions(companions: Iterable[Path], parts: Iterable[Path], out: Path) -> None:
    """One companion of the joined release. Raises VerificationFailed for one that is not its part's, row by row."""
    with pq.ParquetWriter(out, pa.schema([(COMPANION_COLUMN, pa.int64())])) as writer:
        for companion, part in zip(companions, parts, strict=True):
            people, written = pq.ParquetFile(companion), pq.read_metadata(part).num_rows
            if people.metadata.num_rows != written:
                raise VerificationFailed(
                    f"{written}행 가운데 누구의 것인지 적힌 행은 {people.metadata.num_rows}개입니다.",
                    f"A part has {written} rows, and {people.metadata.num_rows} are told whose they are.",
                )
            for batch in people.iter_batches(ROWS_PER_GROUP):
                writer.write_batch(batch)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Texts as texts: dictionaries differ from part to part."""
    arrays = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)
