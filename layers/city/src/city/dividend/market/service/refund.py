"""Paying a buyer back whose data set was revoked: one person proposes it, another decides, and the decision books it."""

from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.dividend.market import RefundStory
from city.contracts.dividend.rounds import RefundAsked
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend.books import ledger as facts
from city.dividend.market.errors import RefundTooLate
from city.dividend.market.model import WAITS, check_refund
from city.dividend.market.service.show_market import refund_subject, show_order
from city.dividend.market.tables.orders import OrderRecord, Orders
from city.dividend.market.tables.revisions import Revisions
from city.dividend.market.tables.sales import Sales
from city.dividend.rounds.errors import BooksClosed
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.show_proposal import show_proposal, text_of_asked
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefund:
    orders: Orders
    revisions: Revisions
    proposals: Proposals
    clock: Clock

    def request(self, buyer_id: str, order_id: str, reason: str, by: str) -> RefundStory:
        """Raises OrderUnknown, OrderNotThere, RefundNotOwed, ProposedBefore, ProposalMoved."""
        order, subject = self.orders.get(buyer_id, order_id).to_order(), refund_subject(buyer_id, order_id)
        known = self.proposals.latest(order.round_id, subject)
        what = text_of_asked(RefundAsked(buyer_id=buyer_id, order_id=order_id, amount_krw=order.price_krw))
        new = Proposal(subject=subject, what=what, reason=reason, proposed_by=by, proposed_at=self.clock.now())
        standing = propose(known, new)
        if standing is not known:
            check_refund(order, self.revisions.get(order.data_set, order.revision).to_revision())
            self.proposals.add(order.round_id, standing)
            logger().info("refund proposed", extra={"order": order_id, "buyer": buyer_id, "by": by})
        return RefundStory(order=show_order(order), proposal=show_proposal(standing))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRefund:
    orders: Orders
    revisions: Revisions
    sales: Sales
    rounds: Rounds
    proposals: Proposals
    clock: Clock

    def decide(self, buyer_id: str, order_id: str, request: DecideProposal, by: str) -> RefundStory:
        """Books the refund with the decision. Raises OrderUnknown, ProposalUnknown, SameWhoProposed, DecidedBefore,
        OrderNotThere, RefundNotOwed, RefundTooLate, ProposalMoved."""
        record = self.orders.get(buyer_id, order_id)
        order = record.to_order()
        known = self.proposals.latest(order.round_id, refund_subject(buyer_id, order_id))
        decided = decide(known, request.approves, by=by, reason=request.reason, at=self.clock.now())
        if decided is not known:
            if request.approves:
                check_refund(order, self.revisions.get(order.data_set, order.revision).to_revision())
                self._book(record, decided)
                count("OrderRefundedKrw", order.price_krw)
            else:
                self.proposals.decide(order.round_id, decided)
            logger().info("refund decided", extra={"order": order_id, "approves": request.approves, "by": by})
        shown = self.orders.get(buyer_id, order_id).to_order()
        return RefundStory(order=show_order(shown), proposal=show_proposal(decided))

    def _book(self, record: OrderRecord, decided: Proposal) -> None:
        """Pays back out of the books that have the order's money, while they are open.

        Raises RefundTooLate, OrderNotThere.
        """
        round_id, name, now = str(record.round_id), f"{record.buyer_id}:{record.to_order().order_id}", self.clock.now()
        counted_in, amount = record.counted_in or round_id, int(record.price_krw)

        def with_decision(writes: Writes) -> None:
            self.proposals.add_decision(writes, round_id, decided)
            if counted_in != WAITS:
                self.rounds.add_books_open(writes, counted_in)

        make = facts.late_sale_refunded if counted_in == WAITS else facts.sale_refunded
        entry = make(round_id if counted_in == WAITS else counted_in, name, amount, now)
        try:
            self.sales.refund(record, entry, with_decision)
        except BooksClosed:
            raise RefundTooLate(counted_in) from None
