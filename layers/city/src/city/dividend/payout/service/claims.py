"""Money that came back: who can still claim it, and how it goes out once more while there is time."""

from collections import Counter
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.dividend.rounds import LinesPaidAgain
from city.contracts.dividend.staff.payout import ClaimBatch, ClaimStory, PaidAgain
from city.dividend.books.ledger import Account, EntryKind
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.model import CAME_BACK, Batch, claimed_until, pay_again
from city.dividend.payout.service.start_payout import ResumePayout
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.steps import PAY_AGAIN
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowClaims:
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger

    def show(self, round_id: str) -> ClaimStory:
        """Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        batches = tuple(
            ClaimBatch(
                number=batch.number,
                lines=len(batch.dues(*CAME_BACK)),
                amount_krw=batch.total(*CAME_BACK),
                reasons=dict(Counter(line.reason or "other" for line in batch.lines if line.state in CAME_BACK)),
                claimed_until=claimed_until(batch, terms.claim_months),
            )
            for batch in self.payouts.of_round(round_id)
            if batch.dues(*CAME_BACK)
        )
        entries = [(record.what, record.to_totals()) for record in self.ledger.entries_of(round_id)]

        def booked(kind: EntryKind) -> int:
            return -sum(min(0, totals.get(Account.UNCLAIMED, 0)) for what, totals in entries if what == kind.value)

        given = sum(
            totals.get(Account.UNCLAIMED, 0) for what, totals in entries if what == EntryKind.UNCLAIMED_GIVEN.value
        )
        return ClaimStory(
            round_id=round_id,
            claim_months=terms.claim_months,
            unclaimed_goes_to=terms.unclaimed.value,
            batches=batches,
            owed_krw=sum(batch.amount_krw for batch in batches),
            lapsed_krw=booked(EntryKind.LAPSED),
            unclaimed_krw=-sum(totals.get(Account.UNCLAIMED, 0) for _, totals in entries),
            given_krw=given,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReturned:
    rounds: Rounds
    steps: RoundSteps
    payouts: Payouts
    payout: ResumePayout
    clock: Clock

    def pay(self, round_id: str, reason: str, by: str) -> PaidAgain:
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
                self.steps.add_finish(writes, round_id=round_id, step=PAY_AGAIN, shard=again.key, result=note, at=now)

            self.payouts.split(moved, revision, again, keep)
            taken.add(again.number)
            batches, lines = batches + 1, lines + len(again.lines)
            amount_krw += sum(line.amount_krw for line in again.lines)
        # Also where nothing is new: a start may have been lost.
        if batches or any(self.payouts.get(round_id, n)[0].pays_again for n in taken):
            self.payout.resume(round_id, by)
        count("DividendPaidAgain", lines)
        logger().info("paid again", extra={"round_id": round_id, "lines": lines, "by": by})
        return PaidAgain(round_id=round_id, batches=batches, lines=lines, amount_krw=amount_krw)
