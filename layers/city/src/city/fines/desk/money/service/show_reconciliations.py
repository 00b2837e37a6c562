"""Showing staff how each day at each bank compared with ours. The reports hold nobody's name, plate or account."""

import re
from dataclasses import asdict, dataclass

from city.aws.store import StoredObject
from city.contracts.fines.bank_statement import ReconciliationReportV1
from city.contracts.fines.staff.day_reports import (
    ExplainedDifference,
    ReconciliationFile,
    ReconciliationFilter,
    ReconciliationLine,
    ReconciliationPage,
)
from city.fines.desk.errors import ReportUnknown
from city.fines.desk.money.explanations import DIFFERENCES
from city.fines.desk.money.service.day_reports import DayReports, day_of, read_day, slice_page
from city.fines.money.reconciliation import RECONCILED, reconciled_key

_KEY = re.compile(rf"{RECONCILED}[A-Z]{{2,10}}/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReconciliations:
    """The newest day first."""

    MOST = 50

    reports: DayReports

    def list(self, wanted: ReconciliationFilter, limit: int, page: str | None) -> ReconciliationPage:
        """Raises Invalid. A page may be shorter than its limit and have another after it."""

        def is_wanted(name: str) -> bool:
            if not _KEY.fullmatch(name):
                return False
            bank, day = name.removeprefix(RECONCILED).split("/")[0], day_of(name)
            return (
                wanted.bank in (None, bank)
                and (wanted.first is None or day >= wanted.first.isoformat())
                and (wanted.last is None or day <= wanted.last.isoformat())
            )

        def line_of(stored: StoredObject, content: bytes) -> ReconciliationLine | None:
            report = ReconciliationReportV1.model_validate_json(content)
            if wanted.differing == "yes" and not report.differences:
                return None
            return ReconciliationLine(
                bank=report.bank,
                day=report.day,
                written_at=stored.written_at,
                differences=len(report.differences),
                gap_krw=report.gap_krw,
            )

        lines, following = self.reports.page(limit, page, is_wanted, line_of)
        return ReconciliationPage(reconciliations=lines, next_page=following)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReconciliation:
    """One day at one bank, with each difference named."""

    MOST = 200

    reports: DayReports

    def show(self, bank: str, day: str, limit: int, page: str | None) -> ReconciliationFile:
        """Raises ReportUnknown, Invalid."""
        key = reconciled_key(bank, read_day(day))
        if not _KEY.fullmatch(key):
            raise ReportUnknown
        report = ReconciliationReportV1.model_validate_json(self.reports.read(key))
        shown, following = slice_page(report.differences, limit, page)
        return ReconciliationFile(
            bank=report.bank,
            day=report.day,
            at_bank=report.at_bank,
            here=report.here,
            gap_krw=report.gap_krw,
            found=len(report.differences),
            differences=tuple(
                ExplainedDifference(**dict(difference), **asdict(DIFFERENCES[difference.kind])) for difference in shown
            ),
            next_page=following,
        )
