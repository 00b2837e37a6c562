"""Sales after a round's books were closed: counted in the next round whose books are open, or waiting for one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.dividend.books import ledger as facts
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import BooksClosed, RefundTooLate
from city.dividend.market.model import WAITS, Order
from city.dividend.market.tables.market import Market, OrderRecord
from city.dividend.rounds.model import BOOKS_OPEN, RoundState, round_for_money
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import Proposal

# A round's books may close between our look and our write; not this often.
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class CarrySales:
    market: Market
    ledger: Ledger
    rounds: Rounds
    clock: Clock

    def book(self, record: OrderRecord, paid: Order, by: str) -> Order:
        """Books what a buyer paid, once, in its round or in the next one that has open books; else it waits.

        Raises OrderNotThere if the order was paid otherwise meanwhile, BooksClosed.
        """
        name, now = f"{paid.buyer_id}:{paid.order_id}", self.clock.now()
        for _ in range(_LOOKS):
            then = round_for_money(self.rounds.states(), paid.round_id)
            if then is None:
                entry = facts.sale_waits(paid.round_id, name, paid.price_krw, now)
                return self.market.settle(record, paid, entry, WAITS, by)
            entry = facts.sale_paid(then, name, paid.price_krw, now)
            with suppress(BooksClosed):
                return self.market.settle(record, paid, entry, then, by, self._while_open(then))
        raise BooksClosed(paid.round_id)

    def refund(self, record: OrderRecord, decided: Proposal) -> None:
        """Books with the decision that an order is paid back, out of the books that have its money while they are open.

        Raises RefundTooLate, OrderNotThere.
        """
        round_id, name, now = str(record.round_id), f"{record.buyer_id}:{record.to_order().order_id}", self.clock.now()
        counted_in, amount = record.counted_in or round_id, int(record.price_krw)

        def with_decision(writes: Writes) -> None:
            self.rounds.write_decision(writes, round_id, decided)
            if counted_in != WAITS:
                self.rounds.while_books_open(writes, counted_in)

        make = facts.late_sale_refunded if counted_in == WAITS else facts.sale_refunded
        entry = make(round_id if counted_in == WAITS else counted_in, name, amount, now)
        try:
            self.market.refund(record, entry, with_decision)
        except BooksClosed:
            raise RefundTooLate(counted_in) from None

    def sweep(self, opened: str | None = None) -> int:
        """Moves every sale that waits into the next round that has open books, each once; how many.

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
        record, now = self.market.order(buyer_id, order_id), self.clock.now()
        amount = int(record.price_krw)
        entries = (facts.sale_moved(round_id, name, amount, now), facts.sale_paid(then, name, amount, now))
        try:
            self.market.count_in(record, then, entries, self._while_open(then))
        except BooksClosed:
            return False
        count("LateSaleMoved")
        logger().info("late sale counted", extra={"order": order_id, "buyer": buyer_id, "round_id": then})
        return True

    def _while_open(self, round_id: str) -> Callable[[Writes], None]:
        def check(writes: Writes) -> None:
            self.rounds.while_books_open(writes, round_id)

        return check
