"""Settling money that reached a virtual account, once, or keeping it with a reason."""

from datetime import UTC

from city.aws.events import EventPublisher
from city.aws.observability import correlated, count, logger
from city.contracts.deposits import DepositNotificationV1
from city.contracts.events import DepositSuspendedV1, FinePaidV1
from city.fines.errors import CaseMoved, DepositContradicts
from city.fines.model import CaseStatus, Deposit, Settled, SuspenseReason, match_deposit
from city.fines.ports import SmsCarrier
from city.fines.replies import Replies
from city.fines.tables import Accounts, Cases, DepositRecord, Deposits, deposit_key
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber

_TRIES = 3


class SettleDeposit:
    """Settles a deposit against its fine exactly once, or keeps it in suspense with a reason."""

    def __init__(
        self,
        cases: Cases,
        accounts: Accounts,
        deposits: Deposits,
        carrier: SmsCarrier,
        events: EventPublisher,
        replies: Replies,
        clock: Clock,
    ) -> None:
        self._cases, self._accounts, self._deposits = cases, accounts, deposits
        self._carrier, self._events, self._replies, self._clock = carrier, events, replies, clock

    def settle(self, notification: DepositNotificationV1) -> None:
        """Raises Transient, DepositContradicts."""
        deposit = Deposit(
            deposit_id=notification.deposit_id,
            bank=notification.bank,
            account_number=notification.account_number,
            amount_krw=notification.amount_krw,
            deposited_at=notification.deposited_at.astimezone(UTC),
        )
        record = self._written_once(deposit)
        if (record.account_number, record.amount_krw) != (deposit.account_number, deposit.amount_krw):
            raise DepositContradicts
        if record.told_at is None:
            with correlated(record.correlation_id or deposit.deposit_id):
                self._tell(record)

    def _written_once(self, deposit: Deposit) -> DepositRecord:
        """The deposit's record, written now or found. Raises CaseMoved if others keep getting there first."""
        for _ in range(_TRIES):
            known = self._deposits.find(deposit_key(deposit.bank, deposit.deposit_id))
            if known is not None:
                return known
            try:
                return self._decide(deposit)
            except CaseMoved:
                # A reply was re-issuing the account, or this very deposit came twice: look again.
                continue
        raise CaseMoved

    def _decide(self, deposit: Deposit) -> DepositRecord:
        now = self._clock.now()
        account = self._accounts.find(deposit.account_number)
        issue = account.issue.to_issue() if account is not None and account.issue else None
        if account is None or issue is None:
            decision = match_deposit(deposit, None, CaseStatus.OPEN)
            assert not isinstance(decision, Settled)
            return self._deposits.suspend(deposit, decision, account, now)
        case = self._cases.at(account.holder, issue.notice_number)
        decision = match_deposit(deposit, issue, CaseStatus(case.status))
        if isinstance(decision, Settled):
            return self._deposits.settle(deposit, decision, account, case, now)
        return self._deposits.suspend(deposit, decision, account, now)

    def _tell(self, record: DepositRecord) -> None:
        """Event first, text second, mark last: a crash in between repeats the telling, never the settling."""
        if record.outcome == "settled":
            self._tell_settled(record)
        else:
            self._tell_suspended(record)
        self._deposits.mark_told(record, self._clock.now())

    def _tell_settled(self, record: DepositRecord) -> None:
        self._events.publish(
            FinePaidV1.model_validate(
                {
                    "notice_number": record.notice_number,
                    "stage": record.stage,
                    "amount_krw": record.amount_krw,
                    "paid_at": record.deposited_at,
                    "correlation_id": record.correlation_id,
                }
            )
        )
        case = self._cases.by_number(record.notice_number or "")
        if case is not None and record.receipt_to:
            text = self._replies.receipt(case.to_notice(), int(record.amount_krw), record.deposited_at)
            self._carrier.send(PhoneNumber(record.receipt_to), text)
        count("FinePaid")
        logger().info("fine paid", extra={"notice_number": record.notice_number, "stage": record.stage})

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
        if record.receipt_to:
            self._carrier.send(PhoneNumber(record.receipt_to), self._replies.deposit_held(reason))
        count("DepositSuspended")
        logger().warning("deposit suspended", extra={"deposit_key": record.deposit_key, "reason": reason.value})
