"""Reports that are written once a day: found by their keys, the newest first, and read in pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from city.aws.store import ObjectStore, StoredObject
from city.fines.desk.errors import ReportUnknown
from city.kernel.errors import Invalid

_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class DayReports:
    """Reports under a folder, each named by its day."""

    # More is not read for one page, however few of them are wanted.
    READ_AT_MOST = 60

    objects: ObjectStore
    bucket: str
    folder: str

    def page(
        self,
        limit: int,
        page: str | None,
        wanted: Callable[[str], bool],
        line_of: Callable[[StoredObject, bytes], _Line | None],
    ) -> tuple[tuple[_Line, ...], str | None]:
        """Lines of the reports whose key is `wanted`, the newest day first, and the name of the next page.

        `line_of` is None for a report that does not belong on the list. Raises Invalid.
        """
        found = [each for each in self.objects.folder(self.bucket).list(self.folder) if wanted(each.name)]
        # Reports are kept for a year, one a day and bank: sorting them here costs nothing.
        found.sort(key=lambda each: (day_of(each.name), each.name), reverse=True)
        names = [each.name for each in found]
        if page is not None and page not in names:
            raise Invalid
        rest = found[names.index(page) + 1 if page is not None else 0 :]
        lines: list[_Line] = []
        for read, each in enumerate(rest, 1):
            line = line_of(each, self.read(each.name))
            if line is not None:
                lines.append(line)
            if len(lines) == limit or read == self.READ_AT_MOST:
                return tuple(lines), each.name if read < len(rest) else None
        return tuple(lines), None

    def read(self, name: str) -> bytes:
        """Raises ReportUnknown."""
        content = self.objects.folder(self.bucket).read(name)
        if content is None:
            raise ReportUnknown
        return content


def day_of(name: str) -> str:
    """`reconciliation/NH/2026-11-23.json` is of 2026-11-23."""
    return name.rpartition("/")[2].removesuffix(".json")


def read_day(text: str) -> date:
    """Raises ReportUnknown."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReportUnknown from None


def slice_page(items: Sequence[_Line], limit: int, page: str | None) -> tuple[Sequence[_Line], str | None]:
    """A page of what stands in one report; pages are named by where they begin. Raises Invalid."""
    if page is not None and not (page.isascii() and page.isdigit() and len(page) < 9):
        raise Invalid
    start = int(page or 0)
    return items[start : start + limit], str(start + limit) if start + limit < len(items) else None
