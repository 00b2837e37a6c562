"""The privacy budget of every revision: what it was, what is spent, and every query that spent of it with its answer."""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from city.aws.tables import Writes, WritesRefused
from city.dividend.budget import Budget
from city.dividend.errors import BudgetMoved, QueryInvalid

TOTAL_MILLI = 10_000
_BUDGET = "budget"


class BudgetRecord(Model):
    """`entry` is the budget itself, or `query#<buyer>#<id>`."""

    class Meta:
        table_name = "budget"

    revision = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    spent_milli = NumberAttribute(null=True)
    total_milli = NumberAttribute(null=True)
    digest = UnicodeAttribute(null=True)
    epsilon_milli = NumberAttribute(null=True)
    answer = NumberAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)


class Budgets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, revision: str) -> Budget:
        try:
            record = BudgetRecord.get(revision, _BUDGET, consistent_read=True)
        except BudgetRecord.DoesNotExist:
            return Budget(TOTAL_MILLI)
        return Budget(int(record.total_milli or 0), int(record.spent_milli or 0))

    def answered(self, revision: str, query: str, digest: str) -> int | None:
        """The answer a query got before. Raises QueryInvalid for another query under its name."""
        try:
            record = BudgetRecord.get(revision, f"query#{query}", consistent_read=True)
        except BudgetRecord.DoesNotExist:
            return None
        if record.digest != digest:
            raise QueryInvalid
        return int(record.answer or 0)

    def charge(
        self, revision: str, before: Budget, after: Budget, query: str, digest: str, answer: int, at: datetime
    ) -> None:
        """Writes the spent budget and the answer together, before anybody hears it. Raises BudgetMoved."""
        total = BudgetRecord(revision, _BUDGET, spent_milli=after.spent_milli, total_milli=after.total_milli)
        line = BudgetRecord(
            revision, f"query#{query}", digest=digest, epsilon_milli=after.spent_milli - before.spent_milli,
            answer=answer, at=at,
        )  # fmt: skip
        untouched: Condition = BudgetRecord.spent_milli == before.spent_milli
        if not before.spent_milli:
            untouched = BudgetRecord.entry.does_not_exist()
        writes = Writes()
        writes.add("budget", lambda t: t.save(total, condition=untouched))
        writes.add("query", lambda t: t.save(line, condition=BudgetRecord.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise BudgetMoved(revision) from None
