"""Revokes a published revision: from then on nobody orders or downloads it, and the city hears why."""

from contextlib import suppress
from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import logger
from city.aws.outbox import Outbox
from city.contracts.dividend.events import DataRevisionRevokedV2
from city.contracts.dividend.market import RevisionLine
from city.dividend.market.model import revoke
from city.dividend.market.service.show_market import show_revision
from city.dividend.market.tables.revisions import Revisions
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRevision:
    connection: Connection
    revisions: Revisions
    outbox: Outbox
    clock: Clock

    def withdraw(self, data_set: str, number: int, reason: str, by: str) -> RevisionLine:
        """Writes the revocation and its event together, once: the first reason stands. Raises DataSetUnknown.

        A link that is out opens for its five minutes yet.
        """
        record, now = self.revisions.get(data_set, number), self.clock.now()
        before = record.to_revision()
        after = revoke(before, reason)
        if after is before:
            return show_revision(record)
        event = DataRevisionRevokedV2(
            event_id=DataRevisionRevokedV2.id_of(data_set, number),
            occurred_at=now,
            correlation_id=f"{data_set}/{number}",
            data_set=data_set,
            revision=number,
            reason=reason,
        )
        writes = Writes()
        self.revisions.add_revocation(writes, record, after, by=by, at=now)
        kept = self.outbox.add(writes, event)
        # Refused where somebody else revoked it meanwhile: theirs is the first reason, and their event is on its way.
        with suppress(WritesRefused):
            writes.commit(self.connection)
            logger().info("revision revoked", extra={"data_set": data_set, "revision": number, "by": by})
            self.outbox.publish([kept])
        return show_revision(self.revisions.get(data_set, number))
