"""Deposits: each deposit and what became of it; under "delivery#…" keys, the deliveries already seen."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.expressions.operand import Path
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Writes, WritesRefused
from city.aws.paging import name_page, read_page
from city.fines.law.deposits import Deposit, PaidInFull, PaidInPart, Suspended, SuspenseReason
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import State
from city.fines.law.tables.accounts import COOLING_OFF, AccountRecord, revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.held_money import note_gone, note_held
from city.fines.law.tables.history import add_history
from city.fines.law.tables.issues import IssueMap
from city.fines.money.errors import DepositReplayed, DepositUnknown
from city.fines.money.ledger import DepositEntry
from city.fines.money.tables.deposit_records import SUSPENSE_OPEN, DepositRecord
from city.fines.money.tables.ledger import book
from city.fines.money.tables.paid_cases import Paid, held_money, paid_line, pay_case, reopen_case

BY_BANK = "bank"


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
        case: NoticeRecord | None,
        booking: DepositEntry,
        announce: Announce,
        now: datetime,
    ) -> DepositRecord:
        """Keeps an unmatched deposit with its reason, and notes it on the case it came for, if any. Raises CaseMoved."""
        record = _deposit_record(deposit, now, outcome="suspense", account=account)
        record.reason = decision.reason.value
        record.suspense = SUSPENSE_OPEN
        if decision.reason is SuspenseReason.UNKNOWN_ACCOUNT:
            # The number may have served somebody else before: their case and telephone are not this payer's.
            record.notice_number = record.stage = record.expected_krw = record.payer = record.owner = case = None
        writes = Writes()
        writes.add("deposit", lambda t: t.save(record, condition=DepositRecord.deposit_key.does_not_exist()))
        if case is not None:
            noted = note_held(case, held_money(record))
            writes.add("case", lambda t: t.update(case, actions=noted))
        book(writes, booking)
        announce(writes, record)
        self._commit(writes)
        return record

    def reverse(
        self,
        record: DepositRecord,
        *,
        case: NoticeRecord | None,
        paid: bool,
        reopened: State | None,
        booking: DepositEntry,
        announce: Announce,
        now: datetime,
    ) -> DepositRecord:
        """Takes a deposit back that the bank cancelled; a case it had closed is open again, an instalment unpaid.

        `case` is the one it came for, `paid` whether its money paid it, whole or in part, until now. Raises CaseMoved.
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
        if case is not None and not paid:
            gone = note_gone(case, record.deposit_key)
            if gone:
                writes.add("case", lambda t: t.update(case, actions=gone))
        elif case is not None:
            reopen_case(writes, case, record, reopened, note_gone(case, record.deposit_key), now)
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
            SUSPENSE_OPEN,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "received_at", "deposit_key", suspense=SUSPENSE_OPEN) if page else None,
        )
        return list(entries), name_page(entries.last_evaluated_key, "received_at", "deposit_key")

    def suspense_since(self) -> datetime | None:
        """When the oldest open entry came."""
        oldest, _ = self.list_suspense(1, None)
        return oldest[0].received_at if oldest else None

    def count_suspense(self) -> int:
        return int(DepositRecord.by_suspense.count(SUSPENSE_OPEN))

    def _commit(self, writes: Writes) -> None:
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            raise CaseMoved from refused


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
        expected_krw=issue.amount_krw if issue else None,
        payer=account.payer if account is not None else None,
        owner=account.owner if account is not None else None,
        correlation_id=issue.correlation_id if issue else deposit.deposit_id,
    )
