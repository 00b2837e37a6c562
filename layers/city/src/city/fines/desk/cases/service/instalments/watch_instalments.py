"""Bringing missed instalments to the desk: whether a plan is revoked is for a person to decide (QVA §24의3⑤)."""

from collections.abc import Callable
from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.fines.law.errors import CaseMoved
from city.fines.law.instalments import Instalment
from city.fines.law.language import Language
from city.fines.law.service.races import write_all
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.talk.dialogue import HandOff
from city.fines.talk.tables.tickets import Tickets, add_ticket
from city.kernel.clock import Clock, seoul_date

ENOUGH_MILLISECONDS = 20_000
BY_OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchInstalments:
    """Opens one ticket for each instalment that was missed."""

    connection: Connection
    cases: Cases
    tickets: Tickets
    clock: Clock

    def watch(self, milliseconds_left: Callable[[], int]) -> int:
        """Returns how many tickets it opened. Stops while there is time to stop; the next morning goes on."""
        opened = 0
        for case in self.cases.with_instalments():
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                break
            plan = case.to_notice().plan
            if plan is None:
                continue
            if plan.missed_on(seoul_date(self.clock.now())) and plan.due_now is not None:
                opened += self._open_ticket(case, plan.due_now)
        count("InstalmentsMissed", opened)
        logger().info("instalments watched", extra={"missed": opened})
        return opened

    def _open_ticket(self, case: NoticeRecord, missed: Instalment) -> bool:
        """In one transaction with the mark that it was done. False if it was, or if the case has just moved."""
        mark, now = f"missed-{missed.number}", self.clock.now()
        if mark in case.reminded:
            return False
        writes = Writes()
        add_ticket(
            writes,
            number=self.tickets.next_number(now),
            reason=HandOff.INSTALMENT_MISSED,
            holder=case.holder,
            phone=case.owner_phone,
            channel=BY_OFFICE,
            language=Language.KOREAN,
            notice_number=case.number,
            now=now,
        )
        marks = [*case.reminded, mark]
        writes.add("case", lambda t: t.update(case, actions=[NoticeRecord.reminded.set(marks)]))
        try:
            write_all(writes, self.connection)
        except CaseMoved:  # paid this very moment, perhaps: tomorrow tells
            return False
        return True
