"""Telling boards and the bus what became of incidents; what cannot be told now is told by the sweep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from city.aws.live.publisher import ChangesNotAccepted, Publisher
from city.aws.observability import count, describe_failure, logger
from city.contracts.live.changes import ChangeV1
from city.kernel.clock import Clock
from city.operations.incidents.announce import TOPIC, line_of
from city.operations.incidents.incident import Incident
from city.operations.incidents.tables.incidents import Incidents, Tell

if TYPE_CHECKING:
    from mypy_boto3_events.client import EventBridgeClient

# What EventBridge takes in one call of PutEvents.
_MOST_ENTRIES, _MOST_BYTES = 10, 240 * 1024
_Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellIncidents:
    """Follows a commit. A crash on the way tells some of it twice: under the same event id, of the same version."""

    incidents: Incidents
    publisher: Publisher
    client: EventBridgeClient
    bus_name: str
    clock: Clock

    def tell(self, tells: Sequence[Tell]) -> bool:
        """Tells boards first, then the bus, then forgets. False if some of it stays for the sweep."""
        if not tells:
            return True
        try:
            self.publisher.publish(TOPIC, changes_of(tells, self.clock.now()))
            self._publish([event for tell in tells for event in tell.events])
            self.incidents.forget_told([tell.entry for tell in tells])
        except (ChangesNotAccepted, BotoCoreError, ClientError, PynamoDBException, _NotAccepted) as error:
            count("IncidentsUntold", len(tells))
            logger().warning("incidents left untold", extra={"tells": len(tells), **describe_failure(error)})
            return False
        return True

    def _publish(self, events: Sequence[_Told]) -> None:
        for batch in _batches(events):
            answer = self.client.put_events(
                Entries=[
                    {"EventBusName": self.bus_name, "Source": source, "DetailType": kind, "Detail": body}
                    for source, kind, body in batch
                ]
            )
            if answer["FailedEntryCount"]:
                raise _NotAccepted


class _NotAccepted(Exception):
    """The bus took the call and refused an event of it."""


def changes_of(tells: Sequence[Tell], now: datetime) -> list[ChangeV1]:
    """Each incident once, as the last of the tells has it."""
    latest: dict[str, Incident] = {}
    for incident in (each for tell in tells for each in tell.incidents):
        known = latest.get(incident.incident_id)
        if known is None or known.revision < incident.revision:
            latest[incident.incident_id] = incident
    return [
        ChangeV1(key=each.incident_id, version=each.revision, at=now, body=line_of(each).model_dump(mode="json"))
        for each in latest.values()
    ]


def _batches(events: Sequence[_Told]) -> Iterator[list[_Told]]:
    batch: list[_Told] = []
    size = 0
    for event in events:
        bytes_ = sum(len(part.encode()) for part in event)
        if batch and (len(batch) == _MOST_ENTRIES or size + bytes_ > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += bytes_
    if batch:
        yield batch
