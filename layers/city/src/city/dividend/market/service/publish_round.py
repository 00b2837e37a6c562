"""Puts a round that was verified and approved into the catalogue."""

import json
from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count
from city.aws.outbox import Outbox
from city.aws.store import Folder
from city.contracts.dividend.events import DividendRoundPublishedV2
from city.contracts.dividend.rounds import RoundPublished, RoundVerified
from city.dividend.market.model import RevisionState
from city.dividend.market.service.names import FIRST_REVISION, data_set_of, release_name
from city.dividend.market.tables.revisions import DataSetRevisionRecord, Revisions, revision_key
from city.dividend.rounds.errors import RoundNotThere
from city.dividend.rounds.model import PanelVerdict, RoundState, check_move, verdict
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.step_files import read_decision
from city.dividend.rounds.steps import VERIFY
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.dividend.rounds.tables.voices import PanelVoices
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRound:
    rounds: Rounds
    steps: RoundSteps
    voices: PanelVoices
    revisions: Revisions
    work: Folder
    catalogue: Folder
    outbox: Outbox
    clock: Clock

    def publish(self, round_id: str) -> RoundPublished:
        """Once; again, it finds what is published. Raises RoundUnknown, RoundNotThere, RoundMoved."""
        record = self.rounds.get(round_id)
        verified = self.steps.done(round_id, VERIFY)
        if verified is None or verdict(self.voices.current(record)) is not PanelVerdict.APPROVED:
            raise RoundNotThere("neither verified nor approved")
        self._publish_revision(record, verified)
        if check_move(RoundState(record.state), RoundState.PUBLISHED):
            self._move(record, verified)
        count("RoundPublished")
        return RoundPublished(data_set=data_set_of(round_id), revision=FIRST_REVISION)

    def _publish_revision(self, record: RoundRecord, verified: RoundVerified) -> None:
        round_id, data_set = record.round_id, data_set_of(record.round_id)
        certificate = self.work.read(paths.certificate_name(round_id)) or b""
        decision, _ = read_decision(self.work, round_id)
        name = release_name(data_set, FIRST_REVISION)
        self.catalogue.client.copy_object(
            Bucket=self.catalogue.bucket,
            Key=f"{name}.parquet",
            CopySource={"Bucket": self.work.bucket, "Key": paths.release_name(round_id)},
        )
        self.catalogue.write(f"{name}.certificate.json", certificate, "application/json")
        signature = self.work.read(paths.signature_name(round_id)) or b""
        self.catalogue.write(f"{name}.signature.json", signature, "application/json")
        subject, entry = revision_key(data_set, FIRST_REVISION)
        self.revisions.publish(
            DataSetRevisionRecord(
                subject=subject,
                entry=entry,
                round_id=round_id,
                title=record.title,
                purposes=record.purposes,
                price_krw=record.price_krw,
                rows=verified.rows,
                published_at=self.clock.now(),
                state=RevisionState.PUBLISHED.value,
                certificate=certificate.decode(),
                quasi_identifiers=json.dumps(list(decision.released_at), ensure_ascii=False),
                mark=decision.mark.model_dump_json() if decision.mark else None,
            )
        )

    def _move(self, record: RoundRecord, verified: RoundVerified) -> None:
        """Writes the round's new state and its event together."""
        now, writes = self.clock.now(), Writes()
        self.rounds.add_write(writes, record, state=RoundState.PUBLISHED.value, moved_at=now)
        event = DividendRoundPublishedV2(
            event_id=DividendRoundPublishedV2.id_of(record.round_id),
            occurred_at=now,
            correlation_id=record.execution,
            round_id=record.round_id,
            rows=verified.rows,
            certificate_sha256=verified.certificate,
        )
        kept = self.outbox.add(writes, event)
        self.rounds.commit(writes, record.round_id)
        self.outbox.publish([kept])
