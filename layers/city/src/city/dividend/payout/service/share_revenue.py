"""Closes a round's books and writes down what every citizen is owed, before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import BatchesItem, PayoutPlanned, RevenueShared
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Account, EntryKind
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.allocation import Weight, allocate
from city.dividend.payout.errors import NotFunded
from city.dividend.payout.model import Batch, LineState, check_plan, plan_batches
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.errors import RoundNotThere, StepContradicts
from city.dividend.rounds.model import RoundState, divide_revenue, weigh
from city.dividend.rounds.service.step_files import write_plan
from city.dividend.rounds.service.weights import read_weights
from city.dividend.rounds.steps import SHARE
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock

# Batches a map's item works on: fewer starts, and still many items side by side.
BATCHES_PER_ITEM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRevenue:
    rounds: Rounds
    steps: RoundSteps
    ledger: Ledger
    payouts: Payouts
    work: Folder
    clock: Clock

    def share(self, round_id: str) -> PayoutPlanned:
        """Done again, it finds what is written and adds what is missing. Raises RoundNotThere, NotFunded,
        MoreThanThePool, StepContradicts."""
        record = self.rounds.get(round_id)
        if RoundState(record.state) not in (RoundState.PAYING, RoundState.PAID) or record.costs_krw is None:
            raise RoundNotThere(str(record.state))
        now, terms = self.clock.now(), record.to_terms()
        closing = self.ledger.find(round_id, f"close:{round_id}")
        if closing is None:
            held = self.ledger.trial_balance(round_id)
            revenue = -held[Account.SALES]
            shares = divide_revenue(revenue, int(record.costs_krw), terms)
            if shares.citizens_krw <= 0 or held[Account.CASH] < shares.citizens_krw:
                raise NotFunded
            closing = facts.books_closed(
                round_id, costs_krw=shares.costs_krw, city_krw=shares.city_krw, pool_krw=shares.citizens_krw, at=now
            )
            self.ledger.post(closing)
        # What nobody claimed of earlier rounds came into this one while its books were open.
        pool_krw = -closing.totals[Account.ROUND_POOL] - sum(
            entry.to_totals()[Account.ROUND_POOL]
            for entry in self.ledger.entries_of(round_id, "unclaimed:")
            if entry.what == EntryKind.UNCLAIMED_TAKEN.value
        )
        weights = {
            pseudonym: weigh(terms.weights, rows, weeks)
            for pseudonym, (rows, weeks) in read_weights(self.work, round_id).items()
        }
        batches = plan_batches(round_id, _amounts(round_id, pool_krw, weights))
        check_plan(batches, pool_krw)
        for batch in batches:
            self._write(batch, now)
        # Batches that pay again were written by people; they go the same way.
        numbers = sorted({batch.number for batch in batches} | set(self.payouts.states_of(round_id)))
        items = [
            BatchesItem(round_id=round_id, batches=tuple(numbers[start : start + BATCHES_PER_ITEM]))
            for start in range(0, len(numbers), BATCHES_PER_ITEM)
        ]
        plan = write_plan(self.work, round_id, "batches", items)
        result = RevenueShared(
            batches=len(batches), citizens=sum(len(batch.lines) for batch in batches), pool_krw=pool_krw
        )
        count("DividendAllocatedKrw", pool_krw)
        logger().info("revenue shared", extra={"round_id": round_id, **result.model_dump(exclude={"version"})})
        self.steps.finish(round_id, SHARE, result, at=now)
        return PayoutPlanned(**result.model_dump(), plan=plan.plan, items=plan.items)

    def _write(self, batch: Batch, now: datetime) -> None:
        entry = facts.allocated(batch.round_id, batch.key, batch.dues(LineState.DUE), now)
        if not self.payouts.add(batch, entry):
            known = self.ledger.find(batch.round_id, entry.key)
            if known is None or known.digest != entry.digest:
                raise StepContradicts(batch.key)


def _amounts(round_id: str, pool_krw: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Won by pseudonym, of those who weigh anything."""
    shares = allocate(round_id, pool_krw, [Weight(*one) for one in weights.items() if one[1]])
    return {share.pseudonym: share.amount_krw for share in shares}
