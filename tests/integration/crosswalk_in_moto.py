"""The crosswalk domain in moto: tables, buckets, keys and the bus as the template declares them, and units that report."""

import json
from base64 import b64encode
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError

from city.contracts.base import Contract
from city.contracts.crosswalk.devices import UnitFaultV1, UnitIncidentV1, UnitStatisticsV1, UnitTelemetryV1
from city.crosswalk.bootstrap import (
    CrosswalkStaffUseCases,
    ReportUseCases,
    build_admission,
    build_reports,
    build_staff,
    build_watch,
)
from city.crosswalk.ports import PictureDetector
from city.crosswalk.service.admit_unit import AdmitUnit
from city.crosswalk.service.watch_units import WatchUnits
from city.crosswalk.tables.units import NewUnit, UnitRecord, Units
from tests.integration import moto_city
from tests.integration.moto_city import (
    REGION,
    Answer,
    Context,
    FixedClock,
    call_api,
    create_buckets,
    create_bus,
    create_signing_key,
    create_tables,
    sqs_event,
    take_events,
)

ROOT = Path(__file__).resolve().parents[2]
SITE = json.loads((ROOT / "tests/unit/contracts/samples/crosswalk-site.v1.json").read_text())
UNIT, OTHER = "okgye-elementary", "sinpyeong-market"
JOURNAL = "0a1b2c3d"


load_function = partial(moto_city.load_function, "crosswalk")


