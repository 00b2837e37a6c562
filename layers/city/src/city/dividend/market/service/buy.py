"""What buyers do by themselves, each known by its key: register, order, look, and download a copy of their own."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.aws.queues import Queue
from city.contracts.dividend.files import CopyJobV1
from city.contracts.dividend.market import BuyerKey, DownloadLink, OrderLine, PlaceOrder, RegisterBuyer
from city.dividend.anonymise.errors import MarkTooWeak
from city.dividend.market.errors import BuyerUnknown, CopyNotReady, OrderNotThere
from city.dividend.market.model import LINK_SECONDS, Buyer, Purpose, check_key, key_digest, place_order, take_copy
from city.dividend.market.service.names import copy_name
from city.dividend.market.service.show_market import show_order
from city.dividend.market.tables.buyers import BuyerRecord, Buyers
from city.dividend.market.tables.copies import Copies
from city.dividend.market.tables.orders import Orders
from city.dividend.market.tables.revisions import Revisions
from city.kernel.clock import Clock

_LONGEST_KEY = 200


def identify(buyers: Buyers, header: str) -> Buyer:
    """Who holds a key. Raises BuyerUnknown, the same for every kind of wrong."""
    buyer_id, _, key = header.partition(".")
    if not buyer_id or len(header) > _LONGEST_KEY:
        raise BuyerUnknown
    record = buyers.find(buyer_id)
    return check_key(record.to_buyer() if record else None, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBuyer:
    buyers: Buyers
    new_key: Callable[[], str]

    def add(self, request: RegisterBuyer) -> BuyerKey:
        """The key, shown now and never again; until a person has verified the buyer it opens nothing. Raises BuyerExists."""
        key = self.new_key()
        self.buyers.add(
            BuyerRecord(
                subject=f"buyer#{request.buyer_id}",
                entry="buyer",
                name=request.name,
                registration_number=request.registration_number,
                what=request.kind,
                key_digest=key_digest(key),
            )
        )
        return BuyerKey(buyer_id=request.buyer_id, key=f"{request.buyer_id}.{key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOrder:
    buyers: Buyers
    revisions: Revisions
    orders: Orders
    clock: Clock

    def submit(self, header: str, request: PlaceOrder) -> OrderLine:
        """Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, PurposeNotAllowed, MarkTooWeak,
        OrderNotThere where another order has this name."""
        buyer = identify(self.buyers, header)
        revision = self.revisions.get(request.data_set, request.revision)
        if revision.mark is None:
            raise MarkTooWeak
        wanted = place_order(
            buyer,
            revision.to_revision(),
            order_id=request.order_id,
            purpose=Purpose(request.purpose),
            use=request.use,
            now=self.clock.now(),
        )
        placed = self.orders.place(wanted)
        if (placed.data_set, placed.revision, placed.purpose) != (wanted.data_set, wanted.revision, wanted.purpose):
            raise OrderNotThere("another order has this name")
        return show_order(placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrder:
    buyers: Buyers
    revisions: Revisions
    orders: Orders

    def show(self, header: str, order_id: str) -> OrderLine:
        """The buyer's own order, and whether its data set was revoked: who has a copy then destroys it.

        Raises BuyerUnknown, OrderUnknown.
        """
        order = self.orders.get(identify(self.buyers, header).buyer_id, order_id).to_order()
        revision = self.revisions.get(order.data_set, order.revision)
        return show_order(order).model_copy(
            update={"revoked_because": revision.revoked_because, "revoked_at": revision.revoked_at}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    buyers: Buyers
    revisions: Revisions
    orders: Orders
    copies: Copies
    presigner: Presigner
    bucket: str
    queue: Queue  # to the function that makes copies
    clock: Clock

    def make(self, header: str, order_id: str) -> DownloadLink:
        """An address of the buyer's own copy, for five minutes; every one is in the ledger of downloads.

        Raises BuyerUnknown, OrderUnknown, OrderNotThere, RevisionRevoked, BuyerNotVerified, TooManyDownloads,
        CopyNotReady.
        """
        buyer = identify(self.buyers, header)
        record = self.orders.get(buyer.buyer_id, order_id)
        order = record.to_order()
        taken = take_copy(order, self.revisions.get(order.data_set, order.revision).to_revision(), buyer.verified)
        digest = self.copies.digest_of(buyer.buyer_id, order.data_set, order.revision)
        if digest is None:
            job = CopyJobV1(buyer_id=buyer.buyer_id, data_set=order.data_set, revision=order.revision)
            self.queue.send(job.model_dump_json())
            raise CopyNotReady
        self.orders.record_download(record, taken, digest, self.clock.now())
        count("CopyDownloaded")
        logger().info("copy downloaded", extra={"order": order_id, "buyer": buyer.buyer_id})
        name = copy_name(buyer.buyer_id, order.data_set, order.revision)
        file_name = f"{order.data_set}-{order.revision}.parquet"
        url = self.presigner.download(self.bucket, name, file_name, LINK_SECONDS)
        return DownloadLink(url=url, expires_in_s=LINK_SECONDS, digest=digest)
