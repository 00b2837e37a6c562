"""Equivalence classes of one node of the lattice, rolled up from finer classes instead of from rows. Pure.

A frame holds the cells of some node. The classes of any coarser node follow from it, because levels are nested; the
smaller the frame, the cheaper. Where the classes fit into a small table they are counted by position (one pass), and
only otherwise by sorting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
import pyarrow as pa

from city.dividend.anonymise.arrays import Bools, Codes, Floats, Ints, sums
from city.dividend.anonymise.equivalence.histogram import Histogram, pack
from city.dividend.anonymise.equivalence.people import People, classes_of_at_least, count_people
from city.dividend.anonymise.equivalence.words import Words, words_of
from city.dividend.anonymise.errors import ModelImpossible
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy

Levels = tuple[int, ...]

# A table of so many times the cells is still faster to count into than the cells are to sort.
_DENSE_FACTOR = 8
_DENSE_LEAST, _DENSE_MOST = 1 << 15, 1 << 23
# From so many cells on, equal keys are found by hashing; sorting then only has to put the classes in order.
_CELLS_WORTH_HASHING = 1 << 16
# From so many cells on, it pays to know first whether the classes are needed at all.
_CELLS_WORTH_PLACES = 1 << 20
# Tables of hashed classes: so many places for few cells and for many. A small table stays in the processor's cache.
_HASH_BITS = (12, 20, 22)
_LARGEST_KEY = 2**62
# A table of classes × sensitive values is made for so many entries at once.
_TABLE_ENTRIES = 1 << 22


@dataclass(frozen=True, slots=True)
class Sensitive:
    """The sensitive values of a frame's cells, sparse: `count[i]` times `value[i]` in `cell[i]`."""

    size: int
    cell: Ints
    value: Ints
    count: Ints


class CellFrame:
    """The cells of the node `levels`: distinct combinations with their counts."""

    def __init__(
        self,
        hierarchies: Sequence[Hierarchy],
        levels: Levels,
        *,
        codes: Sequence[Codes],
        count: Ints,
        population: Ints | None,
        sensitive: Mapping[str, Sensitive],
        people: People | None = None,
        finest: "CellFrame | None" = None,
    ) -> None:
        self.hierarchies = tuple(hierarchies)
        self.levels = levels
        self.codes = tuple(codes)
        self.count = count
        self.population = population
        self.sensitive = dict(sensitive)
        self.people = people
        self._finest = finest
        self._weights = count.astype(np.float64)
        self._population_weights = None if population is None else population.astype(np.float64)

    @cached_property
    def words(self) -> Words:
        return words_of(self.hierarchies, self.levels, self.codes, self._weights)

    @property
    def cells(self) -> int:
        return len(self.count)

    @property
    def finest(self) -> "CellFrame":
        """Where people are kept: the frame that this one was rolled up from in the end, or itself."""
        return self._finest or self

    @cached_property
    def rows(self) -> int:
        return int(self.count.sum())

    def refines(self, levels: Levels) -> bool:
        """Whether the classes of `levels` follow from this frame."""
        return all(mine <= theirs for mine, theirs in zip(self.levels, levels, strict=True))

    def sizes(self, levels: Levels) -> tuple[int, ...]:
        return tuple(h.size(level) for h, level in zip(self.hierarchies, levels, strict=True))

    def group(self, levels: Levels) -> "Groups":
        """The equivalence classes of the node `levels`, which this frame must refine."""
        sizes = self.sizes(levels)
        space = prod(sizes)
        if space <= self._largest_table:
            return self._group_by_position(levels, sizes, space)
        return self._group_by_sorting(levels, sizes)

    def least_rows_below(self, levels: Levels, size: int, enough: int) -> int:
        """A lower bound of the rows in classes of fewer than `size` rows, without finding the classes.

        Classes are thrown into a table by a hash of their values. What falls together is a union of classes: it has
        fewer than `size` rows only if all of its classes do, so its rows are among those that are counted. A larger
        table is tried where a small one counts no more than `enough`. Where a table has room for all combinations the
        last one is exact.
        """
        space = prod(self.sizes(levels))
        if space <= self._largest_table and self.cells < _CELLS_WORTH_HASHING:
            return 0
        least = 0
        for bits in _HASH_BITS:
            # Neither a table so small that everything falls together, nor a large one where the exact count is as cheap.
            if 1 << bits < min(space, self.cells) // 16 or (1 << bits > _DENSE_LEAST and space <= self._largest_table):
                continue
            least = max(least, self._rows_below(self.words.hashed(levels, bits), size))
            if least > enough or 1 << bits >= 4 * self.cells:
                return least
        if space <= self._largest_table and self.cells >= _CELLS_WORTH_PLACES:
            least = self._rows_below(self.words.position(levels, briefly=True), size)
        return least

    def _rows_below(self, place: Ints, size: int) -> int:
        together = np.bincount(place, weights=self._weights)
        return self.rows - round(float(together[together >= size].sum()))

    def least_classes(self, levels: Levels) -> int:
        """A lower bound of the number of classes, found in the same way."""
        return int((np.bincount(self.words.hashed(levels, _HASH_BITS[-1])) > 0).sum())

    @property
    def _largest_table(self) -> int:
        return max(_DENSE_LEAST, min(_DENSE_MOST, _DENSE_FACTOR * self.cells))

    def _group_by_position(self, levels: Levels, sizes: tuple[int, ...], space: int) -> "Groups":
        key = self.words.position(levels)
        counted = sums(key, self._weights, space)
        people = self._population_weights
        populated = None if people is None else sums(key, people, space)
        return Groups(self, levels, sizes=sizes, place=key, counted=counted, populated=populated, first=None)

    def _group_by_sorting(self, levels: Levels, sizes: tuple[int, ...]) -> "Groups":
        if prod(sizes) <= _LARGEST_KEY:
            keys = self.words.position(levels)
        else:
            climbs = [h.climb(*ends) for h, *ends in zip(self.hierarchies, self.levels, levels, strict=True)]
            keys = pack([climb[codes] for climb, codes in zip(climbs, self.codes, strict=True)], sizes)
        first, cell = _classes_by_hashing(keys) if self.cells >= _CELLS_WORTH_HASHING else _classes_by_sorting(keys)
        counted = sums(cell, self._weights, len(first))
        people = self._population_weights
        populated = None if people is None else sums(cell, people, len(first))
        return Groups(self, levels, sizes=sizes, place=cell, counted=counted, populated=populated, first=first)


