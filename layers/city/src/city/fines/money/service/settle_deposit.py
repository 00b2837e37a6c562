"""Settling money that reached a virtual account, once, or keeping it with a reason; and undoing it when the bank does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from city.aws.observability import correlated, count, logger
from city.aws.outbox import Outbox, OutboxRecord
from city.contracts.events import Event
from city.contracts.fines.deposits import DepositNotificationV2
from city.fines.law.deposits import Deposit, Suspended, match_deposit
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import State
from city.fines.law.notices import PaymentStage, state_of
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.cases import Cases
from city.fines.money.errors import DepositContradicts, DepositNotYetKnown
from city.fines.money.ledger import (
    LedgerAccount,
    lies_in,
    received_and_settled,
    received_into_suspense,
    reversal_of,
)
from city.fines.money.service.payment_events import PaidDeposit, payment_event, reversal_event, suspension_event
from city.fines.money.service.send_receipts import SendReceipts, TextReceivers
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.deposits import Announce, Deposits, deposit_key
from city.fines.money.tables.ledger import entries_of
from city.fines.money.tables.paid_cases import held_money, reopened_without
from city.fines.money.texts import MoneyTexts
from city.kernel.clock import Clock, seoul_date

_TRIES = 3
_Write = Callable[[Deposit, DepositRecord | None], DepositRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDeposit:
    """Settles a deposit against its fine exactly once, or keeps it in suspense with a reason."""

    cases: Cases
    accounts: Accounts
    deposits: Deposits
    outbox: Outbox
    send_receipts: SendReceipts
    text_receivers: TextReceivers
    texts: MoneyTexts
    clock: Clock

    def settle(self, notification: DepositNotificationV2) -> None:
        """Raises Transient, DepositContradicts, MoneyNotThere."""
        deposit = Deposit(
            deposit_id=notification.deposit_id,
            bank=notification.bank,
            account_number=notification.account_number,
            amount_krw=notification.amount_krw,
            deposited_at=notification.deposited_at.astimezone(UTC),
        )
        cancelled = notification.kind == "cancel"
        record = self._written_once(self._reversed if cancelled else self._decided, deposit)
        if (record.account_number, record.amount_krw) != (deposit.account_number, deposit.amount_krw):
            raise DepositContradicts
        with correlated(record.correlation_id or deposit.deposit_id):
            self._text(record, cancelled)

    def _written_once(self, write: _Write, deposit: Deposit) -> DepositRecord:
        """The deposit's record, written now or found. Raises CaseMoved if others keep getting there first."""
        for _ in range(_TRIES):
            known = self.deposits.find(deposit_key(deposit.bank, deposit.deposit_id))
            try:
                return write(deposit, known)
            except CaseMoved:
                # A reply was re-issuing the account, or this very deposit came twice: look again.
                continue
        raise CaseMoved

    def _decided(self, deposit: Deposit, known: DepositRecord | None) -> DepositRecord:
        if known is not None:
            return known
        now, key = self.clock.now(), deposit_key(deposit.bank, deposit.deposit_id)
        account = self.accounts.find(deposit.account_number)
        issue = account.issue.to_issue() if account is not None and account.issue else None
        case = self.cases.by_number(issue.notice_number) if issue else None
        notice = case.to_notice() if case else None
        state = state_of(notice, seoul_date(deposit.deposited_at)) if notice else State.NOTICED
        decision = match_deposit(deposit, issue, state, notice.plan if notice else None)
        if not isinstance(decision, Suspended):
            assert account is not None
            assert case is not None
            booking = received_and_settled(key, case.number, deposit.amount_krw, deposit.deposited_at)
            plan = case.to_notice().plan
            return self._announced(
                lambda record: payment_event(_paid(record), plan, now),
                lambda announce: self.deposits.settle(
                    deposit=deposit,
                    decision=decision,
                    account=account,
                    case=case,
                    booking=booking,
                    announce=announce,
                    now=now,
                ),
            )
        booking = received_into_suspense(key, deposit.amount_krw, deposit.deposited_at)
        return self._announced(
            lambda record: suspension_event(record, now),
            lambda announce: self.deposits.suspend(
                deposit=deposit,
                decision=decision,
                account=account,
                case=case,
                booking=booking,
                announce=announce,
                now=now,
            ),
        )

    def _reversed(self, deposit: Deposit, known: DepositRecord | None) -> DepositRecord:
        """Takes a deposit back that the bank cancelled, wherever its money lies."""
        if known is None:
            raise DepositNotYetKnown  # the cancellation overtook its deposit
        entries = entries_of(known.deposit_key)
        booking = reversal_of(entries, deposit.deposited_at)
        if booking is None:
            return known
        # Money that is promised back, or never paid, pays nothing any more that could be opened again.
        paid = lies_in(entries) is LedgerAccount.SETTLED
        case = self.cases.by_number(known.notice_number) if known.notice_number else None
        reopened = reopened_without(case, known.stage) if case is not None and paid else None
        now = self.clock.now()
        return self._announced(
            lambda record: reversal_event(record, now),
            lambda announce: self.deposits.reverse(
                known, case=case, paid=paid, reopened=reopened, booking=booking, announce=announce, now=now
            ),
        )

    def _announced(
        self, event_of: Callable[[DepositRecord], Event], write: Callable[[Announce], DepositRecord]
    ) -> DepositRecord:
        """Writes a deposit together with its event, and publishes that at once; what fails is swept later."""
        kept: list[OutboxRecord] = []
        record = write(lambda writes, record: kept.append(self.outbox.add(writes, event_of(record))))
        self.outbox.publish(kept)
        return record

    def _text(self, record: DepositRecord, cancelled: bool) -> None:
        """Text first, mark second: a crash in between repeats the telling, never the settling."""
        if cancelled and record.reversal_told_at is None:
            self._text_of_reversal(record)
        elif not cancelled and record.told_at is None and record.outcome == "settled":
            self.send_receipts.send(record)
        elif not cancelled and record.told_at is None and record.outcome == "suspense":
            self._text_of_suspense(record)
        else:
            return
        self.deposits.mark_told(record, self.clock.now())

    def _text_of_suspense(self, record: DepositRecord) -> None:
        case = self.cases.by_number(record.notice_number) if record.notice_number else None
        if case is not None:
            plate, money = case.plate, held_money(record)
            self.text_receivers.send(
                record, "held", lambda language: self.texts.held(language, plate, money), record.received_at
            )
        count("DepositSuspended")
        logger().warning("deposit suspended", extra={"deposit_key": record.deposit_key, "reason": record.reason})

    def _text_of_reversal(self, record: DepositRecord) -> None:
        case = self.cases.by_number(record.notice_number) if record.notice_number else None
        if case is not None:
            notice, amount = case.to_notice(), int(record.amount_krw)
            self.text_receivers.send(
                record,
                "reversed",
                lambda language: self.texts.payment_reversed(language, notice, amount),
                record.received_at,
            )
        count("PaymentReversed")
        logger().warning("payment reversed", extra={"deposit_key": record.deposit_key})


def _paid(record: DepositRecord) -> PaidDeposit:
    return PaidDeposit(
        deposit_key=record.deposit_key,
        correlation_id=record.correlation_id,
        notice_number=record.notice_number,
        stage=PaymentStage(record.stage),
        amount_krw=int(record.amount_krw),
        paid_at=record.deposited_at,
        instalments_left=int(record.instalments_left) if record.instalments_left is not None else None,
    )
