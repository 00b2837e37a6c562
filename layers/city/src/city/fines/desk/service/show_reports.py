"""Showing staff the reports on imported files."""

import json
from typing import Any

from city.aws.store import ObjectStore
from city.contracts.fines.staff.oversight import ReportLine, ReportPage
from city.fines.errors import ReportUnknown
from city.kernel.errors import Invalid

_REPORT = ".report.json"


class ShowReports:
    """Lists the reports, the newest first, and shows one."""

    MOST = 100

    def __init__(self, objects: ObjectStore, bucket: str) -> None:
        self._objects, self._bucket = objects, bucket

    def list(self, limit: int, page: str | None) -> ReportPage:
        """`page` is the key of the last report seen. Raises Invalid if there is none of that name."""
        reports = [found for found in self._objects.folder(self._bucket).list() if found.name.endswith(_REPORT)]
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

    def show(self, key: str) -> Any:
        """The report as it was written. Raises ReportUnknown."""
        content = self._objects.folder(self._bucket).read(key) if key.endswith(_REPORT) else None
        if content is None:
            raise ReportUnknown
        return json.loads(content)
