"""Approving or declining what another proposed for money that waits."""

from dataclasses import dataclass, replace

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import correlated, count, logger
from city.aws.outbox import Outbox, OutboxRecord
from city.contracts.fines.staff.money import DecisionLine
from city.fines.desk.dual_control import decide
from city.fines.desk.errors import DecisionUnknown
from city.fines.desk.money.service.promise_refund import PromiseRefund
from city.fines.desk.money.service.shown_deposits import show_decision
from city.fines.desk.money.service.suspense_checks import find_case_to_pay, strike_off, unless_late, would_pay
from city.fines.desk.tables.desk import DecisionRecord, DeskEntries
from city.fines.law.language import Language
from city.fines.law.privacy import Mask
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.law.tables.receivers import Receiver, ReceiverMap
from city.fines.money.ledger import (
    check_entry,
    lies_in,
    suspense_assigned_to_notice,
)
from city.fines.money.service.payment_events import PaidDeposit, payment_event
from city.fines.money.service.send_receipts import SendReceipts
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import book, entries_of
from city.fines.money.tables.paid_cases import Paid, paid_line, pay_case
from city.kernel.clock import Clock
from city.office.approvals import ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideResolution:
    """Decides once, however often it is asked for, and carries out what it approves."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: DeskEntries
    outbox: Outbox
    promise_refund: PromiseRefund
    send_receipts: SendReceipts
    clock: Clock

    def decide(self, key: str, approve: bool, by: str) -> DecisionLine:
        """Approves or declines what another proposed.

        Raises DecisionUnknown, SameWhoProposed, DecidedBefore, MoneyNotThere, AmountDiffers, SettlesTheCase, Transient, and
        what `quote` raises where the notice is no longer open to payment.
        """
        decision = look_again(lambda: self._decided(key, approve, by))
        self._send_receipts_of(decision)
        self.promise_refund.tell(decision)
        return show_decision(decision, Mask())

    def _decided(self, key: str, approve: bool, by: str) -> DecisionRecord:
        deposit, decision = self.deposits.get(key), self.desk.find_decision(key)
        if decision is None:
            raise DecisionUnknown
        proposal, now = decision.to_proposal(), self.clock.now()
        gone = decision.state == "approved" and decision.action == "refund" and lies_in(entries_of(key)) is None
        if gone and not approve:
            # A promised refund whose money the bank took back meanwhile can only be declined.
            proposal = replace(proposal, state=ProposalState.PROPOSED)
        if decide(proposal, approve, by, "", now) is proposal:
            return decision
        writes = Writes()
        decision.decided_by, decision.decided_at = by, now
        decision.worklist = decision.since = None
        decision.state = "approved" if approve else "declined"
        kept: list[OutboxRecord] = []
        if approve and decision.action == "assign":
            unless_late(self.desk, decision, lambda: kept.append(self._assign(writes, deposit, decision)))
        elif approve:
            unless_late(
                self.desk, decision, lambda: kept.extend(self.promise_refund.promise(writes, deposit, decision))
            )
        writes.add("decision", lambda transaction: transaction.save(decision))
        write_all(writes, self.connection)
        self.outbox.publish(kept)
        count("DecisionApproved" if approve else "DecisionDeclined")
        logger().info("decision made", extra={"deposit_key": key, "state": decision.state, "by": by})
        return decision

    def _assign(self, writes: Writes, deposit: DepositRecord, decision: DecisionRecord) -> OutboxRecord:
        """Adds what a settlement writes: the case closed, the money booked, the live account let go, the event kept."""
        case, now = find_case_to_pay(self.cases, decision.notice_number), decision.decided_at
        settled, offer = would_pay(deposit, case)
        amount = int(deposit.amount_krw)
        booking = suspense_assigned_to_notice(deposit.deposit_key, case.number, amount, now)
        book(writes, check_entry(entries_of(deposit.deposit_key), booking))
        paid = Paid(deposit.deposit_key, deposit.deposited_at, amount, offer.instalment)
        writes.add("case", lambda t: pay_case(t, case, settled, paid))
        if deposit.notice_number != case.number:
            strike_off(writes, self.cases, deposit)
        add_history(writes, case.number, paid_line(offer.stage.value, offer.instalment), by=decision.decided_by, at=now)
        if case.current_issue is not None:
            revoke(writes, case.current_issue, now)
        actions: list[Action] = [
            DepositRecord.outcome.set("assigned"),
            DepositRecord.notice_number.set(case.number),
            DepositRecord.stage.set(offer.stage.value),
            DepositRecord.suspense.remove(),
            DepositRecord.told_at.remove(),
        ]
        left = paid.instalments_left(case)
        if paid.instalment is not None and left is not None:
            actions += [DepositRecord.instalment.set(paid.instalment), DepositRecord.instalments_left.set(left)]
        if deposit.notice_number != case.number:
            # Whoever paid may have asked about another car: the receipt is the owner's.
            owner = Receiver(case.holder, case.owner_phone, Language.KOREAN) if case.owner_phone else None
            actions.append(DepositRecord.owner.set(ReceiverMap.of(owner)) if owner else DepositRecord.owner.remove())
            actions.append(DepositRecord.payer.remove())
        writes.add(
            "deposit", lambda t: t.update(deposit, actions=actions, condition=DepositRecord.outcome == "suspense")
        )
        event = PaidDeposit(
            deposit_key=deposit.deposit_key,
            correlation_id=deposit.correlation_id or deposit.deposit_key,
            notice_number=case.number,
            stage=offer.stage,
            amount_krw=amount,
            paid_at=deposit.deposited_at,
            instalments_left=left,
        )
        return self.outbox.add(writes, payment_event(event, case.to_notice().plan, now))

    def _send_receipts_of(self, decision: DecisionRecord) -> None:
        """Text first, mark second: a crash in between repeats the telling, never the settling."""
        deposit = self.deposits.get(decision.deposit_key)
        if deposit.outcome != "assigned" or deposit.told_at is not None:
            return
        with correlated(deposit.correlation_id or deposit.deposit_key):
            self.send_receipts.send(deposit)
        self.deposits.mark_told(deposit, self.clock.now())
