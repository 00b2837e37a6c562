"""Live updates in moto: tables as the template declares them, the real handlers, and a wire that a test holds in hand."""

import json
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

from city.aws.live.sockets import ConnectionGone, Sockets, SocketTrouble
from city.contracts.live.changes import ChangeV1, LiveChangesV1
from city.live.bootstrap import (
    PollUseCases,
    SocketUseCases,
    build_admission,
    build_poll,
    build_socket,
    open_tables,
)
from city.live.service.admit_connection import AdmitConnection
from city.live.service.fan_out import FanOut
from city.live.settings import SocketSettings
from city.live.tables.changes import Changes
from city.live.tables.connections import Connections
from tests.integration import moto_city
from tests.integration.moto_city import REGION, Answer, Context, FixedClock, call_api, create_tables, sqs_event

load_function = partial(moto_city.load_function, "live")

TOPIC = "crosswalk.units"
KEPT = timedelta(hours=24)


class Wire(Sockets):
    """What was posted to each connection and not yet read; a connection may be gone, or in trouble."""

    def __init__(self) -> None:
        self.posted: dict[str, list[str]] = {}
        self.troubled: set[str] = set()
        self.down = False
        self.closed: list[str] = []

    def post(self, connection_id: str, text: str) -> None:
        if self.down or connection_id in self.troubled:
            raise SocketTrouble
        if connection_id not in self.posted:
            raise ConnectionGone
        self.posted[connection_id].append(text)

    def close(self, connection_id: str) -> None:
        if self.down:
            raise SocketTrouble
        self.posted.pop(connection_id, None)
        self.closed.append(connection_id)

    def take(self, connection_id: str) -> list[Any]:
        taken, self.posted[connection_id] = self.posted[connection_id], []
        return [json.loads(text) for text in taken]


class LiveInMoto:
    """Create inside moto; every part is the real one but the clock and the wire."""

    def __init__(self) -> None:
        self.clock, self.wire = FixedClock(), Wire()
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "CHANGES_TABLE": "ChangesTable",
            "CONNECTIONS_TABLE": "ConnectionsTable",
            "LIVE_TOPICS": f"{TOPIC}=auditor,clerk,manager;dividend.rounds=steward",
        }
        self._connections = 0

    def build(self) -> "LiveInMoto":
        create_tables("live")
        return self

    @cached_property
    def admission(self) -> AdmitConnection:
        return build_admission(self.environment, self.clock)

    @cached_property
    def socket(self) -> SocketUseCases:
        return build_socket(self.environment, self.clock)

    @cached_property
    def poll(self) -> PollUseCases:
        return build_poll(self.environment, self.clock)

    @cached_property
    def fan_out(self) -> FanOut:
        connection = open_tables(SocketSettings.from_environment(self.environment))
        changes = Changes(connection, KEPT, _no_pause)
        return FanOut(changes=changes, connections=Connections(connection), sockets=self.wire, clock=self.clock)

    # --- domains ---

    def change(self, key: str = "okgye", version: int = 1, **body: Any) -> ChangeV1:
        return ChangeV1(key=key, version=version, at=self.clock.now(), body=body or {"severity": "fine"})

    def publish(self, *changes: ChangeV1, topic: str = TOPIC) -> list[str]:
        """One message through the real handler. Returns the ids that failed."""
        return self.deliver(LiveChangesV1(topic=topic, changes=changes).model_dump_json())

    def deliver(self, *bodies: str) -> list[str]:
        handler = load_function("fan_out").make_handler(lambda: self.fan_out)
        answer = handler(sqs_event(*bodies), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    # --- pages ---

    def ask_api(self, method: str, path: str, group: Any = "clerk", **query: str) -> Answer:
        app = load_function("api", "app").make_app(lambda: self.poll)
        return call_api([app], method, path, "" if method == "POST" else None, group=group, sub="kim", query=query)

    def authorize(self, protocols: str | None) -> Any:
        headers = {"Sec-WebSocket-Protocol": protocols} if protocols is not None else {}
        handler = load_function("authorize").make_handler(lambda: self.admission)
        return handler({"headers": headers, "methodArn": "arn:aws:execute-api:…/$connect"}, Context())

    def connect(self, groups: str = "clerk") -> str:
        """Opens a connection as API Gateway does once the authorizer has let it in. Returns its id."""
        self._connections += 1
        name = f"connection-{self._connections}"
        self.call(name, "CONNECT", groups)
        self.wire.posted[name] = []
        return name

    def cut(self, name: str, *, noticed: bool = True) -> None:
        self.wire.posted.pop(name, None)
        if noticed:
            self.call(name, "DISCONNECT")

    def say(self, name: str, action: str, *places: Any, groups: str = "clerk") -> Any:
        """What the city answers."""
        answer = self.call(name, "MESSAGE", groups, json.dumps({"action": action, "topics": places}))
        return json.loads(answer["body"])

    def call(self, name: str, kind: str, groups: str = "clerk", body: str | None = None) -> Any:
        asked = {"connectionId": name, "eventType": kind, "authorizer": {"person": "kim", "groups": groups}}
        handler = load_function("answer_page").make_handler(lambda: self.socket)
        return handler({"requestContext": asked, "body": body}, Context())

    def forget_changes(self, topic: str, numbers: Iterable[int]) -> None:
        """As DynamoDB does with what has expired: at some time, in any order."""
        import boto3

        table = boto3.resource("dynamodb").Table("ChangesTable")
        for number in numbers:
            table.delete_item(Key={"topic": topic, "number": number})


def _no_pause(_: int) -> None:
    pass
