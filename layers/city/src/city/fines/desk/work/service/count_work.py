"""Counting what waits: the first thing to be seen on a Monday morning."""

from dataclasses import dataclass
from datetime import date, timedelta

from city.contracts.fines.staff.work import WorkCount, WorkCounts
from city.fines.desk.tables.corrections import CORRECTIONS
from city.fines.desk.tables.desk import DECISIONS, REFUNDS, DeskEntries
from city.fines.desk.work.case_lists import CASE_LISTS
from city.fines.law.procedure.deadlines import Due, read_deadline
from city.fines.law.tables.due_cases import DueCases
from city.fines.law.tables.opinions import OPINIONS
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.tables.tickets import TICKETS
from city.kernel.clock import Clock, seoul_date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWork:
    """Counts every list by its index; nothing is scanned."""

    due_cases: DueCases
    desk: DeskEntries
    deposits: Deposits
    clock: Clock

    COUNTED_AT_MOST = 5_000
    # What waits longer than this is late where no law names a day.
    PATIENCE = timedelta(days=3)

    def count(self) -> WorkCounts:
        today = seoul_date(self.clock.now())
        cases = [self._count_cases(name, today) for name in CASE_LISTS]
        desk = [self._count_entries(name, today) for name in (OPINIONS, TICKETS, CORRECTIONS, DECISIONS, REFUNDS)]
        return WorkCounts(today=today, lists=(*cases, *desk, self._count_suspense(today)))

    def _count_cases(self, name: str, today: date) -> WorkCount:
        wanted = CASE_LISTS[name].between(None, None, today)
        counted, oldest = self.due_cases.count(wanted, self.COUNTED_AT_MOST), self.due_cases.oldest(wanted)
        first = read_deadline(oldest).on if oldest is not None else None
        # A plate goes back at once, and what the law gives a day for is late after it.
        late = first is not None and (first < today if wanted.due is not Due.PLATE else True)
        return self._line(name, counted, first, late)

    def _count_entries(self, worklist: str, today: date) -> WorkCount:
        since = self.desk.waiting_since(worklist)
        first = seoul_date(since) if since is not None else None
        counted = self.desk.count_work(worklist) if first is not None else 0
        return self._line(worklist, counted, first, first is not None and today - first > self.PATIENCE)

    def _count_suspense(self, today: date) -> WorkCount:
        since = self.deposits.suspense_since()
        first = seoul_date(since) if since is not None else None
        counted = self.deposits.count_suspense() if first is not None else 0
        return self._line("suspense", counted, first, first is not None and today - first > self.PATIENCE)

    def _line(self, name: str, counted: int, first: date | None, late: bool) -> WorkCount:
        return WorkCount(list=name, count=counted, more=counted >= self.COUNTED_AT_MOST, oldest=first, late=late)
