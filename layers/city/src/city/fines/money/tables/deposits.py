"""Deposits: each deposit and what became of it; under "delivery#…" keys, the deliveries already seen."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Writes, WritesRefused
from city.aws.paging import name_page, read_page
from city.fines.law.deposits import Deposit, PaidInFull, PaidInPart, Suspended, SuspenseReason, plan_after
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import PAYABLE, State
from city.fines.law.tables.accounts import COOLING_OFF, AccountRecord, revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.history import add_history
from city.fines.law.tables.issues import IssueMap
from city.fines.law.tables.plans import read_plan, write_plan
from city.fines.law.tables.receivers import ReceiverMap
from city.fines.money.errors import DepositReplayed, DepositUnknown
from city.fines.money.ledger import DepositEntry
from city.fines.money.tables.ledger import book

_SUSPENSE_OPEN = "open"
BY_BANK = "bank"


class OpenSuspense(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "suspense"
        projection = AllProjection()

    suspense = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositsOfAnAccount(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "accounts"
        projection = IncludeProjection(["amount_krw", "deposited_at"])

    account_number = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositsOfANotice(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "notices"
        projection = AllProjection()

    notice_number = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositRecord(Model):
    """One deposit. `outcome`: settled, suspense, assigned or refunded (by staff), reversed (by the bank)."""

    class Meta:
        table_name = "deposits"

    deposit_key = UnicodeAttribute(hash_key=True)
    account_number = UnicodeAttribute(null=True)
    amount_krw = NumberAttribute(null=True)
    deposited_at = UTCDateTimeAttribute(null=True)
    received_at = UTCDateTimeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    notice_number = UnicodeAttribute(null=True)
    stage = UnicodeAttribute(null=True)
    # Of a plan: which instalment it paid, and how many were still to come.
    instalment = NumberAttribute(null=True)
    instalments_left = NumberAttribute(null=True)
    payer = ReceiverMap(null=True)
    owner = ReceiverMap(null=True)
    correlation_id = UnicodeAttribute(null=True)
    suspense = UnicodeAttribute(null=True)
    told_at = UTCDateTimeAttribute(null=True)
    reversal_told_at = UTCDateTimeAttribute(null=True)
    expires = TTLAttribute(null=True)

    by_suspense = OpenSuspense()
    by_account = DepositsOfAnAccount()
    by_notice = DepositsOfANotice()


# Adds what the city is to hear of a deposit to the transaction that writes it.
Announce = Callable[[Writes, "DepositRecord"], None]


def deposit_key(bank: str, deposit_id: str) -> str:
    return f"{bank}:{deposit_id}"


class Deposits:
    DELIVERIES_KEPT = timedelta(minutes=15)  # longer than any signature is accepted

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take_delivery(self, delivery_id: str, now: datetime) -> None:
        """Takes a bank's delivery once. Raises DepositReplayed."""
        try:
            DepositRecord(f"delivery#{delivery_id}", expires=now + self.DELIVERIES_KEPT).save(
                DepositRecord.deposit_key.does_not_exist()
            )
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                raise DepositReplayed from error
            raise

    def forget_delivery(self, delivery_id: str) -> None:
        DepositRecord(f"delivery#{delivery_id}").delete()

    def find(self, key: str) -> DepositRecord | None:
        try:
            record: DepositRecord = DepositRecord.get(key, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def account_numbers(self, keys: Collection[str]) -> dict[str, str]:
        """The account each of these deposits came to, as far as they are on file."""
        wanted = ["deposit_key", "account_number"]
        found = DepositRecord.batch_get(set(keys), consistent_read=True, attributes_to_get=wanted)
        return {record.deposit_key: record.account_number for record in found}

    def get(self, key: str) -> DepositRecord:
        """Raises DepositUnknown."""
        record = self.find(key) if "#" not in key else None
        if record is None:
            raise DepositUnknown
        return record

    def settle(
        self,
        *,
        deposit: Deposit,
        decision: PaidInFull | PaidInPart,
        account: AccountRecord,
        case: NoticeRecord,
        booking: DepositEntry,
        announce: Announce,
        now: datetime,
    ) -> DepositRecord:
        """Writes the deposit, closes the case or pays a part of it, uses up the account, books the money and announces it.

        Raises CaseMoved.
        """
        issue = account.issue.to_issue()
        record = _deposit_record(deposit, now, outcome="settled", account=account)
        paid = Paid(record.deposit_key, deposit.deposited_at, deposit.amount_krw, issue.instalment)
        record.instalment, record.instalments_left = paid.instalment, paid.instalments_left(case)
        writes = Writes()
        writes.add("deposit", lambda t: t.save(record, condition=DepositRecord.deposit_key.does_not_exist()))

        def use_up(transaction: TransactWrite) -> None:
            transaction.update(
                account,
                actions=[
                    AccountRecord.issue.set(IssueMap.of(replace(issue, paid_at=deposit.deposited_at))),
                    AccountRecord.free_from.set(now + COOLING_OFF),
                ],
                condition=(AccountRecord.issue.notice_number == issue.notice_number)
                & (AccountRecord.issue.issued_at == issue.issued_at)
                & Path("issue.paid_at").does_not_exist(),
            )

        writes.add("account", use_up)
        writes.add("case", lambda t: pay_case(t, case, decision, paid))
        add_history(writes, case.number, paid_line(issue.stage.value, issue.instalment), by=BY_BANK, at=now)
        current = case.current_issue
        if current is not None and current.account_number != account.account_number:
            revoke(writes, current, now)
        book(writes, booking)
        announce(writes, record)
        self._commit(writes)
        return record

    def suspend(
        self,
        *,
        deposit: Deposit,
        decision: Suspended,
        account: AccountRecord | None,
        booking: DepositEntry,
        announce: Announce,
        now: datetime,
    ) -> DepositRecord:
        """Keeps an unmatched deposit with its reason. Raises CaseMoved if it was written meanwhile."""
        record = _deposit_record(deposit, now, outcome="suspense", account=account)
        record.reason = decision.reason.value
        record.suspense = _SUSPENSE_OPEN
        if decision.reason is SuspenseReason.UNKNOWN_ACCOUNT:
            # The number may have served somebody else before: their case and telephone are not this payer's.
            record.notice_number = record.stage = record.payer = record.owner = None
        writes = Writes()
        writes.add("deposit", lambda t: t.save(record, condition=DepositRecord.deposit_key.does_not_exist()))
        book(writes, booking)
        announce(writes, record)
        self._commit(writes)
        return record

    def reverse(
        self,
        record: DepositRecord,
        *,
        case: NoticeRecord | None,
        reopened: State | None,
        booking: DepositEntry,
        announce: Announce,
        now: datetime,
    ) -> DepositRecord:
        """Takes a deposit back that the bank cancelled; a case it had closed is open again, an instalment unpaid.

        `case` is the one it paid, whole or in part. Raises CaseMoved.
        """
        before = record.outcome
        writes = Writes()
        writes.add(
            "deposit",
            lambda t: t.update(
                record,
                actions=[DepositRecord.outcome.set("reversed"), DepositRecord.suspense.remove()],
                condition=DepositRecord.outcome == before,
            ),
        )
        if case is not None:
            actions: list[Action] = [NoticeRecord.issue.remove()]
            if reopened is not None:
                actions += [
                    NoticeRecord.status.set(reopened.value),
                    NoticeRecord.paid_from.remove(),
                    NoticeRecord.paid_at.remove(),
                    NoticeRecord.paid_krw.remove(),
                ]
            if case.plan is not None:
                actions.append(NoticeRecord.plan.set(write_plan(read_plan(case.plan).without(record.deposit_key))))
            writes.add("case", lambda t: t.update(case, actions=actions))
            current = case.current_issue
            if reopened is None and current is not None:
                revoke(writes, current, now)  # it was for what comes after the instalment that is open again
            add_history(writes, case.number, "payment reversed by the bank", by=BY_BANK, at=now)
        book(writes, booking)
        announce(writes, record)
        self._commit(writes)
        record.outcome = "reversed"
        return record

    def newest_on(self, bank: str, account_number: str, amount_krw: int, not_after: datetime) -> str | None:
        """The bank's own id of the newest deposit of an amount on an account. Eventually consistent."""
        for found in DepositRecord.by_account.query(account_number, scan_index_forward=False):
            same = (found.deposit_key.partition(":")[0], found.amount_krw) == (bank, amount_krw)
            if same and found.deposited_at <= not_after:
                return str(found.deposit_key.partition(":")[2])
        return None

    def on_notice(self, number: str) -> list[DepositRecord]:
        """The deposits that were meant for a notice, oldest first. Eventually consistent."""
        return list(DepositRecord.by_notice.query(number))

    def forget_people(self, record: DepositRecord) -> None:
        """Deletes what identifies the payer; what is booked stays."""
        record.update(actions=[DepositRecord.payer.remove(), DepositRecord.owner.remove()])

    def mark_told(self, record: DepositRecord, now: datetime) -> None:
        mark = DepositRecord.reversal_told_at if record.outcome == "reversed" else DepositRecord.told_at
        record.update(actions=[mark.set(now)])

    def list_suspense(self, limit: int, page: str | None) -> tuple[list[DepositRecord], str | None]:
        """A page of open suspense entries, oldest first, and the name of the next page.

        Raises Invalid if `page` is none of ours.
        """
        entries = DepositRecord.by_suspense.query(
            _SUSPENSE_OPEN,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "received_at", "deposit_key", suspense=_SUSPENSE_OPEN) if page else None,
        )
        return list(entries), name_page(entries.last_evaluated_key, "received_at", "deposit_key")

    def suspense_since(self) -> datetime | None:
        """When the oldest open entry came."""
        oldest, _ = self.list_suspense(1, None)
        return oldest[0].received_at if oldest else None

    def count_suspense(self) -> int:
        return int(DepositRecord.by_suspense.count(_SUSPENSE_OPEN))

    def _commit(self, writes: Writes) -> None:
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            raise CaseMoved from refused


