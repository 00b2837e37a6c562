"""A held batch: one person says what the operator confirmed, another decides, and the ledger's own rules book it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.dividend.rounds import RulingAsked
from city.contracts.dividend.staff.payout import HeldBatch, HeldBatchPage, ProposeRuling
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend.books import ledger as facts
from city.dividend.books.ledger import RoundEntry
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.errors import BatchNotHeld, RulingContradicts
from city.dividend.payout.model import Batch, BatchState, LineState
from city.dividend.payout.rail_file import read_result_file
from city.dividend.payout.rail_orders import OperatorLine, RailResult
from city.dividend.payout.rulings import Finding, results_found, rule
from city.dividend.payout.service.start_payout import ResumePayout
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.show_proposal import read_asked, show_proposal, text_of_asked
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock
from city.office.approvals import Proposal

# Under what rulings are proposed: the batch's key at the rail follows, which is another one once it is sent anew.
RULINGS = "batch#"


def operator_lines(rail_key: str, asked: RulingAsked) -> list[OperatorLine]:
    """The operator's word on a batch as lines of its record."""
    results = _results_of(asked)
    return [
        OperatorLine(
            rail_key=rail_key,
            position=result.position,
            amount_krw=result.amount_krw,
            paid=result.paid,
            reference=result.reference,
        )
        for result in results
    ]


