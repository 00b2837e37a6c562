"""Booking that a refund left the bank."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.money import DecisionLine
from city.fines.desk.errors import DecidedBefore, DecisionUnknown, SameWhoProposed
from city.fines.desk.money.service.shown_deposits import show_decision
from city.fines.desk.money.service.suspense_checks import find_case_of, strike_off, unless_late
from city.fines.desk.tables.desk import DecisionRecord, DeskEntries
from city.fines.law.privacy import Mask
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.money.ledger import (
    check_entry,
    refund_paid,
)
from city.fines.money.service.send_receipts import TextReceivers
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import book, entries_of
from city.fines.money.texts import MoneyTexts
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRefund:
    """Books a refund that was paid and tells the citizen; once, however often it is asked for."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: DeskEntries
    text_receivers: TextReceivers
    texts: MoneyTexts
    clock: Clock

    def book(self, key: str, bank_reference: str, by: str) -> DecisionLine:
        """Books that a refund left the bank, and tells the citizen.

        Raises DecisionUnknown, SameWhoProposed, DecidedBefore, MoneyNotThere, Transient.
        """
        decision = look_again(lambda: self._paid(key, bank_reference, by))
        deposit = self.deposits.get(key)
        case, amount = find_case_of(self.cases, deposit), int(deposit.amount_krw)
        if case is not None:
            plate = case.plate
            self.text_receivers.send(
                deposit, "refunded", lambda language: self.texts.refunded(language, plate, amount), decision.paid_at
            )
        return show_decision(decision, Mask())

    def _paid(self, key: str, bank_reference: str, by: str) -> DecisionRecord:
        deposit, decision = self.deposits.get(key), self.desk.find_decision(key)
        if decision is None or decision.action != "refund":
            raise DecisionUnknown
        if decision.proposed_by == by:
            raise SameWhoProposed
        if decision.state == "paid" and decision.bank_reference == bank_reference:
            return decision
        if decision.state != "approved":
            raise DecidedBefore
        writes, now, before = Writes(), self.clock.now(), deposit.outcome
        unless_late(self.desk, decision, lambda: _book(writes, deposit, now))
        decision.state, decision.bank_reference = "paid", bank_reference
        decision.paid_by, decision.paid_at = by, now
        decision.worklist = decision.since = None
        writes.add("decision", lambda transaction: transaction.save(decision))
        writes.add(
            "deposit",
            lambda t: t.update(
                deposit, actions=[DepositRecord.outcome.set("refunded")], condition=DepositRecord.outcome == before
            ),
        )
        strike_off(writes, self.cases, deposit)
        if deposit.notice_number:
            add_history(writes, deposit.notice_number, "refunded", by=by, at=now)
        write_all(writes, self.connection)
        count("DepositRefunded")
        logger().info("deposit refunded", extra={"deposit_key": key, "by": by})
        return decision


def _book(writes: Writes, deposit: DepositRecord, now: datetime) -> None:
    entries = entries_of(deposit.deposit_key)
    number = next((entry.notice_number for entry in entries if entry.notice_number), None)
    paid = refund_paid(deposit.deposit_key, int(deposit.amount_krw), now, number)
    book(writes, check_entry(entries, paid))
