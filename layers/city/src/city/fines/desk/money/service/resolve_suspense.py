"""Money that waits: one person proposes what becomes of it, another approves, and a refund is paid."""

from collections.abc import Callable
from dataclasses import dataclass

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import correlated, count, logger
from city.contracts.fines.staff.money import DecisionLine, ProposeDecision
from city.fines.desk.cases.service.shown import show_decision
from city.fines.desk.tables.desk import (
    DECISIONS,
    REFUNDS,
    DecisionRecord,
    Desk,
    add_history,
    archived_decision,
    new_decision,
)
from city.fines.errors import (
    AmountDiffers,
    CaseMoved,
    DecidedBefore,
    DecisionUnknown,
    MoneyNotThere,
    NoticeUnknown,
    ProposedBefore,
    SameWhoProposed,
)
from city.fines.law.model import PaidInPart, Quote, Settled, paid_state, quote, state_of
from city.fines.law.privacy import Veil
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.cases import Cases, NoticeRecord
from city.fines.money.ledger import (
    LedgerAccount,
    check_entry,
    lies_in,
    refund_approved,
    refund_paid,
    suspense_assigned_to_notice,
)
from city.fines.money.service.tell_payment import TellPayment
from city.fines.money.tables.deposits import DepositRecord, Deposits, Paid, paid_line, pay_case
from city.fines.money.tables.ledger import book, entries_of
from city.fines.service.races import look_again, write_all
from city.fines.talk.replies import Replies
from city.fines.talk.tables.receivers import Receiver, ReceiverMap
from city.fines.talk.understanding import Language
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Rejected


