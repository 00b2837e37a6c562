"""The event feed of a local city, and domains that tell events through the outbox as their functions do."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from city.aws.dynamo import bind, open_connection
from city.aws.outbox import Outbox, OutboxRecord
from city.contracts.crosswalk.events import CrosswalkFaultV2, PedestrianInConflictV2
from city.contracts.dividend.events import DividendPaidV2, DividendRoundStoppedV2
from city.contracts.events import Event
from city.contracts.fines.events import DepositSuspendedV2, FinePaidV2
from city.kernel.clock import SystemClock
from infra.local.city import City
from infra.local.machine.environment import REGION
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import wait_on
from infra.local.staff import StaffClient


class EventsClient(StaffClient):
    """The operations' API of events."""

    def __init__(self, city: City, who: str = "auditor") -> None:
        super().__init__(city, "operations", who)

    def events(self, **query: str) -> list[dict[str, Any]]:
        """All that answer the query, newest first, over as many pages as it takes. Raises CityTrouble."""
        return self.read_all("/events", limit=200, cursor="next", **query)

    def wait_for_events(self, events: Sequence[Event], longest_s: float = 300) -> list[dict[str, Any]]:
        """What the feed says of these events, newest first, once it has all of them. Raises GaveUp."""
        ids = {event.event_id for event in events}
        since = min(event.occurred_at for event in events).isoformat()

        def look() -> list[dict[str, Any]] | None:
            found = [line for line in self.events(since=since) if line["event_id"] in ids]
            return found if {line["event_id"] for line in found} == ids else None

        return wait_on(self.city, "이벤트 목록 (the event feed)", look, pause_s=0.1, longest_s=longest_s)


class Domains:
    """Three domains that make facts true, one after the other; `run` parts these facts from all others."""

    def __init__(self, city: City, run: str) -> None:
        self.city, self._run, self._decided = city, run, 0
        bind(OutboxRecord, city.output("OutboxTable"), open_connection(REGION, city.url()))
        self.outbox = Outbox(city.client("events"), city.output("EventBusName"), SystemClock())

    def decide(self, count: int) -> list[Event]:
        """So many facts, of all domains in turn, each a little later than the one before."""
        events = []
        for _ in range(count):
            self._decided += 1
            events.append(self._fact(self._decided, datetime.now(UTC)))
            time.sleep(0.002)
        return events

    def tell(self, events: Sequence[Event]) -> None:
        """Writes into the outbox and publishes at once. Raises CityTrouble if the bus refused one."""
        records = [self.outbox.keep(event) for event in events]
        if self.outbox.publish(records) != len(records):
            raise CityTrouble("The bus did not accept an event.")

    def leave_behind(self, events: Sequence[Event]) -> None:
        """Writes into the outbox as a worker does that dies before it publishes, a while ago."""
        for event in events:
            record = self.outbox.record_of(event)
            record.added_at = datetime.now(UTC) - timedelta(minutes=5)
            record.save()

    def waiting(self) -> int:
        """How many of this run's events are in the outbox."""
        return len(list(OutboxRecord.scan(OutboxRecord.event_id.contains(self._run), consistent_read=True)))

    def _fact(self, number: int, at: datetime) -> Event:
        key = f"{self._run}-{number:05}"
        kinds = (
            lambda: FinePaidV2(
                **_envelope(FinePaidV2, key, at), notice_number=key, stage="early", amount_krw=32_000, paid_at=at
            ),
            lambda: CrosswalkFaultV2(**_envelope(CrosswalkFaultV2, key, at), unit=key, fault="camera_dark", since=at),
            lambda: DividendRoundStoppedV2(
                **_envelope(DividendRoundStoppedV2, key, at), round_id=key, step="Verify", error="Refused"
            ),
            lambda: DepositSuspendedV2(
                **_envelope(DepositSuspendedV2, key, at),
                deposit_id=key,
                reason="no_account",
                amount_krw=1,
                deposited_at=at,
            ),
            lambda: PedestrianInConflictV2(
                **_envelope(PedestrianInConflictV2, key, at),
                incident_id=key,
                unit="u-1",
                kind="conflict",
                latitude=36.1,
                longitude=128.3,
            ),
            lambda: DividendPaidV2(
                **_envelope(DividendPaidV2, key, at),
                round_id=key,
                citizens=1,
                paid_krw=1,
                returned_krw=0,
                paid_at=at,
            ),
        )
        return kinds[number % len(kinds)]()


def replay_archive(city: City, name: str, since: datetime) -> None:
    """Hands out again what the archive has had since a moment, to the feed alone; returns when it is done."""
    events = city.client("events")
    buses = {bus["Name"]: bus["Arn"] for bus in events.list_event_buses()["EventBuses"]}
    events.start_replay(
        ReplayName=name,
        EventSourceArn=city.output("EventArchiveArn"),
        EventStartTime=since,
        EventEndTime=datetime.now(UTC) + timedelta(seconds=1),
        Destination={"Arn": buses[city.output("EventBusName")], "FilterArns": [city.output("EventsRuleArn")]},
    )

    def look() -> bool | None:
        return events.describe_replay(ReplayName=name)["State"] == "COMPLETED" or None

    wait_on(city, "다시 내보내기 (the replay)", look)


def sweep(city: City) -> None:
    """Runs the sweep of the outbox now, and not within the minute. Raises CityTrouble."""
    answer = city.client("lambda").invoke(FunctionName=city.function("SweepOutboxFunction"), Payload=b"{}")
    if "FunctionError" in answer:
        raise CityTrouble(f"The sweep failed: {answer['Payload'].read()[:300]!r}")


def _envelope(kind: type[Event], key: str, at: datetime) -> dict[str, Any]:
    return {"event_id": kind.id_of(key), "occurred_at": at, "correlation_id": key}
