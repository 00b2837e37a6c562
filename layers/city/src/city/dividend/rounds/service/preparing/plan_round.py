"""Writes down what there is to do, so that a distributed map can walk along it."""

from dataclasses import dataclass

from city.aws.store import Folder
from city.contracts.dividend.rounds import FileItem, PlanWritten, ShardItem
from city.dividend.rounds.errors import NoFiles
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.service.step_files import write_plan
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.files import RoundFiles
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiles:
    rounds: Rounds
    files: RoundFiles
    work: Folder
    clock: Clock

    def plan(self, round_id: str) -> PlanWritten:
        """The files to pseudonymise. Raises NoFiles."""
        files = self.files.of_round(round_id)
        if not sum(int(file.accepted) for file in files):
            raise NoFiles(round_id)
        # From here on no file is received for the round.
        if RoundState(self.rounds.get(round_id).state) is not RoundState.AWAITING_PANEL:
            self.rounds.move(round_id, RoundState.PREPARING, stopped_because=None, moved_at=self.clock.now())
        items = [
            FileItem(round_id=round_id, file=file.file, digest=file.digest)
            for file in sorted(files, key=lambda file: str(file.digest))
            if file.accepted
        ]
        return write_plan(self.work, round_id, "files", items)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShards:
    steps: RoundSteps
    work: Folder

    def plan(self, round_id: str) -> PlanWritten:
        """The shards to count, and later to apply the decision to. Raises NoFiles where every payment was turned away."""
        made = self.steps.by_shard(round_id, PSEUDONYMISE)
        items = [ShardItem(round_id=round_id, shard=shard) for shard in sorted(made) if made[shard].rows]
        if not items:
            raise NoFiles(round_id)
        return write_plan(self.work, round_id, "shards", items)
