"""Writes a shard's part of the release, and the private statistics of its payments."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from city.aws.store import Folder
from city.contracts.dividend.rounds import DecisionV1, ShardApplied
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.policy import Policy
from city.dividend.anonymise.rows.apply import ReleaseDecision, write_release
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.preparing.private_statistics import statistics_of_shard
from city.dividend.rounds.service.preparing.shard_rows import policy_of, spool_of
from city.dividend.rounds.service.step_files import read_decision
from city.dividend.rounds.steps import APPLY
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


def apply_shard(
    policy: Policy, decided: DecisionV1, source: Path, *, out: Path, companion: Path | None, seed: int
) -> int:
    """Writes a shard's part of the release, its rows in an order of chance, and whose they are; returns how many."""
    hierarchies = tuple(hierarchy_from_rows(name, rows) for name, rows in decided.hierarchies)
    decision = ReleaseDecision(hierarchies, decided.levels, np.array(decided.keys, dtype=np.int64))
    with tempfile.TemporaryDirectory() as folder:
        spool = spool_of(policy, source, Path(folder), seed)
        return write_release(spool, decision, out, np.random.default_rng(seed), companion=companion)  # noqa: TID251  # seeded


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyShard:
    rounds: Rounds
    steps: RoundSteps
    work: Folder
    statistics: Folder
    clock: Clock

    def apply(self, round_id: str, shard: str) -> ShardApplied:
        """Writes the shard's part, companion and statistics. Done again, it returns what the step came to."""
        known = self.steps.done(round_id, APPLY, shard)
        if known is not None:
            return known
        record = self.rounds.get(round_id)
        seed = int.from_bytes(sha256(f"{record.seed}/{shard}".encode()).digest()[:8], "big")
        policy = policy_of(record)
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "shard.parquet", Path(folder) / "part.parquet"
            companion = Path(folder) / "companion.parquet" if policy.person else None
            self.work.fetch(paths.shard_name(round_id, shard), source)
            decision, _ = read_decision(self.work, round_id)
            rows = apply_shard(policy, decision, source, out=out, companion=companion, seed=seed)
            statistics = statistics_of_shard(policy, decision.released_at, source)
            self.statistics.write(paths.statistics_name(round_id, shard), statistics)
            if companion is not None:
                self.work.store(companion, paths.companion_name(round_id, shard))
            self.work.store(out, paths.part_name(round_id, shard))
        return self.steps.finish(round_id, APPLY, ShardApplied(rows=rows), at=self.clock.now(), shard=shard)
