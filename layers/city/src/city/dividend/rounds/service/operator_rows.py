"""The rows of an operator's file, CSV or Parquet, each a payment or what is wrong with it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from city.dividend.rounds.errors import FileInvalid
from city.dividend.rounds.pseudonym import CardUse
from city.dividend.rounds.receive import CellFault, read_csv, read_table

_ROWS_IN_MEMORY = 50_000


def open_rows(path: Path, name: str) -> Iterable[CardUse | CellFault]:
    """By how the file's name ends. Raises FileInvalid."""
    if name.endswith(".parquet"):
        return _read_parquet(path)
    if name.endswith(".csv"):
        return _read_csv(path)
    raise FileInvalid("neither_csv_nor_parquet")


def _read_csv(path: Path) -> Iterator[CardUse | CellFault]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from read_csv(lines)


def _read_parquet(path: Path) -> Iterator[CardUse | CellFault]:
    import pyarrow.parquet as pq  # only here is the columns layer needed

    try:
        file = pq.ParquetFile(path)
        columns = list(file.schema_arrow.names)
    except (ValueError, OSError):
        raise FileInvalid("not_parquet") from None
    rows = (row for batch in file.iter_batches(_ROWS_IN_MEMORY) for row in batch.to_pylist())
    return read_table(columns, rows)
