"""Pseudonymises a file: payments without their persons into a shard, and what leads back to cards into the linkage table."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import FilePseudonymised
from city.dividend.books.tables.packed import pack
from city.dividend.rounds.errors import FileInvalid
from city.dividend.rounds.pseudonym import Pseudonymiser, RoundKey
from city.dividend.rounds.receive import CellFault
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.operator_rows import open_rows
from city.dividend.rounds.service.preparing.shard_files import ShardWriter
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.opt_outs import OptOuts
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymiseFile:
    """The only step that sees cards in files. It writes the linkage table and cannot read it."""

    rounds: Rounds
    steps: RoundSteps
    opt_outs: OptOuts
    inbox: Folder
    work: Folder
    linkage: Folder
    round_key: Callable[[str], bytes]
    opt_out_secret: bytes = field(repr=False)
    shelves: Shelves
    clock: Clock

    def pseudonymise(self, round_id: str, file: str, digest: str) -> FilePseudonymised:
        """Done again, it returns what the step came to. Raises FileInvalid for a file that changed since it was received."""
        shard = paths.shard_of_file(digest)
        known = self.steps.done(round_id, PSEUDONYMISE, shard)
        if known is not None:
            return known
        pseudonymiser = Pseudonymiser(
            RoundKey(round_id, self.round_key(round_id)),
            self.rounds.get(round_id).to_terms(),
            self.opt_outs.all(),
            self.opt_out_secret,
        )
        rows = self._write_shard(round_id, file, digest, pseudonymiser)
        self._write_weights(round_id, shard, pseudonymiser)
        self._write_linkage(round_id, shard, pseudonymiser)
        result = FilePseudonymised(
            shard=shard, rows=rows, cards=len(pseudonymiser.rows), turned_away=dict(pseudonymiser.turned_away)
        )
        count("RowsPseudonymised", rows)
        logger().info("file pseudonymised", extra={"round_id": round_id, **result.model_dump(exclude={"version"})})
        return self.steps.finish(round_id, PSEUDONYMISE, result, at=self.clock.now(), shard=shard)

    def _write_shard(self, round_id: str, file: str, digest: str, pseudonymiser: Pseudonymiser) -> int:
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "file", Path(folder) / "shard.parquet"
            if self.inbox.fetch(file, source) != digest:
                raise FileInvalid("changed_since_received")
            writer = ShardWriter(out)
            for row in open_rows(source, file):
                if isinstance(row, CellFault):
                    continue
                use = pseudonymiser.take(row)
                if use is not None:
                    writer.add(use)
            writer.close()
            self.work.store(out, paths.shard_name(round_id, paths.shard_of_file(digest)))
        return writer.rows

    def _write_weights(self, round_id: str, shard: str, pseudonymiser: Pseudonymiser) -> None:
        weights = {
            pseudonym: [rows, sorted(pseudonymiser.weeks[pseudonym])]
            for pseudonym, rows in sorted(pseudonymiser.rows.items())
        }
        self.work.write(paths.weights_name(round_id, shard), pack(weights))

    def _write_linkage(self, round_id: str, shard: str, pseudonymiser: Pseudonymiser) -> None:
        shelves: dict[str, dict[str, str]] = {}
        for pseudonym, card in sorted(pseudonymiser.linkage.items()):
            shelves.setdefault(self.shelves.of(pseudonym), {})[pseudonym] = card
        for shelf, cards in shelves.items():
            self.linkage.write(paths.linkage_name(round_id, shelf, shard), pack(cards))
