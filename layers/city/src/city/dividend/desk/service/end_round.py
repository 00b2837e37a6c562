"""Ending a round: one person proposes it and another decides. Nothing is destroyed here, and nothing can be."""

from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import logger
from city.contracts.dividend.rounds import (
    EndingAsked,
)
from city.contracts.dividend.staff.proposals import DecideProposal
from city.contracts.dividend.staff.rounds import EndingStory, ProposeEnding
from city.dividend.books.tables.ledger import Ledger
from city.dividend.desk.ending import KEPT, DestructionPlace, obstacles
from city.dividend.desk.errors import RoundStillNeeded
from city.dividend.payout.model import BatchState
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import RoundState, check_move
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.show_proposal import show_proposal, text_of_asked
from city.dividend.rounds.steps import CLAIMS_OVER, DESTROY, PSEUDONYMISE
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock
from city.office.approvals import Proposal

# What the end of a round is proposed under.
ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingObstacles:
    """What stands in the way of ending a round."""

    steps: RoundSteps
    payouts: Payouts
    ledger: Ledger

    def to_ending(self, record: RoundRecord) -> tuple[str, ...]:
        """Each by its name; nothing, where the round may end."""
        if record.state in (RoundState.ENDING.value, RoundState.ENDED.value):
            return ()
        states = self.payouts.states_of(record.round_id).values()
        return obstacles(
            RoundState(record.state),
            self.steps.is_done(record.round_id, CLAIMS_OVER),
            sum(state is not BatchState.SETTLED for state in states),
            self.ledger.trial_balance(record.round_id),
        )

    def refuse_early(self, record: RoundRecord) -> None:
        """Raises RoundStillNeeded."""
        if found := self.to_ending(record):
            raise RoundStillNeeded(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEnding:
    rounds: Rounds
    steps: RoundSteps
    proposals: Proposals
    obstacles: EndingObstacles

    def show(self, round_id: str) -> EndingStory:
        """What would be destroyed, what stands in the way, and what was destroyed. Raises RoundUnknown."""
        record = self.rounds.get(round_id)
        proposal = self.proposals.latest(round_id, ENDING)
        made = self.steps.by_shard(round_id, PSEUDONYMISE)
        destroyed = self.steps.by_shard(round_id, DESTROY)
        return EndingStory(
            round_id=round_id,
            state=record.state,
            obstacles=self.obstacles.to_ending(record),
            cards_at_most=sum(step.cards for step in made.values()),
            destroys=tuple(DestructionPlace),
            keeps=KEPT,
            proposal=show_proposal(proposal) if proposal else None,
            destroyed={place: destroyed[place] for place in DestructionPlace if place in destroyed},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEnding:
    rounds: Rounds
    proposals: Proposals
    obstacles: EndingObstacles
    shown: ShowEnding
    clock: Clock

    def request(self, round_id: str, request: ProposeEnding, by: str) -> EndingStory:
        """Raises RoundUnknown, RoundStillNeeded, ProposedBefore, ProposalMoved."""
        record = self.rounds.get(round_id)
        known = self.proposals.latest(round_id, ENDING)
        what = text_of_asked(EndingAsked(ground=request.ground))
        new = Proposal(subject=ENDING, what=what, reason=request.reason, proposed_by=by, proposed_at=self.clock.now())
        standing = propose(known, new)
        if standing is not known:
            self.obstacles.refuse_early(record)
            self.proposals.add(round_id, standing)
            logger().info("ending proposed", extra={"round_id": round_id, "by": by})
        return self.shown.show(round_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEnding:
    rounds: Rounds
    proposals: Proposals
    obstacles: EndingObstacles
    shown: ShowEnding
    clock: Clock

    def decide(self, round_id: str, request: DecideProposal, by: str) -> EndingStory:
        """Lets the next night destroy. Raises RoundUnknown, ProposalUnknown, SameWhoProposed, DecidedBefore,
        RoundStillNeeded, RoundMoved."""
        record = self.rounds.get(round_id)
        known = self.proposals.latest(round_id, ENDING)
        decided = decide(known, request.approves, by=by, reason=request.reason, at=self.clock.now())
        if decided is not known:
            if not request.approves:
                self.proposals.decide(round_id, decided)
            else:
                self.obstacles.refuse_early(record)
                self._approve(record, decided)
            logger().info("ending decided", extra={"round_id": round_id, "approves": request.approves, "by": by})
        return self.shown.show(round_id)

    def _approve(self, record: RoundRecord, decided: Proposal) -> None:
        check_move(RoundState(record.state), RoundState.ENDING)
        writes = Writes()
        self.proposals.add_decision(writes, record.round_id, decided)
        self.rounds.add_write(writes, record, state=RoundState.ENDING.value, moved_at=self.clock.now())
        self.rounds.commit(writes, record.round_id)
