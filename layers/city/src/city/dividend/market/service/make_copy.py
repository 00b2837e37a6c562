"""Makes a buyer's own copy, with the buyer's mark in it. Needs the columns layer, and the secret that marks are made with."""

import hashlib
import hmac
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.rounds import BuyersMark
from city.dividend.anonymise.certificate import digest_of_file
from city.dividend.anonymise.errors import MarkTooWeak
from city.dividend.anonymise.watermark import Marking
from city.dividend.market.service.marked_copies import mark_copy
from city.dividend.market.service.names import copy_name, release_name
from city.dividend.market.tables.copies import Copies
from city.dividend.market.tables.revisions import DataSetRevisionRecord, Revisions
from city.dividend.rounds.steps import read_left
from city.kernel.clock import Clock

_MARK = TypeAdapter(BuyersMark)


def mark_key(secret: bytes, buyer_id: str, data_set: str, number: int) -> bytes:
    """A key for one buyer's copies of one revision."""
    return hmac.new(secret, f"mark\x1f{buyer_id}\x1f{data_set}\x1f{number}".encode(), hashlib.sha256).digest()


def marking_of(record: DataSetRevisionRecord) -> tuple[Marking, tuple[str, ...]]:
    """How a revision's copies are marked, and its quasi-identifiers. Raises MarkTooWeak."""
    if record.mark is None:
        raise MarkTooWeak
    chosen = read_left(_MARK, record.mark, f"{record.subject} {record.entry} mark")
    return Marking(chosen.column, chosen.coarser, chosen.share), tuple(json.loads(record.quasi_identifiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCopy:
    revisions: Revisions
    copies: Copies
    catalogue: Folder
    mark_secret: bytes = field(repr=False)
    clock: Clock

    def make(self, buyer_id: str, data_set: str, number: int) -> str:
        """The digest of the copy, which is the same however often it is made. Raises DataSetUnknown, MarkTooWeak."""
        known = self.copies.digest_of(buyer_id, data_set, number)
        if known is not None:
            return known
        marking, quasi = marking_of(self.revisions.get(data_set, number))
        with tempfile.TemporaryDirectory() as folder:
            release, out = Path(folder) / "release.parquet", Path(folder) / "copy.parquet"
            self.catalogue.fetch(f"{release_name(data_set, number)}.parquet", release)
            key = mark_key(self.mark_secret, buyer_id, data_set, number)
            mark_copy(release, out, quasi=quasi, marking=marking, key=key)
            digest = digest_of_file(out)
            self.catalogue.store(out, copy_name(buyer_id, data_set, number))
        self.copies.add(buyer_id, data_set, number, digest=digest, at=self.clock.now())
        count("CopyMade")
        logger().info("copy made", extra={"buyer": buyer_id, "data_set": data_set, "revision": number})
        return digest
