"""Reduces a shard to its histogram."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from city.aws.store import Folder
from city.contracts.dividend.rounds import ShardCounted
from city.dividend.anonymise.policy import Policy
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.preparing.histogram_files import pack_histogram
from city.dividend.rounds.service.preparing.shard_rows import policy_of, spool_of
from city.dividend.rounds.steps import COUNT
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


def count_shard(policy: Policy, path: Path) -> bytes:
    """A shard's histogram, with the labels of every value in it."""
    with tempfile.TemporaryDirectory() as folder:
        spool = spool_of(policy, path, Path(folder), 0)
        histogram = count_spool(spool)
    rows = [[list(row) for row in coder.rows] for coder in spool.quasi]
    return pack_histogram(histogram, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountShard:
    rounds: Rounds
    steps: RoundSteps
    work: Folder
    clock: Clock

    def count(self, round_id: str, shard: str) -> ShardCounted:
        """Writes the shard's histogram. Done again, it returns what the step came to."""
        known = self.steps.done(round_id, COUNT, shard)
        if known is not None:
            return known
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "shard.parquet"
            self.work.fetch(paths.shard_name(round_id, shard), path)
            histogram = count_shard(policy_of(self.rounds.get(round_id)), path)
        self.work.write(paths.histogram_name(round_id, shard), histogram)
        result = ShardCounted(bytes=len(histogram), digest=sha256(histogram).hexdigest())
        return self.steps.finish(round_id, COUNT, result, at=self.clock.now(), shard=shard)
