"""Built-in hierarchies: how a value of a well-known kind grows coarser. Pure.

A scale reads a raw value into the labels of all its levels, the finest first. The hierarchy of a column then follows
from the values that occur, and is checked like one from a file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from city.dividend.anonymise.errors import HierarchyInvalid, HierarchyNotNested
from city.dividend.anonymise.hierarchies.hierarchy import ANY, Hierarchy, hierarchy_from_rows


class ValueUnreadable(Exception):
    """The value is not of the scale's kind: the row is quarantined with these sentences."""

    def __init__(self, reason_ko: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.reason_ko = reason_ko
        self.reason_en = reason_en


class Scale(Protocol):
    """How values of a kind grow coarser."""

    def levels(self, value: str) -> tuple[str, ...]:
        """The labels of all levels. Raises ValueUnreadable."""
        ...


@dataclass(frozen=True, slots=True)
class Bands:
    """Whole numbers in bands of growing width from `start` on; all from `above` on are one: ages, amounts.

    Every width is a multiple of the one before, and the open band begins where a widest one would: else bands overlap.
    """

    widths: tuple[int, ...]
    start: int = 0
    above: int | None = None

    def __post_init__(self) -> None:
        if not self.widths or min(self.widths) < 1:
            raise HierarchyInvalid("구간 폭은 1 이상이어야 합니다.", "Bands need widths of at least 1.")
        for narrow, wide in pairwise(self.widths):
            if wide <= narrow or wide % narrow:
                raise HierarchyNotNested(
                    f"구간 폭 {wide}은(는) {narrow}의 배수여야 합니다.", f"Width {wide} is not a multiple of {narrow}."
                )
        if self.above is not None and (self.above - self.start) % self.widths[-1]:
            raise HierarchyNotNested(
                f"{self.above} 이상 구간이 폭 {self.widths[-1]}의 경계에서 시작하지 않습니다.",
                f"The open band from {self.above} on does not begin where a band of {self.widths[-1]} does.",
            )

    def levels(self, value: str) -> tuple[str, ...]:
        try:
            number = int(value.replace(",", ""))
        except ValueError:
            raise ValueUnreadable("정수가 아닙니다.", "Not a whole number.") from None
        if number < self.start:
            raise ValueUnreadable(f"{self.start}보다 작습니다.", f"Below {self.start}.")
        return (*(self._band(number, width) for width in self.widths), ANY)

    def _band(self, number: int, width: int) -> str:
        if self.above is not None and number >= self.above:
            return f"{self.above}+"
        low = self.start + (number - self.start) // width * width
        return str(low) if width == 1 else f"{low}-{low + width - 1}"


@dataclass(frozen=True, slots=True)
class Region:
    """A dong in its gu in its city, written in full with spaces; a city without gu stands for its gu too."""

    def levels(self, value: str) -> tuple[str, ...]:
        parts = value.split()
        if not 2 <= len(parts) <= 3:
            raise ValueUnreadable(
                "형식은 '수원시 팔달구 인계동' 또는 '과천시 중앙동'입니다.",
                "The form is '수원시 팔달구 인계동' or '과천시 중앙동'.",
            )
        city = parts[0]
        return (" ".join(parts), " ".join(parts[:-1]), city, ANY)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days in weeks in months in quarters. An ISO week belongs to the month of its Thursday, so that it is in one only.

    `finest` leaves the days, or the days and weeks, out of what can be published.
    """

    finest: str = "day"

    def levels(self, value: str) -> tuple[str, ...]:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            raise ValueUnreadable("형식은 2026-10-31입니다.", "The form is 2026-10-31.") from None
        year, week, _ = day.isocalendar()
        thursday = date.fromisocalendar(year, week, 4)
        month = thursday.month
        labels = (
            day.isoformat(),
            f"{year}-W{week:02d}",
            f"{thursday.year}-{month:02d}",
            f"{thursday.year}-Q{(month + 2) // 3}",
            ANY,
        )
        return labels[("day", "week", "month").index(self.finest) :]


@dataclass(frozen=True, slots=True)
class AsItIs:
    """Any text, published as it is or not at all."""

    def levels(self, value: str) -> tuple[str, ...]:
        return (value, ANY)


@dataclass(frozen=True, eq=False, slots=True)
class Listed:
    """The values of a hierarchy from a file: a value without a row is the policy's fault, not the row's."""

    hierarchy: Hierarchy

    def levels(self, value: str) -> tuple[str, ...]:
        code = self.hierarchy.encode([value])[0]
        labels = self.hierarchy.labels
        return tuple(labels[level][self.hierarchy.climb(0, level)[code]] for level in range(self.hierarchy.height))


def hierarchy_of(name: str, scale: Scale, finest: Iterable[tuple[str, ...]]) -> Hierarchy:
    """The hierarchy of a column from the label rows that occur in it, in a fixed order whatever order they came in."""
    if isinstance(scale, Listed):
        return scale.hierarchy
    rows: Sequence[tuple[str, ...]] = sorted(set(finest))
    return hierarchy_from_rows(name, rows)
