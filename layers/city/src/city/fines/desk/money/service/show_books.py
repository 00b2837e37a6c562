"""Showing staff what the nightly comparison of cases and ledger found."""

import re
from dataclasses import asdict, dataclass

from city.aws.store import StoredObject
from city.contracts.fines.books import BooksReportV1
from city.contracts.fines.staff.day_reports import BooksFile, BooksLine, BooksPage, ExplainedGap
from city.fines.desk.money.explanations import GAPS
from city.fines.desk.money.service.day_reports import DayReports, read_day, slice_page
from city.fines.money.books_check import BOOKS, books_key

_KEY = re.compile(rf"{BOOKS}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBooks:
    """The newest night first."""

    MOST = 50

    reports: DayReports

    def list(self, limit: int, page: str | None) -> BooksPage:
        """Raises Invalid."""

        def line_of(_: StoredObject, content: bytes) -> BooksLine:
            report = BooksReportV1.model_validate_json(content)
            return BooksLine(
                day=report.day, finished_at=report.finished_at, found=report.found, unfinished=report.unfinished
            )

        nights, following = self.reports.page(limit, page, lambda name: bool(_KEY.fullmatch(name)), line_of)
        return BooksPage(nights=nights, next_page=following)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBooks:
    """What one night found, each gap with its name and what to do."""

    MOST = 200

    reports: DayReports

    def show(self, day: str, limit: int, page: str | None) -> BooksFile:
        """Raises ReportUnknown, Invalid."""
        report = BooksReportV1.model_validate_json(self.reports.read(books_key(read_day(day))))
        shown, following = slice_page(report.gaps, limit, page)
        return BooksFile(
            day=report.day,
            finished_at=report.finished_at,
            cases=report.cases,
            entries=report.entries,
            unfinished=report.unfinished,
            found=report.found,
            gaps=tuple(ExplainedGap(**dict(gap), **asdict(GAPS[gap.kind])) for gap in shown),
            next_page=following,
        )