class CrosswalkInMoto:
    """Create inside moto; every part is the real one but the clock."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "UNITS_TABLE": "UnitsTable",
            "REPORTS_TABLE": "ReportsTable",
            "SITES_TABLE": "SitesTable",
            "DESK_TABLE": "DeskTable",
            "OUTBOX_TABLE": "Outbox",
            "EVENT_BUS": "city",
            "LIVE_CHANGES_TABLE": "ChangesTable",
            "DETECTOR": "sandbox",
            "PICTURES_BUCKET": "pictures",
            "RELEASES_BUCKET": "releases",
            "RELEASES_READER_ROLE": "arn:aws:iam::123456789012:role/reader",
            "THINGS_ARN": f"arn:aws:iot:{REGION}:123456789012:thing/",
        }
        # What looks at pictures for the board, if it is set before `staff` is used.
        self.detector: PictureDetector | None = None
        self._sequences: dict[str, int] = {}

    def build(self) -> "CrosswalkInMoto":
        create_tables("crosswalk")
        create_tables("live")
        self.environment["LIVE_QUEUE_URL"] = boto3.client("sqs").create_queue(QueueName="live")["QueueUrl"]
        boto3.client("dynamodb").create_table(
            TableName="Outbox",
            AttributeDefinitions=[{"AttributeName": "event_id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "event_id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        create_buckets("pictures", "releases")
        self.environment["SIGNING_KEY"] = create_signing_key()
        self.events_queue = create_bus("dongne.crosswalk", "crosswalk-events")
        return self

    @cached_property
    def reports(self) -> ReportUseCases:
        return build_reports(self.environment, self.clock)

    @cached_property
    def watch(self) -> WatchUnits:
        return build_watch(self.environment, self.clock)

    @cached_property
    def admission(self) -> AdmitUnit:
        return build_admission(self.environment, self.clock)

    @cached_property
    def staff(self) -> CrosswalkStaffUseCases:
        return build_staff(self.environment, self.clock, detector=self.detector)

    @property
    def units(self) -> Units:
        return self.reports.take_reports._units

    # --- units ---

    def install(self, unit: str = UNIT, serial: str = "GUMI-0001", ring: str = "rest") -> None:
        """Registered by staff, provisioned, and a thing."""
        new = NewUnit(
            unit=unit,
            serial=serial,
            name_ko="옥계초 앞",
            name_en="Okgye Elementary",
            latitude=36.1386,
            longitude=128.4189,
            ring=ring,
        )
        record = self.units.register(new, "boss", self.clock.now())
        assert self.units.claim(record, f"certificate-{unit}", self.clock.now())
        boto3.client("iot").create_thing(thingName=unit)

    def record(self, unit: str = UNIT) -> UnitRecord:
        return self.units.get(unit)

    def next_sequence(self, unit: str) -> int:
        self._sequences[unit] = self._sequences.get(unit, 0) + 1
        return self._sequences[unit]

    def head(self, unit: str, sequence: int | None, journal: str) -> dict[str, Any]:
        number = sequence if sequence is not None else self.next_sequence(unit)
        return {"unit": unit, "journal": journal, "sequence": number, "at": self.clock.now()}

    def telemetry(self, unit: str = UNIT, sequence: int | None = None, journal: str = JOURNAL, **more: Any) -> Contract:
        usual = {
            "because": "period",
            "lamp_state": "idle",
            "lamps": ({"name": "sign", "lit": False, "current_ma": 4.0},),
            "night": False,
            "light_level": 0.5,
            "frames": 600,
            "frames_missed": 0,
            "low_score_share": 0.1,
            "decision_ms_p95": 41.0,
            "detection": "edge",
            "model": "nanodet-g",
            "software": "1.0.0",
            "site_revision": 0,
            "journal_waiting": 0,
            "uptime_s": 3600.0,
        }
        return UnitTelemetryV1.model_validate({**self.head(unit, sequence, journal), **usual, **more})

    def statistics(
        self, unit: str = UNIT, sequence: int | None = None, journal: str = JOURNAL, **more: Any
    ) -> Contract:
        usual = {"window_start": self.clock.now(), "covered_s": 300.0, "people_left_to_right": 3, "vehicles": 5}
        return UnitStatisticsV1.model_validate({**self.head(unit, sequence, journal), **usual, **more})

    def incident(self, unit: str = UNIT, sequence: int | None = None, journal: str = JOURNAL, **more: Any) -> Contract:
        usual = {"kind": "conflict", "x_m": 2.3, "y_m": -0.2, "lit": True, "night": False, "post_encroachment_s": 0.9}
        return UnitIncidentV1.model_validate({**self.head(unit, sequence, journal), **usual, **more})

    def fault(self, unit: str = UNIT, sequence: int | None = None, journal: str = JOURNAL, **more: Any) -> Contract:
        usual = {"fault": "camera_dark", "raised": True}
        return UnitFaultV1.model_validate({**self.head(unit, sequence, journal), **usual, **more})

    # --- what the rules hand over ---

    def arrived(self, message: Any, unit: str | None = None, kind: str | None = None) -> str:
        """A message as its topic rule puts it into the queue."""
        body = message if isinstance(message, bytes) else message.model_dump_json().encode()
        return json.dumps(
            {
                "body": b64encode(body).decode(),
                "unit": unit or message.unit,
                "kind": kind or type(message).topic.rpartition("/")[2],
                "received_ms": int(self.clock.now().timestamp() * 1000),
            }
        )

    def lifecycle(self, unit: str, event: str) -> str:
        moment = int(self.clock.now().timestamp() * 1000)
        event_body = {
            "clientId": unit,
            "timestamp": moment,
            "eventType": event,
            "sessionIdentifier": "s",
            "versionNumber": 0,
        }
        body = b64encode(json.dumps(event_body).encode()).decode()
        return json.dumps({"body": body, "unit": unit, "kind": event, "received_ms": moment})

    def deliver(self, *bodies: str, reports: Callable[[], ReportUseCases] | None = None) -> list[str]:
        """One batch through the real handler. Returns the ids that failed."""
        handler = load_function("receive_report").make_handler(reports or (lambda: self.reports))
        answer = handler(sqs_event(*bodies), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def hear(self, *messages: Any) -> None:
        assert self.deliver(*(self.arrived(message) for message in messages)) == []

    # --- what the city hears ---

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Every event published so far, taken off the bus."""
        return [(event["detail-type"], event["detail"]) for event in take_events(self.events_queue)]

    def told(self) -> list[dict[str, Any]]:
        """What boards are told since this was asked last, taken off the live queue, in the order of the units' turns."""
        sqs, found = boto3.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self.environment["LIVE_QUEUE_URL"], MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            for message in messages:
                body = json.loads(message["Body"])
                assert body["topic"] == "crosswalk.units"
                found += body["changes"]
                sqs.delete_message(QueueUrl=self.environment["LIVE_QUEUE_URL"], ReceiptHandle=message["ReceiptHandle"])
        return sorted(found, key=lambda change: (change["key"], change["version"]))

    def sweep(self) -> int:
        """What the city's sweep of the outbox does every minute. Returns how many events were published."""
        return self.reports.take_reports._outbox.sweep(self.clock.now())

    def clients(self) -> tuple[Any, Any]:
        """What reports are taken in with: DynamoDB's client, and EventBridge's."""
        take_reports = self.reports.take_reports
        return take_reports._connection.client, take_reports._outbox._client

    def cut_off_the_bus(self, calls: int) -> None:
        """The next so many calls find no bus."""
        left = iter(range(calls))

        def fail(**_: Any) -> None:
            if next(left, None) is not None:
                raise EndpointConnectionError(endpoint_url="https://events")

        _, events = self.clients()
        events.meta.events.register("before-call.*.PutEvents", fail)

    def table(self, name: str) -> list[dict[str, Any]]:
        return boto3.resource("dynamodb").Table(name).scan()["Items"]


class Operators:
    """Staff at the API, as API Gateway calls it for them."""

    def __init__(self, crosswalk: CrosswalkInMoto) -> None:
        self._app = load_function("api", "app").make_app(lambda: crosswalk.staff)
        # What the token of somebody says besides their id and groups.
        self.claims: dict[str, dict[str, str]] = {}

    def get(self, path: str, group: Any = "clerk", sub: str = "clerk-1", **query: str) -> Answer:
        return self.call("GET", path, None, group, sub, query)

    def post(self, path: str, body: Any, group: Any = "manager", sub: str = "manager-1") -> Answer:
        return self.call("POST", path, body, group, sub, {})

    def put(self, path: str, body: Any, group: Any = "clerk", sub: str = "clerk-1") -> Answer:
        return self.call("PUT", path, body, group, sub, {})

    def call(self, method: str, path: str, body: Any, group: Any, sub: str, query: dict[str, str]) -> Answer:
        return call_api([self._app], method, path, body, group=group, sub=sub, query=query, claims=self.claims.get(sub))
