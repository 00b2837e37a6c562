"""Money that came back: who can still claim it, how it goes out once more, and what becomes of it when nobody did in time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.contracts.dividend.rounds import ClaimsOver, LinesPaidAgain
from city.contracts.dividend.staff.payout import ClaimBatch, ClaimStory, PaidAgain
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Account, EntryKind
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import BatchMoved
from city.dividend.market.service.carry_sales import CarrySales
from city.dividend.market.tables.carried import Carried
from city.dividend.payout.model import CAME_BACK, Batch, BatchState, claimed_until, lapse, pay_again
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import RoundState, UnclaimedGoesTo, round_for_money
from city.dividend.rounds.steps import CLAIMS_OVER, PAY_AGAIN
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.kernel.clock import Clock

ENOUGH_MILLISECONDS = 60_000
# The step that says: nothing of a round can be claimed any more, and nothing of it waits.
# A transaction takes a hundred items: so many holders, and their entry.
_HOLDERS_AT_ONCE = 90
_NOBODY_WAITS_IN = (Account.PAYABLE, Account.IN_TRANSIT, Account.UNCLAIMED)


@dataclass(frozen=True, slots=True)
class Claims:
    """What staff see and do while there is time to claim."""

    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    resume: Callable[[str, str], None]  # starts a round's payout again, for somebody
    clock: Clock

    def show(self, round_id: str) -> ClaimStory:
        """Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        batches = tuple(
            ClaimBatch(
                number=batch.number, lines=len(batch.dues(*CAME_BACK)), amount_krw=batch.total(*CAME_BACK),
                reasons=dict(Counter(line.reason or "other" for line in batch.lines if line.state in CAME_BACK)),
                claimed_until=claimed_until(batch, terms.claim_months),
            )
            for batch in self.payouts.of_round(round_id)
            if batch.dues(*CAME_BACK)
        )  # fmt: skip
        entries = [(record.what, record.to_totals()) for record in self.ledger.entries_of(round_id)]

        def booked(kind: EntryKind) -> int:
            return -sum(min(0, totals.get(Account.UNCLAIMED, 0)) for what, totals in entries if what == kind.value)

        given = sum(
            totals.get(Account.UNCLAIMED, 0) for what, totals in entries if what == EntryKind.UNCLAIMED_GIVEN.value
        )
        return ClaimStory(
            round_id=round_id, claim_months=terms.claim_months, unclaimed_goes_to=terms.unclaimed.value, batches=batches,
            owed_krw=sum(batch.amount_krw for batch in batches), lapsed_krw=booked(EntryKind.LAPSED),
            unclaimed_krw=-sum(totals.get(Account.UNCLAIMED, 0) for _, totals in entries), given_krw=given,
        )  # fmt: skip

    def pay_again(self, round_id: str, reason: str, by: str) -> PaidAgain:
        """Writes a second batch for every batch of which lines came back, and lets the payout go on.

        Who asked and why stands with each. Asked again, it finds nothing more. Raises RoundUnknown, RoundNotThere, BatchMoved.
        """
        self.rounds.get(round_id)
        now, taken = self.clock.now(), set(self.payouts.states_of(round_id))
        batches = lines = amount_krw = 0
        for number in sorted(taken):
            batch, revision = self.payouts.get(round_id, number)
            split = pay_again(batch, taken)
            if split is None:
                continue
            moved, again = split
            note = LinesPaidAgain(by=by, reason=reason, lines=len(again.lines), of=batch.key)

            def keep(writes: Writes, again: Batch = again, note: LinesPaidAgain = note) -> None:
                self.rounds.note(writes, round_id, PAY_AGAIN, again.key, note, now)

            self.payouts.split(moved, revision, again, keep)
            taken.add(again.number)
            batches, lines = batches + 1, lines + len(again.lines)
            amount_krw += sum(line.amount_krw for line in again.lines)
        # Also where nothing is new: a start may have been lost.
        if batches or any(self.payouts.get(round_id, n)[0].pays_again for n in taken):
            self.resume(round_id, by)
        count("DividendPaidAgain", lines)
        logger().info("paid again", extra={"round_id": round_id, "lines": lines, "by": by})
        return PaidAgain(round_id=round_id, batches=batches, lines=lines, amount_krw=amount_krw)


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


@dataclass(frozen=True, slots=True)
class LapseUnclaimed:
    """Every night: what nobody claimed in time is nobody's, and goes where the terms say. Each write stands alone."""

    connection: Connection
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    carried: Carried
    sales: CarrySales
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
            done.sales_moved = self.sales.sweep()
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
        known = self.rounds.is_done(record.round_id, CLAIMS_OVER)
        carried = 0 if known else self._lapse_carried(record.round_id, check_time)
        done.lapsed_krw += carried or 0
        # Also later: the operator may give money back when all claims are over.
        done.given_krw += self._give(record.round_id, terms.unclaimed)
        held = self.ledger.trial_balance(record.round_id)
        if not known and carried is not None and not any(held[account] for account in _NOBODY_WAITS_IN):
            self.rounds.finish(record.round_id, CLAIMS_OVER, ClaimsOver(claim_months=terms.claim_months), now)

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
            for entry in facts.unclaimed_to_round(round_id, turn, amount, then, now):
                self.ledger.book(writes, entry)
            self.rounds.while_books_open(writes, then)
        try:
            writes.commit(self.connection)
        except WritesRefused:
            logger().warning("unclaimed money waits for another night", extra={"round_id": round_id})
            return 0
        count("UnclaimedGivenKrw", amount)
        return amount

    def _given(self, round_id: str) -> Iterator[object]:
        return iter(self.ledger.entries_of(round_id, f"unclaimed:{round_id}:"))
