"""Comparing all cases with the whole ledger, every night, and writing down what differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pynamodb.connection import Connection

from city.aws.observability import count, logger
from city.aws.store import ObjectStore
from city.contracts.fines.books import BooksGap, BooksReportV1, GapKind
from city.fines.desk.tables.desk import REFUNDS, DeskEntries
from city.fines.law.lifecycle import State
from city.fines.law.tables.cases import Cases
from city.fines.money.books_check import Tally, booked_for, books_key, gap_of, said_paid_krw
from city.fines.money.ledger import LedgerAccount, lies_in
from city.fines.money.tables.deposit_records import SUSPENSE_OPEN
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import all_entries, entries_of
from city.kernel.clock import Clock, seoul_date

ENOUGH_MILLISECONDS = 30_000
LISTED_AT_MOST = 1_000
_LOOKED_AT_EVERY = 1_000


class _TimeIsUp(Exception):
    """The function's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBooks:
    """Every closed case has its money in the ledger, every won of the ledger its case; what does not is named."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: DeskEntries
    objects: ObjectStore
    reports_bucket: str
    # How long a case that has ended is kept: money older than that may have outlived it.
    kept: timedelta
    clock: Clock

    def check(self, milliseconds_left: Callable[[], int]) -> BooksReportV1:
        """Reads everything once, and what looks wrong once more, as it is then. Writes and returns the report."""
        now = self.clock.now()
        tally, gaps, unfinished = Tally(now - self.kept), list[BooksGap](), False

        def check_time(done: int) -> None:
            if done % _LOOKED_AT_EVERY == 0 and milliseconds_left() < ENOUGH_MILLISECONDS:
                raise _TimeIsUp

        try:
            check_time(0)
            for said in self.cases.money_of_all():
                tally.add_case(said.number, said_paid_krw(said.state, said.paid_krw, said.plan))
                check_time(tally.cases)
            for entry in all_entries(self.connection):
                tally.add_entry(entry.deposit_key, entry.notice_number, entry.at, entry.postings)
                check_time(tally.entries)
            for gap in self._gaps(tally):
                gaps.append(gap)
                check_time(0)
        except _TimeIsUp:
            unfinished = True
        report = BooksReportV1(
            day=seoul_date(now),
            finished_at=self.clock.now(),
            cases=tally.cases,
            entries=tally.entries,
            unfinished=unfinished,
            found=len(gaps),
            gaps=tuple(gaps[:LISTED_AT_MOST]),
        )
        self._tell(report)
        return report

    def _gaps(self, tally: Tally) -> Iterator[BooksGap]:
        for number in tally.unbalanced():
            yield from self._gap_of_notice(number)
        for key in tally.waiting_in(LedgerAccount.SUSPENSE):
            deposit = self.deposits.find(key)
            if deposit is None or deposit.suspense != SUSPENSE_OPEN:
                yield from self._waiting(key, LedgerAccount.SUSPENSE, GapKind.HELD_ON_NO_LIST)
        for key in tally.waiting_in(LedgerAccount.REFUND_PAYABLE):
            decision = self.desk.find_decision(key)
            if decision is None or (decision.state, decision.worklist) != ("approved", REFUNDS):
                yield from self._waiting(key, LedgerAccount.REFUND_PAYABLE, GapKind.RETURNING_ON_NO_LIST)

    def _gap_of_notice(self, number: str) -> Iterator[BooksGap]:
        case = self.cases.by_number(number)
        entries = [entry for found in self.deposits.on_notice(number) for entry in entries_of(found.deposit_key)]
        notice, booked = case.to_notice() if case is not None else None, booked_for(number, entries)
        said = 0
        if case is not None and notice is not None:
            said = said_paid_krw(notice.status, int(case.paid_krw) if case.paid_krw else None, notice.plan)
        kind = gap_of(State(case.status) if case is not None else None, said, booked)
        if kind is not None:
            yield BooksGap(kind=kind, notice_number=number, said_krw=said, booked_krw=booked)

    def _waiting(self, key: str, account: LedgerAccount, kind: GapKind) -> Iterator[BooksGap]:
        entries = entries_of(key)
        if lies_in(entries) is account:
            yield BooksGap(kind=kind, deposit_key=key, said_krw=0, booked_krw=entries[0].amount_krw)

    def _tell(self, report: BooksReportV1) -> None:
        content = report.model_dump_json(indent=1).encode()
        self.objects.folder(self.reports_bucket).write(books_key(report.day), content, "application/json")
        count("BooksGaps", report.found)
        count("BooksUnfinished", int(report.unfinished))
        log = logger().warning if report.found or report.unfinished else logger().info
        log(
            "books checked",
            extra={
                "cases": report.cases,
                "entries": report.entries,
                "found": report.found,
                "unfinished": report.unfinished,
            },
        )
