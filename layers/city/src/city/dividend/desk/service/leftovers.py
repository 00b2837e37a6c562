"""What is destroyed at the end of a round, by name: whoever destroys it needs neither to read nor to list it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from city.dividend.desk.ending import DestructionPlace
from city.dividend.rounds.service import paths
from city.dividend.rounds.shelves import Shelves


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLeftovers:
    """What is known of a round without looking into it: its files, its shards, how many batches it had."""

    round_id: str
    files: tuple[str, ...]
    shards: tuple[str, ...]
    batches: tuple[int, ...]
    shelves: Shelves = field(default_factory=Shelves)

    def names(self, place: DestructionPlace) -> Iterator[str]:
        """Objects in the bucket of this place. The rail's are found by `rail_prefixes`: operators name theirs."""
        each = self.round_id
        if place is DestructionPlace.LINKAGE:
            yield from (paths.linkage_name(each, shelf, shard) for shelf in self.shelves for shard in self.shards)
        if place is DestructionPlace.INBOX:
            yield from self.files
            yield from (f"quarantine/{file.removeprefix('files/')}.jsonl" for file in self.files)
        if place is DestructionPlace.STATEMENTS:
            yield from (paths.statements_name(each, shelf) for shelf in self.shelves)
        if place is DestructionPlace.STATISTICS:
            yield from (paths.statistics_name(each, shard) for shard in self.shards)
            yield paths.vocabulary_name(each)
        if place is DestructionPlace.WORK:
            yield from (
                name(each, shard)
                for name in (
                    paths.shard_name,
                    paths.weights_name,
                    paths.histogram_name,
                    paths.part_name,
                    paths.companion_name,
                )
                for shard in self.shards
            )
            yield paths.decision_name(each)
            # The catalogue has what was published.
            yield paths.release_name(each)
            yield from (paths.plan_name(each, what) for what in ("files", "shards", "batches"))

    def rail_prefixes(self) -> tuple[str, ...]:
        """`2026-1-` is no beginning of a key of 2026-10."""
        return tuple(f"{folder}{self.round_id}-" for folder in ("out/", "in/", "sandbox/", "sandbox/outbox/"))


def batched_names(names: Collection[str], most: int = 1000) -> Iterator[tuple[str, ...]]:
    """As many at once as S3 deletes in one call."""
    ordered = tuple(names)
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]
