"""The fines tables: PynamoDB records and the handful of reads and transactions the use cases need.

Cases table, two kinds of partition:
  holder = keyed hash of a telephone   -> a "notice#…" entry per case, one "sender" entry (failed look-ups),
                                          a "prompts#…" entry per hour of idle talk
  holder = the notice number           -> one "number" entry pointing at the owner's partition
so that one strongly consistent query answers an owner, and a number is taken once.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.expressions.operand import Path
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.tables import Cancelled, all_or_nothing
from city.fines.errors import AccountPoolEmpty, CaseMoved, DepositReplayed, DepositUnknown
from city.fines.model import (
    FAILED_LOOKUPS_WINDOW,
    AccountIssue,
    CaseStatus,
    Deposit,
    Notice,
    Settled,
    Stage,
    Suspended,
    SuspenseReason,
    VehicleClass,
    Violation,
    Zone,
)
from city.kernel.errors import Invalid
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

SENDER_ENTRY = "sender"
NUMBER_ENTRY = "number"
COOLING_OFF = timedelta(days=90)  # banks ask that a number rests before it serves another payer
_POOL = "free"
_CANDIDATES = 40
_SUSPENSE_OPEN = "open"


# --- records -------------------------------------------------------------------------------------


class CasesTable(Model):
    class Meta:
        table_name = "cases"

    holder = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class IssueMap(MapAttribute[str, Any]):
    """An AccountIssue as it stands on its notice and on its account."""

    account_number = UnicodeAttribute()
    bank = UnicodeAttribute()
    notice_number = UnicodeAttribute()
    stage = UnicodeAttribute()
    amount_krw = NumberAttribute()
    issued_at = UTCDateTimeAttribute()
    expires_at = UTCDateTimeAttribute()
    correlation_id = UnicodeAttribute()
    revoked_at = UTCDateTimeAttribute(null=True)
    paid_at = UTCDateTimeAttribute(null=True)

    @classmethod
    def of(cls, issue: AccountIssue) -> "IssueMap":
        return cls(
            account_number=issue.account_number,
            bank=issue.bank,
            notice_number=issue.notice_number,
            stage=issue.stage.value,
            amount_krw=issue.amount_krw,
            issued_at=issue.issued_at,
            expires_at=issue.expires_at,
            correlation_id=issue.correlation_id,
            revoked_at=issue.revoked_at,
            paid_at=issue.paid_at,
        )

    def to_issue(self) -> AccountIssue:
        return AccountIssue(
            account_number=self.account_number,
            bank=self.bank,
            notice_number=self.notice_number,
            stage=Stage(self.stage),
            amount_krw=int(self.amount_krw),
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            correlation_id=self.correlation_id,
            revoked_at=self.revoked_at,
            paid_at=self.paid_at,
        )


class NoticeRecord(CasesTable, discriminator="notice"):
    number = UnicodeAttribute()
    plate = UnicodeAttribute()
    owner_name = UnicodeAttribute()
    owner_phone = UnicodeAttribute(null=True)
    place = UnicodeAttribute()
    violated_at = UTCDateTimeAttribute()
    zone = UnicodeAttribute()
    vehicle = UnicodeAttribute()
    over_two_hours = BooleanAttribute()
    safety_marking = BooleanAttribute()
    notified_on = UnicodeAttribute()
    opinion_until = UnicodeAttribute()
    imposed_on = UnicodeAttribute(null=True)
    pay_until = UnicodeAttribute(null=True)
    social_reduction = BooleanAttribute()
    status = UnicodeAttribute()
    issue = IssueMap(null=True)
    revision = VersionAttribute()

    def to_notice(self) -> Notice:
        return Notice(
            number=self.number,
            plate=Plate(self.plate),
            place=self.place,
            violation=Violation(
                at=self.violated_at,
                zone=Zone(self.zone),
                vehicle=VehicleClass(self.vehicle),
                over_two_hours=self.over_two_hours,
                safety_marking=self.safety_marking,
            ),
            notified_on=date.fromisoformat(self.notified_on),
            opinion_until=date.fromisoformat(self.opinion_until),
            imposed_on=_read_date(self.imposed_on),
            pay_until=_read_date(self.pay_until),
            social_reduction=self.social_reduction,
            status=CaseStatus(self.status),
        )

    @property
    def current_issue(self) -> AccountIssue | None:
        return self.issue.to_issue() if self.issue else None


class NumberRecord(CasesTable, discriminator="number"):
    """Takes a notice number once, and finds its case. `row_digest` tells a repeated row from a changed one."""

    owner_holder = UnicodeAttribute()
    row_digest = UnicodeAttribute()


class SenderRecord(CasesTable, discriminator="sender"):
    failed_at: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    expires = TTLAttribute(null=True)


class PromptsRecord(CasesTable, discriminator="prompts"):
    """How many prompts a telephone was sent in one hour; the hour stands in the entry."""

    sent = NumberAttribute(default=0)
    expires = TTLAttribute(null=True)


class FreeAccounts(GlobalSecondaryIndex["AccountRecord"]):
    class Meta:
        index_name = "free"
        projection = IncludeProjection(["bank"])

    pool = UnicodeAttribute(hash_key=True)
    free_from = UTCDateTimeAttribute(range_key=True)


class AccountRecord(Model):
    """One number of the bank's pool. `free_from` says when it may serve (again): no sweeper has to free it."""

    class Meta:
        table_name = "accounts"

    account_number = UnicodeAttribute(hash_key=True)
    bank = UnicodeAttribute()
    pool = UnicodeAttribute(default=_POOL)
    free_from = UTCDateTimeAttribute()
    holder = UnicodeAttribute(null=True)
    receipt_to = UnicodeAttribute(null=True)
    issue = IssueMap(null=True)

    free = FreeAccounts()


