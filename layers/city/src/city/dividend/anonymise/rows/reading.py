"""Reads the columns that a policy names from a CSV or Parquet file, batch by batch."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from city.dividend.anonymise.errors import InputUnreadable
from city.dividend.anonymise.policy import Policy, check_columns
from city.dividend.anonymise.rows.prefetch import prefetch_next

_BATCH_ROWS = 1 << 18
_CSV_BLOCK_BYTES = 16 << 20


class RowReader:
    """The needed columns of a CSV or Parquet file, batch by batch, with the number of each batch's first row."""

    def __init__(self, policy: Policy, source: Path, malformed: Callable[[int, str, str], object]) -> None:
        self._policy = policy
        self._source = source
        self._report_malformed = malformed
        self.malformed = 0
        self._columns = list(policy.columns_read)

    def batches(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Rows are numbered as a reader of the file counts them: the first row after a CSV's heading is line 2."""
        first = 2 if self._source.suffix == ".csv" else 1
        for batch in self._open():
            yield first, batch
            first += batch.num_rows

    def _open(self) -> Iterator[pa.RecordBatch]:
        if self._source.suffix == ".csv":
            return self._open_csv()
        if self._source.suffix == ".parquet":
            return self._open_parquet()
        raise InputUnreadable("CSV 또는 Parquet 파일이어야 합니다.", "The input must be a .csv or .parquet file.")

    def _open_parquet(self) -> Iterator[pa.RecordBatch]:
        try:
            file = pa.parquet.ParquetFile(self._source)
            names = file.schema_arrow.names
            texts = [n for n in names if pa.types.is_string(file.schema_arrow.field(n).type)]
            file = pa.parquet.ParquetFile(self._source, read_dictionary=[n for n in texts if n in self._columns])
        except (pa.ArrowInvalid, OSError) as error:
            raise InputUnreadable("Parquet 파일이 아닙니다.", "Not a Parquet file.") from error
        check_columns(self._policy, names)
        yield from prefetch_next(file.iter_batches(_BATCH_ROWS, columns=self._columns))

    def _open_csv(self) -> Iterator[pa.RecordBatch]:
        encoding, delimiter, heading = _look_at_csv(self._source)
        check_columns(self._policy, heading)
        try:
            yield from pa.csv.open_csv(
                self._source,
                read_options=pa.csv.ReadOptions(block_size=_CSV_BLOCK_BYTES, encoding=encoding, use_threads=False),
                parse_options=pa.csv.ParseOptions(delimiter=delimiter, invalid_row_handler=self._skip),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=self._columns, column_types=dict.fromkeys(self._columns, pa.string())
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            raise InputUnreadable(f"CSV를 읽을 수 없습니다: {error}", f"The CSV cannot be read: {error}") from error

    def _skip(self, row: pa.csv.InvalidRow) -> str:
        self.malformed += 1
        self._report_malformed(
            row.number or 0,
            f"칸이 {row.actual_columns}개입니다. {row.expected_columns}개여야 합니다.",
            f"{row.actual_columns} cells, not {row.expected_columns}.",
        )
        return "skip"


def _look_at_csv(source: Path) -> tuple[str, str, list[str]]:
    """Encoding, delimiter and heading. Raises InputUnreadable."""
    with source.open("rb") as file:
        head = file.readline()
        sample = head + file.read(1 << 16)
    for encoding in ("utf-8-sig", "cp949"):
        try:
            # The sample may end within a letter.
            sample[: sample.rfind(b"\n") + 1 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        line = head.decode(encoding).strip()
        delimiter = max(",;\t", key=line.count)
        heading = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
        return ("utf8" if encoding == "utf-8-sig" else encoding), delimiter, heading
    raise InputUnreadable("UTF-8이나 CP949로 된 CSV 파일이 아닙니다.", "Not a CSV file in UTF-8 or CP949.")
