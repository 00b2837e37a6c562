"""Selling: who may buy, for what, and under which conditions a copy leaves the house."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass

from city.aws.events import EventPublisher
from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.aws.queues import Queue
from city.contracts.dividend.events import DataRevisionRevokedV1
from city.contracts.dividend.files import CopyJobV1
from city.contracts.dividend.market import (
    BuyerKey,
    Catalogue,
    ConfirmPayment,
    Link,
    OrderLine,
    PlaceOrder,
    RefundStory,
    RegisterBuyer,
    RevisionLine,
    VerifyBuyer,
)
from city.contracts.dividend.rounds import RefundAsked
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend.errors import BuyerUnknown, CopyNotReady, MarkTooWeak, OrderNotThere
from city.dividend.market.model import (
    LINK_SECONDS,
    Buyer,
    Order,
    OrderState,
    Purpose,
    check_key,
    check_refund,
    key_digest,
    pay_order,
    place_order,
    revoke,
    take_copy,
)
from city.dividend.market.service.carry_sales import CarrySales
from city.dividend.market.tables.market import BuyerRecord, Market, RevisionRecord
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.show_proposal import show_proposal, text_of_asked
from city.kernel.clock import Clock
from city.office.approvals import Proposal


def copy_name(buyer_id: str, data_set: str, number: int) -> str:
    return f"copies/{buyer_id}/{data_set}/{number}.parquet"


def show_revision(record: RevisionRecord) -> RevisionLine:
    revision = record.to_revision()
    return RevisionLine(
        data_set=revision.data_set, revision=revision.number, title=revision.title, state=revision.state.value,
        price_krw=revision.price_krw, purposes=tuple(sorted(purpose.value for purpose in revision.purposes)),
        rows=revision.rows, published_at=revision.published_at, revoked_because=revision.revoked_because,
        certificate=json.loads(record.certificate),
    )  # fmt: skip


def show_order(order: Order) -> OrderLine:
    return OrderLine(
        order_id=order.order_id, buyer_id=order.buyer_id, data_set=order.data_set, revision=order.revision,
        purpose=order.purpose.value, state=order.state.value, price_krw=order.price_krw, downloads=order.downloads,
        counted_in=order.counted_in,
    )  # fmt: skip


def identify(market: Market, header: str) -> Buyer:
    """Who holds a key. Raises BuyerUnknown, the same for every kind of wrong."""
    buyer_id, _, key = header.partition(".")
    if not buyer_id or len(header) > 200:
        raise BuyerUnknown
    record = market.buyer(buyer_id)
    return check_key(record.to_buyer() if record else None, key)


@dataclass(frozen=True, slots=True)
class Sell:
    """What buyers do by themselves."""

    market: Market
    presigner: Presigner
    bucket: str
    copies: Queue
    new_key: Callable[[], str]
    clock: Clock

    def register(self, told: RegisterBuyer) -> BuyerKey:
        """Raises BuyerExists. The key is shown now and never again; until a person has verified the buyer it opens nothing."""
        key = self.new_key()
        self.market.register(
            BuyerRecord(
                f"buyer#{told.buyer_id}", "buyer", name=told.name, registration_number=told.registration_number,
                what=told.kind, key_digest=key_digest(key),
            )
        )  # fmt: skip
        return BuyerKey(buyer_id=told.buyer_id, key=f"{told.buyer_id}.{key}")

    def identify(self, header: str) -> Buyer:
        """Who holds a key. Raises BuyerUnknown."""
        return identify(self.market, header)

    def show_catalogue(self) -> Catalogue:
        return Catalogue(revisions=tuple(show_revision(record) for record in self.market.catalogue()))

    def order(self, header: str, told: PlaceOrder) -> OrderLine:
        """Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, PurposeNotAllowed, OrderNotThere."""
        buyer = self.identify(header)
        revision = self.market.revision(told.data_set, told.revision)
        if revision.mark is None:
            raise MarkTooWeak
        wanted = place_order(
            buyer, revision.to_revision(), told.order_id, Purpose(told.purpose), told.use, self.clock.now()
        )
        placed = self.market.place(wanted)
        if (placed.data_set, placed.revision, placed.purpose) != (wanted.data_set, wanted.revision, wanted.purpose):
            raise OrderNotThere("another order has this name")
        return show_order(placed)

    def show_order(self, header: str, order_id: str) -> OrderLine:
        """The buyer's own order, and whether its data set was revoked: who has a copy then destroys it.

        Raises BuyerUnknown, OrderUnknown.
        """
        order = self.market.order(self.identify(header).buyer_id, order_id).to_order()
        revision = self.market.revision(order.data_set, order.revision)
        return show_order(order).model_copy(
            update={"revoked_because": revision.revoked_because, "revoked_at": revision.revoked_at}
        )

    def link(self, header: str, order_id: str) -> Link:
        """An address of the buyer's own copy, for five minutes; every one is in the ledger of downloads.

        Raises BuyerUnknown, OrderUnknown, OrderNotThere, RevisionRevoked, BuyerNotVerified, TooManyDownloads,
        CopyNotReady.
        """
        buyer = self.identify(header)
        record = self.market.order(buyer.buyer_id, order_id)
        order = record.to_order()
        taken = take_copy(order, self.market.revision(order.data_set, order.revision).to_revision(), buyer.verified)
        digest = self.market.copy(buyer.buyer_id, order.data_set, order.revision)
        if digest is None:
            job = CopyJobV1(buyer_id=buyer.buyer_id, data_set=order.data_set, revision=order.revision)
            self.copies.send(job.model_dump_json())
            raise CopyNotReady
        self.market.record_download(record, taken, digest, self.clock.now())
        count("CopyDownloaded")
        logger().info("copy downloaded", extra={"order": order_id, "buyer": buyer.buyer_id})
        name = copy_name(buyer.buyer_id, order.data_set, order.revision)
        file_name = f"{order.data_set}-{order.revision}.parquet"
        url = self.presigner.download(self.bucket, name, file_name, LINK_SECONDS)
        return Link(url=url, expires_in_s=LINK_SECONDS, digest=digest)


@dataclass(frozen=True, slots=True)
class MindMarket:
    """What staff do on the market."""

    market: Market
    sales: CarrySales
    events: EventPublisher
    clock: Clock

    def verify(self, buyer_id: str, told: VerifyBuyer, by: str) -> None:
        """Raises BuyerUnknown."""
        record = self.market.buyer(buyer_id)
        if record is None:
            raise BuyerUnknown
        record.update(
            actions=[
                BuyerRecord.verified.set(int(told.verified)),
                BuyerRecord.verified_by.set(by),
                BuyerRecord.verified_because.set(told.reason),
                BuyerRecord.verified_at.set(self.clock.now()),
            ]
        )
        logger().info("buyer judged", extra={"buyer": buyer_id, "verified": told.verified, "by": by})

    def confirm_payment(self, buyer_id: str, order_id: str, told: ConfirmPayment, by: str) -> OrderLine:
        """Writes the payment and the booking together, once; after its round's books are closed a later round's take it.

        Raises OrderUnknown, OrderNotThere, AmountDiffers, BooksClosed.
        """
        record = self.market.order(buyer_id, order_id)
        order = record.to_order()
        paid = pay_order(order, told.amount_krw, told.bank_reference)
        if paid is not order:
            paid = self.sales.book(record, paid, by)
            count("OrderPaidKrw", order.price_krw)
            logger().info("order paid", extra={"order": order_id, "buyer": buyer_id, "by": by})
        return show_order(paid)

    def revoke(self, data_set: str, number: int, reason: str, by: str) -> RevisionLine:
        """From now on nobody orders or downloads it, and the city hears why. Raises DataSetUnknown.

        A link that is out opens for its five minutes yet. Told again, the city hears it again, with the first reason: a
        crash may have kept it from hearing.
        """
        record = self.market.revision(data_set, number)
        before = record.to_revision()
        after = revoke(before, reason)
        if after is not before:
            self.market.revoke(record, after, by, self.clock.now())
            logger().info("revision revoked", extra={"data_set": data_set, "revision": number, "by": by})
        because = after.revoked_because or reason
        self.events.publish(DataRevisionRevokedV1(data_set=data_set, revision=number, reason=because))
        return show_revision(self.market.revision(data_set, number))

    def propose_refund(self, buyer_id: str, order_id: str, reason: str, by: str) -> RefundStory:
        """Raises OrderUnknown, OrderNotThere, RefundNotOwed, ProposedBefore, ProposalMoved."""
        record = self.market.order(buyer_id, order_id)
        order, subject, rounds = record.to_order(), refund_subject(buyer_id, order_id), self.sales.rounds
        known = rounds.proposal(order.round_id, subject)
        what = text_of_asked(RefundAsked(buyer_id=buyer_id, order_id=order_id, amount_krw=order.price_krw))
        standing = propose(known, Proposal(subject, what, reason, by, self.clock.now()))
        if standing is not known:
            check_refund(order, self.market.revision(order.data_set, order.revision).to_revision())
            rounds.add_proposal(order.round_id, standing)
            logger().info("refund proposed", extra={"order": order_id, "buyer": buyer_id, "by": by})
        return RefundStory(order=show_order(order), proposal=show_proposal(standing))

    def decide_refund(self, buyer_id: str, order_id: str, told: DecideProposal, by: str) -> RefundStory:
        """Books the refund with the decision. Raises OrderUnknown, ProposalUnknown, SameWhoProposed, DecidedBefore,
        OrderNotThere, RefundNotOwed, RefundTooLate, ProposalMoved."""
        record = self.market.order(buyer_id, order_id)
        order, rounds = record.to_order(), self.sales.rounds
        known = rounds.proposal(order.round_id, refund_subject(buyer_id, order_id))
        decided = decide(known, told.approves, by, told.reason, self.clock.now())
        if decided is not known:
            if told.approves:
                check_refund(order, self.market.revision(order.data_set, order.revision).to_revision())
                self.sales.refund(record, decided)
                count("OrderRefundedKrw", order.price_krw)
            else:
                rounds.decide(order.round_id, decided)
            logger().info("refund decided", extra={"order": order_id, "approves": told.approves, "by": by})
        shown = self.market.order(buyer_id, order_id).to_order()
        return RefundStory(order=show_order(shown), proposal=show_proposal(decided))


def refund_subject(buyer_id: str, order_id: str) -> str:
    return f"refund#{buyer_id}#{order_id}"


def sold_copies(market: Market, round_id: str) -> list[Order]:
    """What was sold of a round and is counted in it."""
    here = (None, round_id)
    return [o for o in market.orders_of(round_id) if o.state is OrderState.PAID and o.counted_in in here]


def mark_key(secret: bytes, buyer_id: str, data_set: str, number: int) -> bytes:
    """A key for one buyer's copies of one revision."""
    return hmac.new(secret, f"mark\x1f{buyer_id}\x1f{data_set}\x1f{number}".encode(), hashlib.sha256).digest()
