"""Bringing missed instalments to the desk: whether a plan is revoked is for a person to decide (QVA §24의3⑤)."""

from collections.abc import Callable

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.fines.desk.tables.desk import TICKETS, Desk, TicketRecord, ticket_subject
from city.fines.errors import CaseMoved
from city.fines.law.instalments import Instalment
from city.fines.law.tables.cases import Cases, NoticeRecord
from city.fines.law.tables.plans import read_plan
from city.fines.service.races import write_all
from city.fines.talk.dialogue import HandOff
from city.fines.talk.understanding import Language
from city.kernel.clock import Clock, seoul_date

ENOUGH_MILLISECONDS = 20_000
BY_OFFICE = "office"


class WatchInstalments:
    """Opens one ticket for each instalment that was missed."""

    def __init__(self, connection: Connection, cases: Cases, desk: Desk, clock: Clock) -> None:
        self._connection, self._cases, self._desk, self._clock = connection, cases, desk, clock

    def watch(self, milliseconds_left: Callable[[], int]) -> int:
        """Returns how many tickets it opened. Stops while there is time to stop; the next morning goes on."""
        opened = 0
        for case in self._cases.with_instalments():
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                break
            plan = read_plan(case.plan)
            if plan.missed_on(seoul_date(self._clock.now())) and plan.due_now is not None:
                opened += self._open_ticket(case, plan.due_now)
        count("InstalmentsMissed", opened)
        logger().info("instalments watched", extra={"missed": opened})
        return opened

    def _open_ticket(self, case: NoticeRecord, missed: Instalment) -> bool:
        """In one transaction with the mark that it was done. False if it was, or if the case has just moved."""
        mark, now = f"missed-{missed.number}", self._clock.now()
        if mark in case.reminded:
            return False
        number = self._desk.next_ticket_number(now)
        ticket = TicketRecord(
            ticket_subject(number),
            "ticket",
            worklist=TICKETS,
            since=now,
            number=number,
            reason=HandOff.INSTALMENT_MISSED.value,
            holder=case.holder,
            phone=case.owner_phone,
            channel=BY_OFFICE,
            language=Language.KOREAN.value,
            notice_number=case.number,
            opened_at=now,
        )
        writes = Writes()
        writes.add("ticket", lambda transaction: transaction.save(ticket))
        told = [*case.reminded, mark]
        writes.add("case", lambda t: t.update(case, actions=[NoticeRecord.reminded.set(told)]))
        try:
            write_all(writes, self._connection)
        except CaseMoved:  # paid this very moment, perhaps: tomorrow tells
            return False
        return True
