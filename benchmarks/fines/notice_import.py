"""Reading and checking a notice file: how fast, and whether memory grows with the file. No AWS."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any, cast

from botocore.response import StreamingBody

from benchmarks.measurement import BenchmarkTrouble, Measurement
from city.aws.store import ObjectStore
from city.fines.law.notice_file import NoticeRow, read_tables
from city.fines.law.notice_files.files import open_tables
from infra.fines.seed import as_csv, make_notices, spoil

ROWS = 5_000
_RUNS = 3
_BAD_PERCENT = 2


def measure(rows: int = ROWS, runs: int = _RUNS) -> Iterator[Measurement]:
    more = 4 * rows
    few, many = _file_of(rows), _file_of(more)
    taken_s = [_read_s(many, more) for _ in range(runs)]
    yield Measurement(
        f"{more:,} rows read and checked", more / median(taken_s), "rows/s", detail=f"{len(many) / 2**20:.1f} MiB"
    )
    peak_few, peak_many = _peak_mib(few, rows), _peak_mib(many, more)
    yield Measurement(f"peak memory, {rows:,} rows", peak_few, "MiB")
    yield Measurement(f"peak memory, {more:,} rows", peak_many, "MiB")
    yield Measurement("memory, four times the rows", peak_many / peak_few, "x", at_most=1.1)


def _file_of(rows: int) -> bytes:
    bad = rows * _BAD_PERCENT // 100
    good = make_notices(seed=0, today=date(2026, 11, 2), count=rows - bad)
    return as_csv(good + spoil(good, seed=0, count=bad))


def _read_s(content: bytes, rows: int) -> float:
    began = perf_counter()
    _read(content, rows)
    return perf_counter() - began


def _peak_mib(content: bytes, rows: int) -> float:
    tracemalloc.start()
    _read(content, rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def _read(content: bytes, rows: int) -> None:
    """Streams the file as the import does. Raises BenchmarkTrouble if rows were lost or wrongly refused."""
    inbox = ObjectStore(cast("Any", _OneObject(content))).folder("inbox")
    good = seen = 0
    for row in read_tables(open_tables(inbox.open("notices.csv").chunks)):
        seen += 1
        good += isinstance(row, NoticeRow)
    if seen != rows or good != rows - rows * _BAD_PERCENT // 100:
        raise BenchmarkTrouble(f"Of {rows} rows {seen} were read and {good} were good.")


class _OneObject:
    """An S3 client whose every object is the same."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def get_object(self, **_: str) -> dict[str, StreamingBody]:
        return {"Body": StreamingBody(io.BytesIO(self._content), len(self._content))}
