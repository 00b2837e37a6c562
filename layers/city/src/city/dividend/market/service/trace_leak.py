"""Reads a leaked sample for whose copy it was. Needs the columns layer, and the secret that marks are made with."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import ClientError

from city.aws.observability import count, logger
from city.contracts.dividend.leaks import AccusedBuyer, LeakFound
from city.dividend.anonymise.watermark import FALSE_ACCUSATION, SAMPLE_ROWS, threshold_of
from city.dividend.errors import SampleUnreadable
from city.dividend.market.model import LeakState
from city.dividend.market.service.make_copy import MakeCopy
from city.dividend.market.service.report_leak import sample_name
from city.dividend.market.tables.market import LeakRecord
from city.dividend.rounds.service.shards import labels_in_sample


@dataclass(frozen=True, slots=True)
class TraceLeak:
    copies: MakeCopy

    def trace(self, data_set: str, number: int, case_id: str) -> LeakState:
        """What a case came to; one that was traced stays as it is. Raises LeakUnknown, LeakMoved, MarkTooWeak."""
        market = self.copies.market
        record = market.leak(data_set, number, case_id)
        if record.state == LeakState.TRACED.value:
            return LeakState.TRACED
        record = market.move_leak(record, LeakState.TRACING)
        try:
            record = self._read(record)
        except SampleUnreadable as refusal:
            market.move_leak(record, LeakState.REFUSED, refused_because=refusal.detail)
            count("LeakRefused")
            return LeakState.REFUSED
        count("LeakTraced")
        logger().info("leak traced", extra={"case": case_id, "data_set": data_set})
        return LeakState.TRACED

    def _read(self, record: LeakRecord) -> LeakRecord:
        data_set, number = str(record.data_set), int(record.revision)
        with tempfile.TemporaryDirectory() as folder:
            sample = Path(folder) / f"sample.{record.format}"
            try:
                digest = self.copies.catalogue.fetch(sample_name(data_set, number, record.entry, record.format), sample)
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("NoSuchKey", "404"):
                    raise
                raise SampleUnreadable("not_uploaded") from None
            quasi = json.loads(self.copies.market.revision(data_set, number).quasi_identifiers)
            labels = labels_in_sample(sample, tuple(quasi))
        if len(labels) < SAMPLE_ROWS:
            raise SampleUnreadable(f"fewer_than_{SAMPLE_ROWS}_rows")
        suspects = self.copies.suspects(labels, data_set, number)
        threshold = threshold_of(len(suspects))
        found = LeakFound(
            rows=len(labels),
            buyers=len(suspects),
            threshold=threshold,
            highest_score=suspects[0].score if suspects else None,
            false_accusation=FALSE_ACCUSATION,
            accused=tuple(AccusedBuyer(buyer_id=s.buyer, score=s.score) for s in suspects if s.score >= threshold),
        )
        return self.copies.market.move_leak(
            record,
            LeakState.TRACED,
            found=found.model_dump_json(),
            sample_digest=digest,
            traced_at=self.copies.clock.now(),
        )
