"""What staff read before they decide: reports on files, the operator's record, what a closing would come to, who buys."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from city.aws.store import Folder
from city.contracts.dividend.files import PayoutReportV1, ReceiptReportV1
from city.contracts.dividend.market import BuyerLine, BuyerPage, OrderPage, OrderStory
from city.contracts.dividend.staff.payout import SharesPreview
from city.contracts.dividend.staff.rounds import ReceiptPage
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import PayoutNotReconciled
from city.dividend.market.model import Order
from city.dividend.market.service.sell import refund_subject, show_order
from city.dividend.market.tables.market import BuyerRecord, Market
from city.dividend.rounds.model import divide_revenue
from city.dividend.rounds.service.show_proposal import show_proposal
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.rounds import Rounds

_MOST_REPORTS = 200


@dataclass(frozen=True, slots=True)
class ShowPapers:
    rounds: Rounds
    ledger: Ledger
    reports: Folder

    def receipts(self, round_id: str) -> ReceiptPage:
        """The first reports by the name of their file. Raises RoundUnknown."""
        self.rounds.get(round_id)
        names = (name for name in self.reports.names(f"{round_id}/") if name.endswith(".report.json"))
        found = (self.reports.read(name) for name in islice(names, _MOST_REPORTS))
        return ReceiptPage(reports=tuple(ReceiptReportV1.model_validate_json(text) for text in found if text))

    def payout(self, round_id: str) -> PayoutReportV1:
        """The latest comparison with the operator's record. Raises RoundUnknown, PayoutNotReconciled."""
        self.rounds.get(round_id)
        text = self.reports.read(f"payouts/{round_id}.json")
        if text is None:
            raise PayoutNotReconciled
        return PayoutReportV1.model_validate_json(text)

    def preview(self, round_id: str, costs_krw: int) -> SharesPreview:
        """Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        closing = self.ledger.find(round_id, f"close:{round_id}")
        sales = closing.totals[Account.SALES] if closing else -self.ledger.trial_balance(round_id)[Account.SALES]
        shares = divide_revenue(sales, costs_krw, terms)
        doors = self.rounds.steps(round_id, PSEUDONYMISE).values()
        return SharesPreview(
            revenue_krw=sales, costs_krw=costs_krw, costs_kept_krw=shares.costs_krw, city_krw=shares.city_krw,
            citizens_krw=shares.citizens_krw, cards_at_most=sum(door.cards for door in doors),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShowMarket:
    rounds: Rounds
    market: Market

    def buyers(self) -> BuyerPage:
        """Those who wait for a decision first."""
        lines = (
            BuyerLine(
                buyer_id=record.subject.removeprefix("buyer#"), name=record.name, kind=record.what,
                registration_number=record.registration_number, verified=bool(record.verified),
                verified_by=record.verified_by, verified_because=record.verified_because,
            )
            for record in self.market.buyers()
        )  # fmt: skip
        return BuyerPage(buyers=tuple(sorted(lines, key=lambda line: (line.verified_by is not None, line.buyer_id))))

    def orders(self, round_id: str) -> OrderPage:
        """Of one round, oldest first, each with what was proposed about its money. Raises RoundUnknown."""
        self.rounds.get(round_id)
        orders = sorted(self.market.orders_of(round_id), key=lambda order: order.placed_at)
        names = {buyer_id: self.market.buyer(buyer_id) for buyer_id in {order.buyer_id for order in orders}}
        return OrderPage(orders=tuple(self._show(order, names[order.buyer_id]) for order in orders))

    def _show(self, order: Order, buyer: BuyerRecord | None) -> OrderStory:
        refund = self.rounds.proposal(order.round_id, refund_subject(order.buyer_id, order.order_id))
        revision = self.market.revision(order.data_set, order.revision)
        told = show_order(order).model_dump(exclude={"revoked_because", "revoked_at"})
        return OrderStory(
            **told, use=order.use, placed_at=order.placed_at, bank_reference=order.bank_reference,
            buyer_name=buyer.name if buyer else order.buyer_id, refund=show_proposal(refund) if refund else None,
            revoked_because=revision.revoked_because, revoked_at=revision.revoked_at,
        )  # fmt: skip