def _results_of(asked: RulingAsked) -> list[RailResult]:
    return [RailResult(*result) for result in asked.results]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBatches:
    """What is on file of held batches: their money, and the rulings on them."""

    ledger: Ledger
    proposals: Proposals

    def latest(self, batch: Batch) -> Proposal | None:
        """The ruling on this batch, which stands under its last key once it was sent anew."""
        keys = (
            [batch.rail_key] if batch.state is BatchState.HELD else [batch.rail_key, f"{batch.key}-{batch.attempt - 1}"]
        )
        return next((found for key in keys if (found := self.proposals.latest(batch.round_id, RULINGS + key))), None)

    def is_in_transit(self, batch: Batch) -> bool:
        """Whether the batch's money was handed to the rail and not answered for."""
        sent = self.ledger.find(batch.round_id, f"send:{batch.rail_key}")
        return sent is not None and self.ledger.find(batch.round_id, f"settle:{batch.rail_key}") is None

    def show(self, batch: Batch) -> HeldBatch:
        proposal = self.latest(batch)
        handed = (LineState.SENT, LineState.PAID, LineState.RETURNED)
        return HeldBatch(
            number=batch.number,
            rail_key=batch.rail_key,
            state=batch.state.value,
            reason=batch.reason,
            lines=len(batch.dues(*handed)),
            amount_krw=batch.total(*handed),
            in_transit=self.is_in_transit(batch),
            proposal=show_proposal(proposal) if proposal else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHeldBatches:
    rounds: Rounds
    payouts: Payouts
    held: HeldBatches

    def list(self, round_id: str) -> HeldBatchPage:
        """Those that are held. Raises RoundUnknown."""
        self.rounds.get(round_id)
        held = (number for number, state in self.payouts.states_of(round_id).items() if state is BatchState.HELD)
        return HeldBatchPage(batches=tuple(self.held.show(self.payouts.get(round_id, number)[0]) for number in held))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRuling:
    payouts: Payouts
    proposals: Proposals
    held: HeldBatches
    clock: Clock

    def request(self, round_id: str, number: int, request: ProposeRuling, by: str) -> HeldBatch:
        """Raises BatchUnknown, BatchNotHeld, RailFileInvalid, RulingContradicts, ProposedBefore, ProposalMoved."""
        batch, _ = self.payouts.get(round_id, number)
        if batch.state is not BatchState.HELD:
            raise BatchNotHeld
        finding, results = Finding(request.finding), _results_named(batch, request)
        rule(
            batch,
            finding,
            results=results,
            in_transit=self.held.is_in_transit(batch),
            because="",
            now=self.clock.now(),
        )
        asked = RulingAsked(
            finding=request.finding,
            operator_reference=request.operator_reference,
            result_file_sha256=hashlib.sha256(request.result_file.encode()).hexdigest()
            if request.result_file
            else None,
            results=tuple((r.position, r.amount_krw, r.paid, r.reason, r.reference) for r in results),
        )
        subject = RULINGS + batch.rail_key
        new = Proposal(
            subject=subject,
            what=text_of_asked(asked),
            reason=request.reason,
            proposed_by=by,
            proposed_at=self.clock.now(),
        )
        known = self.proposals.latest(round_id, subject)
        if propose(known, new) is not known:
            self.proposals.add(round_id, propose(known, new))
            logger().info("ruling proposed", extra={"batch": batch.rail_key, "finding": finding.value, "by": by})
        return self.held.show(batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRuling:
    payouts: Payouts
    proposals: Proposals
    held: HeldBatches
    payout: ResumePayout
    clock: Clock

    def decide(self, round_id: str, number: int, request: DecideProposal, by: str) -> HeldBatch:
        """Carries the ruling out with the decision, and lets the payout go on.

        Raises BatchUnknown, BatchNotHeld, ProposalUnknown, SameWhoProposed, DecidedBefore, RulingContradicts, BatchMoved.
        """
        batch, revision = self.payouts.get(round_id, number)
        known = self.held.latest(batch)
        decided = decide(known, request.approves, by=by, reason=request.reason, at=self.clock.now())
        if decided is known:
            # Decided so before: what may have been lost is the start of the payout.
            if request.approves:
                self.payout.resume(round_id, by)
            return self.held.show(batch)
        if not request.approves:
            self.proposals.decide(round_id, decided)
            return self.held.show(batch)
        ruled = self._carry_out(batch, revision, decided)
        count("BatchRuledOn")
        logger().info("batch ruled on", extra={"batch": batch.rail_key, "state": ruled.state.value, "by": by})
        self.payout.resume(round_id, by)
        return self.held.show(ruled)

    def _carry_out(self, batch: Batch, revision: int, decided: Proposal) -> Batch:
        asked = read_asked(decided, RulingAsked)
        now, in_transit = self.clock.now(), self.held.is_in_transit(batch)
        because = f"{asked.finding}: {asked.operator_reference}"
        ruled = rule(
            batch,
            Finding(asked.finding),
            results=_results_of(asked),
            in_transit=in_transit,
            because=because,
            now=now,
        )

        def with_decision(writes: Writes) -> None:
            self.proposals.add_decision(writes, batch.round_id, decided)

        self.payouts.move(ruled, revision, list(_bookings(batch, ruled, in_transit, self.clock)), with_decision)
        return ruled


def _results_named(batch: Batch, request: ProposeRuling) -> tuple[RailResult, ...]:
    results: Sequence[RailResult] = ()
    if request.result_file is not None:
        file = read_result_file(request.result_file.encode())
        if file.key != batch.rail_key:
            raise RulingContradicts(f"a file about {file.key}, not {batch.rail_key}")
        if file.refused or any(line.outcome == "V" for line in file.lines):
            raise RulingContradicts("a ruling by line says of every line whether it was paid")
        results = [
            RailResult(
                position=line.position,
                amount_krw=line.amount_krw,
                paid=line.outcome == "P",
                reason=line.reason,
                reference=line.reference,
            )
            for line in file.lines
        ]
    return results_found(batch, Finding(request.finding), request.operator_reference, results)


def _bookings(held: Batch, ruled: Batch, in_transit: bool, clock: Clock) -> Sequence[RoundEntry]:
    """As the payout step books it: an answer settles, and what is sent anew comes back first."""
    now, round_id = clock.now(), held.round_id
    if ruled.state is BatchState.SETTLED:
        paid, returned = ruled.dues(LineState.PAID), ruled.dues(LineState.RETURNED)
        return [facts.settled(round_id, held.rail_key, paid=paid, returned=returned, at=now)]
    dues = held.dues(LineState.SENT)
    came_back = [facts.settled(round_id, held.rail_key, paid={}, returned=dues, at=now)] if in_transit else []
    return [*came_back, facts.sent(round_id, ruled.rail_key, dues, now)]
