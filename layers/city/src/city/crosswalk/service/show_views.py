"""Showing auditors who looked at a unit's pictures, and why."""

from city.contracts.crosswalk.staff.pictures import PictureViewLine
from city.contracts.staff import ViewPage
from city.crosswalk.tables.desk import Desk
from city.kernel.errors import Invalid


class ShowViews:
    MOST = 100

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def list(self, unit: str | None, limit: int, page: str | None) -> ViewPage[PictureViewLine]:
        """Raises Invalid."""
        if not unit:
            raise Invalid
        views, following = self._desk.list_views(unit, limit, page)
        lines = tuple(PictureViewLine(by=view.by, at=view.at, what=view.what, reason=view.reason) for view in views)
        return ViewPage(views=lines, next_page=following)
