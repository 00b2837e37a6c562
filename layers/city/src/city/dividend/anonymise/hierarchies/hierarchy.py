"""Generalisation hierarchies: what a value becomes at every level. Pure.

Level 0 is the value itself; every further level is a function of the level below (nested), so that groups only ever
merge on the way up. That is what the proofs in `search` rest on, hence it is checked here, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.errors import HierarchyHasCycle, HierarchyHasGaps, HierarchyInvalid, HierarchyNotNested

# What stands for a value that is wholly generalised.
ANY = "*"
# So many values are named in a refusal; the rest are counted.
_NAMED = 10


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """`labels[level][code]` is what is published; `parents[level][code]` the code one level up."""

    name: str
    labels: tuple[tuple[str, ...], ...]
    parents: tuple[Ints, ...] = field(repr=False)

    @property
    def height(self) -> int:
        """The number of levels, the value itself included."""
        return len(self.labels)

    def size(self, level: int) -> int:
        """How many different values there are at `level`."""
        return len(self.labels[level])

    @cached_property
    def codes(self) -> dict[str, int]:
        """Base value -> its code at level 0."""
        return {value: code for code, value in enumerate(self.labels[0])}

    @cached_property
    def _climbs(self) -> dict[tuple[int, int], Ints]:
        climbs: dict[tuple[int, int], Ints] = {}
        for below in range(self.height):
            climbs[below, below] = np.arange(self.size(below), dtype=np.int64)
            for above in range(below + 1, self.height):
                climbs[below, above] = self.parents[above - 1][climbs[below, above - 1]]
        return climbs

    def climb(self, below: int, above: int) -> Ints:
        """Code at level `below` -> code at level `above`, for `below <= above`."""
        return self._climbs[below, above]

    @cached_property
    def shares(self) -> tuple[Floats, ...]:
        """Per level and code: the part of the whole domain that the published value may stand for, in (0, 1]."""
        size = self.size(0)
        return tuple(
            np.bincount(self.climb(0, level), minlength=self.size(level)) / size for level in range(self.height)
        )

    def encode(self, values: Sequence[str]) -> Ints:
        """The codes at level 0. Raises HierarchyHasGaps, naming the values that have none."""
        missing = [value for value in values if value not in self.codes]
        if missing:
            raise gaps(self.name, missing)
        return np.fromiter((self.codes[value] for value in values), np.int64, len(values))


def gaps(name: str, missing: Sequence[str]) -> HierarchyHasGaps:
    """The refusal that names the values without a row."""
    named = ", ".join(repr(value) for value in sorted(set(missing))[:_NAMED])
    return HierarchyHasGaps(
        f"'{name}' 계층에 없는 값이 {len(set(missing))}개 있습니다: {named}",
        f"The hierarchy of {name!r} has no row for {len(set(missing))} value(s) of the data: {named}",
    )


def hierarchy_from_rows(name: str, rows: Iterable[Sequence[str]]) -> Hierarchy:
    """A hierarchy from its table: one row per value, one column per level, the value first.

    Raises HierarchyInvalid, HierarchyHasCycle or HierarchyNotNested, each naming the row or value at fault.
    """
    table = [tuple(row) for row in rows]
    if not table or not table[0]:
        raise HierarchyInvalid(f"'{name}' 계층이 비어 있습니다.", f"The hierarchy of {name!r} is empty.")
    height = len(table[0])
    for number, row in enumerate(table, start=1):
        if len(row) != height:
            raise HierarchyInvalid(
                f"'{name}' 계층의 {number}행에는 단계가 {len(row)}개 있습니다. {height}개여야 합니다.",
                f"Row {number} of the hierarchy of {name!r} has {len(row)} levels, not {height}.",
            )
    _refuse_repeated(name, [row[0] for row in table])
    labels: list[tuple[str, ...]] = []
    codes_per_level: list[list[int]] = []
    for level in range(height):
        codes: dict[str, int] = {}
        codes_per_level.append([codes.setdefault(row[level], len(codes)) for row in table])
        labels.append(tuple(codes))
    _refuse_cycles(name, table)
    parents: list[Ints] = []
    for level in range(1, height):
        parent = np.full(len(labels[level - 1]), -1, dtype=np.int64)
        for below, above in zip(codes_per_level[level - 1], codes_per_level[level], strict=True):
            if parent[below] not in (-1, above):
                label = labels[level - 1][below]
                two = f"{labels[level][parent[below]]!r}, {labels[level][above]!r}"
                raise HierarchyNotNested(
                    f"'{name}' 계층의 {level - 1}단계 값 '{label}'이(가) {level}단계에서 둘로 갈라집니다: {two}",
                    f"In the hierarchy of {name!r}, {label!r} of level {level - 1} has two parents at level {level}: {two}",
                )
            parent[below] = above
        parents.append(parent)
    return Hierarchy(name, tuple(labels), tuple(parents))


def _refuse_repeated(name: str, values: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, value in enumerate(values, start=1):
        if value in seen:
            raise HierarchyInvalid(
                f"'{name}' 계층의 {number}행이 값 '{value}'을(를) 다시 적었습니다.",
                f"Row {number} of the hierarchy of {name!r} lists {value!r} again.",
            )
        seen.add(value)


def _refuse_cycles(name: str, table: Sequence[Sequence[str]]) -> None:
    """A label that returns after a different one stands above itself."""
    for row in table:
        for level in range(2, len(row)):
            if row[level] != row[level - 1] and row[level] in row[: level - 1]:
                path = " → ".join(row)
                raise HierarchyHasCycle(
                    f"'{name}' 계층이 되돌아옵니다: {path}",
                    f"The hierarchy of {name!r} returns to where it was: {path}",
                )
