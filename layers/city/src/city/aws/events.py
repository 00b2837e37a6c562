"""Publishes contract events on the city's bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from city.contracts.events import BusEvent
from city.kernel.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_events.client import EventBridgeClient


class EventNotAccepted(Transient):
    """EventBridge took the call and refused the entry."""


class EventPublisher:
    def __init__(self, client: EventBridgeClient, bus_name: str) -> None:
        self._client = client
        self._bus_name = bus_name

    def publish(self, event: BusEvent) -> None:
        answer = self._client.put_events(
            Entries=[
                {
                    "EventBusName": self._bus_name,
                    "Source": event.source,
                    "DetailType": event.detail_type,
                    "Detail": event.model_dump_json(),
                }
            ]
        )
        if answer["FailedEntryCount"]:
            raise EventNotAccepted(answer["Entries"][0].get("ErrorCode", ""))
