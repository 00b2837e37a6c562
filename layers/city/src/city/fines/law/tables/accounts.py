"""Accounts: the pool of virtual account numbers, and what each is bound to."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, DoesNotExist, UpdateError
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Cancelled, Writes, all_or_nothing
from city.fines.law.accounts import AccountIssue, OfferedAccount
from city.fines.law.errors import AccountPoolEmpty, CaseMoved
from city.fines.law.lifecycle import PAYABLE
from city.fines.law.quotes import Quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.issues import IssueMap
from city.fines.law.tables.receivers import Receiver, ReceiverMap

COOLING_OFF = timedelta(days=90)  # banks ask that a number rests before it serves another payer
_POOL = "free"
_CANDIDATES = 200


class FreeAccounts(GlobalSecondaryIndex["AccountRecord"]):
    class Meta:
        index_name = "free"
        projection = IncludeProjection(["bank"])

    pool = UnicodeAttribute(hash_key=True)
    free_from = UTCDateTimeAttribute(range_key=True)


class AccountRecord(Model):
    """One virtual account number. `free_from` says when it may serve (again): no sweeper has to free it.

    A number that a bank gave for one payment only stands outside the pool and never becomes free.
    """

    class Meta:
        table_name = "accounts"

    account_number = UnicodeAttribute(hash_key=True)
    bank = UnicodeAttribute()
    pool = UnicodeAttribute(null=True, default=_POOL)
    free_from = UTCDateTimeAttribute()
    payer = ReceiverMap(null=True)
    owner = ReceiverMap(null=True)
    issue = IssueMap(null=True)

    free = FreeAccounts()


class Accounts:
    """The bank's pool and what its numbers are bound to."""

    ADD_AT_MOST = 100

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
            there = "ConditionalCheckFailed"
            new = [n for n, code in zip(numbers, cancelled.codes, strict=True) if code != there]
            return self.add_to_pool(bank, new, now) if new else 0
        return len(numbers)

    def find(self, account_number: str) -> AccountRecord | None:
        try:
            record: AccountRecord = AccountRecord.get(account_number, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def free_now(self, now: datetime) -> list[AccountRecord]:
        """Some of the numbers that may serve, those that rested longest."""
        return list(AccountRecord.free.query(_POOL, FreeAccounts.free_from <= now, limit=_CANDIDATES))

    def count_free(self, now: datetime, at_most: int) -> int:
        """How many numbers may serve now, counted no further than `at_most`."""
        # PynamoDB's own count takes its limit for the size of a page, and counts them all.
        counted, after = 0, None
        while counted < at_most:
            page = self._connection.query(
                AccountRecord.Meta.table_name,
                _POOL,
                range_key_condition=FreeAccounts.free_from <= now,
                index_name=FreeAccounts.Meta.index_name,
                select="COUNT",
                limit=at_most - counted,
                exclusive_start_key=after,
            )
            counted += page["Count"]
            after = page.get("LastEvaluatedKey")
            if after is None:
                break
        return counted

    def offer(self, notice_number: str, quote: Quote, now: datetime) -> OfferedAccount:  # noqa: ARG002
        """A number of the pool to try; the transaction that binds it decides. Raises AccountPoolEmpty."""
        free = self._take_free(now)
        return OfferedAccount(free.account_number, free.bank, free.free_from)

    def rested(self, now: datetime) -> Iterator[AccountRecord]:
        """Numbers that may serve anybody again and still know whom they served. A scan: for once a night."""
        yield from AccountRecord.scan(AccountRecord.issue.exists() & (AccountRecord.free_from <= now))

    def forget_payer(self, account: AccountRecord) -> bool:
        """Empties a number for its next case; one that is of no pool goes. False if it serves again already."""
        same: Any = AccountRecord.free_from == account.free_from
        try:
            if account.pool is None:
                account.delete(same)
            else:
                account.update(
                    actions=[AccountRecord.issue.remove(), AccountRecord.payer.remove(), AccountRecord.owner.remove()],
                    condition=same,
                )
        except (UpdateError, DeleteError) as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def look_again(self) -> None:
        """Forgets the numbers seen free: one of them was taken before us, and the others may be gone as well."""
        self._seen_free.clear()

    def _take_free(self, now: datetime) -> AccountRecord:
        if not self._seen_free:
            self._seen_free = self.free_now(now)
            # In random order, so that workers which saw the same page do not all reach for the same number.
            self._chance.shuffle(self._seen_free)
        if not self._seen_free:
            raise AccountPoolEmpty
        return self._seen_free.pop()

    def bind(
        self,
        writes: Writes,
        case: NoticeRecord,
        offered: OfferedAccount,
        issue: AccountIssue,
        asker: Receiver | None,
    ) -> None:
        """Adds the writes that bind a free number to the case and let go of the one bound before.

        `asker` is whom a receipt is for; nobody, where there is no telephone. Refused under "number…" if somebody else took the number, under "case…" if the case moved.
        """
        before = case.current_issue
        actions: list[Action] = [
            AccountRecord.issue.set(IssueMap.of(issue)),
            *_places(case, asker),
            AccountRecord.free_from.set(issue.expires_at + COOLING_OFF),
        ]
        if offered.free_from is None:
            # Outside the pool: the bank lends this number for this payment, and takes it back itself.
            actions += [AccountRecord.bank.set(offered.bank), AccountRecord.pool.remove()]
            takes: Any = AccountRecord.account_number.does_not_exist() | (AccountRecord.free_from <= issue.issued_at)
        else:
            takes = AccountRecord.free_from == offered.free_from
        writes.add(
            f"number {offered.account_number}",
            lambda transaction: transaction.update(
                AccountRecord(offered.account_number), actions=actions, condition=takes
            ),
        )
        writes.add(
            f"case {case.number}",
            lambda transaction: transaction.update(
                case,
                actions=[NoticeRecord.issue.set(IssueMap.of(issue))],
                condition=NoticeRecord.status.is_in(*(state.value for state in sorted(PAYABLE))),
            ),
        )
        if before is not None:
            revoke(writes, before, issue.issued_at)


def _places(case: NoticeRecord, asker: Receiver | None) -> list[Action]:
    """Puts who asked for a new account in their place, and empties the other."""
    is_owner = asker is not None and asker.holder == case.holder
    filled, empty = (
        (AccountRecord.owner, AccountRecord.payer) if is_owner else (AccountRecord.payer, AccountRecord.owner)
    )
    return [filled.set(ReceiverMap.of(asker)) if asker is not None else filled.remove(), empty.remove()]


def add_receiver(writes: Writes, case: NoticeRecord, issue: AccountIssue, asker: Receiver) -> AccountIssue:
    """Adds the writes that make somebody else who asked for a live account hear of its deposit. Returns it as it is then.

    The owner and whoever asked last besides; nothing is written for those who hear of it already. Refused if it was
    paid or let go meanwhile.
    """
    is_owner = asker.holder == case.holder
    known = issue.owner_asked if is_owner else issue.payer == asker.holder
    if known:
        return issue
    asked = replace(issue, owner_asked=True) if is_owner else replace(issue, payer=asker.holder)
    place = AccountRecord.owner if is_owner else AccountRecord.payer
    live: Any = (
        (AccountRecord.issue.notice_number == issue.notice_number)
        & (AccountRecord.issue.issued_at == issue.issued_at)
        & Path("issue.paid_at").does_not_exist()
        & Path("issue.revoked_at").does_not_exist()
    )
    writes.add(
        f"account {issue.account_number}",
        lambda t: t.update(
            AccountRecord(issue.account_number),
            actions=[place.set(ReceiverMap.of(asker)), AccountRecord.issue.set(IssueMap.of(asked))],
            condition=live,
        ),
    )
    writes.add(f"case {case.number}", lambda t: t.update(case, actions=[NoticeRecord.issue.set(IssueMap.of(asked))]))
    return asked


def revoke(writes: Writes, issue: AccountIssue, now: datetime) -> None:
    """Adds the write that lets go of a number, unless it rested long enough to serve somebody else already."""
    if now >= issue.expires_at + COOLING_OFF:
        return
    still_bound: Any = (AccountRecord.issue.notice_number == issue.notice_number) & Path(
        "issue.paid_at"
    ).does_not_exist()

    def let_go(transaction: TransactWrite) -> None:
        transaction.update(
            AccountRecord(issue.account_number),
            actions=[
                AccountRecord.issue.set(IssueMap.of(replace(issue, revoked_at=now))),
                AccountRecord.free_from.set(now + COOLING_OFF),
            ],
            condition=still_bound,
        )

    writes.add(f"revoked {issue.account_number}", let_go)


def follow_owner(writes: Writes, issue: AccountIssue, owner: Receiver) -> None:
    """Adds the write that makes the receipt of an account follow its owner to another telephone."""
    writes.add(
        f"account {issue.account_number}",
        lambda t: t.update(
            AccountRecord(issue.account_number),
            actions=[AccountRecord.owner.set(ReceiverMap.of(owner))],
            condition=(AccountRecord.issue.notice_number == issue.notice_number)
            & Path("issue.paid_at").does_not_exist(),
        ),
    )
