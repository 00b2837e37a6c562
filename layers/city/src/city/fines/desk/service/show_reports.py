"""Showing staff the reports on imported files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from city.aws.store import ObjectStore, StoredObject
from city.contracts.fines.staff.oversight import ReportLine, ReportPage
from city.fines.desk.errors import ReportUnknown
from city.fines.money.books_check import BOOKS
from city.fines.money.reconciliation import RECONCILED
from city.kernel.errors import Invalid

_REPORT = ".report.json"
FILES = "files"


def is_report_on_a_file(name: str) -> bool:
    return name.endswith(_REPORT)


def is_report(name: str) -> bool:
    """Reports on files, and those on a day's money."""
    return is_report_on_a_file(name) or name.startswith((RECONCILED, BOOKS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReports:
    """The newest first."""

    objects: ObjectStore
    bucket: str

    MOST = 100

    def list(self, limit: int, page: str | None, *, folder: str | None = None, kind: str | None = None) -> ReportPage:
        """`page` is the key of the last report seen; `folder` leaves all others out (desk, accounts, …).

        `kind`: "files" leaves out what is no report on a file. Raises Invalid if there is none of that name.
        """
        if kind not in (None, FILES):
            raise Invalid
        wanted = is_report if kind is None else is_report_on_a_file
        store = self.objects.folder(self.bucket)
        reports = [found for found in store.list(f"{folder}/" if folder else "") if wanted(found.name)]
        # Reports are kept for a year, a few a day: sorting them here costs nothing.
        reports.sort(key=lambda found: (found.written_at, found.name), reverse=True)
        keys = [found.name for found in reports]
        if page is not None and page not in keys:
            raise Invalid
        start = keys.index(page) + 1 if page is not None else 0
        shown = reports[start : start + limit]
        return ReportPage(
            reports=tuple(_line(found, store.metadata(found.name)) for found in shown),
            next_page=shown[-1].name if start + limit < len(reports) else None,
        )


def _line(found: StoredObject, beside: Mapping[str, str]) -> ReportLine:
    return ReportLine(
        key=found.name,
        written_at=found.written_at,
        size_bytes=found.size_bytes,
        by=beside.get("by"),
        counts={name: int(value) for name, value in beside.items() if name != "by" and value.isdigit()},
        unreadable=beside.get("unreadable") == "yes",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReport:
    """Shows one report as it was written."""

    objects: ObjectStore
    bucket: str

    def show(self, key: str) -> Any:
        """The report as it was written. Raises ReportUnknown."""
        content = self.objects.folder(self.bucket).read(key) if is_report(key) else None
        if content is None:
            raise ReportUnknown
        return json.loads(content)