class Groups:
    """The equivalence classes of one node.

    While classes are counted by position most of the table may be empty; `count` and everything that goes with it hold
    only the classes that exist (in the population, where there is one).
    """

    def __init__(
        self,
        frame: CellFrame,
        levels: Levels,
        *,
        sizes: tuple[int, ...],
        place: Ints,
        counted: Floats,
        populated: Floats | None,
        first: Ints | None,
    ) -> None:
        self.frame = frame
        self.levels = levels
        self._sizes = sizes
        self._place = place
        self._counted = counted
        self._populated = populated
        self._first = first
        self._of_people: dict[int, Bools] = {}

    def rows_in_classes_below(self, size: int) -> int:
        """How many rows stand in classes of fewer than `size` rows: cheap, no class needs to be found for it."""
        return self.frame.rows - round(float(self._counted[self._counted >= size].sum()))

    @cached_property
    def _present(self) -> Ints:
        """The positions of the classes that exist."""
        return np.flatnonzero((self._counted if self._populated is None else self._populated) > 0)

    @property
    def number(self) -> int:
        """How many classes exist, of released rows or of the population."""
        return len(self._present)

    @cached_property
    def count(self) -> Ints:
        """Rows per class."""
        return self._counted[self._present].astype(np.int64)

    @cached_property
    def population(self) -> Ints | None:
        """Rows of the population per class."""
        return None if self._populated is None else self._populated[self._present].astype(np.int64)

    @cached_property
    def people(self) -> Ints:
        """Different people per class. Raises ModelImpossible where nobody is distinguished."""
        if self.frame.finest is not self.frame:
            return self._finest.people
        return count_people(_people(self.frame), self.cell_group, self.number)

    def of_people(self, k: int) -> Bools:
        """Whether k different people or more stand in each class. Raises ModelImpossible as well."""
        if self.frame.finest is not self.frame:
            return self._finest.of_people(k)
        if k not in self._of_people:
            self._of_people[k] = classes_of_at_least(k, _people(self.frame), self.cell_group, self.count)
        return self._of_people[k]

    @cached_property
    def _finest(self) -> "Groups":
        """The same classes in the same order, found among the finest cells.

        Hardly anybody stands in as few classes of a middling node as of a coarse one: pairs of class and person shrink too
        little to be worth sorting for every frame that is rolled up.
        """
        return self.frame.finest.group(self.levels)

    @cached_property
    def cell_group(self) -> Ints:
        """The class of each cell of the frame."""
        if len(self._present) == len(self._counted):
            return self._place
        number = np.zeros(len(self._counted), dtype=np.int64)
        number[self._present] = np.arange(self.number, dtype=np.int64)
        return number[self._place]

    def codes(self, column: int) -> Ints:
        """The generalised value of each class in one column."""
        return self._codes_of(column, slice(None))

    def _codes_of(self, column: int, classes: Ints | slice) -> Ints:
        present = self._present[classes]
        if self._first is not None:
            frame = self.frame
            climb = frame.hierarchies[column].climb(frame.levels[column], self.levels[column])
            return climb[frame.codes[column][self._first[present]]]
        stride = prod(self._sizes[column + 1 :])
        return (present // stride) % self._sizes[column]

    def marginal(self, column: int, classes: Bools) -> Floats:
        """Rows of the given classes per generalised value of one column."""
        chosen = np.flatnonzero(classes)
        return sums(self._codes_of(column, chosen), self.count[chosen], self._sizes[column])

    def tables(self, name: str) -> "list[tuple[slice, Floats]]":
        """Rows per class and sensitive value, in slices of the classes so that no table grows without limit."""
        sensitive = self.frame.sensitive[name]
        group = self.cell_group[sensitive.cell]
        step = max(1, _TABLE_ENTRIES // max(1, sensitive.size))
        if self.number <= step:
            return [
                (
                    slice(0, self.number),
                    _table(group, sensitive.value, sensitive.count, groups=self.number, size=sensitive.size),
                )
            ]
        order = np.argsort(group, kind="stable")
        group, value, count = group[order], sensitive.value[order], sensitive.count[order]
        found = []
        for start in range(0, self.number, step):
            stop = min(start + step, self.number)
            low, high = np.searchsorted(group, (start, stop))
            part = _table(
                group[low:high] - start, value[low:high], count[low:high], groups=stop - start, size=sensitive.size
            )
            found.append((slice(start, stop), part))
        return found

    def frame_of_classes(self) -> CellFrame:
        """These classes as cells to group further from."""
        sensitive = {}
        for name, counts in self.frame.sensitive.items():
            keys = self.cell_group[counts.cell] * counts.size + counts.value
            unique, entry = np.unique(keys, return_inverse=True)
            total = np.bincount(entry, weights=counts.count, minlength=len(unique)).astype(np.int64)
            sensitive[name] = Sensitive(counts.size, unique // counts.size, unique % counts.size, total)
        columns: list[Codes] = [_smallest(self.codes(column), size) for column, size in enumerate(self._sizes)]
        frame = self.frame
        return CellFrame(
            frame.hierarchies,
            self.levels,
            codes=columns,
            count=self.count,
            population=self.population,
            sensitive=sensitive,
            finest=frame.finest,
        )


def _smallest(codes: Ints, size: int) -> Codes:
    return codes.astype(np.int16 if size < 1 << 15 else np.int32)


def _people(frame: CellFrame) -> People:
    if frame.people is None:
        raise ModelImpossible("사람을 구별하는 열이 없습니다.", "No column tells people apart.")
    return frame.people


def _classes_by_sorting(keys: Ints) -> tuple[Ints, Ints]:
    """One cell of every class, in the order of the keys, and the class of every cell."""
    order = np.argsort(keys)
    ranked = keys[order]
    starts = np.ones(len(keys), dtype=np.bool_)
    starts[1:] = ranked[1:] != ranked[:-1]
    cell = np.empty(len(keys), dtype=np.int64)
    cell[order] = np.cumsum(starts) - 1
    return order[starts], cell


def _classes_by_hashing(keys: Ints) -> tuple[Ints, Ints]:
    """The same, for many cells in far fewer classes."""
    coded = pa.array(keys).dictionary_encode()
    unique, place = coded.dictionary.to_numpy(), coded.indices.to_numpy()
    order = np.argsort(unique)
    rank = np.empty(len(unique), dtype=np.int64)
    rank[order] = np.arange(len(unique))
    first = np.empty(len(unique), dtype=np.int64)
    # Written from the last to the first, the first cell of a class stays.
    first[place[::-1]] = np.arange(len(keys) - 1, -1, -1)
    return first[order], rank[place]


def _table(group: Ints, value: Ints, count: Ints, *, groups: int, size: int) -> Floats:
    return sums(group * size + value, count, groups * size).reshape(groups, size)


def frame_of(
    histogram: Histogram, hierarchies: Sequence[Hierarchy], sensitive_domains: Mapping[str, Sequence[str]] | None = None
) -> CellFrame:
    """The histogram's cells as the finest frame. Raises HierarchyHasGaps for values without a row in their hierarchy.

    `sensitive_domains` fixes the order of sensitive values where it matters (ordered and hierarchical distances).
    """
    columns = [
        _smallest(h.encode(domain), h.size(0))[codes]
        for h, domain, codes in zip(hierarchies, histogram.domains, histogram.codes, strict=True)
    ]
    sensitive = {}
    for counts in histogram.sensitive:
        domain = (sensitive_domains or {}).get(counts.name, counts.domain)
        place = {value: code for code, value in enumerate(domain)}
        recode = np.fromiter((place[value] for value in counts.domain), np.int64, len(counts.domain))
        sensitive[counts.name] = Sensitive(len(domain), counts.cell, recode[counts.value], counts.count)
    levels = (0,) * len(hierarchies)
    people = histogram.people
    return CellFrame(
        hierarchies,
        levels,
        codes=columns,
        count=histogram.count,
        population=histogram.population,
        sensitive=sensitive,
        people=people,
    )
