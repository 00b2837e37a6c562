"""Looks at a payout as a whole: what is open, what the operator's own record says, and where the two differ."""

from collections import Counter
from dataclasses import dataclass

from city.aws.events import EventPublisher
from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.events import DividendDiffersV1, DividendPaidV1
from city.contracts.dividend.files import DifferenceLine, PayoutReportV1
from city.contracts.dividend.rounds import BatchesOpen, PayoutCompared, RulingAsked
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.model import IN_DOUBT, Batch, BatchState, LineState, OperatorLine, reconcile, take_back
from city.dividend.payout.service.rule_on_batch import RULINGS, operator_lines
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.ports import PayoutRail
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.service.show_proposal import read_asked
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import ProposalState

_OPEN = IN_DOUBT | {BatchState.PLANNED, BatchState.REFUSED}


@dataclass(frozen=True, slots=True)
class ReconcilePayout:
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    rail: PayoutRail
    reports: Folder
    events: EventPublisher
    clock: Clock

    def count_open(self, round_id: str) -> BatchesOpen:
        """How many batches are not answered for yet, and how many a person has to look at."""
        states = self.payouts.states_of(round_id).values()
        return BatchesOpen(
            open=sum(state in _OPEN for state in states), held=sum(state is BatchState.HELD for state in states)
        )

    def reconcile(self, round_id: str) -> PayoutCompared:
        """Books what the operator gave back, compares every line, writes the report and tells the city."""
        batches = [self._take_back(batch) for batch in self.payouts.of_round(round_id)]
        held = self.ledger.trial_balance(round_id)
        record = self._record_of(round_id)
        lines = Counter(line.state for batch in batches for line in batch.lines)
        totals = {state: sum(batch.total(state) for batch in batches) for state in LineState}
        differences = reconcile(batches, record, self._left_the_bank(round_id))
        report = PayoutReportV1(
            round_id=round_id,
            made_at=self.clock.now(),
            batches=dict(Counter(batch.state.value for batch in batches)),
            lines={state.value: number for state, number in lines.items()},
            # What was moved stands in the batch that pays it again.
            allocated_krw=sum(totals.values()) - totals[LineState.MOVED],
            paid_krw=totals[LineState.PAID],
            returned_krw=totals[LineState.RETURNED] + totals[LineState.REVERSED],
            withheld_krw=totals[LineState.WITHHELD],
            carried_krw=totals[LineState.CARRIED],
            in_transit_krw=-held[Account.IN_TRANSIT],
            trial_balance={account.value: amount for account, amount in held.items()},
            differences=tuple(
                DifferenceLine(
                    kind=d.kind.value, rail_key=d.rail_key, position=d.position, ours_krw=d.ours_krw,
                    theirs_krw=d.theirs_krw,
                )
                for d in differences
            ),
        )  # fmt: skip
        self.reports.write(f"payouts/{round_id}.json", report.model_dump_json(indent=1).encode(), "application/json")
        still_open = sum(batch.state in _OPEN for batch in batches) + sum(b.state is BatchState.HELD for b in batches)
        count("DividendDifferences", len(differences))
        logger().info("payout reconciled", extra={"round_id": round_id, "differences": len(differences)})
        if differences or still_open:
            self.events.publish(
                DividendDiffersV1(round_id=round_id, differences=len(differences), open_batches=still_open)
            )
        else:
            self.rounds.move(round_id, RoundState.PAID, moved_at=report.made_at)
            self.events.publish(
                DividendPaidV1(
                    round_id=round_id, citizens=lines[LineState.PAID], paid_krw=report.paid_krw,
                    returned_krw=report.returned_krw, paid_at=report.made_at,
                )
            )  # fmt: skip
        return PayoutCompared(differences=len(differences), open=still_open, paid_krw=report.paid_krw)

    def _take_back(self, batch: Batch) -> Batch:
        """What the operator gave back after paying it is owed again."""
        reversals = getattr(self.rail, "reversals_of", None)
        if reversals is None or batch.state is not BatchState.SETTLED:
            return batch
        for position, reason, reference in reversals(batch.rail_key):
            taken_back, line = take_back(batch, position, reason)
            if taken_back == batch:
                continue
            entry = facts.reversed_payment(
                batch.round_id, f"{batch.rail_key}:{position}:{reference}", line.pseudonym, line.amount_krw,
                self.clock.now(),
            )  # fmt: skip
            _, revision = self.payouts.get(batch.round_id, batch.number)
            self.payouts.move(taken_back, revision, [entry])
            count("DividendReversed")
            batch = taken_back
        return batch

    def _record_of(self, round_id: str) -> list[OperatorLine]:
        """The operator's record, and its written word where it has no record of a batch that a person ruled on."""
        record = list(self.rail.record_of(round_id))
        heard = {line.rail_key for line in record}
        for ruling in self.rounds.proposals(round_id, RULINGS):
            key = ruling.subject.removeprefix(RULINGS)
            if ruling.state is ProposalState.APPROVED and key not in heard:
                record += operator_lines(key, read_asked(ruling, RulingAsked))
        return record

    def _left_the_bank(self, round_id: str) -> int:
        """What settlements took out of CASH, less what came back."""
        kinds = (facts.EntryKind.SETTLED.value, facts.EntryKind.REVERSED.value)
        return -sum(
            record.to_totals().get(Account.CASH, 0)
            for record in self.ledger.entries_of(round_id)
            if record.what in kinds
        )
