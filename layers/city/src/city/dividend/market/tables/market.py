"""The market: revisions, buyers, orders and downloads. What happened to an order stands in the order's partition."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack

from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.books.ledger import Entry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import (
    BooksClosed,
    BuyerExists,
    DataSetUnknown,
    LeakMoved,
    LeakUnknown,
    OrderNotThere,
    OrderUnknown,
)
from city.dividend.market.model import WAITS, Buyer, LeakState, Order, OrderState, Purpose, Revision, RevisionState

_CATALOGUE, _BUYERS = "catalogue", "buyers"


class MarketListing(GlobalSecondaryIndex["MarketTable"]):
    class Meta:
        index_name = "listing"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    subject = UnicodeAttribute(range_key=True)


class MarketTable(Model):
    class Meta:
        table_name = "market"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    listing = UnicodeAttribute(null=True)

    listed = MarketListing()


class RevisionRecord(MarketTable, discriminator="revision"):
    round_id = UnicodeAttribute()
    title = UnicodeAttribute()
    purposes = UnicodeAttribute()
    price_krw = NumberAttribute()
    rows = NumberAttribute()
    published_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    revoked_because = UnicodeAttribute(null=True)
    revoked_by = UnicodeAttribute(null=True)
    revoked_at = UTCDateTimeAttribute(null=True)
    certificate = UnicodeAttribute()
    quasi_identifiers = UnicodeAttribute()
    mark = UnicodeAttribute(null=True)

    def to_revision(self) -> Revision:
        return Revision(
            self.subject.removeprefix("set#"), int(self.entry.removeprefix("revision#")), self.round_id, self.title,
            frozenset(Purpose(p) for p in json.loads(self.purposes)), int(self.price_krw), int(self.rows),
            self.published_at, RevisionState(self.state), self.revoked_because,
        )  # fmt: skip


class BuyerRecord(MarketTable, discriminator="buyer"):
    name = UnicodeAttribute()
    registration_number = UnicodeAttribute()
    what = UnicodeAttribute()
    key_digest = UnicodeAttribute()
    verified = NumberAttribute(default=0)
    verified_by = UnicodeAttribute(null=True)
    verified_because = UnicodeAttribute(null=True)
    verified_at = UTCDateTimeAttribute(null=True)

    def to_buyer(self) -> Buyer:
        return Buyer(self.subject.removeprefix("buyer#"), self.name, bool(self.verified), self.key_digest)


class OrderRecord(MarketTable, discriminator="order"):
    buyer_id = UnicodeAttribute()
    data_set = UnicodeAttribute()
    revision = NumberAttribute()
    round_id = UnicodeAttribute()
    purpose = UnicodeAttribute()
    use = UnicodeAttribute()
    price_krw = NumberAttribute()
    placed_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    bank_reference = UnicodeAttribute(null=True)
    downloads = NumberAttribute(default=0)
    counted_in = UnicodeAttribute(null=True)
    confirmed_by = UnicodeAttribute(null=True)

    def to_order(self) -> Order:
        return Order(
            self.subject.split("#")[2], self.buyer_id, self.data_set, int(self.revision), self.round_id,
            Purpose(self.purpose), self.use, int(self.price_krw), self.placed_at, OrderState(self.state),
            self.bank_reference, int(self.downloads), self.counted_in,
        )  # fmt: skip


class CountedRecord(MarketTable, discriminator="counted"):
    """A sale of an earlier round that is counted in a later one: listed there, for its statements."""

    title = UnicodeAttribute()
    buyer_id = UnicodeAttribute()
    purpose = UnicodeAttribute()
    round_id = UnicodeAttribute()


class DownloadRecord(MarketTable, discriminator="download"):
    """Who fetched which copy, and when. Written once, never changed."""

    buyer_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    digest = UnicodeAttribute()


class CopyRecord(MarketTable, discriminator="copy"):
    """A buyer's marked copy lies ready."""

    digest = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class LeakRecord(MarketTable, discriminator="leak"):
    """A leaked sample: who reported it and why, and what tracing it came to. Cases are never deleted."""

    data_set = UnicodeAttribute()
    revision = NumberAttribute()
    format = UnicodeAttribute()
    size_bytes = NumberAttribute()
    reason = UnicodeAttribute()
    reported_by = UnicodeAttribute()
    reported_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    traced_by = UnicodeAttribute(null=True)
    traced_at = UTCDateTimeAttribute(null=True)
    refused_because = UnicodeAttribute(null=True)
    sample_digest = UnicodeAttribute(null=True)
    found = UnicodeAttribute(null=True)


