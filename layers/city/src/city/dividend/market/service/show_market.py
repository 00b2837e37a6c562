"""What buyers and staff see of the market: the catalogue, buyers, and a round's orders."""

import json
from dataclasses import dataclass

from city.contracts.dividend.market import (
    BuyerLine,
    BuyerPage,
    Catalogue,
    OrderLine,
    OrderPage,
    OrderStory,
    RevisionLine,
)
from city.dividend.market.model import Order
from city.dividend.market.tables.buyers import BuyerRecord, Buyers
from city.dividend.market.tables.orders import Orders
from city.dividend.market.tables.revisions import DataSetRevisionRecord, Revisions
from city.dividend.rounds.service.show_proposal import show_proposal
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import Rounds


def refund_subject(buyer_id: str, order_id: str) -> str:
    """What the refund of an order is proposed under."""
    return f"refund#{buyer_id}#{order_id}"


def show_revision(record: DataSetRevisionRecord) -> RevisionLine:
    revision = record.to_revision()
    return RevisionLine(
        data_set=revision.data_set,
        revision=revision.number,
        title=revision.title,
        state=revision.state.value,
        price_krw=revision.price_krw,
        purposes=tuple(sorted(purpose.value for purpose in revision.purposes)),
        rows=revision.rows,
        published_at=revision.published_at,
        revoked_because=revision.revoked_because,
        certificate=json.loads(record.certificate),
    )


def show_order(order: Order) -> OrderLine:
    return OrderLine(
        order_id=order.order_id,
        buyer_id=order.buyer_id,
        data_set=order.data_set,
        revision=order.revision,
        purpose=order.purpose.value,
        state=order.state.value,
        price_krw=order.price_krw,
        downloads=order.downloads,
        counted_in=order.counted_in,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCatalogue:
    revisions: Revisions

    def show(self) -> Catalogue:
        return Catalogue(revisions=tuple(show_revision(record) for record in self.revisions.catalogue()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBuyers:
    buyers: Buyers

    def list(self) -> BuyerPage:
        """Those who wait for a decision first."""
        lines = (
            BuyerLine(
                buyer_id=record.subject.removeprefix("buyer#"),
                name=record.name,
                kind=record.what,
                registration_number=record.registration_number,
                verified=bool(record.verified),
                verified_by=record.verified_by,
                verified_because=record.verified_because,
            )
            for record in self.buyers.all()
        )
        return BuyerPage(buyers=tuple(sorted(lines, key=lambda line: (line.verified_by is not None, line.buyer_id))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrders:
    rounds: Rounds
    proposals: Proposals
    orders: Orders
    buyers: Buyers
    revisions: Revisions

    def list(self, round_id: str) -> OrderPage:
        """Of one round, oldest first, each with what was proposed about its money. Raises RoundUnknown."""
        self.rounds.get(round_id)
        orders = sorted(self.orders.of_round(round_id), key=lambda order: order.placed_at)
        names = {buyer_id: self.buyers.find(buyer_id) for buyer_id in {order.buyer_id for order in orders}}
        return OrderPage(orders=tuple(self._show(order, names[order.buyer_id]) for order in orders))

    def _show(self, order: Order, buyer: BuyerRecord | None) -> OrderStory:
        refund = self.proposals.latest(order.round_id, refund_subject(order.buyer_id, order.order_id))
        revision = self.revisions.get(order.data_set, order.revision)
        line = show_order(order).model_dump(exclude={"revoked_because", "revoked_at"})
        return OrderStory(
            **line,
            use=order.use,
            placed_at=order.placed_at,
            bank_reference=order.bank_reference,
            buyer_name=buyer.name if buyer else order.buyer_id,
            refund=show_proposal(refund) if refund else None,
            revoked_because=revision.revoked_because,
            revoked_at=revision.revoked_at,
        )
