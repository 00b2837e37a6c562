"""Looks at a payout as a whole: what is open, what the operator's own record says, and where the two differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.aws.outbox import Outbox
from city.aws.store import Folder
from city.contracts.dividend.events import DividendDiffersV2, DividendPaidV2
from city.contracts.dividend.files import DifferenceLine, PayoutReportV1
from city.contracts.dividend.rounds import BatchesOpen, PayoutCompared, RulingAsked
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.model import IN_DOUBT, Batch, BatchState, LineState, take_back
from city.dividend.payout.ports import PayoutRail
from city.dividend.payout.rail_orders import OperatorLine
from city.dividend.payout.reconciling import reconcile
from city.dividend.payout.service.rule_on_batch import RULINGS, operator_lines
from city.dividend.payout.service.show_payout import payout_report_name
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import RoundState, check_move
from city.dividend.rounds.service.show_proposal import read_asked
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import ProposalState

_OPEN = IN_DOUBT | {BatchState.PLANNED, BatchState.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOpenBatches:
    payouts: Payouts

    def count(self, round_id: str) -> BatchesOpen:
        """How many batches are not answered for yet, and how many a person has to look at."""
        states = self.payouts.states_of(round_id).values()
        return BatchesOpen(
            open=sum(state in _OPEN for state in states), held=sum(state is BatchState.HELD for state in states)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcilePayout:
    rounds: Rounds
    proposals: Proposals
    payouts: Payouts
    ledger: Ledger
    rail: PayoutRail
    reports: Folder
    outbox: Outbox
    clock: Clock

    def reconcile(self, round_id: str) -> PayoutCompared:
        """Books what the operator gave back, compares every line, writes the report and publishes what was found."""
        batches = [self._take_back(batch) for batch in self.payouts.of_round(round_id)]
        report = self._report(round_id, batches)
        self.reports.write(payout_report_name(round_id), report.model_dump_json(indent=1).encode(), "application/json")
        still_open = sum(batch.state in _OPEN or batch.state is BatchState.HELD for batch in batches)
        count("DividendDifferences", len(report.differences))
        logger().info("payout reconciled", extra={"round_id": round_id, "differences": len(report.differences)})
        if report.differences or still_open:
            self._publish_differences(report, still_open)
        else:
            self._finish(report)
        return PayoutCompared(differences=len(report.differences), open=still_open, paid_krw=report.paid_krw)

    def _report(self, round_id: str, batches: Sequence[Batch]) -> PayoutReportV1:
        held = self.ledger.trial_balance(round_id)
        lines = Counter(line.state for batch in batches for line in batch.lines)
        totals = {state: sum(batch.total(state) for batch in batches) for state in LineState}
        differences = reconcile(batches, self._record_of(round_id), self._left_the_bank(round_id))
        return PayoutReportV1(
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
                    kind=difference.kind.value,
                    rail_key=difference.rail_key,
                    position=difference.position,
                    ours_krw=difference.ours_krw,
                    theirs_krw=difference.theirs_krw,
                )
                for difference in differences
            ),
        )

    def _publish_differences(self, report: PayoutReportV1, still_open: int) -> None:
        record = self.rounds.get(report.round_id)
        event = DividendDiffersV2(
            event_id=DividendDiffersV2.id_of(report.round_id, int(record.starts)),
            occurred_at=report.made_at,
            correlation_id=record.execution,
            round_id=report.round_id,
            differences=len(report.differences),
            open_batches=still_open,
        )
        self.outbox.publish([self.outbox.keep(event)])

    def _finish(self, report: PayoutReportV1) -> None:
        """Writes that the round is paid and its event together. Raises RoundNotThere, RoundMoved."""
        record, writes = self.rounds.get(report.round_id), Writes()
        if check_move(RoundState(record.state), RoundState.PAID):
            self.rounds.add_write(writes, record, state=RoundState.PAID.value, moved_at=report.made_at)
        event = DividendPaidV2(
            event_id=DividendPaidV2.id_of(report.round_id, int(record.starts)),
            occurred_at=report.made_at,
            correlation_id=record.execution,
            round_id=report.round_id,
            citizens=report.lines.get(LineState.PAID.value, 0),
            paid_krw=report.paid_krw,
            returned_krw=report.returned_krw,
            paid_at=report.made_at,
        )
        kept = self.outbox.add(writes, event)
        self.rounds.commit(writes, report.round_id)
        self.outbox.publish([kept])

    def _take_back(self, batch: Batch) -> Batch:
        """What the operator gave back after paying it is owed again."""
        reversals = getattr(self.rail, "reversals_of", None)
        if reversals is None or batch.state is not BatchState.SETTLED:
            return batch
        for position, reason, reference in reversals(batch.rail_key):
            taken_back, line = take_back(batch, position, reason)
            if taken_back == batch:
                continue
            key, now = f"{batch.rail_key}:{position}:{reference}", self.clock.now()
            entry = facts.reversed_payment(
                batch.round_id, key, pseudonym=line.pseudonym, amount_krw=line.amount_krw, at=now
            )
            _, revision = self.payouts.get(batch.round_id, batch.number)
            self.payouts.move(taken_back, revision, [entry])
            count("DividendReversed")
            batch = taken_back
        return batch

    def _record_of(self, round_id: str) -> list[OperatorLine]:
        """The operator's record, and its written word where it has no record of a batch that a person ruled on."""
        record = list(self.rail.record_of(round_id))
        heard = {line.rail_key for line in record}
        for ruling in self.proposals.all(round_id, RULINGS):
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
