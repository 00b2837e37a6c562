"""Showing auditors who looked at personal data, and why."""

from collections.abc import Callable
from typing import Generic, TypeVar

from city.contracts.staff import ViewLine, ViewPage
from city.kernel.errors import Invalid
from city.office.tables.access_log import AccessLog

LineT = TypeVar("LineT", bound=ViewLine)


class ShowViews(Generic[LineT]):
    """Lists who looked at one subject. `line` is what is shown of a record; `subject_of` makes a subject of what was asked."""

    MOST = 100

    def __init__(self, log: AccessLog, line: type[LineT], subject_of: Callable[[str], str] = str) -> None:
        self._log, self._line, self._subject_of = log, line, subject_of

    def list(self, subject: str | None, limit: int, page: str | None) -> ViewPage[LineT]:
        """Raises Invalid."""
        if not subject:
            raise Invalid
        views, following = self._log.list(self._subject_of(subject), limit, page)
        lines = tuple(self._line.model_validate(view, from_attributes=True) for view in views)
        return ViewPage(views=lines, next_page=following)