@dataclass(frozen=True, slots=True)
class Paid:
    """A deposit as its case sees it."""

    deposit_key: str
    at: datetime
    amount_krw: int
    instalment: int | None

    def instalments_left(self, case: NoticeRecord) -> int | None:
        """How many instalments are unpaid after this one; None for what is none."""
        if case.plan is None or self.instalment is None:
            return None
        return len([one for one in read_plan(case.plan).unpaid if one.number != self.instalment])


def paid_line(stage: str, instalment: int | None) -> str:
    """What the history says of a payment."""
    return f"paid ({stage})" if instalment is None else f"paid ({stage} {instalment})"


def pay_case(transaction: TransactWrite, case: NoticeRecord, decision: PaidInFull | PaidInPart, paid: Paid) -> None:
    """Adds the write that closes a case with a payment, and keeps where it came from; or that pays an instalment."""
    actions: list[Action] = []
    plan = plan_after(read_plan(case.plan), paid.deposit_key, paid.amount_krw, paid.instalment) if case.plan else None
    if plan is not None:
        actions.append(NoticeRecord.plan.set(write_plan(plan)))
    if isinstance(decision, PaidInFull):
        actions += [
            NoticeRecord.status.set(decision.state.value),
            NoticeRecord.paid_from.set(decision.paid_from.value),
            NoticeRecord.paid_at.set(paid.at),
            NoticeRecord.paid_krw.set(plan.paid_krw if plan is not None else paid.amount_krw),
        ]
    else:
        # The next instalment gets an account of its own.
        actions.append(NoticeRecord.issue.remove())
    transaction.update(
        case,
        actions=actions,
        condition=NoticeRecord.status.is_in(*(payable.value for payable in sorted(PAYABLE))),
    )


def _deposit_record(deposit: Deposit, now: datetime, outcome: str, account: AccountRecord | None) -> DepositRecord:
    issue = account.issue.to_issue() if account is not None and account.issue else None
    return DepositRecord(
        deposit_key(deposit.bank, deposit.deposit_id),
        account_number=deposit.account_number,
        amount_krw=deposit.amount_krw,
        deposited_at=deposit.deposited_at,
        received_at=now,
        outcome=outcome,
        notice_number=issue.notice_number if issue else None,
        stage=issue.stage.value if issue else None,
        payer=account.payer if account is not None else None,
        owner=account.owner if account is not None else None,
        correlation_id=issue.correlation_id if issue else deposit.deposit_id,
    )
