"""A held batch: one person says what the operator confirmed, another decides, and the ledger's own rules book it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.dividend.rounds import RulingAsked
from city.contracts.dividend.staff.payout import HeldBatch, HeldBatchPage, ProposeRuling
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import Entry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import BatchNotHeld, RulingContradicts
from city.dividend.payout.model import (
    Batch,
    BatchState,
    Finding,
    LineState,
    OperatorLine,
    RailResult,
    results_found,
    rule,
)
from city.dividend.payout.rail_file import read_result_file
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.show_proposal import read_asked, show_proposal, text_of_asked
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import Proposal

# Under what rulings are proposed: the batch's key at the rail follows, which is another one once it is sent anew.
RULINGS = "batch#"


def operator_lines(rail_key: str, asked: RulingAsked) -> list[OperatorLine]:
    """The operator's word on a batch as lines of its record."""
    results = _results_of(asked)
    return [OperatorLine(rail_key, told.position, told.amount_krw, told.paid, told.reference) for told in results]


def _results_of(asked: RulingAsked) -> list[RailResult]:
    return [RailResult(*told) for told in asked.results]


@dataclass(frozen=True, slots=True)
class RuleOnBatches:
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    resume: Callable[[str, str], None]  # starts a round's payout again, for somebody
    clock: Clock

    def list(self, round_id: str) -> HeldBatchPage:
        """Those that are held. Raises RoundUnknown."""
        self.rounds.get(round_id)
        held = (number for number, state in self.payouts.states_of(round_id).items() if state is BatchState.HELD)
        return HeldBatchPage(batches=tuple(self._show(self.payouts.get(round_id, number)[0]) for number in held))

    def propose(self, round_id: str, number: int, told: ProposeRuling, by: str) -> HeldBatch:
        """Raises BatchUnknown, BatchNotHeld, RailFileInvalid, RulingContradicts, ProposedBefore, ProposalMoved."""
        batch, _ = self.payouts.get(round_id, number)
        if batch.state is not BatchState.HELD:
            raise BatchNotHeld
        finding, results = Finding(told.finding), _results_told(batch, told)
        rule(batch, finding, results, self._in_transit(batch), "", self.clock.now())
        asked = RulingAsked(
            finding=told.finding,
            operator_reference=told.operator_reference,
            result_file_sha256=hashlib.sha256(told.result_file.encode()).hexdigest() if told.result_file else None,
            results=tuple((r.position, r.amount_krw, r.paid, r.reason, r.reference) for r in results),
        )
        subject = RULINGS + batch.rail_key
        new = Proposal(subject, text_of_asked(asked), told.reason, by, self.clock.now())
        known = self.rounds.proposal(round_id, subject)
        if propose(known, new) is not known:
            self.rounds.add_proposal(round_id, propose(known, new))
            logger().info("ruling proposed", extra={"batch": batch.rail_key, "finding": finding.value, "by": by})
        return self._show(batch)

    def decide(self, round_id: str, number: int, told: DecideProposal, by: str) -> HeldBatch:
        """Carries the ruling out with the decision, and lets the payout go on.

        Raises BatchUnknown, BatchNotHeld, ProposalUnknown, SameWhoProposed, DecidedBefore, RulingContradicts, BatchMoved.
        """
        batch, revision = self.payouts.get(round_id, number)
        known = self._latest(batch)
        decided = decide(known, told.approves, by, told.reason, self.clock.now())
        if decided is known:
            # Told again: what may have been lost is the start of the payout.
            if told.approves:
                self.resume(round_id, by)
            return self._show(batch)
        if not told.approves:
            self.rounds.decide(round_id, decided)
            return self._show(batch)
        ruled = self._carry_out(batch, revision, decided)
        count("BatchRuledOn")
        logger().info("batch ruled on", extra={"batch": batch.rail_key, "state": ruled.state.value, "by": by})
        self.resume(round_id, by)
        return self._show(ruled)

    def _latest(self, batch: Batch) -> Proposal | None:
        """The ruling on this batch, which stands under its last key once it was sent anew."""
        keys = (
            [batch.rail_key] if batch.state is BatchState.HELD else [batch.rail_key, f"{batch.key}-{batch.attempt - 1}"]
        )
        return next((found for key in keys if (found := self.rounds.proposal(batch.round_id, RULINGS + key))), None)

    def _carry_out(self, batch: Batch, revision: int, decided: Proposal) -> Batch:
        asked = read_asked(decided, RulingAsked)
        now, in_transit = self.clock.now(), self._in_transit(batch)
        because = f"{asked.finding}: {asked.operator_reference}"
        ruled = rule(batch, Finding(asked.finding), _results_of(asked), in_transit, because, now)

        def with_decision(writes: Writes) -> None:
            self.rounds.write_decision(writes, batch.round_id, decided)

        self.payouts.move(ruled, revision, list(_bookings(batch, ruled, in_transit, self.clock)), with_decision)
        return ruled

    def _in_transit(self, batch: Batch) -> bool:
        """Whether the batch's money was handed to the rail and not answered for."""
        sent = self.ledger.find(batch.round_id, f"send:{batch.rail_key}")
        return sent is not None and self.ledger.find(batch.round_id, f"settle:{batch.rail_key}") is None

    def _show(self, batch: Batch) -> HeldBatch:
        proposal = self._latest(batch)
        handed = (LineState.SENT, LineState.PAID, LineState.RETURNED)
        return HeldBatch(
            number=batch.number, rail_key=batch.rail_key, state=batch.state.value, reason=batch.reason,
            lines=len(batch.dues(*handed)), amount_krw=batch.total(*handed), in_transit=self._in_transit(batch),
            proposal=show_proposal(proposal) if proposal else None,
        )  # fmt: skip


def _results_told(batch: Batch, told: ProposeRuling) -> tuple[RailResult, ...]:
    results: Sequence[RailResult] = ()
    if told.result_file is not None:
        file = read_result_file(told.result_file.encode())
        if file.key != batch.rail_key:
            raise RulingContradicts(f"a file about {file.key}, not {batch.rail_key}")
        if file.refused or any(line.outcome == "V" for line in file.lines):
            raise RulingContradicts("a ruling by line says of every line whether it was paid")
        results = [
            RailResult(line.position, line.amount_krw, line.outcome == "P", line.reason, line.reference)
            for line in file.lines
        ]
    return results_found(batch, Finding(told.finding), told.operator_reference, results)


def _bookings(held: Batch, ruled: Batch, in_transit: bool, clock: Clock) -> Sequence[Entry]:
    """As the payout step books it: an answer settles, and what is sent anew comes back first."""
    now, round_id = clock.now(), held.round_id
    if ruled.state is BatchState.SETTLED:
        paid, returned = ruled.dues(LineState.PAID), ruled.dues(LineState.RETURNED)
        return [facts.settled(round_id, held.rail_key, paid, returned, now)]
    dues = held.dues(LineState.SENT)
    came_back = [facts.settled(round_id, held.rail_key, {}, dues, now)] if in_transit else []
    return [*came_back, facts.sent(round_id, ruled.rail_key, dues, now)]
