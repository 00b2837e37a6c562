"""Sales: an order's payment or refund, written together with its entries in the books."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.books.ledger import RoundEntry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.market.errors import OrderNotThere
from city.dividend.market.model import WAITS, Order, OrderState
from city.dividend.market.tables.market import MarketTable
from city.dividend.market.tables.orders import OrderRecord
from city.dividend.market.tables.revisions import Revisions
from city.dividend.rounds.errors import BooksClosed


class CountedRecord(MarketTable, discriminator="counted"):
    """A sale of an earlier round that is counted in a later one: listed there, for its statements."""

    title = UnicodeAttribute()
    buyer_id = UnicodeAttribute()
    purpose = UnicodeAttribute()
    round_id = UnicodeAttribute()


class LateSales:
    def of_round(self, round_id: str) -> list[CountedRecord]:
        """Sales of earlier rounds that are counted in this one. Eventually consistent."""
        return [r for r in MarketTable.listed.query(f"late#{round_id}") if isinstance(r, CountedRecord)]


class Sales:
    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._connection, self._ledger, self._revisions = connection, ledger, Revisions()

    def settle(
        self,
        record: OrderRecord,
        order: Order,
        *,
        entry: RoundEntry,
        counted_in: str,
        by: str,
        also: Callable[[Writes], None] | None = None,
    ) -> Order:
        """Writes that an order was paid, with the money and the round it is counted in.

        Raises BooksClosed, and OrderNotThere if it was paid otherwise meanwhile.
        """
        actions: list[Action] = [
            OrderRecord.state.set(order.state.value),
            OrderRecord.bank_reference.set(order.bank_reference or ""),
            OrderRecord.counted_in.set(counted_in),
            OrderRecord.confirmed_by.set(by),
        ]
        placed = OrderRecord.state == OrderState.PLACED.value
        self._book(record, actions, placed, entries=(entry,), counted_in=counted_in, also=also)
        return replace(order, counted_in=counted_in)

    def count_in(
        self, record: OrderRecord, then: str, *, entries: Sequence[RoundEntry], also: Callable[[Writes], None]
    ) -> None:
        """Counts a sale that waited in a round. Raises BooksClosed; OrderNotThere if it no longer waits."""
        waits = OrderRecord.counted_in == WAITS
        self._book(
            record,
            [OrderRecord.counted_in.set(then)],
            waits,
            entries=entries,
            counted_in=then,
            also=also,
        )

    def refund(self, record: OrderRecord, entry: RoundEntry, also: Callable[[Writes], None]) -> None:
        """Writes that an order was paid back, with the money. Raises BooksClosed, OrderNotThere."""
        actions: list[Action] = [OrderRecord.state.set(OrderState.REFUNDED.value)]
        paid = OrderRecord.state == OrderState.PAID.value
        # Where it is counted must not change under us.
        here = (
            OrderRecord.counted_in == record.counted_in
            if record.counted_in
            else OrderRecord.counted_in.does_not_exist()
        )
        writes = Writes()
        writes.add("order", lambda t: t.update(record, actions=actions, condition=paid & here))
        self._ledger.book(writes, entry)
        if record.counted_in not in (None, WAITS, record.round_id):
            # No statement of the later round tells it any more.
            unlisted = CountedRecord(
                subject=record.subject,
                entry="counted",
                title="-",
                buyer_id=record.buyer_id,
                purpose=record.purpose,
                round_id=record.round_id,
            )
            writes.add("counted", lambda t: t.save(unlisted))
        also(writes)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            if refused.names == {"books"}:
                raise BooksClosed(record.round_id) from None
            raise OrderNotThere from None

    def _book(
        self,
        record: OrderRecord,
        actions: list[Action],
        condition: Condition,
        *,
        entries: Sequence[RoundEntry],
        counted_in: str,
        also: Callable[[Writes], None] | None,
    ) -> None:
        writes = Writes()
        writes.add("order", lambda t: t.update(record, actions=actions, condition=condition))
        for entry in entries:
            # The same sale stands in the books of two rounds when it moves.
            self._ledger.book(writes, entry)
        if counted_in not in (WAITS, record.round_id):
            title = self._revisions.get(record.data_set, int(record.revision)).title
            counted = CountedRecord(
                subject=record.subject,
                entry="counted",
                listing=f"late#{counted_in}",
                title=title,
                buyer_id=record.buyer_id,
                purpose=record.purpose,
                round_id=record.round_id,
            )
            writes.add("counted", lambda t: t.save(counted))
        if also is not None:
            also(writes)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            if refused.names == {"books"}:
                raise BooksClosed(counted_in) from None
            raise OrderNotThere from None
