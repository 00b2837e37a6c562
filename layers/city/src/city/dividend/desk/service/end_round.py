"""Ending a round: one person proposes, another decides, and at night everything that leads back to people is destroyed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import (
    BatchesDestroyed,
    Destroyed,
    EndingAsked,
    FilesDestroyed,
    KeyDestroyed,
    PlaceDestroyed,
)
from city.contracts.dividend.staff.proposals import DecideProposal
from city.contracts.dividend.staff.rounds import EndingStory, ProposeEnding
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import RoundMoved, RoundStillNeeded
from city.dividend.payout.model import BatchState
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.ending import BACKUPS, KEPT, RECOVERY, Place, obstacles
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.proposals import decide, propose
from city.dividend.rounds.service.doomed import Doomed, in_calls
from city.dividend.rounds.service.prepare_round import shard_named
from city.dividend.rounds.service.show_proposal import read_asked, show_proposal, text_of_asked
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.steps import CLAIMS_OVER, DESTROY, PAY_AGAIN, PSEUDONYMISE, SHARE
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.kernel.clock import Clock
from city.office.approvals import Proposal, ProposalState

ENDING = "ending"
ENOUGH_MILLISECONDS = 60_000


@dataclass(frozen=True, slots=True)
class Endings:
    """What staff see and decide. Nothing is destroyed here, and nothing can be."""

    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    clock: Clock

    def show(self, round_id: str) -> EndingStory:
        """What would be destroyed, what stands in the way, and what was destroyed. Raises RoundUnknown."""
        record = self.rounds.get(round_id)
        proposal = self.rounds.proposal(round_id, ENDING)
        made = self.rounds.steps(round_id, PSEUDONYMISE)
        destroyed = self.rounds.steps(round_id, DESTROY)
        return EndingStory(
            round_id=round_id, state=record.state, obstacles=self._obstacles(record),
            cards_at_most=sum(step.cards for step in made.values()), destroys=tuple(Place), keeps=KEPT,
            proposal=show_proposal(proposal) if proposal else None,
            destroyed={place: destroyed[place] for place in Place if place in destroyed},
        )  # fmt: skip

    def propose(self, round_id: str, told: ProposeEnding, by: str) -> EndingStory:
        """Raises RoundUnknown, RoundStillNeeded, ProposedBefore, ProposalMoved."""
        record = self.rounds.get(round_id)
        known = self.rounds.proposal(round_id, ENDING)
        what = text_of_asked(EndingAsked(ground=told.ground))
        standing = propose(known, Proposal(ENDING, what, told.reason, by, self.clock.now()))
        if standing is not known:
            self._refuse_early(record)
            self.rounds.add_proposal(round_id, standing)
            logger().info("ending proposed", extra={"round_id": round_id, "by": by})
        return self.show(round_id)

    def decide(self, round_id: str, told: DecideProposal, by: str) -> EndingStory:
        """Lets the next night destroy. Raises RoundUnknown, ProposalUnknown, SameWhoProposed, DecidedBefore,
        RoundStillNeeded, RoundMoved."""
        record = self.rounds.get(round_id)
        known = self.rounds.proposal(round_id, ENDING)
        decided = decide(known, told.approves, by, told.reason, self.clock.now())
        if decided is not known:
            if not told.approves:
                self.rounds.decide(round_id, decided)
            else:
                self._refuse_early(record)
                self._approve(record, decided)
            logger().info("ending decided", extra={"round_id": round_id, "approves": told.approves, "by": by})
        return self.show(round_id)

    def _approve(self, record: RoundRecord, decided: Proposal) -> None:
        writes = Writes()
        self.rounds.write_decision(writes, record.round_id, decided)
        self.rounds.move_in(writes, record, RoundState.ENDING, self.clock.now())
        try:
            self.rounds.commit(writes)
        except WritesRefused:
            raise RoundMoved(record.round_id) from None

    def _refuse_early(self, record: RoundRecord) -> None:
        if found := self._obstacles(record):
            raise RoundStillNeeded(found)

    def _obstacles(self, record: RoundRecord) -> tuple[str, ...]:
        if record.state in (RoundState.ENDING.value, RoundState.ENDED.value):
            return ()
        states = self.payouts.states_of(record.round_id).values()
        return obstacles(
            RoundState(record.state), self.rounds.is_done(record.round_id, CLAIMS_OVER),
            sum(state is not BatchState.SETTLED for state in states), self.ledger.trial_balance(record.round_id),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stores:
    """The buckets of a round, for deleting in them."""

    linkage: Folder
    inbox: Folder
    rail: Folder
    statements: Folder
    work: Folder
    statistics: Folder

    def of(self, place: Place) -> Folder:
        folder: Folder = getattr(self, place.value)
        return folder


@dataclass(frozen=True, slots=True)
class DestroyRounds:
    """Every night: destroys what two people have decided to. A place is done once; killed anywhere, the next run goes on."""

    rounds: Rounds
    payouts: Payouts
    stores: Stores
    delete_key: Callable[[str], None]
    shelves: Shelves
    clock: Clock

    def destroy(self, milliseconds_left: Callable[[], int]) -> dict[str, list[str]]:
        """Round -> places done in this run. Stops while there is time to stop."""
        done: dict[str, list[str]] = {}
        for record in self.rounds.all():
            if record.state == RoundState.ENDING.value:
                done[record.round_id] = []
                for place in Place:
                    if milliseconds_left() < ENOUGH_MILLISECONDS:
                        count("DestructionUnfinished")
                        return done
                    if not self.rounds.is_done(record.round_id, DESTROY, place):
                        self._destroy(record.round_id, place)
                        done[record.round_id].append(place)
                self.rounds.move(record.round_id, RoundState.ENDED, moved_at=self.clock.now())
                count("RoundEnded")
                logger().info("round ended", extra={"round_id": record.round_id})
        return done

    def _destroy(self, round_id: str, place: Place) -> None:
        now, doomed = self.clock.now(), self._doomed(round_id)
        word = self._on_whose_word(round_id, now)
        done: PlaceDestroyed
        if place is Place.KEY:
            self.delete_key(round_id)
            done = KeyDestroyed(**word.model_dump(), key=round_id, gone_at=now + RECOVERY)
        elif place is Place.BATCHES:
            self.payouts.destroy(round_id, doomed.batches)
            done = BatchesDestroyed(**word.model_dump(), batches=len(doomed.batches), gone_at=now + BACKUPS)
        else:
            folder = self.stores.of(place)
            names = (
                [name for prefix in doomed.rail_prefixes() for name in folder.names(prefix)]
                if place is Place.RAIL
                else list(doomed.names(place))
            )
            for some in in_calls(names):
                folder.delete(some)
            done = FilesDestroyed(**word.model_dump(), names=len(names))
        self.rounds.finish(round_id, DESTROY, done, now, place)

    def _doomed(self, round_id: str) -> Doomed:
        files = self.rounds.files(round_id)
        shards = {shard_named(file.digest) for file in files} | set(self.rounds.steps(round_id, PSEUDONYMISE))
        share = self.rounds.done(round_id, SHARE)
        planned = range(share.batches if share else 0)
        again = (int(key.rsplit("-", 1)[1]) for key in self.rounds.steps(round_id, PAY_AGAIN))
        names = tuple(file.file for file in files)
        return Doomed(round_id, names, tuple(sorted(shards)), (*planned, *again), self.shelves)

    def _on_whose_word(self, round_id: str, now: datetime) -> Destroyed:
        proposal = self.rounds.proposal(round_id, ENDING)
        assert proposal is not None
        assert proposal.state is ProposalState.APPROVED
        assert proposal.decided_by is not None
        ground = read_asked(proposal, EndingAsked).ground
        return Destroyed(ground=ground, proposed_by=proposal.proposed_by, decided_by=proposal.decided_by, at=now)
