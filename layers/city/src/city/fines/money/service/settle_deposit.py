"""Settling money that reached a virtual account, once, or keeping it with a reason; and undoing it when the bank does."""

from collections.abc import Callable
from datetime import UTC

from city.aws.events import EventPublisher
from city.aws.observability import correlated, count, logger
from city.contracts.fines.deposits import DepositNotificationV2
from city.contracts.fines.events import DepositSuspendedV1, PaymentReversedV1
from city.fines.errors import CaseMoved, DepositContradicts, DepositNotYetKnown
from city.fines.law.lifecycle import State
from city.fines.law.model import (
    PAID,
    Deposit,
    Stage,
    Suspended,
    SuspenseReason,
    match_deposit,
    reopened_state,
    state_of,
)
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.cases import Cases, NoticeRecord
from city.fines.money.ledger import received_and_settled, received_into_suspense, reversal_of
from city.fines.money.service.tell_payment import TellPayment
from city.fines.money.tables.deposits import DepositRecord, Deposits, deposit_key
from city.fines.money.tables.ledger import entries_of
from city.fines.talk.replies import Replies
from city.kernel.clock import Clock, seoul_date

_TRIES = 3
_Write = Callable[[Deposit, DepositRecord | None], DepositRecord]


class SettleDeposit:
    """Settles a deposit against its fine exactly once, or keeps it in suspense with a reason."""

    def __init__(
        self,
        cases: Cases,
        accounts: Accounts,
        deposits: Deposits,
        payments: TellPayment,
        events: EventPublisher,
        replies: Replies,
        clock: Clock,
    ) -> None:
        self._cases, self._accounts, self._deposits = cases, accounts, deposits
        self._payments, self._events, self._replies, self._clock = payments, events, replies, clock

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
            self._tell(record, cancelled)

    def _written_once(self, write: _Write, deposit: Deposit) -> DepositRecord:
        """The deposit's record, written now or found. Raises CaseMoved if others keep getting there first."""
        for _ in range(_TRIES):
            known = self._deposits.find(deposit_key(deposit.bank, deposit.deposit_id))
            try:
                return write(deposit, known)
            except CaseMoved:
                # A reply was re-issuing the account, or this very deposit came twice: look again.
                continue
        raise CaseMoved

    def _decided(self, deposit: Deposit, known: DepositRecord | None) -> DepositRecord:
        if known is not None:
            return known
        now, key = self._clock.now(), deposit_key(deposit.bank, deposit.deposit_id)
        account = self._accounts.find(deposit.account_number)
        issue = account.issue.to_issue() if account is not None and account.issue else None
        case = self._cases.by_number(issue.notice_number) if issue else None
        notice = case.to_notice() if case else None
        state = state_of(notice, seoul_date(deposit.deposited_at)) if notice else State.NOTICED
        decision = match_deposit(deposit, issue, state, notice.plan if notice else None)
        if not isinstance(decision, Suspended):
            assert account is not None
            assert case is not None
            booking = received_and_settled(key, case.number, deposit.amount_krw, deposit.deposited_at)
            return self._deposits.settle(deposit, decision, account, case, booking, now)
        booking = received_into_suspense(key, deposit.amount_krw, deposit.deposited_at)
        return self._deposits.suspend(deposit, decision, account, booking, now)

    def _reversed(self, deposit: Deposit, known: DepositRecord | None) -> DepositRecord:
        """Takes a deposit back that the bank cancelled, wherever its money lies."""
        if known is None:
            raise DepositNotYetKnown  # the cancellation overtook its deposit
        booking = reversal_of(entries_of(known.deposit_key), deposit.deposited_at)
        if booking is None:
            return known
        case: NoticeRecord | None = None
        reopened: State | None = None
        if known.outcome in ("settled", "assigned") and known.notice_number:
            case = self._cases.by_number(known.notice_number)
        if case is not None and (case.plan is None or State(case.status) in PAID):
            stage = Stage(known.stage) if known.stage else Stage.FULL
            reopened = reopened_state(State(case.status), stage, State(case.paid_from))
        return self._deposits.reverse(known, case, reopened, booking, self._clock.now())

    def _tell(self, record: DepositRecord, cancelled: bool) -> None:
        """Event first, text second, mark last: a crash in between repeats the telling, never the settling."""
        if cancelled and record.reversal_told_at is None:
            self._tell_reversed(record)
        elif not cancelled and record.told_at is None and record.outcome == "settled":
            self._payments.tell(record)
        elif not cancelled and record.told_at is None and record.outcome == "suspense":
            self._tell_suspended(record)
        else:
            return
        self._deposits.mark_told(record, self._clock.now())

    def _tell_suspended(self, record: DepositRecord) -> None:
        reason = SuspenseReason(record.reason)
        self._events.publish(
            DepositSuspendedV1(
                deposit_id=record.deposit_key,
                reason=reason.value,
                amount_krw=int(record.amount_krw),
                deposited_at=record.deposited_at,
            )
        )
        self._payments.text(
            record, "held", lambda language: self._replies.deposit_held(language, reason), record.received_at
        )
        count("DepositSuspended")
        logger().warning("deposit suspended", extra={"deposit_key": record.deposit_key, "reason": reason.value})

    def _tell_reversed(self, record: DepositRecord) -> None:
        self._events.publish(
            PaymentReversedV1(
                deposit_id=record.deposit_key,
                notice_number=record.notice_number,
                amount_krw=int(record.amount_krw),
                correlation_id=record.correlation_id,
            )
        )
        case = self._cases.by_number(record.notice_number) if record.notice_number else None
        if case is not None:
            notice, amount = case.to_notice(), int(record.amount_krw)
            self._payments.text(
                record,
                "reversed",
                lambda language: self._replies.payment_reversed(language, notice, amount),
                record.received_at,
            )
        count("PaymentReversed")
        logger().warning("payment reversed", extra={"deposit_key": record.deposit_key})
