"""Pays batches: decides each line once, sends it, and hears what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import RoundEntry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.errors import KeyReused, RailContradicts, RailFileInvalid, RailRefused, RailUnreachable
from city.dividend.payout.model import Batch, BatchState, LineState, hold, prepare, try_again
from city.dividend.payout.ports import PayoutRail
from city.dividend.payout.rail_orders import Payee, order_of, take_answer
from city.dividend.payout.service.linked_cards import LinkedCards
from city.dividend.payout.statement import StatementKey
from city.dividend.payout.tables.carried import Carried
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.pseudonym import opt_out_key
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.tables.opt_outs import OptOuts
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCitizens:
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    carried: Carried
    opt_outs: OptOuts
    linkage: Folder
    rail: PayoutRail
    opt_out_secret: bytes = field(repr=False)
    statement_key: StatementKey
    shelves: Shelves
    clock: Clock

    def pay(self, round_id: str, numbers: Iterable[int]) -> dict[str, int]:
        """Brings each batch as far as it goes; how many are in which state now.

        Every batch is tried before a failure of the rail is raised. Raises RailUnreachable, BatchMoved: try again.
        """
        minimum = self.rounds.get(round_id).to_terms().minimum_krw
        states: dict[str, int] = {}
        unreachable: RailUnreachable | None = None
        cards = LinkedCards(self.linkage, self.shelves, round_id)
        opt_outs = self.opt_outs.all()
        for number in numbers:
            try:
                state = self._pay_batch(round_id, number, minimum_krw=minimum, cards=cards, opt_outs=opt_outs)
            except RailUnreachable as failure:
                unreachable, state = failure, BatchState.SENDING
            states[state.value] = states.get(state.value, 0) + 1
        if unreachable is not None:
            raise unreachable
        return states

    def _pay_batch(
        self, round_id: str, number: int, *, minimum_krw: int, cards: LinkedCards, opt_outs: frozenset[str]
    ) -> BatchState:
        batch, revision = self.payouts.get(round_id, number)
        if batch.state in (BatchState.SETTLED, BatchState.HELD):
            return batch.state
        known = {line.pseudonym: card for line in batch.lines if (card := cards.of(line.pseudonym)) is not None}
        if batch.state is BatchState.PLANNED:
            batch, revision = self._prepare(batch, revision, cards=known, minimum_krw=minimum_krw, opt_outs=opt_outs)
            if batch.state is BatchState.SETTLED:
                return batch.state
        if batch.state is BatchState.REFUSED:
            batch, revision = self._send_again(batch, revision)
            if batch.state is BatchState.HELD:
                return batch.state
        payees = {p: Payee(card, self.statement_key.memo(round_id, card)) for p, card in known.items()}
        return self._hear(batch, revision, payees)

    def _prepare(
        self, batch: Batch, revision: int, *, cards: Mapping[str, str], minimum_krw: int, opt_outs: frozenset[str]
    ) -> tuple[Batch, int]:
        """Decides every line and books it, before the rail hears of any."""
        now = self.clock.now()
        holders = {pseudonym: self.statement_key.holder(card) for pseudonym, card in cards.items()}
        brought = {} if batch.pays_again else self.carried.amounts(holders.values(), batch.round_id)
        bring = {p: brought[holder] for p, holder in holders.items() if holder in brought}
        if bring:
            lines = tuple(replace(ln, amount_krw=ln.amount_krw + bring.get(ln.pseudonym, 0)) for ln in batch.lines)
            batch = replace(batch, lines=lines)
        opted_out = {p for p, card in cards.items() if opt_out_key(self.opt_out_secret, card) in opt_outs}
        ready = prepare(batch, known=cards.keys(), opted_out=opted_out, minimum_krw=minimum_krw, now=now)
        keep = ready.dues(LineState.CARRIED)
        # Asked again, the table hears the same numbers for the same round: it is written before the bookings are.
        self.carried.keep({holders[p]: amount for p, amount in keep.items()}, brought, batch.round_id)
        entries: list[RoundEntry] = []
        for make, dues in (
            (facts.carried_in, bring),
            (facts.withheld, ready.dues(LineState.WITHHELD)),
            (facts.carried_over, keep),
        ):
            if dues:
                entries.append(make(ready.round_id, ready.key, dues, now))
        if ready.state is BatchState.SENDING:
            entries.append(facts.sent(ready.round_id, ready.rail_key, ready.dues(LineState.SENT), now))
        return ready, self.payouts.move(ready, revision, entries)

    def _send_again(self, batch: Batch, revision: int) -> tuple[Batch, int]:
        again = try_again(batch)
        if again.state is BatchState.HELD:
            count("BatchHeld")
            return again, self.payouts.move(again, revision, [])
        now = self.clock.now()
        again = replace(again, sent_at=now)
        dues = again.dues(LineState.SENT)
        return again, self.payouts.move(again, revision, [facts.sent(again.round_id, again.rail_key, dues, now)])

    def _hear(self, batch: Batch, revision: int, payees: Mapping[str, Payee]) -> BatchState:
        try:
            answer = self.rail.submit(order_of(batch, payees))
            heard = take_answer(batch, answer)
        except (RailContradicts, KeyReused, RailFileInvalid, RailRefused) as refusal:
            # Nobody knows what was paid: the money stays in transit until a person has looked.
            heard = hold(batch, f"{refusal.code}: {refusal.detail}"[:200])
            count("BatchHeld")
            logger().error("batch held", extra={"batch": batch.rail_key, "error": refusal.code})
        if heard.state is not batch.state:
            self.payouts.move(heard, revision, self._bookings(heard))
        return heard.state

    def _bookings(self, heard: Batch) -> list[RoundEntry]:
        now = self.clock.now()
        if heard.state is BatchState.SETTLED:
            paid, returned = heard.dues(LineState.PAID), heard.dues(LineState.RETURNED)
            count("DividendPaidKrw", sum(paid.values()))
            count("DividendReturned", len(returned))
            return [facts.settled(heard.round_id, heard.rail_key, paid=paid, returned=returned, at=now)]
        if heard.state is BatchState.REFUSED:
            count("BatchRefused")
            return [facts.settled(heard.round_id, heard.rail_key, paid={}, returned=heard.dues(LineState.SENT), at=now)]
        return []
