"""Orders and their downloads."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.market.errors import OrderNotThere, OrderUnknown
from city.dividend.market.model import Order, OrderState, Purpose
from city.dividend.market.tables.market import MarketTable, find, save_new


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
            order_id=self.subject.split("#")[2],
            buyer_id=self.buyer_id,
            data_set=self.data_set,
            revision=int(self.revision),
            round_id=self.round_id,
            purpose=Purpose(self.purpose),
            use=self.use,
            price_krw=int(self.price_krw),
            placed_at=self.placed_at,
            state=OrderState(self.state),
            bank_reference=self.bank_reference,
            downloads=int(self.downloads),
            counted_in=self.counted_in,
        )


class DownloadRecord(MarketTable, discriminator="download"):
    """Who fetched which copy, and when. Written once, never changed."""

    buyer_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    digest = UnicodeAttribute()


def _order_subject(buyer_id: str, order_id: str) -> str:
    return f"order#{buyer_id}#{order_id}"


class Orders:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(self, order: Order) -> Order:
        """Writes an order once; under a taken name the order that stands there is returned."""
        record = OrderRecord(
            subject=_order_subject(order.buyer_id, order.order_id),
            entry="order",
            listing=f"orders#{order.round_id}",
            buyer_id=order.buyer_id,
            data_set=order.data_set,
            revision=order.revision,
            round_id=order.round_id,
            purpose=order.purpose.value,
            use=order.use,
            price_krw=order.price_krw,
            placed_at=order.placed_at,
            state=order.state.value,
        )
        return order if save_new(record) else self.get(order.buyer_id, order.order_id).to_order()

    def get(self, buyer_id: str, order_id: str) -> OrderRecord:
        """Raises OrderUnknown."""
        found = find(_order_subject(buyer_id, order_id), "order")
        if not isinstance(found, OrderRecord):
            raise OrderUnknown
        return found

    def of_round(self, round_id: str) -> Iterator[Order]:
        """Eventually consistent."""
        for record in MarketTable.listed.query(f"orders#{round_id}"):
            if isinstance(record, OrderRecord):
                yield record.to_order()

    def record_download(self, record: OrderRecord, order: Order, digest: str, at: datetime) -> None:
        """Raises OrderNotThere if another download of this order was recorded meanwhile."""
        line = DownloadRecord(
            subject=record.subject,
            entry=f"download#{order.downloads:04d}",
            buyer_id=order.buyer_id,
            at=at,
            digest=digest,
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
