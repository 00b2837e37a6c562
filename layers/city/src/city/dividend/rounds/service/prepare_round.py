"""Preparing a round, step by step. Each step is done once per round and shard: done again, it hears what it came to."""

import gzip
import json
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import (
    FileItem,
    FilePseudonymised,
    PlanWritten,
    RoundDecided,
    RoundVerified,
    ShardApplied,
    ShardCounted,
    ShardItem,
)
from city.dividend.errors import FileInvalid, NoFiles
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.pseudonym import Door, RoundKey
from city.dividend.rounds.receive import Fault
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.receive_file import open_rows
from city.dividend.rounds.service.round_files import keep_decision, read_decision, write_plan
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.steps import APPLY, COUNT, DECIDE, PSEUDONYMISE, VERIFY
from city.dividend.rounds.tables.opt_outs import OptOuts
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.tables.packed import pack
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from city.dividend.anonymise.certificate import Signer
    from city.dividend.anonymise.policy import Policy

_SHARD_NAME_LENGTH = 16
# Of the function's quarter of an hour, with room for merging what was counted and for grouping once more.
_SEARCH_TIME = timedelta(minutes=9)


def shard_named(digest: str) -> str:
    """A file's shard, by the file's digest."""
    return digest[:_SHARD_NAME_LENGTH]


@dataclass(frozen=True, slots=True)
class PlanRound:
    """Writes down what there is to do, so that a map can walk along it."""

    rounds: Rounds
    work: Folder
    clock: Clock

    def plan_files(self, round_id: str) -> PlanWritten:
        """Raises NoFiles."""
        files = self.rounds.files(round_id)
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

    def plan_shards(self, round_id: str) -> PlanWritten:
        """Raises NoFiles where every payment was turned away."""
        made = self.rounds.steps(round_id, PSEUDONYMISE)
        items = [ShardItem(round_id=round_id, shard=shard) for shard in sorted(made) if made[shard].rows]
        if not items:
            raise NoFiles(round_id)
        return write_plan(self.work, round_id, "shards", items)


@dataclass(frozen=True, slots=True)
class PseudonymiseFile:
    """Takes a file in at the door. What leads back to a card goes into the linkage table, which this step cannot read."""

    rounds: Rounds
    opt_outs: OptOuts
    inbox: Folder
    work: Folder
    linkage: Folder
    round_key: "Callable[[str], bytes]"
    opt_out_secret: bytes
    shelves: Shelves
    clock: Clock

    def pseudonymise(self, round_id: str, file: str, digest: str) -> FilePseudonymised:
        """Raises FileInvalid for a file that changed since it was received."""
        from city.dividend.rounds.service.shards import ShardWriter

        shard = shard_named(digest)
        known = self.rounds.done(round_id, PSEUDONYMISE, shard)
        if known is not None:
            return known
        terms = self.rounds.get(round_id).to_terms()
        door = Door(RoundKey(round_id, self.round_key(round_id)), terms, self.opt_outs.all(), self.opt_out_secret)
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "file", Path(folder) / "shard.parquet"
            if self.inbox.fetch(file, source) != digest:
                raise FileInvalid("changed_since_received")
            writer = ShardWriter(out)
            for row in open_rows(source, file):
                if isinstance(row, Fault):
                    continue
                seen = door.enter(row)
                if seen is not None:
                    writer.add(seen)
            writer.close()
            self.work.store(out, paths.shard_name(round_id, shard))
        weights = {pseudonym: [rows, sorted(door.weeks[pseudonym])] for pseudonym, rows in sorted(door.rows.items())}
        self.work.write(paths.weights_name(round_id, shard), pack(weights))
        shelves: dict[str, dict[str, str]] = {}
        for pseudonym, card in sorted(door.linkage.items()):
            shelves.setdefault(self.shelves.of(pseudonym), {})[pseudonym] = card
        for shelf, cards in shelves.items():
            self.linkage.write(paths.linkage_name(round_id, shelf, shard), pack(cards))
        result = FilePseudonymised(
            shard=shard, rows=writer.rows, cards=len(door.rows), turned_away=dict(door.turned_away)
        )
        count("RowsPseudonymised", writer.rows)
        logger().info("file pseudonymised", extra={"round_id": round_id, **result.model_dump(exclude={"version"})})
        return self.rounds.finish(round_id, PSEUDONYMISE, result, self.clock.now(), shard)


