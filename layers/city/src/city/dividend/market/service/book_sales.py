"""Sales in the books: of their round while its books are open, else of the next round that has open books, or waiting."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.dividend.market import ConfirmPayment, OrderLine
from city.dividend.books import ledger as facts
from city.dividend.books.tables.ledger import Ledger
from city.dividend.market.model import WAITS, Order, OrderState, pay_order
from city.dividend.market.service.show_market import show_order
from city.dividend.market.tables.orders import OrderRecord, Orders
from city.dividend.market.tables.sales import Sales
from city.dividend.rounds.errors import BooksClosed
from city.dividend.rounds.model import BOOKS_OPEN, RoundState, round_for_money
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock

# A round's books may close between our look and our write; not this often.
_LOOKS = 3


def sold_copies(orders: Orders, round_id: str) -> list[Order]:
    """What was sold of a round and is counted in it."""
    here = (None, round_id)
    return [o for o in orders.of_round(round_id) if o.state is OrderState.PAID and o.counted_in in here]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPayment:
    orders: Orders
    sales: Sales
    rounds: Rounds
    clock: Clock

    def book(self, buyer_id: str, order_id: str, request: ConfirmPayment, by: str) -> OrderLine:
        """Writes the payment and the booking together, once; after its round's books are closed a later round's take it.

        Raises OrderUnknown, OrderNotThere, AmountDiffers, BooksClosed.
        """
        record = self.orders.get(buyer_id, order_id)
        order = record.to_order()
        paid = pay_order(order, request.amount_krw, request.bank_reference)
        if paid is not order:
            paid = self._book(record, paid, by)
            count("OrderPaidKrw", order.price_krw)
            logger().info("order paid", extra={"order": order_id, "buyer": buyer_id, "by": by})
        return show_order(paid)

    def _book(self, record: OrderRecord, paid: Order, by: str) -> Order:
        name, now = f"{paid.buyer_id}:{paid.order_id}", self.clock.now()
        for _ in range(_LOOKS):
            then = round_for_money(self.rounds.states(), paid.round_id)
            if then is None:
                entry = facts.sale_waits(paid.round_id, name, paid.price_krw, now)
                return self.sales.settle(record, paid, entry=entry, counted_in=WAITS, by=by)
            entry = facts.sale_paid(then, name, paid.price_krw, now)
            with suppress(BooksClosed):
                also = _while_open(self.rounds, then)
                return self.sales.settle(record, paid, entry=entry, counted_in=then, by=by, also=also)
        raise BooksClosed(paid.round_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepLateSales:
    orders: Orders
    sales: Sales
    ledger: Ledger
    rounds: Rounds
    clock: Clock

    def sweep(self, opened: str | None = None) -> int:
        """Moves every sale that waits into the next round that has open books, each once; returns how many.

        Called when a round opens, which may not be listed yet, and every night for what a crash left.
        """
        states, moved = self.rounds.states(), 0
        if opened is not None:
            states[opened] = RoundState.OPEN
        for round_id in (each for each, state in states.items() if state not in BOOKS_OPEN):
            then = round_for_money(states, round_id)
            if then is None:
                continue
            gone = {entry.entry.removeprefix("move:") for entry in self.ledger.entries_of(round_id, "move:")}
            gone |= {entry.entry.removeprefix("refund:") for entry in self.ledger.entries_of(round_id, "refund:")}
            waiting = [entry.entry.removeprefix("wait:") for entry in self.ledger.entries_of(round_id, "wait:")]
            for name in waiting:
                if name not in gone:
                    moved += self._move(name, round_id, then)
        return moved

    def _move(self, name: str, round_id: str, then: str) -> bool:
        buyer_id, _, order_id = name.partition(":")
        record, now = self.orders.get(buyer_id, order_id), self.clock.now()
        amount = int(record.price_krw)
        entries = (facts.sale_moved(round_id, name, amount, now), facts.sale_paid(then, name, amount, now))
        try:
            self.sales.count_in(record, then, entries=entries, also=_while_open(self.rounds, then))
        except BooksClosed:
            return False
        count("LateSaleMoved")
        logger().info("late sale counted", extra={"order": order_id, "buyer": buyer_id, "round_id": then})
        return True


def _while_open(rounds: Rounds, round_id: str) -> Callable[[Writes], None]:
    def check(writes: Writes) -> None:
        rounds.add_books_open(writes, round_id)

    return check
