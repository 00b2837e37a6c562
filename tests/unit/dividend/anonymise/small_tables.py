"""Small tables drawn by hypothesis: few rows, nested hierarchies, one sensitive column, sometimes a population."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from city.dividend.anonymise.arrays import Bools, Ints
from city.dividend.anonymise.equivalence.grouping import CellFrame, Levels, frame_of
from city.dividend.anonymise.equivalence.histogram import Histogram, count_rows
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy, hierarchy_from_rows

SENSITIVE = "s"
_VALUES = 3


@dataclass(frozen=True, eq=False)
class SmallTable:
    hierarchies: tuple[Hierarchy, ...]
    codes: tuple[Ints, ...]
    sensitive: Ints
    released: Bools | None

    def histogram(self, rows: Ints | None = None) -> Histogram:
        """Of all rows, or of some."""
        chosen = np.arange(len(self.sensitive)) if rows is None else rows
        return count_rows(
            [h.name for h in self.hierarchies],
            [h.labels[0] for h in self.hierarchies],
            [column[chosen] for column in self.codes],
            released=None if self.released is None else self.released[chosen],
            sensitive=[(SENSITIVE, tuple("abc"), self.sensitive[chosen])],
        )

    def frame(self) -> CellFrame:
        return frame_of(self.histogram(), self.hierarchies, {SENSITIVE: tuple("abc")})

    @property
    def top(self) -> Levels:
        return tuple(h.height - 1 for h in self.hierarchies)

    def classes(self, levels: Levels) -> dict[tuple[int, ...], list[int]]:
        """Row numbers per class, found row by row."""
        found: dict[tuple[int, ...], list[int]] = {}
        for row in range(len(self.sensitive)):
            key = tuple(
                int(h.climb(0, level)[column[row]])
                for h, level, column in zip(self.hierarchies, levels, self.codes, strict=True)
            )
            found.setdefault(key, []).append(row)
        return found


@st.composite
def hierarchies(draw: st.DrawFn, name: str) -> Hierarchy:
    """Two to four values; every level joins some of the groups below; the last is one group."""
    values = draw(st.integers(2, 4))
    rows = [[f"{name}{value}"] for value in range(values)]
    groups = list(range(values))
    for level in range(draw(st.integers(0, 1))):
        joined = draw(st.lists(st.integers(0, 1), min_size=values, max_size=values))
        groups = [joined[group] for group in groups]
        for row, group in zip(rows, groups, strict=True):
            row.append(f"{name}-{level}-{group}")
    for row in rows:
        row.append("*")
    return hierarchy_from_rows(name, rows)


@st.composite
def small_tables(draw: st.DrawFn, *, population: bool | None = None) -> SmallTable:
    columns = [draw(hierarchies(name)) for name in "xyz"[: draw(st.integers(1, 3))]]
    rows = draw(st.integers(1, 18))
    codes = tuple(
        np.array(draw(st.lists(st.integers(0, h.size(0) - 1), min_size=rows, max_size=rows)), dtype=np.int64)
        for h in columns
    )
    sensitive = np.array(draw(st.lists(st.integers(0, _VALUES - 1), min_size=rows, max_size=rows)), dtype=np.int64)
    released = None
    if draw(st.booleans()) if population is None else population:
        released = np.array(draw(st.lists(st.booleans(), min_size=rows, max_size=rows)), dtype=np.bool_)
        released[draw(st.integers(0, rows - 1))] = True
    return SmallTable(tuple(columns), codes, sensitive, released)
