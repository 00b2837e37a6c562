"""Agencies in moto: tables as the template declares them, every part the real one but the clock and the wire outside."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import boto3

from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.operations.agencies.adapters.sandbox_partner import SandboxPartner
from city.operations.agencies.adapters.secret_keys import SecretKeys
from city.operations.agencies.bootstrap import PlatformDoor, build_chooser, build_desk, build_door, build_teller
from city.operations.agencies.wire_writing import as_moment
from functions.operations.agencies.api.app import make_app as make_desk_app
from functions.operations.agencies.choose_agencies.handler import make_handler as make_chooser
from functions.operations.agencies.platform.app import make_app as make_platform_app
from functions.operations.agencies.tell_agency.handler import make_handler as make_teller
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import (
    NOW,
    REGION,
    Answer,
    Context,
    FixedClock,
    call_api,
    create_queue,
    create_secrets,
    sqs_event,
)
from tests.unit.operations.agencies.golden import envelope, event_body

CITY = "B4421000000"
TABLES = ("AGENCIES_TABLE", "AGENCY_MESSAGES_TABLE", "AGENCY_SESSIONS_TABLE")


def create_agency_tables() -> None:
    create_tables("infra/operations/agencies.yaml")


def create_tables(template: str) -> None:
    for name, table in resources_of(read_template(ROOT / template), "AWS::DynamoDB::Table").items():
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName=name, **{part: table[part] for part in wanted if part in table})


class AgenciesRoom:
    """Create inside moto."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        create_agency_tables()
        create_secrets({"keys": "no key yet", "door": "d" * 64})
        self.city_queue, self.notices_queue = create_queue("city-events"), create_queue("notices")
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            **{name: name.title().replace("_", "") for name in TABLES},
            # They are there where a test has a room of incidents too.
            "INCIDENTS_TABLE": "IncidentsTable",
            "CITY_EVENTS_TABLE": "CityEventsTable",
            "CITY_EVENTS_QUEUE_URL": self.city_queue,
            "AGENCY_NOTICES_QUEUE_URL": self.notices_queue,
            "AGENCY_KEYS_SECRET": "keys",  # pragma: allowlist secret
            "DOOR_PROOF_SECRET": "door",  # pragma: allowlist secret
            "AGENCY_GATEWAY": "sandbox",
            "AGENCY_HOSTS": "platform.example.kr,fire.example.kr",
            "CITY_CODE": CITY,
            "AGENCY_SESSION_MINUTES": "60",
            "AGENCY_REPLAY_MINUTES": "10",
            "AGENCY_AUDIT_DAYS": "1095",
        }
        self.door: PlatformDoor = build_door(self.environment, self.clock)
        self.desk = build_desk(self.environment, self.clock)
        keys = SecretKeys(boto3.client("secretsmanager"), "keys", self.clock)
        self.partner = SandboxPartner(self.clock, keys, keeps=False)
        self.teller = build_teller(self.environment, self.clock, line=self.partner)
        self.chooser = build_chooser(self.environment, self.clock)
        self.app = make_desk_app(lambda: self.desk)
        self.app.clock = self.clock

    # --- the door ---

    def knock(
        self,
        content: Any,
        content_type: str = "application/json",
        address: str = "211.1.2.3",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """What a partner posts, through the real application; a moment later than the one before."""
        self.clock.move(milliseconds=10)
        body = content.decode("utf-8", "surrogateescape") if isinstance(content, bytes) else content
        proof: Any = _Believed()
        app = make_platform_app(lambda: replace(self.door, proof=proof))
        said = {"Content-Type": content_type, "X-Viewer-Address": address, "X-Door-Proof": "d" * 64, **(headers or {})}
        return call_api([app], "POST", "/platform", body, headers=said)

    def auth(self, key: str, **changes: Any) -> Answer:
        return self.knock({**self.message("AUTH", body={"apiKey": key}), **changes})

    def message(self, service: str = "EVENT", **changes: Any) -> dict[str, Any]:
        return envelope(service, reqDate=as_moment(self.clock.now()), **changes)

    def tell(self, session: str, body: Mapping[str, Any] | None = None, **changes: Any) -> Answer:
        return self.knock(self.message(rrKey=session, body=body or event_body(), **changes))

    def session_of(self, agency_id: str) -> str:
        """A session of an agency that was given a key by two supervisors."""
        status, answer = self.auth(self.key_of(agency_id))
        assert (status, answer["result"]) == (200, "0")
        session: str = answer["message"]
        return session

    # --- the staff ---

    def call(
        self, method: str, path: str, body: Any = None, group: str = "supervisor", sub: str = "kim", **query: str
    ) -> Answer:
        claims = {"auth_time": str(int(self.clock.now().timestamp())), "name": sub.title()}
        return call_api([self.app], method, path, body, group=group, sub=sub, query=query, claims=claims)

    def key_of(self, agency_id: str, credential: str = "incoming", **more: Any) -> str:
        """A key that one supervisor proposed and another approved."""
        overlap = more.pop("overlap_hours", 0)
        proposal = {"credential": credential, "overlap_hours": overlap, "reason": "새 기관 연계"}
        status, answer = self.call("POST", f"/agencies/{agency_id}/credentials", proposal)
        assert status == 200, answer
        decision = {"approve": True, "reason": "확인했습니다", **more}
        status, answer = self.call("POST", f"/agencies/{agency_id}/credentials/decision", decision, sub="lee")
        assert status == 200, answer
        return str(answer["secret"])

    def configure(self, agency_id: str, **changes: Any) -> None:
        """Changes an agency's terms by the API."""
        _, listed = self.call("GET", "/agencies")
        known = [each for each in listed["agencies"] if each["config"]["agency_id"] == agency_id]
        config = known[0]["config"] if known else {"agency_id": agency_id, "name_ko": "기관", "name_en": "Agency"}
        revision = known[0]["revision"] if known else 0
        body = {"revision": revision, "reason": "연계 조건 변경", "config": {**config, **changes}}
        status, answer = self.call("PUT", f"/agencies/{agency_id}", body)
        assert status == 200, answer

    def messages(self, agency_id: str) -> list[dict[str, Any]]:
        status, answer = self.call("GET", f"/agencies/{agency_id}/messages", limit="200")
        assert status == 200
        return list(answer["messages"])

    def line(self, agency_id: str) -> dict[str, Any]:
        _, answer = self.call("GET", "/agencies", group="operator")
        return next(each for each in answer["agencies"] if each["config"]["agency_id"] == agency_id)

    # --- what goes out ---

    def happen(self, event: IncidentOpenedV1 | IncidentChangedV1) -> list[str]:
        """The bus tells it. Returns what failed."""
        message = {
            "version": "0",
            "id": "bus-1",
            "source": event.source,
            "detail-type": event.detail_type,
            "time": NOW.isoformat(),
            "detail": event.model_dump(mode="json"),
        }
        return self._run(make_chooser(lambda: self.chooser), json.dumps(message))

    def work_off(self, most: int = 5_000) -> int:
        """Handles the notices on the queue, one by one; those that wait for later too. Returns how many failed."""
        failed = 0
        for _ in range(most):
            (body,) = take(self.notices_queue, 1) or ("",)
            if not body:
                return failed
            failed += len(self._run(make_teller(lambda: self.teller), body))
        return failed

    def _run(self, handler: Callable[[Any, Context], Any], body: str) -> list[str]:
        answer = handler(sqs_event(body), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def told(self) -> list[dict[str, Any]]:
        """What the partner took, as values."""
        return [json.loads(body) for _, body in self.partner.received]


class _Believed:
    """Stands for the city's own door: the address that it says is believed."""

    def is_right(self, shown: str) -> bool:
        return bool(shown)


def take(queue: str, most: int = 10) -> list[str]:
    """Takes messages off a queue."""
    sqs = boto3.client("sqs")
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=most).get("Messages", [])
    for message in found:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in found]


def take_all(queue: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while bodies := take(queue):
        found += [json.loads(body) for body in bodies]
    return found
