"""Every night: destroys what leads back to people, of rounds that two people have ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

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
from city.dividend.desk.ending import BACKUPS, RECOVERY, DestructionPlace
from city.dividend.desk.service.end_round import ENDING
from city.dividend.desk.service.leftovers import RoundLeftovers, batched_names
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.show_proposal import read_asked
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.steps import DESTROY, PAY_AGAIN, PSEUDONYMISE, SHARE
from city.dividend.rounds.tables.files import RoundFiles
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock
from city.office.approvals import ProposalState

ENOUGH_MILLISECONDS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStores:
    """The buckets of a round, for deleting in them."""

    linkage: Folder
    inbox: Folder
    rail: Folder
    statements: Folder
    work: Folder
    statistics: Folder

    def of(self, place: DestructionPlace) -> Folder:
        folder: Folder = getattr(self, place.value)
        return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyRounds:
    """Every night: destroys what two people have decided to. A place is done once; killed anywhere, the next run goes on."""

    rounds: Rounds
    files: RoundFiles
    steps: RoundSteps
    proposals: Proposals
    payouts: Payouts
    stores: RoundStores
    delete_key: Callable[[str], None]
    shelves: Shelves
    clock: Clock

    def destroy(self, milliseconds_left: Callable[[], int]) -> dict[str, list[str]]:
        """Round -> places done in this run. Stops while there is time to stop."""
        done: dict[str, list[str]] = {}
        for record in self.rounds.all():
            if record.state == RoundState.ENDING.value:
                done[record.round_id] = []
                for place in DestructionPlace:
                    if milliseconds_left() < ENOUGH_MILLISECONDS:
                        count("DestructionUnfinished")
                        return done
                    if not self.steps.is_done(record.round_id, DESTROY, place):
                        self._destroy(record.round_id, place)
                        done[record.round_id].append(place)
                self.rounds.move(record.round_id, RoundState.ENDED, moved_at=self.clock.now())
                count("RoundEnded")
                logger().info("round ended", extra={"round_id": record.round_id})
        return done

    def _destroy(self, round_id: str, place: DestructionPlace) -> None:
        now, left = self.clock.now(), self._leftovers(round_id)
        decision = self._decision(round_id, now)
        done: PlaceDestroyed
        if place is DestructionPlace.KEY:
            self.delete_key(round_id)
            done = KeyDestroyed(**decision.model_dump(), key=round_id, gone_at=now + RECOVERY)
        elif place is DestructionPlace.BATCHES:
            self.payouts.destroy(round_id, left.batches)
            done = BatchesDestroyed(**decision.model_dump(), batches=len(left.batches), gone_at=now + BACKUPS)
        else:
            folder = self.stores.of(place)
            names = (
                [name for prefix in left.rail_prefixes() for name in folder.names(prefix)]
                if place is DestructionPlace.RAIL
                else list(left.names(place))
            )
            for batch in batched_names(names):
                folder.delete(batch)
            done = FilesDestroyed(**decision.model_dump(), names=len(names))
        self.steps.finish(round_id, DESTROY, done, at=now, shard=place)

    def _leftovers(self, round_id: str) -> RoundLeftovers:
        files = self.files.of_round(round_id)
        shards = {paths.shard_of_file(file.digest) for file in files} | set(self.steps.by_shard(round_id, PSEUDONYMISE))
        share = self.steps.done(round_id, SHARE)
        planned = range(share.batches if share else 0)
        again = (int(key.rsplit("-", 1)[1]) for key in self.steps.by_shard(round_id, PAY_AGAIN))
        names = tuple(file.file for file in files)
        return RoundLeftovers(
            round_id=round_id,
            files=names,
            shards=tuple(sorted(shards)),
            batches=(*planned, *again),
            shelves=self.shelves,
        )

    def _decision(self, round_id: str, now: datetime) -> Destroyed:
        proposal = self.proposals.latest(round_id, ENDING)
        if proposal is None or proposal.state is not ProposalState.APPROVED or proposal.decided_by is None:
            raise AssertionError(f"{round_id} is ending, and nobody decided so")
        ground = read_asked(proposal, EndingAsked).ground
        return Destroyed(ground=ground, proposed_by=proposal.proposed_by, decided_by=proposal.decided_by, at=now)
