"""Columns and equivalence classes of a released file, read as its buyer reads it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

Numbers = npt.NDArray[np.int64]
Fractions = npt.NDArray[np.float64]


class ReleasedFile:
    """A released file, column by column."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def column(self, name: str) -> tuple[Numbers, list[str]]:
        """A column as numbers into its texts."""
        raise NotImplementedError


class _ParquetFile(ReleasedFile):
    def column(self, name: str) -> tuple[Numbers, list[str]]:
        return _numbered(pa.parquet.read_table(self._path, columns=[name]).column(0))


class _CsvFile(ReleasedFile):
    def column(self, name: str) -> tuple[Numbers, list[str]]:
        options = pa.csv.ConvertOptions(include_columns=[name], column_types={name: pa.string()})
        return _numbered(pa.csv.read_csv(self._path, convert_options=options).column(0))


def open_release(path: Path) -> ReleasedFile:
    """CSV by the name's ending, else Parquet."""
    return _CsvFile(path) if path.suffix == ".csv" else _ParquetFile(path)


def _numbered(column: pa.ChunkedArray) -> tuple[Numbers, list[str]]:
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
    texts = [str(text) for text in whole.dictionary.to_pylist()]
    return whole.indices.to_numpy(zero_copy_only=False).astype(np.int64), texts


def prefetched_columns(
    read: Callable[[str], tuple[Numbers, list[str]]], columns: Sequence[str]
) -> Iterator[tuple[Numbers, list[str]]]:
    """Every column in its turn, while the next one is being read."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read, columns[0])
        for column in columns[1:]:
            here, coming = coming, reader.submit(read, column)
            yield here.result()
        yield coming.result()


def class_sizes(class_of: Numbers) -> Numbers:
    """Rows per class: by counting into a table where it is not far larger than the rows, else by sorting."""
    if len(class_of) and int(class_of.max()) <= 2 * len(class_of):
        sizes: Numbers = np.bincount(class_of)
        return sizes[sizes > 0]
    return np.unique(class_of, return_counts=True)[1]


def split_classes(classes: Numbers, codes: Numbers, size: int) -> Numbers:
    """Classes split further by one more column, numbered anew before their numbers grow too large."""
    if len(classes) and int(classes.max()) >= 2**62 // max(1, size):
        classes = np.unique(classes, return_inverse=True)[1]
    split: Numbers = classes * size + codes
    return split
