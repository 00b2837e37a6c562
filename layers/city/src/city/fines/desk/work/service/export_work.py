"""Lists of work as files: masked, or whole to somebody who says why, case by case in the access log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from city.aws.observability import count, logger
from city.contracts.fines.staff.work import ExportWork as ExportRequest
from city.contracts.fines.staff.work import WorkFile
from city.fines.desk.cases.service.shown_cases import show_opinion
from city.fines.desk.errors import WholeExportNeedsReason
from city.fines.desk.money.service.shown_deposits import show_deposit
from city.fines.desk.tables.desk import ACCESS_LOG, DeskEntries, talk_subject
from city.fines.desk.talks.service.shown_talks import show_ticket
from city.fines.desk.work.case_lists import case_list
from city.fines.desk.work.exported import (
    CASE_COLUMNS,
    OPINION_COLUMNS,
    SUSPENSE_COLUMNS,
    TICKET_COLUMNS,
    case_row,
    opinion_row,
    suspense_row,
    ticket_row,
)
from city.fines.desk.work.service.list_work import show_work
from city.fines.desk.work.spreadsheets import Cell, write_csv
from city.fines.law.privacy import Mask
from city.fines.law.tables.due_cases import DueCases
from city.fines.law.tables.history import notice_subject
from city.fines.law.tables.opinions import OPINIONS, OpinionRecord
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.tables.tickets import TICKETS, TicketRecord
from city.kernel.clock import Clock, seoul_date

_Rows = list[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Export:
    """The rows of one file, and whose data is in it."""

    columns: Sequence[str]
    rows: _Rows
    subjects: list[str]
    next_page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWork:
    """One list as a CSV file. Whoever takes it whole is written down for every person in it before it is answered."""

    due_cases: DueCases
    desk: DeskEntries
    deposits: Deposits
    clock: Clock

    LINES_AT_MOST = 1_000
    # Each line of a whole file is a line of the access log.
    WHOLE_AT_MOST = 200
    # A read by keys takes a hundred.
    READ_AT_ONCE = 100

    def export(self, name: str, request: ExportRequest, by: str) -> WorkFile:
        """Raises WorkListUnknown, WholeExportNeedsReason, Invalid."""
        if request.whole and request.reason is None:
            raise WholeExportNeedsReason
        now, mask = self.clock.now(), Mask(lifted=request.whole)
        most = self.WHOLE_AT_MOST if request.whole else self.LINES_AT_MOST
        made = self._make(name, request, most, mask, seoul_date(now))
        if request.whole and request.reason is not None:
            self._keep_views(made.subjects, request.reason, by, now)
        count("WorkExported", len(made.rows))
        logger().info("work exported", extra={"list": name, "lines": len(made.rows), "whole": request.whole, "by": by})
        return WorkFile(
            file_name=f"{name}-{now:%Y%m%d}{'-whole' if request.whole else ''}.csv",
            content=write_csv(made.columns, made.rows),
            lines=len(made.rows),
            next_page=made.next_page,
        )

    def _keep_views(self, subjects: Sequence[str], reason: str, by: str, at: datetime) -> None:
        ACCESS_LOG.keep_all(dict.fromkeys(subjects), by=by, reason=reason, at=at)

    def _make(self, name: str, request: ExportRequest, most: int, mask: Mask, today: date) -> _Export:
        if name == TICKETS:
            found, following = self.desk.list_work(TICKETS, most, request.page)
            tickets = [each for each in found if isinstance(each, TicketRecord)]
            rows: _Rows = [ticket_row(show_ticket(each, mask)) for each in tickets]
            return _Export(TICKET_COLUMNS, rows, [talk_subject(each.holder) for each in tickets], following)
        if name == OPINIONS:
            found, following = self.desk.list_work(OPINIONS, most, request.page)
            opinions = [each for each in found if isinstance(each, OpinionRecord)]
            rows = [opinion_row(show_opinion(each, mask), each.since) for each in opinions]
            return _Export(OPINION_COLUMNS, rows, [notice_subject(each.notice_number) for each in opinions], following)
        if name == "suspense":
            held, following = self.deposits.list_suspense(most, request.page)
            rows = [suspense_row(show_deposit(each, mask)) for each in held]
            return _Export(SUSPENSE_COLUMNS, rows, [f"deposit#{each.deposit_key}" for each in held], following)
        return self._cases(name, request, most, mask, today)

    def _cases(self, name: str, request: ExportRequest, most: int, mask: Mask, today: date) -> _Export:
        wanted, page = case_list(name), request.page
        between = wanted.between(request.first, request.last, today)
        rows: _Rows = []
        subjects: list[str] = []
        while True:
            found, page = self.due_cases.page(between, min(self.READ_AT_ONCE, most - len(rows)), page)
            shown = [case for case in found if wanted.has(case.to_notice(), today)]
            rows += [case_row(show_work(case, today, mask)) for case in shown]
            subjects += [notice_subject(case.number) for case in shown]
            if page is None or len(rows) >= most:
                return _Export(CASE_COLUMNS, rows, subjects, page)
