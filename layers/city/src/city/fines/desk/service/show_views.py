"""Showing auditors who looked at personal data, and why."""

from city.contracts.staff import ViewLine, ViewPage
from city.fines.desk.tables.desk import Desk
from city.kernel.errors import Invalid


class ShowViews:
    """Lists the disclosures of one subject: `notice#…`, `talk#…` or `deposit#…`."""

    MOST = 100

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def list(self, subject: str | None, limit: int, page: str | None) -> ViewPage[ViewLine]:
        """Raises Invalid."""
        if not subject:
            raise Invalid
        views, following = self._desk.list_views(subject, limit, page)
        return ViewPage(
            views=tuple(ViewLine(by=view.by, at=view.at, reason=view.reason) for view in views), next_page=following
        )
