"""Selling: revisions and what they may be used for, buyers, orders, copies. Pure."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from city.dividend.market.errors import (
    AmountDiffers,
    BuyerNotVerified,
    BuyerUnknown,
    OrderNotThere,
    PurposeNotAllowed,
    RefundNotOwed,
    RevisionRevoked,
    TooManyDownloads,
)

MOST_DOWNLOADS = 10
# Counted in no round yet: it was paid after the books were closed, and no later round has opened.
WAITS = "waits"
LINK_SECONDS = 300


class Purpose(StrEnum):
    """개인정보보호법 §28의2: statistics, also commercial ones, scientific research, archiving in the public interest."""

    STATISTICS = "statistics"
    RESEARCH = "research"
    ARCHIVING = "archiving"
    COMMERCIAL_STATISTICS = "commercial_statistics"


class RevisionState(StrEnum):
    PUBLISHED = "published"
    REVOKED = "revoked"


class LeakState(StrEnum):
    REPORTED = "reported"  # a form is out, and nothing was read
    WAITING = "waiting"
    TRACING = "tracing"
    TRACED = "traced"
    REFUSED = "refused"  # the sample could not be read; another may be uploaded


class OrderState(StrEnum):
    PLACED = "placed"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One finished state of a data set. It never changes; it can be revoked."""

    data_set: str
    number: int
    round_id: str
    title: str
    purposes: frozenset[Purpose]
    price_krw: int
    rows: int
    published_at: datetime
    state: RevisionState = RevisionState.PUBLISHED
    revoked_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    buyer_id: str
    name: str
    verified: bool = False
    key_digest: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    order_id: str
    buyer_id: str
    data_set: str
    revision: int
    round_id: str
    purpose: Purpose
    use: str
    price_krw: int
    placed_at: datetime
    state: OrderState = OrderState.PLACED
    bank_reference: str | None = None
    downloads: int = 0
    # The round whose books its money is in; None for orders that are not paid, and for those of older versions.
    counted_in: str | None = None


def key_digest(key: str) -> str:
    """What is kept of a buyer's key. It has 256 bits, so nobody guesses it from its hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def check_key(buyer: Buyer | None, key: str) -> Buyer:
    """Raises BuyerUnknown, in the same time for no such buyer and for the wrong key."""
    known = buyer.key_digest if buyer else key_digest("")
    if not hmac.compare_digest(known, key_digest(key)) or buyer is None:
        raise BuyerUnknown
    return buyer


def place_order(buyer: Buyer, revision: Revision, *, order_id: str, purpose: Purpose, use: str, now: datetime) -> Order:
    """Raises BuyerNotVerified, RevisionRevoked, PurposeNotAllowed."""
    if not buyer.verified:
        raise BuyerNotVerified
    if revision.state is RevisionState.REVOKED:
        raise RevisionRevoked
    if purpose not in revision.purposes:
        raise PurposeNotAllowed
    return Order(
        order_id=order_id,
        buyer_id=buyer.buyer_id,
        data_set=revision.data_set,
        revision=revision.number,
        round_id=revision.round_id,
        purpose=purpose,
        use=use,
        price_krw=revision.price_krw,
        placed_at=now,
    )


def pay_order(order: Order, amount_krw: int, bank_reference: str) -> Order:
    """The same payment confirmed again changes nothing. Raises OrderNotThere, AmountDiffers."""
    if order.state is OrderState.PAID and order.bank_reference == bank_reference and amount_krw == order.price_krw:
        return order
    if order.state is not OrderState.PLACED:
        raise OrderNotThere(order.state.value)
    if amount_krw != order.price_krw:
        raise AmountDiffers
    return replace(order, state=OrderState.PAID, bank_reference=bank_reference)


def take_copy(order: Order, revision: Revision, verified: bool) -> Order:
    """One more download. Raises OrderNotThere, RevisionRevoked, BuyerNotVerified, TooManyDownloads."""
    if order.state is not OrderState.PAID:
        raise OrderNotThere(order.state.value)
    if revision.state is RevisionState.REVOKED:
        raise RevisionRevoked
    if not verified:
        raise BuyerNotVerified
    if order.downloads >= MOST_DOWNLOADS:
        raise TooManyDownloads
    return replace(order, downloads=order.downloads + 1)


def revoke(revision: Revision, reason: str) -> Revision:
    """From now on nobody orders or downloads it; whoever has a copy hears of it. The first reason stands."""
    if revision.state is RevisionState.REVOKED:
        return revision
    return replace(revision, state=RevisionState.REVOKED, revoked_because=reason)


def check_refund(order: Order, revision: Revision) -> None:
    """A buyer gets an order's money back whose data set was revoked under them. Raises OrderNotThere, RefundNotOwed."""
    if order.state is not OrderState.PAID:
        raise OrderNotThere(order.state.value)
    if revision.state is not RevisionState.REVOKED:
        raise RefundNotOwed


def may_serve(purposes: Collection[str]) -> frozenset[Purpose]:
    return frozenset(Purpose(purpose) for purpose in purposes)
