"""Incidents in moto: tables, queues and the bus as the template declares them; every part is the real one but the clock."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

import boto3

from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.bootstrap import (
    EventUseCases,
    IncidentStaffUseCases,
    build_events,
    build_parked,
    build_staff,
    build_sweep,
)
from city.operations.incidents.incident import Incident
from city.operations.incidents.reports import Report
from city.operations.incidents.tables.correlation import ReportRecord
from city.operations.incidents.tables.incidents import StateRecord
from infra.templates import ROOT, read_template, resources_of
from tests.integration import moto_city
from tests.integration.moto_city import (
    REGION,
    Answer,
    Context,
    FixedClock,
    call_api,
    create_bus,
    create_queue,
    sqs_event,
    take_events,
)
from tests.unit.operations.incidents.oracle import BEGIN, Component, shown

load_function = partial(moto_city.load_function, "operations")
TABLES = ("infra/operations/incidents.yaml", "infra/live/template.yaml")


class IncidentsInMoto:
    def __init__(self) -> None:
        self.clock = FixedClock(BEGIN)
        for template in TABLES:
            for name, properties in resources_of(read_template(ROOT / template), "AWS::DynamoDB::Table").items():
                wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
                boto3.client("dynamodb").create_table(
                    TableName=name, **{part: properties[part] for part in wanted if part in properties}
                )
        self.bus = create_bus("dongne.operations", "told")
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "INCIDENTS_TABLE": "IncidentsTable",
            "CITY_EVENTS_TABLE": "CityEventsTable",
            "CORRELATION_TABLE": "CorrelationTable",
            "CITY_EVENT_KEPT_DAYS": "400",
            "INCIDENT_KEPT_DAYS": "1825",
            "EVENT_BUS": "city",
            "LIVE_QUEUE_URL": create_queue("live"),
            "LIVE_CHANGES_TABLE": "ChangesTable",
        }
        self.pauses: list[int] = []
        self._acts: list[Callable[[], None]] = []

    @cached_property
    def events(self) -> EventUseCases:
        built = build_events(self.environment, self.clock)
        object.__setattr__(built.receive_events, "pause", self.pauses.append)
        return built

    @cached_property
    def staff(self) -> IncidentStaffUseCases:
        return build_staff(self.environment, self.clock)

    def deliver(self, *events: CityEventV1 | str) -> list[str]:
        """One batch through the real handler. Returns the ids that failed."""
        bodies = [each if isinstance(each, str) else each.model_dump_json() for each in events]
        handler = load_function("receive_city_events").make_handler(lambda: self.events)
        answer = handler(sqs_event(*bodies), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def tell(self, events: Sequence[CityEventV1], batch: int = 100) -> None:
        for at in range(0, len(events), batch):
            assert self.deliver(*events[at : at + batch]) == []

    def sweep(self) -> int:
        self.clock.move(seconds=31)
        return build_sweep(self.environment, self.clock).sweep()

    def watch_parked(self) -> None:
        load_function("watch_parked").make_handler(lambda: build_parked(self.environment, self.clock))({}, Context())

    # --- what is there ---

    def incidents(self) -> dict[str, Incident]:
        find = self.events.receive_events.write.incidents.find_all
        names = {record.incident for record in StateRecord.scan(StateRecord.entry == "state")}
        return find(names)

    def going_on(self) -> list[Incident]:
        return [each for each in self.incidents().values() if each.merged_into is None]

    def reports(self) -> dict[str, Report]:
        keys = [record.report for record in ReportRecord.scan()]
        return self.events.receive_events.tables.find_reports(keys)

    def components(self) -> set[Component]:
        """In the words of the oracle, from what the tables hold."""
        incidents = self.incidents()
        members: dict[str, set[str]] = {}
        for report in self.reports().values():
            if report.incident is not None:
                at = report.incident
                while (following := incidents[at].merged_into) is not None:
                    at = following
                members.setdefault(at, set()).add(report.key)
        for name, of in members.items():
            assert incidents[name].count == len(of)
        return shown(list(incidents.values()), lambda each: frozenset(members[each]))

    # --- what is told ---

    def told_bus(self) -> list[tuple[str, dict[str, Any]]]:
        """Every event published since this was asked last."""
        return [(event["detail-type"], event["detail"]) for event in take_events(self.bus)]

    def told_boards(self) -> dict[str, dict[str, Any]]:
        """What a board shows that was told everything: the latest of each incident."""
        sqs = boto3.client("sqs")
        found: dict[str, dict[str, Any]] = {}
        url = self.environment["LIVE_QUEUE_URL"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                body = json.loads(message["Body"])
                assert body["topic"] == "operations.incidents"
                for change in body["changes"]:
                    if change["version"] > found.get(change["key"], {"version": 0})["version"]:
                        found[change["key"]] = change
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return {key: change["body"] for key, change in found.items()}

    def on_calls(self, pattern: str, act: Callable[..., None]) -> None:
        """Does something at calls to DynamoDB, the live queue and the bus, with which events are taken in."""
        receive = self.events.receive_events
        for client in (receive.write.connection.client, receive.tell.publisher._client, receive.tell.client):
            client.meta.events.register(pattern, act)
            self._acts.append(partial(client.meta.events.unregister, pattern, act))

    def leave(self) -> None:
        """Clients outlive a test: what was to be done at their calls does not."""
        for undo in self._acts:
            undo()


@dataclass(frozen=True)
class Cost:
    """`by`: calls of each kind; `items`: how many were written or deleted."""

    by: Counter[str]
    items: int

    @property
    def calls(self) -> int:
        return self.by.total()


class Calls:
    """Counts calls to AWS and items written, from now on."""

    def __init__(self, incidents: IncidentsInMoto) -> None:
        self._by: Counter[str] = Counter()
        self._items = 0
        incidents.on_calls("before-parameter-build.*.*", self._count)

    def taken(self) -> Cost:
        """What was counted since this was asked last."""
        cost = Cost(self._by, self._items)
        self._by, self._items = Counter(), 0
        return cost

    def _count(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        self._by[model.name] += 1
        self._items += len(params.get("TransactItems", ()))
        self._items += sum(len(each) for each in params.get("RequestItems", {}).values() if isinstance(each, list))


class Room:
    """The staff at the API."""

    def __init__(self, incidents: IncidentsInMoto) -> None:
        self._app = load_function("incidents/api", "app").make_app(lambda: incidents.staff)

    def get(self, path: str, group: str | None = "operator", **query: str) -> Answer:
        return call_api([self._app], "GET", path, group=group, sub="operator-1", query=query)

    def post(self, path: str, body: Any, group: str | None = "operator", name: str = "김관제") -> Answer:
        return call_api([self._app], "POST", path, body, group=group, sub=f"id of {name}", claims={"name": name})


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