@dataclass(frozen=True, slots=True)
class ResolveSuspense:
    """Proposes, decides and pays out; each once, however often it is asked for."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: Desk
    payments: TellPayment
    replies: Replies
    clock: Clock

    def propose(self, key: str, told: ProposeDecision, by: str) -> DecisionLine:
        """Raises DepositUnknown, NoticeUnknown, ProposedBefore, MoneyNotThere, AmountDiffers, Transient."""
        decision = look_again(lambda: self._proposed(key, told, by))
        return show_decision(decision, Veil())

    def decide(self, key: str, approve: bool, by: str) -> DecisionLine:
        """Approves or declines what another proposed.

        Raises DecisionUnknown, SameWhoProposed, DecidedBefore, MoneyNotThere, AmountDiffers, Transient, and what
        `quote` raises where the notice is no longer open to payment.
        """
        decision = look_again(lambda: self._decided(key, approve, by))
        self._tell_assigned(decision)
        return show_decision(decision, Veil())

    def confirm_refund(self, key: str, bank_reference: str, by: str) -> DecisionLine:
        """Books that a refund left the bank, and tells the citizen.

        Raises DecisionUnknown, SameWhoProposed, DecidedBefore, MoneyNotThere, Transient.
        """
        decision = look_again(lambda: self._paid(key, bank_reference, by))
        deposit = self.deposits.get(key)
        amount = int(deposit.amount_krw)
        self.payments.text(
            deposit, "refunded", lambda language: self.replies.refunded(language, amount), decision.paid_at
        )
        return show_decision(decision, Veil())

    # --- propose ---

    def _proposed(self, key: str, told: ProposeDecision, by: str) -> DecisionRecord:
        deposit, known = self.deposits.get(key), self.desk.find_decision(key)
        if known is not None and known.state != "declined":
            if known.state == "proposed" and _same(known, told, by):
                return known
            raise ProposedBefore
        self._check(deposit, told)
        writes = Writes()
        if known is not None:
            declined = archived_decision(known)
            writes.add("declined before", lambda transaction: transaction.save(declined))
        decision = known or new_decision(key)
        decision.action, decision.state, decision.reason = told.action, "proposed", told.reason
        decision.amount_krw, decision.notice_number = deposit.amount_krw, told.notice_number
        decision.refund_bank, decision.refund_account = told.refund_bank, told.refund_account
        decision.refund_holder = told.refund_holder
        decision.proposed_by, decision.proposed_at = by, self.clock.now()
        decision.decided_by = decision.decided_at = None
        decision.worklist, decision.since = DECISIONS, decision.proposed_at
        writes.add("decision", lambda transaction: transaction.save(decision))
        write_all(writes, self.connection)
        logger().info("decision proposed", extra={"deposit_key": key, "action": told.action, "by": by})
        return decision

    def _check(self, deposit: DepositRecord, told: ProposeDecision) -> None:
        held = lies_in(entries_of(deposit.deposit_key))
        if told.action == "assign":
            if held is not LedgerAccount.SUSPENSE:
                raise MoneyNotThere
            self._would_pay(deposit, self._case(told.notice_number))
        elif held not in (LedgerAccount.SUSPENSE, LedgerAccount.SETTLED):
            raise MoneyNotThere

    def _case(self, number: str | None) -> NoticeRecord:
        case = self.cases.by_number(number or "-")
        if case is None:
            raise NoticeUnknown
        return case

    def _would_pay(self, deposit: DepositRecord, case: NoticeRecord) -> tuple[Settled | PaidInPart, Quote]:
        """What the deposit does to the case on the day it came. Raises AmountDiffers, and what `quote` raises."""
        notice, day = case.to_notice(), seoul_date(deposit.deposited_at)
        offer = quote(notice, day)
        if offer.amount_krw != deposit.amount_krw:
            raise AmountDiffers
        if offer.instalment is not None and notice.plan is not None and not notice.plan.completed_by(offer.instalment):
            return PaidInPart(offer.instalment), offer
        state = state_of(notice, day)
        return Settled(paid_state(state, offer.stage), state), offer

    # --- decide ---

    def _decided(self, key: str, approve: bool, by: str) -> DecisionRecord:
        deposit, decision = self.deposits.get(key), self.desk.find_decision(key)
        if decision is None:
            raise DecisionUnknown
        if decision.proposed_by == by:
            raise SameWhoProposed
        gone = decision.state == "approved" and decision.action == "refund" and lies_in(entries_of(key)) is None
        if decision.state != "proposed" and not (gone and not approve):
            # A promised refund whose money the bank took back meanwhile can only be declined.
            if approve == (decision.state in ("approved", "paid")):
                return decision
            raise DecidedBefore
        writes = Writes()
        decision.decided_by, decision.decided_at = by, self.clock.now()
        decision.worklist = decision.since = None
        decision.state = "approved" if approve else "declined"
        carry_out = self._assign if decision.action == "assign" else self._promise
        if approve:
            self._unless_late(decision, lambda: carry_out(writes, deposit, decision))
        writes.add("decision", lambda transaction: transaction.save(decision))
        write_all(writes, self.connection)
        count("DecisionApproved" if approve else "DecisionDeclined")
        logger().info("decision made", extra={"deposit_key": key, "state": decision.state, "by": by})
        return decision

    def _unless_late(self, decision: DecisionRecord, action: Callable[[], None]) -> None:
        """What another has just decided may be the reason for a refusal: then it is a race, and no refusal."""
        try:
            action()
        except Rejected as refusal:
            latest = self.desk.find_decision(decision.deposit_key)
            if latest is not None and latest.revision != decision.revision:
                raise CaseMoved from refusal
            raise

    def _assign(self, writes: Writes, deposit: DepositRecord, decision: DecisionRecord) -> None:
        """Adds what a settlement writes: the case closed, the money booked, the live account let go."""
        case, now = self._case(decision.notice_number), decision.decided_at
        settled, offer = self._would_pay(deposit, case)
        amount = int(deposit.amount_krw)
        booking = suspense_assigned_to_notice(deposit.deposit_key, case.number, amount, now)
        book(writes, check_entry(entries_of(deposit.deposit_key), booking))
        paid = Paid(deposit.deposit_key, deposit.deposited_at, amount, offer.instalment)
        writes.add("case", lambda t: pay_case(t, case, settled, paid))
        add_history(writes, case.number, paid_line(offer.stage.value, offer.instalment), decision.decided_by, now)
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

    def _promise(self, writes: Writes, deposit: DepositRecord, decision: DecisionRecord) -> None:
        """Adds that the money is owed back, and puts the refund on the list of those to be paid."""
        key, before, now = deposit.deposit_key, deposit.outcome, decision.decided_at
        entries = entries_of(key)
        held = lies_in(entries)
        if held is None:
            raise MoneyNotThere
        number = deposit.notice_number if held is LedgerAccount.SETTLED else None
        book(writes, check_entry(entries, refund_approved(key, held, int(deposit.amount_krw), now, number)))
        writes.add(
            "deposit",
            lambda t: t.update(
                deposit, actions=[DepositRecord.suspense.remove()], condition=DepositRecord.outcome == before
            ),
        )
        if deposit.notice_number:
            add_history(writes, deposit.notice_number, "refund approved", decision.decided_by, now)
        decision.worklist, decision.since = REFUNDS, now

    def _tell_assigned(self, decision: DecisionRecord) -> None:
        """Event first, text second, mark last: a crash in between repeats the telling, never the settling."""
        deposit = self.deposits.get(decision.deposit_key)
        if deposit.outcome != "assigned" or deposit.told_at is not None:
            return
        with correlated(deposit.correlation_id or deposit.deposit_key):
            self.payments.tell(deposit)
        self.deposits.mark_told(deposit, self.clock.now())

    # --- pay out ---

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
        self._unless_late(decision, lambda: self._book_refund(writes, deposit))
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
        if deposit.notice_number:
            add_history(writes, deposit.notice_number, "refunded", by, now)
        write_all(writes, self.connection)
        count("DepositRefunded")
        logger().info("deposit refunded", extra={"deposit_key": key, "by": by})
        return decision

    def _book_refund(self, writes: Writes, deposit: DepositRecord) -> None:
        entries = entries_of(deposit.deposit_key)
        number = next((entry.notice_number for entry in entries if entry.notice_number), None)
        paid = refund_paid(deposit.deposit_key, int(deposit.amount_krw), self.clock.now(), number)
        book(writes, check_entry(entries, paid))


def _same(known: DecisionRecord, told: ProposeDecision, by: str) -> bool:
    return (
        known.action, known.notice_number, known.reason, known.proposed_by,
        known.refund_bank, known.refund_account, known.refund_holder,
    ) == (
        told.action, told.notice_number, told.reason, by, told.refund_bank, told.refund_account, told.refund_holder,
    )  # fmt: skip
