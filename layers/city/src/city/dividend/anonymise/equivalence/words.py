"""Cells read word by word: neighbouring columns are one number, so a node's key takes one look per word. Pure.

Millions of cells are read in blocks that stay in the processor's cache; what is made on the way is as small.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from threading import Lock, local
from typing import Any

import numpy as np
import numpy.typing as npt

from city.dividend.anonymise.arrays import Bools, Codes, Floats, Ints, sums
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy

_Levels = tuple[int, ...]
_Table = npt.NDArray[Any]

# The table of a word's values must stay in the processor's cache.
_LARGEST_WORD = 1 << 16
_SMALLEST_WORD = 1 << 10
_BLOCK = 1 << 16
# Up to so many cells, what was read of a word is kept: neighbouring nodes read most words alike.
_CELLS_WORTH_KEEPING = 1 << 19
_KEPT_BYTES = 48 << 20
_HASH_SEED = 2026
_PART_BITS = 16
_LEAST_HASH_BITS, _MOST_HASH_BITS = 12, 22


@dataclass(frozen=True, eq=False, kw_only=True)
class Words:
    """`codes[word][cell]` stands for the values of `columns[word]` at `levels`; `weights[cell]` counts rows."""

    hierarchies: tuple[Hierarchy, ...]
    levels: _Levels
    columns: tuple[tuple[int, ...], ...]
    codes: tuple[npt.NDArray[np.intp], ...]
    weights: Floats
    _tables: dict[tuple[object, ...], _Table] = field(default_factory=dict, repr=False)
    _kept: OrderedDict[tuple[object, ...], _Table] = field(default_factory=OrderedDict, repr=False)

    _lock: Lock = field(default_factory=Lock, repr=False)
    _rooms: local = field(default_factory=local, repr=False)

    @property
    def cells(self) -> int:
        return len(self.weights)

    @cached_property
    def rows(self) -> float:
        return float(self.weights.sum())

    def position(self, levels: _Levels, *, briefly: bool = False) -> Ints:
        """The place of each cell among all combinations of the node, counted with the last column fastest.

        `briefly`: good until this thread asks for a place or a hash again, which saves the time to make room for it.
        """
        sizes = [h.size(level) for h, level in zip(self.hierarchies, levels, strict=True)]
        wide = np.int32 if prod(sizes) < 1 << 31 else np.int64
        units = [prod(sizes[columns[-1] + 1 :]) for columns in self.columns]
        tables = [
            (self._table("position", word, levels, self._positions) * unit).astype(wide, copy=False)
            for word, unit in enumerate(units)
        ]
        found: Ints = self._look_up("position", levels, tables=tables, units=units, shift=0, briefly=briefly)
        return found

    def hashed(self, levels: _Levels, bits: int) -> Ints:
        """A number of so many bits per cell, equal for cells of one class; good until this thread asks again.

        It is the upper part of a sum, wrapping around, of one random number per column, level and value.
        """
        tables = [self._table("hash", word, levels, self._numbers) for word in range(len(self.columns))]
        return self._look_up("hash", levels, tables=tables, units=[1] * len(tables), shift=32 - bits, briefly=True)

    def part(self, levels: _Levels, share: float) -> "Words":
        """Cells with about `share` of the rows that hold every class of `levels` wholly or not at all, by chance.

        Classes of finer nodes lie within those of `levels`, so the part holds them wholly or not at all, too.
        """
        place = self.hashed(levels, _PART_BITS)
        reached = np.cumsum(sums(place, self.weights, 1 << _PART_BITS))
        cells = np.flatnonzero(place <= np.searchsorted(reached, share * self.rows))
        codes = tuple(codes.take(cells) for codes in self.codes)
        return Words(
            hierarchies=self.hierarchies,
            levels=self.levels,
            columns=self.columns,
            codes=codes,
            weights=self.weights.take(cells),
            _tables=self._tables,
        )

    def small_classes(self, levels: _Levels, size: int) -> tuple[float, Callable[[], Bools]]:
        """Rows and cells in classes of certainly fewer than `size` rows: found by hashing, so some may be missing.
        The cells are to be asked for by the same thread, before anything else is.

        What falls together is a union of classes: it has fewer rows only if all of its classes do.
        """
        bits = min(max(self.cells.bit_length() - 1, _LEAST_HASH_BITS), _MOST_HASH_BITS)
        place = self.hashed(levels, bits)
        together = sums(place, self.weights, 1 << bits)
        small = together < size
        return float(together[small].sum()), lambda: small[place]

    def marginals(self, cells: Bools | None = None) -> tuple[Floats, ...]:
        """Per column, the rows per value, of some cells or of all."""
        weights = self.weights if cells is None else self.weights * cells
        found: list[Floats] = []
        for columns, codes in zip(self.columns, self.codes, strict=True):
            shape = self._shape(columns)
            rows = sums(codes, weights, prod(shape)).reshape(shape)
            axes = range(len(shape))
            found += [rows.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
        return tuple(found)

    def _room(self) -> Ints:
        """One array per thread, made once: fresh memory costs as much as what is written there."""
        room: Ints | None = getattr(self._rooms, "room", None)
        if room is None:
            room = self._rooms.room = np.empty(self.cells, dtype=np.int64)
        return room

    def _shape(self, columns: Sequence[int]) -> tuple[int, ...]:
        return tuple(self.hierarchies[column].size(self.levels[column]) for column in columns)

    def _look_up(
        self, kind: str, levels: _Levels, *, tables: Sequence[_Table], units: Sequence[int], shift: int, briefly: bool
    ) -> Ints:
        """The sum of what the tables say of each cell's words in these units, without its `shift` lowest bits."""
        if self.cells <= _CELLS_WORTH_KEEPING:
            whole = self._read(kind, 0, levels=levels, table=tables[0], unit=units[0])
            for word in range(1, len(tables)):
                whole = whole + self._read(kind, word, levels=levels, table=tables[word], unit=units[word])
            shifted: Ints = (whole >> whole.dtype.type(shift)).astype(np.int64, copy=False)
            return shifted
        found = self._room() if briefly else np.empty(self.cells, dtype=np.int64)
        for start in range(0, self.cells, _BLOCK):
            block = slice(start, start + _BLOCK)
            piece = tables[0].take(self.codes[0][block])
            for table, codes in zip(tables[1:], self.codes[1:], strict=True):
                piece += table.take(codes[block])
            if shift:
                piece >>= piece.dtype.type(shift)
            found[block] = piece
        return found

    def _read(self, kind: str, word: int, *, levels: _Levels, table: _Table, unit: int) -> _Table:
        # A node counts a word in units of the combinations of the columns after it, which differ from node to node.
        key = (kind, word, *(levels[column] for column in self.columns[word]), unit)
        with self._lock:
            found = self._kept.pop(key, None)
        if found is None:
            found = table.take(self.codes[word])
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > 1 and len(self._kept) * found.nbytes > _KEPT_BYTES:
                self._kept.popitem(last=False)
        return found

    def _table(self, kind: str, word: int, levels: _Levels, compute: Callable[[int, _Levels], _Table]) -> _Table:
        key = (kind, word, *(levels[column] for column in self.columns[word]))
        if key not in self._tables:
            self._tables[key] = compute(word, levels)
        return self._tables[key]

    def _positions(self, word: int, levels: _Levels) -> _Table:
        position = np.zeros(1, dtype=np.int64)
        for column in self.columns[word]:
            hierarchy, level = self.hierarchies[column], levels[column]
            climb = hierarchy.climb(self.levels[column], level)
            position = (position[:, None] * hierarchy.size(level) + climb).ravel()
        return position

    def _numbers(self, word: int, levels: _Levels) -> _Table:
        mixed = np.zeros(1, dtype=np.uint32)
        for column in self.columns[word]:
            hierarchy, level = self.hierarchies[column], levels[column]
            numbers = np.zeros(1, dtype=np.uint32)
            if hierarchy.size(level) > 1:
                chance = np.random.default_rng((_HASH_SEED, column, level))  # noqa: TID251  # seeded
                numbers = chance.integers(0, 1 << 32, hierarchy.size(level), dtype=np.uint32)
            mixed = (mixed[:, None] + numbers[hierarchy.climb(self.levels[column], level)]).ravel()
        return mixed


def words_of(hierarchies: Sequence[Hierarchy], levels: _Levels, codes: Sequence[Codes], weights: Floats) -> Words:
    """Words of as many neighbouring columns as a table has room for."""
    sizes = [h.size(level) for h, level in zip(hierarchies, levels, strict=True)]
    largest = min(_LARGEST_WORD, max(len(weights), _SMALLEST_WORD))
    columns: list[tuple[int, ...]] = []
    words: list[npt.NDArray[np.intp]] = []
    first = 0
    while first < len(sizes):
        last = first + 1
        while last < len(sizes) and prod(sizes[first : last + 1]) <= largest:
            last += 1
        word = codes[first].astype(np.intp)
        for column in range(first + 1, last):
            word *= sizes[column]
            word += codes[column]
        columns.append(tuple(range(first, last)))
        words.append(word)
        first = last
    return Words(
        hierarchies=tuple(hierarchies), levels=levels, columns=tuple(columns), codes=tuple(words), weights=weights
    )
