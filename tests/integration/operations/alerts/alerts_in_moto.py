"""The alerts' table, bucket and queue in moto, with people and offices at their APIs."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3

from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace, Severity
from city.kernel.errors import NotFound, Transient
from city.operations.alerts.bootstrap import build_door, build_staff
from city.operations.alerts.drafting import AlertedIncident
from city.operations.alerts.service.receive_alert import Verify
from city.operations.alerts.tables import AlertRecord, ReceivedAlerts
from functions.operations.alerts.api.app import make_app as make_staff_app
from functions.operations.alerts.door.app import make_app as make_door_app
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import (
    REGION,
    Answer,
    Context,
    FixedClock,
    call_api,
    create_buckets,
    create_queue,
    create_signing_key,
    gateway_event,
)

SENT = datetime(2026, 1, 31, 0, 0, tzinfo=UTC)
SENDER = "alerts@office.example"
FIRE = AlertedIncident(
    incident_id="20260131T000000-0a1b2c3d",
    revision=3,
    state="acknowledged",
    category=Category.DISASTER,
    kind="fire",
    severity=Severity.SEVERE,
    began_at=SENT,
    place=Place(shape=PointPlace(position=(126.45, 36.78)), accuracy_m=50, address="부춘동"),
    exercise=False,
)


class IncidentUnknown(NotFound):
    """As the area of incidents says it."""


class DyingAlerts(ReceivedAlerts):
    def add(self, record: AlertRecord) -> None:
        raise Transient("the function died here")


class AlertsInMoto:
    """Every part is the real one but the clock and the incidents."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 1, 31, 0, 1, tzinfo=UTC))
        self.incidents = {FIRE.incident_id: FIRE}
        template = read_template(ROOT / "infra/operations/alerts.yaml")
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        for name, properties in resources_of(template, "AWS::DynamoDB::Table").items():
            boto3.client("dynamodb").create_table(
                TableName=name, **{part: properties[part] for part in wanted if part in properties}
            )
        create_buckets("alerts")
        self.queue = create_queue("city-events")
        environment = self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "ALERTS_TABLE": "AlertsTable",
            "ALERTS_BUCKET": "alerts",
            "ALERT_KEPT_DAYS": "1095",
            "CITY_EVENTS_QUEUE_URL": self.queue,
            "INCIDENTS_TABLE": "Incidents",
            "ALERT_KEY": create_signing_key(),
            "ALERT_SENDER": "operations@dongne.example.kr",
            "CITY_NAME_KO": "동네시",
            "CITY_NAME_EN": "Dongne",
        }
        self.receive, staff = build_door(environment, self.clock), build_staff(environment, self.clock, self.find)
        self.door, self.staff = make_door_app(lambda: self.receive), make_staff_app(lambda: staff)

    def certify(self, certificate: str) -> None:
        """Gives the city a certificate of its key, base64 of its DER."""
        staff = build_staff({**self.environment, "ALERT_CERTIFICATE": certificate}, self.clock, self.find)
        self.staff = make_staff_app(lambda: staff)

    def verify_by(self, verify: Verify) -> None:
        self.receive = replace(self.receive, verify=verify)

    def die_before_recording(self) -> None:
        """The next alert is kept and told, and the function dies before it writes down that it was."""
        self.receive = replace(self.receive, alerts=DyingAlerts())

    def recover(self) -> None:
        self.receive = replace(self.receive, alerts=ReceivedAlerts())

    def find(self, incident_id: str) -> AlertedIncident:
        if incident_id not in self.incidents:
            raise IncidentUnknown
        return self.incidents[incident_id]

    def move_incident(self, **changes: Any) -> None:
        self.incidents[FIRE.incident_id] = replace(self.incidents[FIRE.incident_id], **changes)

    def ask(self, method: str, path: str, body: Any = None, *, group: str = "supervisor", **more: Any) -> Answer:
        return call_api(
            [self.staff], method, path, body, group=group, sub="person-1", claims={"name": "김지원"}, **more
        )

    def register(self, name: str = "kma", **changes: Any) -> str:
        """The key of a new sender."""
        status, answer = self.ask(
            "POST", "/alert-senders", {"name": name, "title": "기상청", "speaks_for": [SENDER], **changes}
        )
        assert status == 201, answer
        return str(answer["key"])

    def send(self, document: bytes, key: str | None, media_type: str = "application/cap+xml") -> Answer:
        """As API Gateway hands over what is of a binary media type."""
        event = gateway_event(
            "POST",
            "/alerts",
            resource="/alerts",
            body=b64encode(document).decode(),
            headers={"Content-Type": media_type, **({"X-Sender-Key": key} if key is not None else {})},
        )
        answer = self.door({**event, "isBase64Encoded": True}, Context())
        return answer["statusCode"], json.loads(answer["body"])

    def told(self) -> list[CityEventV1]:
        """The city events that were sent since this was last asked."""
        sqs, found = boto3.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(CityEventV1.model_validate_json(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    def documents(self) -> list[str]:
        return [each["Key"] for each in boto3.client("s3").list_objects_v2(Bucket="alerts").get("Contents", [])]
