"""Reads a leaked sample for whose copy it was. Needs the columns layer, and the secret that marks are made with."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from botocore.exceptions import ClientError

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.leaks import AccusedBuyer, LeakFound
from city.dividend.anonymise.watermark import FALSE_ACCUSATION, SAMPLE_ROWS, Labels, Suspicion, suspect, threshold_of
from city.dividend.market.errors import SampleUnreadable
from city.dividend.market.model import LeakState
from city.dividend.market.service.make_copy import mark_key, marking_of
from city.dividend.market.service.marked_copies import labels_in_sample
from city.dividend.market.service.names import sample_name
from city.dividend.market.tables.buyers import Buyers
from city.dividend.market.tables.leaks import LeakRecord, Leaks
from city.dividend.market.tables.revisions import Revisions
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLeak:
    leaks: Leaks
    buyers: Buyers
    revisions: Revisions
    catalogue: Folder
    mark_secret: bytes = field(repr=False)
    clock: Clock

    def trace(self, data_set: str, number: int, case_id: str) -> LeakState:
        """What a case came to; one that was traced stays as it is. Raises LeakUnknown, LeakMoved, MarkTooWeak."""
        record = self.leaks.get(data_set, number, case_id)
        if record.state == LeakState.TRACED.value:
            return LeakState.TRACED
        record = self.leaks.move(record, LeakState.TRACING)
        try:
            record = self._read(record)
        except SampleUnreadable as refusal:
            self.leaks.move(record, LeakState.REFUSED, refused_because=refusal.detail)
            count("LeakRefused")
            return LeakState.REFUSED
        count("LeakTraced")
        logger().info("leak traced", extra={"case": case_id, "data_set": data_set})
        return LeakState.TRACED

    def _read(self, record: LeakRecord) -> LeakRecord:
        data_set, number = str(record.data_set), int(record.revision)
        marking, quasi = marking_of(self.revisions.get(data_set, number))
        with tempfile.TemporaryDirectory() as folder:
            sample = Path(folder) / f"sample.{record.format}"
            try:
                digest = self.catalogue.fetch(sample_name(data_set, number, record.entry, record.format), sample)
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("NoSuchKey", "404"):
                    raise
                raise SampleUnreadable("not_uploaded") from None
            labels = labels_in_sample(sample, quasi)
        if len(labels) < SAMPLE_ROWS:
            raise SampleUnreadable(f"fewer_than_{SAMPLE_ROWS}_rows")
        suspects = suspect(labels, marking, keys_of_buyers(self.buyers, self.mark_secret, data_set, number))
        return self.leaks.move(
            record,
            LeakState.TRACED,
            found=_found(labels, suspects).model_dump_json(),
            sample_digest=digest,
            traced_at=self.clock.now(),
        )


def keys_of_buyers(buyers: Buyers, secret: bytes, data_set: str, number: int) -> dict[str, bytes]:
    """Buyer -> the key of the marks in their copies of a revision, of all who ever registered."""
    names = [record.to_buyer().buyer_id for record in buyers.all()]
    return {name: mark_key(secret, name, data_set, number) for name in names}


def _found(labels: Sequence[Labels], suspects: Sequence[Suspicion]) -> LeakFound:
    threshold = threshold_of(len(suspects))
    return LeakFound(
        rows=len(labels),
        buyers=len(suspects),
        threshold=threshold,
        highest_score=suspects[0].score if suspects else None,
        false_accusation=FALSE_ACCUSATION,
        accused=tuple(
            AccusedBuyer(buyer_id=suspicion.buyer, score=suspicion.score)
            for suspicion in suspects
            if suspicion.score >= threshold
        ),
    )
