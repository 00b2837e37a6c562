"""Promising money back that another proposed to refund; what it had paid by mistake is owed again from then on."""

from dataclasses import dataclass, replace

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.aws.outbox import Outbox, OutboxRecord
from city.fines.desk.money.service.suspense_checks import check_refund, find_case_of
from city.fines.desk.tables.desk import REFUNDS, DecisionRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.held_money import note_held
from city.fines.law.tables.history import add_history
from city.fines.money.ledger import LedgerAccount, check_entry, lies_in, refund_approved
from city.fines.money.service.payment_events import reversal_event
from city.fines.money.service.send_receipts import TextReceivers, owner_on_file
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import book, entries_of
from city.fines.money.tables.paid_cases import held_money, paid_a_part, reopen_case, reopened_without
from city.fines.money.texts import MoneyTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRefund:
    """The money is owed back; a case it had paid by mistake is as if it had never come, and its people are told."""

    cases: Cases
    deposits: Deposits
    outbox: Outbox
    text_receivers: TextReceivers
    texts: MoneyTexts

    def promise(self, writes: Writes, deposit: DepositRecord, decision: DecisionRecord) -> list[OutboxRecord]:
        """Adds its writes, and puts the refund on the list of those to be paid. Returns the events to publish.

        Raises MoneyNotThere, SettlesTheCase, ReversalDoesNotFit.
        """
        key, before, now, by = deposit.deposit_key, deposit.outcome, decision.decided_at, decision.decided_by
        entries, case = entries_of(key), find_case_of(self.cases, deposit)
        held = lies_in(entries)
        reopens = check_refund(held, case, deposit, reopens_case=bool(decision.reopens_case))
        decision.reopens_case = reopens or None
        assert held is not None
        amount, number = int(deposit.amount_krw), deposit.notice_number if held is LedgerAccount.SETTLED else None
        book(
            writes,
            check_entry(entries, refund_approved(key, held, amount_krw=amount, at=now, notice_number=number)),
        )
        writes.add(
            "deposit",
            lambda t: t.update(
                deposit,
                actions=[DepositRecord.suspense.remove(), DepositRecord.outcome.set("returning")],
                condition=DepositRecord.outcome == before,
            ),
        )
        kept: list[OutboxRecord] = []
        if case is not None:
            noted = note_held(case, replace(held_money(deposit), returning=True))
            if reopens:
                reopen_case(writes, case, deposit, reopened_without(case, deposit.stage), noted, now)
                kept.append(self.outbox.add(writes, reversal_event(deposit, now)))
            elif held is LedgerAccount.SETTLED and paid_a_part(case, key):
                # Nothing is owed while an objection stands; should it be again, this part of it is unpaid.
                reopen_case(writes, case, deposit, None, noted, now)
            else:
                writes.add("case", lambda t: t.update(case, actions=noted))
        if deposit.notice_number:
            what = "refund approved, unpaid again" if reopens else "refund approved"
            add_history(writes, deposit.notice_number, what, by=by, at=now)
        decision.worklist, decision.since = REFUNDS, now
        return kept

    def tell(self, decision: DecisionRecord) -> None:
        """Tells the owner, and who paid, that a fine is owed again; once, however often. Raises Transient."""
        if decision.state == "declined" or decision.decided_at is None or not decision.reopens_case:
            return
        deposit = self.deposits.get(decision.deposit_key)
        case = find_case_of(self.cases, deposit)
        if case is None:
            return
        notice, amount = case.to_notice(), int(deposit.amount_krw)
        self.text_receivers.send(
            deposit,
            "returned",
            lambda language: self.texts.payment_returned(language, notice, amount),
            decision.decided_at,
            owner_on_file=owner_on_file(self.cases, case),
        )
        count("PaymentReturned")
        logger().warning("a paid fine is owed again", extra={"notice_number": case.number})
