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
from city.dividend.statistics.budget import Budget, charge
from city.dividend.statistics.errors import BudgetMoved, QueryReused

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuery:
    """A question as it was asked, who asked it, the answers and what they cost."""

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

    def answered(self, account: str, buyer_id: str, query_id: str, question: str) -> AnsweredQuery | None:
        """What a question was answered before. Raises QueryReused for another question under its name."""
        try:
            record = BudgetRecord.get(account, f"query#{buyer_id}#{query_id}", consistent_read=True)
        except BudgetRecord.DoesNotExist:
            return None
        if record.question != question:
            raise QueryReused
        return _to_answered(record)

    def all_answered(self, account: str) -> list[AnsweredQuery]:
        """The ledger of a data set, in the order of time."""
        found: Iterable[BudgetRecord] = BudgetRecord.query(
            account, BudgetRecord.entry.startswith("query#"), consistent_read=True
        )
        return sorted((_to_answered(record) for record in found), key=lambda each: (each.at, each.buyer_id))

    def charge(self, account: str, totals: Mapping[str, int], answered: AnsweredQuery) -> AnsweredQuery:
        """Charges all accounts and writes the answer under the first, in one, before anybody hears it.

        Returns the answer that stands: another one if the same question was answered meanwhile. Raises BudgetExceeded, BudgetMoved,
        QueryReused.
        """
        writes = Writes()
        for each, total in totals.items():
            writes.add(each, lambda t, each=each, total=total: _spend(t, each, total, answered.epsilon_milli))  # type: ignore[misc]
        line = BudgetRecord(
            account=account,
            entry=f"query#{answered.buyer_id}#{answered.query_id}",
            buyer_id=answered.buyer_id,
            question=answered.question,
            answers=json.dumps(answered.answers),
            epsilon_milli=answered.epsilon_milli,
            plus_minus=answered.plus_minus,
            at=answered.at,
        )
        writes.add("query", lambda t: t.save(line, condition=BudgetRecord.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            known = self.answered(account, answered.buyer_id, answered.query_id, answered.question)
            if known is not None:
                return known
            charge(self.of(totals), answered.epsilon_milli)
            raise BudgetMoved(account) from None
        return answered


def _spend(transaction: TransactWrite, account: str, total_milli: int, epsilon_milli: int) -> None:
    """Adds to what is spent, whatever it is by now, as long as it stays within the total."""
    spent = BudgetRecord.spent_milli
    transaction.update(
        BudgetRecord(account, _BUDGET),
        actions=[spent.add(epsilon_milli)],
        condition=spent.does_not_exist() | (spent <= total_milli - epsilon_milli),
    )


def _to_answered(record: BudgetRecord) -> AnsweredQuery:
    _, buyer_id, query_id = record.entry.split("#")
    return AnsweredQuery(
        buyer_id=buyer_id,
        query_id=query_id,
        question=record.question or "",
        answers=tuple(json.loads(record.answers or "[]")),
        epsilon_milli=int(record.epsilon_milli or 0),
        plus_minus=int(record.plus_minus or 0),
        at=record.at,
    )
