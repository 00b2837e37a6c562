"""The privacy ledger: what is spent of each budget, and every question that spent of it, with its answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.errors import BudgetMoved, QueryReused
from city.dividend.statistics.budget import Budget, charge

_BUDGET = "budget"


class BudgetRecord(Model):
    """`account` is `set#<data set>` or `year#<year>`; `entry` is `budget` or, of a data set, `query#<buyer>#<id>`."""

    class Meta:
        table_name = "budget"

    account = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    spent_milli = NumberAttribute(null=True)
    buyer_id = UnicodeAttribute(null=True)
    question = UnicodeAttribute(null=True)
    answers = UnicodeAttribute(null=True)
    epsilon_milli = NumberAttribute(null=True)
    plus_minus = NumberAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as it was asked, who asked it, what they were told and what it cost."""

    buyer_id: str
    query_id: str
    question: str
    answers: tuple[int, ...]
    epsilon_milli: int
    plus_minus: int
    at: datetime


class Budgets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, totals: Mapping[str, int]) -> dict[str, Budget]:
        """The budgets of these accounts, by what each is in all."""
        return {account: Budget(total, self._spent(account)) for account, total in totals.items()}

    def _spent(self, account: str) -> int:
        try:
            return int(BudgetRecord.get(account, _BUDGET, consistent_read=True).spent_milli or 0)
        except BudgetRecord.DoesNotExist:
            return 0

    def answered(self, account: str, buyer_id: str, query_id: str, question: str) -> Answered | None:
        """What a question was told before. Raises QueryReused for another question under its name."""
        try:
            record = BudgetRecord.get(account, f"query#{buyer_id}#{query_id}", consistent_read=True)
        except BudgetRecord.DoesNotExist:
            return None
        if record.question != question:
            raise QueryReused
        return _to_answered(record)

    def all_answered(self, account: str) -> list[Answered]:
        """The ledger of a data set, in the order of time."""
        found: Iterable[BudgetRecord] = BudgetRecord.query(
            account, BudgetRecord.entry.startswith("query#"), consistent_read=True
        )
        return sorted((_to_answered(record) for record in found), key=lambda each: (each.at, each.buyer_id))

    def charge(self, account: str, totals: Mapping[str, int], told: Answered) -> Answered:
        """Charges all accounts and writes the answer under the first, in one, before anybody hears it.

        Returns the answer that stands: another one if the same question was answered meanwhile. Raises BudgetExceeded, BudgetMoved,
        QueryReused.
        """
        writes = Writes()
        for each, total in totals.items():
            writes.add(each, lambda t, each=each, total=total: _spend(t, each, total, told.epsilon_milli))  # type: ignore[misc]
        line = BudgetRecord(
            account, f"query#{told.buyer_id}#{told.query_id}", buyer_id=told.buyer_id, question=told.question,
            answers=json.dumps(told.answers), epsilon_milli=told.epsilon_milli, plus_minus=told.plus_minus, at=told.at,
        )  # fmt: skip
        writes.add("query", lambda t: t.save(line, condition=BudgetRecord.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            known = self.answered(account, told.buyer_id, told.query_id, told.question)
            if known is not None:
                return known
            charge(self.of(totals), told.epsilon_milli)
            raise BudgetMoved(account) from None
        return told


def _spend(transaction: TransactWrite, account: str, total_milli: int, epsilon_milli: int) -> None:
    """Adds to what is spent, whatever it is by now, as long as it stays within the total."""
    spent = BudgetRecord.spent_milli
    transaction.update(
        BudgetRecord(account, _BUDGET),
        actions=[spent.add(epsilon_milli)],
        condition=spent.does_not_exist() | (spent <= total_milli - epsilon_milli),
    )


def _to_answered(record: BudgetRecord) -> Answered:
    _, buyer_id, query_id = record.entry.split("#")
    return Answered(
        buyer_id, query_id, record.question or "", tuple(json.loads(record.answers or "[]")),
        int(record.epsilon_milli or 0), int(record.plus_minus or 0), record.at,
    )  # fmt: skip
