"""What nobody claimed in time is nobody's, and goes where the round's terms say."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.contracts.dividend.rounds import ClaimsOver
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.market.service.book_sales import SweepLateSales
from city.dividend.payout.errors import BatchMoved
from city.dividend.payout.model import CAME_BACK, Batch, BatchState, claimed_until, lapse
from city.dividend.payout.tables.carried import Carried
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import RoundState, UnclaimedGoesTo, round_for_money
from city.dividend.rounds.steps import CLAIMS_OVER
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock

ENOUGH_MILLISECONDS = 60_000
# A transaction takes a hundred items: so many holders, and their entry.
_HOLDERS_AT_ONCE = 90
# While any of these holds money, something of a round waits.
_NOBODY_WAITS_IN = (Account.PAYABLE, Account.IN_TRANSIT, Account.UNCLAIMED)


@dataclass(slots=True)
class Lapsed:
    """What a night came to. `unfinished`: its time ran out, and the next night goes on."""

    lines: int = 0
    lapsed_krw: int = 0
    given_krw: int = 0
    sales_moved: int = 0
    unfinished: bool = False


class _TimeIsUp(Exception):
    """The function's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseUnclaimed:
    """Every night: what nobody claimed in time is nobody's, and goes where the terms say. Each write stands alone."""

    connection: Connection
    rounds: Rounds
    steps: RoundSteps
    payouts: Payouts
    ledger: Ledger
    carried: Carried
    late_sales: SweepLateSales
    clock: Clock

    def lapse(self, milliseconds_left: Callable[[], int]) -> Lapsed:
        """Stops while there is time to stop."""
        done = Lapsed()

        def check_time() -> None:
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                raise _TimeIsUp

        try:
            for record in self.rounds.all():
                if record.state == RoundState.PAID.value:
                    self._lapse_round(record, done, check_time)
            done.sales_moved = self.late_sales.sweep()
        except _TimeIsUp:
            done.unfinished = True
        count("DividendLapsed", done.lines)
        count("LapsingUnfinished", int(done.unfinished))
        logger().info("unclaimed money lapsed", extra=asdict(done))
        return done

    def _lapse_round(self, record: RoundRecord, done: Lapsed, check_time: Callable[[], None]) -> None:
        terms, now, over = record.to_terms(), self.clock.now(), True
        for number in list(self.payouts.states_of(record.round_id)):
            check_time()
            batch, revision = self.payouts.get(record.round_id, number)
            until = claimed_until(batch, terms.claim_months)
            if batch.state is not BatchState.SETTLED or (until is not None and now < until):
                over = False
            elif dues := batch.dues(*CAME_BACK):
                self._lapse_batch(batch, revision, dues)
                done.lines, done.lapsed_krw = done.lines + len(dues), done.lapsed_krw + sum(dues.values())
        if not over:
            return
        known = self.steps.is_done(record.round_id, CLAIMS_OVER)
        carried = 0 if known else self._lapse_carried(record.round_id, check_time)
        done.lapsed_krw += carried or 0
        # Also later: the operator may give money back when all claims are over.
        done.given_krw += self._give(record.round_id, terms.unclaimed)
        held = self.ledger.trial_balance(record.round_id)
        if not known and carried is not None and not any(held[account] for account in _NOBODY_WAITS_IN):
            self.steps.finish(record.round_id, CLAIMS_OVER, ClaimsOver(claim_months=terms.claim_months), at=now)

    def _lapse_batch(self, batch: Batch, revision: int, dues: dict[str, int]) -> None:
        # What the operator gives back after a batch has lapsed lapses by an entry of its own.
        name = batch.key
        if earlier := sum(1 for _ in self.ledger.entries_of(batch.round_id, f"lapse:{batch.key}")):
            name = f"{batch.key}:{earlier + 1}"
        try:
            entry = facts.lapsed(batch.round_id, name, dues, self.clock.now())
            self.payouts.move(lapse(batch), revision, [entry])
        except BatchMoved:
            logger().warning("batch moved while lapsing", extra={"batch": batch.key})

    def _lapse_carried(self, round_id: str, check_time: Callable[[], None]) -> int | None:
        """What was carried out of the round, and into none. None while a payout may be taking it along."""
        if RoundState.PAYING in self.rounds.states().values():
            return None
        left, lapsed = self.carried.left_in(round_id), 0
        turn = sum(1 for _ in self.ledger.entries_of(round_id, f"lapse-carried:{round_id}:"))
        for start in range(0, len(left), _HOLDERS_AT_ONCE):
            check_time()
            some, writes = left[start : start + _HOLDERS_AT_ONCE], Writes()
            amount = sum(int(record.amount_krw) for record in some)
            for record in some:
                self.carried.give_up(writes, record)
            if amount:
                turn += 1
                self.ledger.book(writes, facts.carried_lapsed(round_id, turn, amount, self.clock.now()))
            try:
                writes.commit(self.connection)
            except WritesRefused:
                # A round has just taken somebody's money along: another night.
                return None
            lapsed += amount
        return lapsed

    def _give(self, round_id: str, goes_to: UnclaimedGoesTo) -> int:
        """Books UNCLAIMED where the terms say. A next round whose books are closed or that is not opened yet is waited for."""
        amount = -self.ledger.trial_balance(round_id)[Account.UNCLAIMED]
        if amount <= 0:
            return 0
        turn, now = 1 + sum(1 for _ in self._given(round_id)), self.clock.now()
        writes = Writes()
        if goes_to is UnclaimedGoesTo.CITY:
            self.ledger.book(writes, facts.unclaimed_to_city(round_id, turn, amount, now))
        else:
            states = self.rounds.states()
            then = round_for_money({each: state for each, state in states.items() if each != round_id}, round_id)
            if then is None:
                return 0
            for entry in facts.unclaimed_to_round(round_id, turn, amount_krw=amount, then=then, at=now):
                self.ledger.book(writes, entry)
            self.rounds.add_books_open(writes, then)
        try:
            writes.commit(self.connection)
        except WritesRefused:
            logger().warning("unclaimed money waits for another night", extra={"round_id": round_id})
            return 0
        count("UnclaimedGivenKrw", amount)
        return amount

    def _given(self, round_id: str) -> Iterator[object]:
        return iter(self.ledger.entries_of(round_id, f"unclaimed:{round_id}:"))
