"""Makes a buyer's own copy, and reads a leaked sample for whose copy it was. Needs the columns layer."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import BuyersMark
from city.dividend.anonymise.certificate import digest_of_file
from city.dividend.anonymise.watermark import Labels, Marking, Suspicion, accuse, suspect
from city.dividend.errors import MarkTooWeak
from city.dividend.market.service.sell import copy_name, mark_key
from city.dividend.market.tables.market import Market, RevisionRecord
from city.dividend.rounds.service.shards import labels_in, mark_copy
from city.dividend.rounds.steps import read_left
from city.kernel.clock import Clock

_MARK = TypeAdapter(BuyersMark)


@dataclass(frozen=True, slots=True)
class MakeCopy:
    market: Market
    catalogue: Folder
    mark_secret: bytes
    clock: Clock

    def make(self, buyer_id: str, data_set: str, number: int) -> str:
        """The digest of the copy, which is the same however often it is made. Raises DataSetUnknown, MarkTooWeak."""
        known = self.market.copy(buyer_id, data_set, number)
        if known is not None:
            return known
        record = self.market.revision(data_set, number)
        marking, quasi = _marking(record)
        with tempfile.TemporaryDirectory() as folder:
            release, out = Path(folder) / "release.parquet", Path(folder) / "copy.parquet"
            self.catalogue.fetch(f"releases/{data_set}/{number}.parquet", release)
            mark_copy(release, out, quasi, marking, mark_key(self.mark_secret, buyer_id, data_set, number))
            digest = digest_of_file(out)
            self.catalogue.store(out, copy_name(buyer_id, data_set, number))
        self.market.record_copy(buyer_id, data_set, number, digest, self.clock.now())
        count("CopyMade")
        logger().info("copy made", extra={"buyer": buyer_id, "data_set": data_set, "revision": number})
        return digest

    def suspects(self, sample: Sequence[Labels], data_set: str, number: int) -> list[Suspicion]:
        """What a leaked sample says against each buyer, most suspect first. Raises DataSetUnknown, MarkTooWeak."""
        marking, _ = _marking(self.market.revision(data_set, number))
        return suspect(sample, marking, self._keys(data_set, number))

    def trace(self, sample: Path | Sequence[Labels], data_set: str, number: int) -> tuple[Suspicion, ...]:
        """Whom a leaked sample accuses, among all buyers. Raises DataSetUnknown, MarkTooWeak."""
        marking, quasi = _marking(self.market.revision(data_set, number))
        labels = labels_in(sample, quasi) if isinstance(sample, Path) else sample
        return accuse(labels, marking, self._keys(data_set, number))

    def _keys(self, data_set: str, number: int) -> dict[str, bytes]:
        names = [record.to_buyer().buyer_id for record in self.market.buyers()]
        return {name: mark_key(self.mark_secret, name, data_set, number) for name in names}


def _marking(record: RevisionRecord) -> tuple[Marking, tuple[str, ...]]:
    if record.mark is None:
        raise MarkTooWeak
    chosen = read_left(_MARK, record.mark, f"{record.subject} {record.entry} mark")
    return Marking(chosen.column, chosen.coarser, chosen.share), tuple(json.loads(record.quasi_identifiers))