class OpenSuspense(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "suspense"
        projection = AllProjection()

    suspense = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositRecord(Model):
    """One deposit and what became of it; under "delivery#…" keys, the deliveries already seen."""

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
    receipt_to = UnicodeAttribute(null=True)
    correlation_id = UnicodeAttribute(null=True)
    suspense = UnicodeAttribute(null=True)
    told_at = UTCDateTimeAttribute(null=True)
    expires = TTLAttribute(null=True)

    by_suspense = OpenSuspense()


RECORDS: dict[str, type[Model]] = {
    "cases_table": CasesTable,
    "accounts_table": AccountRecord,
    "deposits_table": DepositRecord,
}


def _read_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def holder_of(hashed: KeyedHash, phone: PhoneNumber) -> str:
    """The partition in which a telephone's cases are filed."""
    return hashed.of("phone", phone.e164)


def deposit_key(bank: str, deposit_id: str) -> str:
    return f"{bank}:{deposit_id}"


# --- cases ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All the city keeps under one telephone: its notices and its failed look-ups."""

    notices: tuple[NoticeRecord, ...]
    failed_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class NewCase:
    """A notice on its way into the table."""

    notice: Notice
    holder: str
    owner_name: str
    owner_phone: str | None
    row_digest: str


class NumberTaken(Exception):
    """Notice numbers of a transaction that stand in the table already, each with the digest of its row."""

    def __init__(self, digests: dict[str, str]) -> None:
        super().__init__(f"{len(digests)} notice numbers are taken")
        self.digests = digests


class Cases:
    ADD_AT_MOST = 50  # two writes each; a transaction holds a hundred

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_file(self, holder: str) -> CaseFile:
        """One strongly consistent query."""
        notices: list[NoticeRecord] = []
        failed: tuple[datetime, ...] = ()
        for entry in CasesTable.query(holder, consistent_read=True):
            if isinstance(entry, NoticeRecord):
                notices.append(entry)
            elif isinstance(entry, SenderRecord):
                failed = tuple(datetime.fromisoformat(moment) for moment in entry.failed_at)
        return CaseFile(tuple(sorted(notices, key=lambda n: n.violated_at)), failed)

    def by_number(self, number: str) -> NoticeRecord | None:
        try:
            pointer = NumberRecord.get(number, NUMBER_ENTRY, consistent_read=True)
        except DoesNotExist:
            return None
        return self.at(pointer.owner_holder, number)

    def at(self, holder: str, number: str) -> NoticeRecord:
        record: NoticeRecord = NoticeRecord.get(holder, notice_entry(number), consistent_read=True)
        return record

    def known(self, cases: Sequence[NewCase]) -> dict[str, NoticeRecord]:
        """The records of these cases that are on file, by notice number. At most a hundred."""
        keys = [(case.holder, notice_entry(case.notice.number)) for case in cases]
        return {record.number: record for record in NoticeRecord.batch_get(keys, consistent_read=True)}

    def impose(self, impositions: Sequence[tuple[NoticeRecord, Notice]]) -> None:
        """Writes imposition and due date on cases as they were read, all or none. Raises CaseMoved."""
        with _all_or_moved(self._connection) as transaction:
            for record, told in impositions:
                assert told.imposed_on is not None
                assert told.pay_until is not None
                transaction.update(
                    record,
                    actions=[
                        NoticeRecord.imposed_on.set(told.imposed_on.isoformat()),
                        NoticeRecord.pay_until.set(told.pay_until.isoformat()),
                    ],
                )

    def record_failed_lookup(self, holder: str, file: CaseFile, now: datetime) -> None:
        """Adds one failed look-up and drops those outside the window."""
        recent = [m for m in file.failed_at if now - m < FAILED_LOOKUPS_WINDOW]
        fresh = [now.isoformat()]
        # Appending is atomic, so bursts are counted in full; the rare clean-up may race, and then loses one.
        moments: Any = (
            (SenderRecord.failed_at | []).append(fresh)
            if len(recent) == len(file.failed_at)
            else [m.isoformat() for m in recent] + fresh
        )
        SenderRecord(holder, SENDER_ENTRY).update(
            actions=[
                SenderRecord.kind.set(SenderRecord),
                SenderRecord.failed_at.set(moments),
                SenderRecord.expires.set(now + 2 * FAILED_LOOKUPS_WINDOW),
            ]
        )

    def count_prompt(self, holder: str, now: datetime) -> int:
        """Counts one prompt of this hour. Returns how many it makes."""
        record = PromptsRecord(holder, f"prompts#{now:%Y-%m-%dT%H}")
        record.update(
            actions=[
                PromptsRecord.kind.set(PromptsRecord),
                PromptsRecord.sent.add(1),
                PromptsRecord.expires.set(now + timedelta(hours=2)),
            ]
        )
        return int(record.sent)

    def add(self, cases: Sequence[NewCase]) -> None:
        """Adds all or none, at most ADD_AT_MOST. Raises NumberTaken, CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for case in cases:
                    transaction.save(
                        NumberRecord(
                            case.notice.number,
                            NUMBER_ENTRY,
                            owner_holder=case.holder,
                            row_digest=case.row_digest,
                        ),
                        condition=CasesTable.holder.does_not_exist(),
                        return_values="ALL_OLD",
                    )
                    transaction.save(_notice_record(case))
        except Cancelled as cancelled:
            taken = {
                case.notice.number: cancelled.items[position * 2]["row_digest"]["S"]
                for position, case in enumerate(cases)
                if cancelled.codes[position * 2] == "ConditionalCheckFailed"
            }
            if not taken:
                raise CaseMoved from cancelled
            raise NumberTaken(taken) from cancelled


def notice_entry(number: str) -> str:
    return f"notice#{number}"


def _notice_record(case: NewCase) -> NoticeRecord:
    notice = case.notice
    return NoticeRecord(
        case.holder,
        notice_entry(notice.number),
        number=notice.number,
        plate=notice.plate.text,
        owner_name=case.owner_name,
        owner_phone=case.owner_phone,
        place=notice.place,
        violated_at=notice.violation.at,
        zone=notice.violation.zone.value,
        vehicle=notice.violation.vehicle.value,
        over_two_hours=notice.violation.over_two_hours,
        safety_marking=notice.violation.safety_marking,
        notified_on=notice.notified_on.isoformat(),
        opinion_until=notice.opinion_until.isoformat(),
        imposed_on=notice.imposed_on.isoformat() if notice.imposed_on else None,
        pay_until=notice.pay_until.isoformat() if notice.pay_until else None,
        social_reduction=notice.social_reduction,
        status=notice.status.value,
    )


# --- accounts ------------------------------------------------------------------------------------


class Accounts:
    """The bank's pool and what its numbers are bound to."""

    ADD_AT_MOST = 100
    _CLAIMS_AT_MOST = 8

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        self._connection = connection
        self._chance = chance
        # Free numbers seen by the last look at the pool. Only a hint: the transaction decides who gets one.
        self._seen_free: list[AccountRecord] = []

    def add_to_pool(self, bank: str, numbers: Sequence[str], now: datetime) -> int:
        """Adds at most ADD_AT_MOST of the bank's numbers; those already there stay as they are.

        Returns how many were new. Raises CaseMoved.
        """
        try:
            with all_or_nothing(self._connection) as transaction:
                for number in numbers:
                    transaction.save(
                        AccountRecord(number, bank=bank, free_from=now),
                        condition=AccountRecord.account_number.does_not_exist(),
                    )
        except Cancelled as cancelled:
            if "ConditionalCheckFailed" not in cancelled.codes:
                raise CaseMoved from cancelled
            new = [n for n, code in zip(numbers, cancelled.codes, strict=True) if code == "None"]
            return self.add_to_pool(bank, new, now) if new else 0
        return len(numbers)

    def find(self, account_number: str) -> AccountRecord | None:
        try:
            record: AccountRecord = AccountRecord.get(account_number, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def issue(self, case: NoticeRecord, wanted: AccountIssue, receipt_to: str) -> AccountIssue:
        """Binds a free number to the case, and lets go of the one bound before, all in one transaction.

        `wanted` has every field but its account. Raises AccountPoolEmpty, CaseMoved.
        """
        for _ in range(self._CLAIMS_AT_MOST):
            free = self._take_free(wanted.issued_at)
            issue = replace(wanted, account_number=free.account_number, bank=free.bank)
            if self._bind(case, free, issue, receipt_to):
                return issue
        raise CaseMoved  # every number it reached for was taken before it: look again

    def free_now(self, now: datetime) -> list[AccountRecord]:
        """Some of the numbers that may serve, those that rested longest."""
        return list(AccountRecord.free.query(_POOL, FreeAccounts.free_from <= now, limit=_CANDIDATES))

    def _take_free(self, now: datetime) -> AccountRecord:
        if not self._seen_free:
            self._seen_free = self.free_now(now)
            # In random order, so that workers which saw the same page do not all reach for the same number.
            self._chance.shuffle(self._seen_free)
        if not self._seen_free:
            raise AccountPoolEmpty
        return self._seen_free.pop()

    def _bind(self, case: NoticeRecord, free: AccountRecord, issue: AccountIssue, receipt_to: str) -> bool:
        before = case.current_issue
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.update(
                    AccountRecord(free.account_number),
                    actions=[
                        AccountRecord.issue.set(IssueMap.of(issue)),
                        AccountRecord.holder.set(case.holder),
                        AccountRecord.receipt_to.set(receipt_to),
                        AccountRecord.free_from.set(issue.expires_at + COOLING_OFF),
                    ],
                    condition=AccountRecord.free_from == free.free_from,
                )
                transaction.update(
                    case,
                    actions=[NoticeRecord.issue.set(IssueMap.of(issue))],
                    condition=NoticeRecord.status == CaseStatus.OPEN.value,
                )
                if before is not None:
                    _revoke(transaction, before, issue.issued_at)
        except Cancelled as cancelled:
            number_gone, case_moved = (code != "None" for code in cancelled.codes[:2])
            if number_gone and not case_moved:
                return False
            raise CaseMoved from cancelled
        return True


def _revoke(transaction: TransactWrite, issue: AccountIssue, now: datetime) -> None:
    if now >= issue.expires_at + COOLING_OFF:
        return  # rested long enough: the number may serve somebody else already
    transaction.update(
        AccountRecord(issue.account_number),
        actions=[
            AccountRecord.issue.set(IssueMap.of(replace(issue, revoked_at=now))),
            AccountRecord.free_from.set(now + COOLING_OFF),
        ],
        condition=(AccountRecord.issue.notice_number == issue.notice_number) & Path("issue.paid_at").does_not_exist(),
    )


# --- deposits ------------------------------------------------------------------------------------


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

    def find(self, key: str) -> DepositRecord | None:
        try:
            record: DepositRecord = DepositRecord.get(key, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def get(self, key: str) -> DepositRecord:
        """Raises DepositUnknown."""
        record = self.find(key) if not key.startswith("delivery#") else None
        if record is None:
            raise DepositUnknown
        return record

    def settle(
        self, deposit: Deposit, decision: Settled, account: AccountRecord, case: NoticeRecord, now: datetime
    ) -> DepositRecord:
        """Writes the deposit, closes the case and uses up the account, all or nothing. Raises CaseMoved."""
        issue = account.issue.to_issue()
        record = _deposit_record(deposit, now, outcome="settled", account=account)
        with _all_or_moved(self._connection) as transaction:
            transaction.save(record, condition=DepositRecord.deposit_key.does_not_exist())
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
            transaction.update(
                case,
                actions=[NoticeRecord.status.set(decision.status.value)],
                condition=NoticeRecord.status == CaseStatus.OPEN.value,
            )
            current = case.current_issue
            if current is not None and current.account_number != account.account_number:
                _revoke(transaction, current, now)
        return record

    def suspend(
        self, deposit: Deposit, decision: Suspended, account: AccountRecord | None, now: datetime
    ) -> DepositRecord:
        """Keeps an unmatched deposit with its reason. Raises CaseMoved if it was written meanwhile."""
        record = _deposit_record(deposit, now, outcome="suspense", account=account)
        record.reason = decision.reason.value
        record.suspense = _SUSPENSE_OPEN
        if decision.reason is SuspenseReason.UNKNOWN_ACCOUNT:
            # The number may have served somebody else before: their case and telephone are not this payer's.
            record.notice_number = record.receipt_to = record.stage = None
        try:
            record.save(DepositRecord.deposit_key.does_not_exist())
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                raise CaseMoved from error
            raise
        return record

    def mark_told(self, record: DepositRecord, now: datetime) -> None:
        record.update(actions=[DepositRecord.told_at.set(now)])

    def list_suspense(self, limit: int, page: str | None) -> tuple[list[DepositRecord], str | None]:
        """A page of open suspense entries, oldest first, and the name of the next page.

        Raises Invalid if `page` is none of ours.
        """
        entries = DepositRecord.by_suspense.query(
            _SUSPENSE_OPEN, limit=limit, page_size=limit, last_evaluated_key=_read_page(page) if page else None
        )
        records = list(entries)
        last = entries.last_evaluated_key
        return records, f"{last['received_at']['S']}~{last['deposit_key']['S']}" if last else None


@contextmanager
def _all_or_moved(connection: Connection) -> Iterator[TransactWrite]:
    try:
        with all_or_nothing(connection) as transaction:
            yield transaction
    except Cancelled as cancelled:
        raise CaseMoved from cancelled


def _read_page(page: str) -> dict[str, dict[str, str]]:
    received_at, separator, key = page.partition("~")
    if not separator or not key or len(page) > 200:
        raise Invalid
    return {"suspense": {"S": _SUSPENSE_OPEN}, "received_at": {"S": received_at}, "deposit_key": {"S": key}}


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
        receipt_to=account.receipt_to if account is not None else None,
        correlation_id=issue.correlation_id if issue else deposit.deposit_id,
    )