class LeakFields(TypedDict, total=False):
    """What of a case is written with a move."""

    traced_by: str
    traced_at: datetime
    refused_because: str | None
    sample_digest: str
    found: str


def leak_key(data_set: str, number: int, case_id: str) -> tuple[str, str]:
    return f"leak#{data_set}#{number:06d}", case_id


def revision_key(data_set: str, number: int) -> tuple[str, str]:
    return f"set#{data_set}", f"revision#{number:06d}"


def _order_subject(buyer_id: str, order_id: str) -> str:
    return f"order#{buyer_id}#{order_id}"


class Market:
    def __init__(self, connection: Connection, ledger: Ledger | None = None) -> None:
        self._connection, self._ledger = connection, ledger

    # --- revisions ---

    def publish(self, record: RevisionRecord) -> None:
        """Once: a revision that stands there already stays as it is."""
        record.listing = _CATALOGUE
        _save_new(record)

    def revision(self, data_set: str, number: int) -> RevisionRecord:
        """Raises DataSetUnknown."""
        found = _find(*revision_key(data_set, number))
        if not isinstance(found, RevisionRecord):
            raise DataSetUnknown
        return found

    def catalogue(self) -> list[RevisionRecord]:
        return [r for r in MarketTable.listed.query(_CATALOGUE) if isinstance(r, RevisionRecord)]

    def revoke(self, record: RevisionRecord, revision: Revision, by: str, at: datetime) -> None:
        record.update(
            actions=[
                RevisionRecord.state.set(revision.state.value),
                RevisionRecord.revoked_because.set(revision.revoked_because or ""),
                RevisionRecord.revoked_by.set(by),
                RevisionRecord.revoked_at.set(at),
            ]
        )

    # --- buyers ---

    def register(self, record: BuyerRecord) -> None:
        """Raises BuyerExists."""
        record.listing = _BUYERS
        if not _save_new(record):
            raise BuyerExists

    def buyer(self, buyer_id: str) -> BuyerRecord | None:
        found = _find(f"buyer#{buyer_id}", "buyer")
        return found if isinstance(found, BuyerRecord) else None

    def buyers(self) -> list[BuyerRecord]:
        return [r for r in MarketTable.listed.query(_BUYERS) if isinstance(r, BuyerRecord)]

    # --- orders ---

    def place(self, order: Order) -> Order:
        """Writes an order once; under a taken name the order that stands there is returned."""
        subject = _order_subject(order.buyer_id, order.order_id)
        record = OrderRecord(
            subject, "order", listing=f"orders#{order.round_id}", buyer_id=order.buyer_id, data_set=order.data_set,
            revision=order.revision, round_id=order.round_id, purpose=order.purpose.value, use=order.use,
            price_krw=order.price_krw, placed_at=order.placed_at, state=order.state.value,
        )  # fmt: skip
        return order if _save_new(record) else self.order(order.buyer_id, order.order_id).to_order()

    def order(self, buyer_id: str, order_id: str) -> OrderRecord:
        """Raises OrderUnknown."""
        found = _find(_order_subject(buyer_id, order_id), "order")
        if not isinstance(found, OrderRecord):
            raise OrderUnknown
        return found

    def orders_of(self, round_id: str) -> Iterator[Order]:
        """Eventually consistent."""
        for record in MarketTable.listed.query(f"orders#{round_id}"):
            if isinstance(record, OrderRecord):
                yield record.to_order()

    def settle(
        self, record: OrderRecord, order: Order, entry: Entry, counted_in: str, by: str,
        also: Callable[[Writes], None] | None = None,
    ) -> Order:  # fmt: skip
        """Writes that an order was paid, with the money and the round it is counted in.

        Raises BooksClosed, and OrderNotThere if it was paid otherwise meanwhile.
        """
        actions: list[Action] = [
            OrderRecord.state.set(order.state.value),
            OrderRecord.bank_reference.set(order.bank_reference or ""),
            OrderRecord.counted_in.set(counted_in),
            OrderRecord.confirmed_by.set(by),
        ]
        self._book(record, actions, OrderRecord.state == OrderState.PLACED.value, (entry,), counted_in, also)
        return replace(order, counted_in=counted_in)

    def count_in(
        self, record: OrderRecord, then: str, entries: Sequence[Entry], also: Callable[[Writes], None]
    ) -> None:
        """Counts a sale that waited in a round. Raises BooksClosed; OrderNotThere if it no longer waits."""
        waits = OrderRecord.counted_in == WAITS
        self._book(record, [OrderRecord.counted_in.set(then)], waits, entries, then, also)

    def refund(self, record: OrderRecord, entry: Entry, also: Callable[[Writes], None]) -> None:
        """Writes that an order was paid back, with the money. Raises BooksClosed, OrderNotThere."""
        assert self._ledger is not None, "whoever takes money keeps the ledger"
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
                record.subject, "counted", title="-", buyer_id=record.buyer_id, purpose=record.purpose,
                round_id=record.round_id,
            )  # fmt: skip
            writes.add("counted", lambda t: t.save(unlisted))
        also(writes)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            if refused.names == {"books"}:
                raise BooksClosed(record.round_id) from None
            raise OrderNotThere from None

    def _book(
        self, record: OrderRecord, actions: list[Action], condition: Condition, entries: Sequence[Entry], counted_in: str,
        also: Callable[[Writes], None] | None,
    ) -> None:  # fmt: skip
        assert self._ledger is not None, "whoever takes money keeps the ledger"
        writes = Writes()
        writes.add("order", lambda t: t.update(record, actions=actions, condition=condition))
        for entry in entries:
            # The same sale stands in the books of two rounds when it moves.
            self._ledger.book(writes, entry)
        if counted_in not in (WAITS, record.round_id):
            title = self.revision(record.data_set, int(record.revision)).title
            counted = CountedRecord(
                record.subject, "counted", listing=f"late#{counted_in}", title=title, buyer_id=record.buyer_id,
                purpose=record.purpose, round_id=record.round_id,
            )  # fmt: skip
            writes.add("counted", lambda t: t.save(counted))
        if also is not None:
            also(writes)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            if refused.names == {"books"}:
                raise BooksClosed(counted_in) from None
            raise OrderNotThere from None

    def late_sales_of(self, round_id: str) -> list[CountedRecord]:
        """Sales of earlier rounds that are counted in this one. Eventually consistent."""
        return [r for r in MarketTable.listed.query(f"late#{round_id}") if isinstance(r, CountedRecord)]

    def record_download(self, record: OrderRecord, order: Order, digest: str, at: datetime) -> None:
        """Raises OrderNotThere if another download of this order was recorded meanwhile."""
        line = DownloadRecord(
            record.subject, f"download#{order.downloads:04d}", buyer_id=order.buyer_id, at=at, digest=digest
        )
        writes = Writes()
        writes.add("download", lambda t: t.save(line, condition=MarketTable.entry.does_not_exist()))
        writes.add(
            "order",
            lambda t: t.update(
                record,
                actions=[OrderRecord.downloads.set(order.downloads)],
                condition=OrderRecord.downloads == order.downloads - 1,
            ),
        )
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise OrderNotThere from None

    # --- copies ---

    def copy(self, buyer_id: str, data_set: str, number: int) -> str | None:
        """The digest of a buyer's copy that lies ready."""
        found = _find(f"copy#{buyer_id}", f"{data_set}#{number:06d}")
        return found.digest if isinstance(found, CopyRecord) else None

    def record_copy(self, buyer_id: str, data_set: str, number: int, digest: str, at: datetime) -> None:
        CopyRecord(f"copy#{buyer_id}", f"{data_set}#{number:06d}", digest=digest, at=at).save()

    # --- leaks ---

    def open_leak(self, record: LeakRecord) -> LeakRecord:
        """Writes a case once; under a taken name the case that stands there is returned."""
        if _save_new(record):
            return record
        return self.leak(record.data_set, int(record.revision), record.entry)

    def leak(self, data_set: str, number: int, case_id: str) -> LeakRecord:
        """Raises LeakUnknown."""
        found = _find(*leak_key(data_set, number, case_id))
        if not isinstance(found, LeakRecord):
            raise LeakUnknown
        return found

    def leaks(self, data_set: str, number: int) -> list[LeakRecord]:
        found = MarketTable.query(leak_key(data_set, number, "")[0], consistent_read=True)
        return [record for record in found if isinstance(record, LeakRecord)]

    def move_leak(self, record: LeakRecord, state: LeakState, **fields: Unpack[LeakFields]) -> LeakRecord:
        """Writes over the state that was read. Raises LeakMoved."""
        before = record.state
        record.state = state.value
        for name, value in fields.items():
            setattr(record, name, value)
        try:
            record.save(condition=LeakRecord.state == before)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise LeakMoved(record.entry) from None
        return record


def _find(subject: str, entry: str) -> MarketTable | None:
    try:
        return MarketTable.get(subject, entry, consistent_read=True)
    except MarketTable.DoesNotExist:
        return None


def _save_new(record: MarketTable) -> bool:
    try:
        record.save(condition=MarketTable.entry.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
