"""A notice file as lines of cells, whatever kind of file it was, and where in them its heading stands. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from city.fines.law.notice_files.headings import Heading, count_known, read_heading
from city.kernel.errors import Invalid

# Titles, dates and the office's name stand above a heading; more lines than these do not.
_HEADING_WITHIN = 30


class FileUnreadable(Invalid):
    """Not one row can be read; `message_ko` says why."""

    def __init__(self, message_ko: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_ko, self.message_en = message_ko, message_en


class HeadingUnusable(FileUnreadable):
    """A line names columns of ours, but not those without which no row can be read, or one of them twice."""


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` is None where the line cannot be taken apart."""

    number: int
    cells: Sequence[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`name`: the sheet's. `serial_shift`: what its count of days lacks to Excel's usual one. `ragged`: empty cells at the
    end of a line are not written down."""

    lines: Iterator[Line]
    name: str = ""
    serial_shift: int = 0
    ragged: bool = False


def find_heading(table: Table) -> tuple[Heading, Iterator[Line]] | None:
    """The heading and the lines below it; None if no line names a column of ours.

    Raises HeadingUnusable if columns are missing or stand twice.
    """
    first = list(islice(table.lines, _HEADING_WITHIN))
    known = [count_known(line.cells) if line.cells is not None else 0 for line in first]
    if not known or max(known) == 0:
        return None
    place = known.index(max(known))
    cells = first[place].cells
    assert cells is not None
    heading = read_heading(cells)
    below = place + 1
    if heading.missing and below < len(first) and (second := first[below].cells) is not None:
        both = read_heading(_over_two_lines(cells, second))
        if len(both.missing) < len(heading.missing):
            heading, below = both, below + 1
    if heading.twice:
        named = ", ".join(heading.twice)
        raise HeadingUnusable(f"같은 제목의 열이 있습니다: {named}", f"Two columns have the same heading: {named}")
    if heading.missing:
        named = ", ".join(heading.missing)
        raise HeadingUnusable(f"열이 없습니다: {named}", f"Missing columns: {named}")
    return heading, chain(first[below:], table.lines)


def _over_two_lines(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """One heading of two lines, as in printed forms: `위반` over `일자` and `시간` is `위반일자` and `위반시간`."""
    names, above = [], ""
    for place in range(max(len(upper), len(lower))):
        over, under = (line[place].strip() if place < len(line) else "" for line in (upper, lower))
        above = over or above
        names.append(above + under if under else over)
    return names
