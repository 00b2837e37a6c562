"""Payout batches: one record a batch, with its lines inside, and the number of times it was written."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.books.ledger import RoundEntry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.books.tables.packed import pack, unpack
from city.dividend.payout.errors import BatchMoved, BatchUnknown
from city.dividend.payout.model import Batch, BatchState, Line, LineState


class BatchRecord(Model):
    class Meta:
        table_name = "payouts"

    round_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    state = UnicodeAttribute()
    lines = BinaryAttribute(legacy_encoding=False)
    attempt = NumberAttribute(default=1)
    reason = UnicodeAttribute(null=True)
    sent_at = UTCDateTimeAttribute(null=True)
    revision = NumberAttribute(default=0)
    pays_again = NumberAttribute(default=0)

    def to_batch(self) -> Batch:
        return Batch(
            round_id=self.round_id,
            number=int(self.number),
            lines=tuple(Line(party, amount, LineState(state), why) for party, amount, state, why in unpack(self.lines)),
            state=BatchState(self.state),
            attempt=int(self.attempt),
            reason=self.reason,
            sent_at=self.sent_at,
            pays_again=bool(self.pays_again),
        )


def _record(batch: Batch, revision: int) -> BatchRecord:
    return BatchRecord(
        round_id=batch.round_id,
        number=batch.number,
        state=batch.state.value,
        lines=pack([[ln.pseudonym, ln.amount_krw, ln.state.value, ln.reason] for ln in batch.lines]),
        attempt=batch.attempt,
        reason=batch.reason,
        sent_at=batch.sent_at,
        revision=revision,
        pays_again=int(batch.pays_again),
    )


class Payouts:
    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._connection, self._ledger = connection, ledger

    def get(self, round_id: str, number: int) -> tuple[Batch, int]:
        """The batch, and the revision to write over. Raises BatchUnknown."""
        try:
            record = BatchRecord.get(round_id, number, consistent_read=True)
        except BatchRecord.DoesNotExist:
            raise BatchUnknown(f"{round_id} {number}") from None
        return record.to_batch(), int(record.revision)

    def of_round(self, round_id: str) -> Iterator[Batch]:
        for record in BatchRecord.query(round_id, consistent_read=True):
            yield record.to_batch()

    def states_of(self, round_id: str) -> dict[int, BatchState]:
        wanted = ["number", "state"]
        records = BatchRecord.query(round_id, consistent_read=True, attributes_to_get=wanted)
        return {int(record.number): BatchState(record.state) for record in records}

    def add(self, batch: Batch, entry: RoundEntry) -> bool:
        """Writes a planned batch and what it allocates, together; False if it was written before."""
        return self._commit(_record(batch, 0), BatchRecord.number.does_not_exist(), [entry])

    def move(
        self, batch: Batch, revision: int, entries: Sequence[RoundEntry], also: Callable[[Writes], None] | None = None
    ) -> int:
        """Writes the batch over the revision it was read at, and its bookings, together or not at all.

        `also` adds what else has to stand there or not with them. Returns the new revision. Raises BatchMoved.
        """
        if not self._commit(_record(batch, revision + 1), BatchRecord.revision == revision, entries, also):
            raise BatchMoved(batch.key)
        return revision + 1

    def destroy(self, round_id: str, numbers: Iterable[int]) -> None:
        """Deletes batches by their numbers, unread; the ledger keeps what was booked of them."""
        for number in numbers:
            BatchRecord(round_id, number).delete()

    def split(self, batch: Batch, revision: int, again: Batch, also: Callable[[Writes], None]) -> None:
        """Writes a batch and the one that pays its lines again, together or not at all. Raises BatchMoved."""
        new = _record(again, 0)

        def with_new(writes: Writes) -> None:
            writes.add("again", lambda t: t.save(new, condition=BatchRecord.number.does_not_exist()))
            also(writes)

        self.move(batch, revision, [], with_new)

    def _commit(
        self,
        record: BatchRecord,
        condition: Condition,
        entries: Sequence[RoundEntry],
        also: Callable[[Writes], None] | None = None,
    ) -> bool:
        writes = Writes()
        writes.add("batch", lambda t: t.save(record, condition=condition))
        for entry in entries:
            self._ledger.book(writes, entry)
        if also is not None:
            also(writes)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return False
        return True