@dataclass(frozen=True, slots=True)
class PrepareShards:
    """Counts, decides, applies and verifies. What a step writes is the same whenever it is done."""

    rounds: Rounds
    work: Folder
    clock: Clock
    signer: "Signer | None" = None
    # For the steps that keep private statistics.
    statistics: Folder | None = None

    def count(self, round_id: str, shard: str) -> ShardCounted:
        from city.dividend.rounds.service.shards import count_shard

        known = self.rounds.done(round_id, COUNT, shard)
        if known is not None:
            return known
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "shard.parquet"
            self.work.fetch(paths.shard_name(round_id, shard), path)
            histogram = count_shard(self._policy(round_id), path)
        self.work.write(paths.histogram_name(round_id, shard), histogram)
        result = ShardCounted(bytes=len(histogram), digest=sha256(histogram).hexdigest())
        return self.rounds.finish(round_id, COUNT, result, self.clock.now(), shard)

    def decide(self, round_id: str) -> RoundDecided:
        from city.dividend.rounds.service.shards import decide_round

        known = self.rounds.done(round_id, DECIDE)
        if known is not None:
            return known
        shards = sorted(self.rounds.steps(round_id, COUNT))
        histograms = [self.work.read(paths.histogram_name(round_id, shard)) or b"" for shard in shards]
        deadline = self.clock.now() + _SEARCH_TIME
        decided = decide_round(self._policy(round_id), histograms, lambda: self.clock.now() > deadline)
        # A search that ran out of time may find something else the next time: the first that was written holds.
        decided, content = keep_decision(self.work, round_id, decided)
        result = RoundDecided(
            levels=decided.levels, loss=decided.loss, optimal=decided.optimal, rows=decided.rows,
            suppressed=decided.suppressed, digest=sha256(content).hexdigest(),
        )  # fmt: skip
        return self.rounds.finish(round_id, DECIDE, result, self.clock.now())

    def apply(self, round_id: str, shard: str) -> ShardApplied:
        from city.dividend.rounds.service.shards import apply_shard
        from city.dividend.statistics.service.write_statistics import statistics_of_shard

        assert self.statistics is not None, "whoever applies keeps statistics"
        known = self.rounds.done(round_id, APPLY, shard)
        if known is not None:
            return known
        seed = int.from_bytes(sha256(f"{self.rounds.get(round_id).seed}/{shard}".encode()).digest()[:8], "big")
        policy = self._policy(round_id)
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "shard.parquet", Path(folder) / "part.parquet"
            companion = Path(folder) / "companion.parquet" if policy.person else None
            self.work.fetch(paths.shard_name(round_id, shard), source)
            decided, _ = read_decision(self.work, round_id)
            rows = apply_shard(policy, decided, source, out, companion, seed)
            statistics = statistics_of_shard(policy, decided.released_at, source)
            self.statistics.write(paths.statistics_name(round_id, shard), statistics)
            if companion is not None:
                self.work.store(companion, paths.companion_name(round_id, shard))
            self.work.store(out, paths.part_name(round_id, shard))
        return self.rounds.finish(round_id, APPLY, ShardApplied(rows=rows), self.clock.now(), shard)

    def verify(self, round_id: str) -> RoundVerified:
        """Joins the parts, measures the file that was written and signs what was measured. Raises VerificationFailed."""
        from city.dividend.rounds.service.shards import join_companions, join_release, verify_release
        from city.dividend.statistics.service.write_statistics import vocabulary_of

        assert self.signer is not None, "whoever verifies signs"
        assert self.statistics is not None, "whoever verifies tells what may be asked"
        known = self.rounds.done(round_id, VERIFY)
        if known is not None:
            return known
        shards = sorted(self.rounds.steps(round_id, APPLY))
        policy = self._policy(round_id)
        inputs = sorted(str(file.digest) for file in self.rounds.files(round_id))
        with tempfile.TemporaryDirectory() as folder:
            parts = [Path(folder) / f"{shard}.parquet" for shard in shards]
            for shard, part in zip(shards, parts, strict=True):
                self.work.fetch(paths.part_name(round_id, shard), part)
            release = Path(folder) / "release.parquet"
            join_release(parts, release)
            companion = None
            if policy.person:
                told = [Path(folder) / f"{shard}.companion.parquet" for shard in shards]
                for shard, each in zip(shards, told, strict=True):
                    self.work.fetch(paths.companion_name(round_id, shard), each)
                companion = Path(folder) / "companion.parquet"
                join_companions(told, parts, companion)
            decided, _ = read_decision(self.work, round_id)
            verified = verify_release(
                policy, decided, release, companion,
                sha256("\n".join(inputs).encode()).hexdigest(), self.signer,
            )  # fmt: skip
            terms = self.rounds.get(round_id).to_terms()
            vocabulary = vocabulary_of(policy, decided.released_at, terms, shards, release)
            self.work.store(release, paths.release_name(round_id))
        self.statistics.write(paths.vocabulary_name(round_id), vocabulary.to_json(), "application/json")
        self.work.write(paths.certificate_name(round_id), verified.certificate, "application/json")
        self.work.write(paths.signature_name(round_id), verified.signature, "application/json")
        result = RoundVerified(rows=verified.rows, certificate=sha256(verified.certificate).hexdigest())
        return self.rounds.finish(round_id, VERIFY, result, self.clock.now())

    def _policy(self, round_id: str) -> "Policy":
        from city.dividend.anonymise.policy import Policy

        return Policy.model_validate(json.loads(self.rounds.get(round_id).policy))


def read_weights(work: Folder, round_id: str) -> dict[str, tuple[int, int]]:
    """Pseudonym -> rows and active weeks, over all files of a round."""
    rows: dict[str, int] = {}
    weeks: dict[str, set[str]] = {}
    for name in work.names(paths.weights_folder(round_id)):
        content: dict[str, tuple[int, list[str]]] = json.loads(gzip.decompress(work.read(name) or b""))
        for pseudonym, (more, in_weeks) in content.items():
            rows[pseudonym] = rows.get(pseudonym, 0) + more
            weeks.setdefault(pseudonym, set()).update(in_weeks)
    return {pseudonym: (number, len(weeks[pseudonym])) for pseudonym, number in rows.items()}
