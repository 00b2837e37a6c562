"""Showing staff the reports on imported files."""

import json
from dataclasses import dataclass
from typing import Any

from city.aws.store import ObjectStore
from city.contracts.fines.staff.oversight import ReportLine, ReportPage
from city.fines.desk.errors import ReportUnknown
from city.kernel.errors import Invalid

_REPORT = ".report.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReports:
    """The newest first."""

    objects: ObjectStore
    bucket: str

    MOST = 100

    def list(self, limit: int, page: str | None) -> ReportPage:
        """`page` is the key of the last report seen. Raises Invalid if there is none of that name."""
        reports = [found for found in self.objects.folder(self.bucket).list() if found.name.endswith(_REPORT)]
        # Reports are kept for a year, a few a day: sorting them here costs nothing.
        reports.sort(key=lambda found: (found.written_at, found.name), reverse=True)
        keys = [found.name for found in reports]
        if page is not None and page not in keys:
            raise Invalid
        start = keys.index(page) + 1 if page is not None else 0
        shown = reports[start : start + limit]
        return ReportPage(
            reports=tuple(
                ReportLine(key=found.name, written_at=found.written_at, size_bytes=found.size_bytes) for found in shown
            ),
            next_page=shown[-1].name if start + limit < len(reports) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReport:
    """Shows one report as it was written."""

    objects: ObjectStore
    bucket: str

    def show(self, key: str) -> Any:
        """The report as it was written. Raises ReportUnknown."""
        content = self.objects.folder(self.bucket).read(key) if key.endswith(_REPORT) else None
        if content is None:
            raise ReportUnknown
        return json.loads(content)
