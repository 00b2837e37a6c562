"""From where a request comes: at the door everybody comes from the door, which says for whom it stands and proves itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp, Response
from city.aws.observability import metrics

VIEWER, EDGE = "203.0.113.7", "130.176.0.1"
NOW, BEFORE = b"n" * 64, b"b" * 64


class Unreadable(Exception):
    pass


@dataclass
class Town:
    """An app behind a door; what is right can change, and can be out of reach."""

    right: tuple[bytes, ...] = (NOW, BEFORE)
    moment: datetime = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
    readable: bool = True
    reads: int = 0
    app: CityApp = field(init=False)

    def __post_init__(self) -> None:
        door = DoorProof(self.read, self)
        self.app = where_am_i(CityApp("town", door=lambda: door))

    def now(self) -> datetime:
        return self.moment

    def read(self) -> tuple[bytes, ...]:
        self.reads += 1
        if not self.readable:
            raise Unreadable
        return self.right

    def ask(self, **headers: str) -> str:
        return ask(self.app, {name.replace("_", "-"): value for name, value in headers.items()})


def where_am_i(app: CityApp) -> CityApp:
    @app.route("/where", methods=["GET"])
    def where() -> Response:
        return Response(body={"address": app.caller_address})

    return app


def ask(app: CityApp, headers: dict[str, str], source: str | None = EDGE) -> str:
    event: dict[str, Any] = {
        "path": "/where",
        "headers": headers,
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": "/where", "httpMethod": "GET", "requestId": "1"},
    }
    if source:
        event["requestContext"]["identity"] = {"sourceIp": source}
    return str(json.loads(app(event, None)["body"])["address"])


@pytest.fixture
def counted() -> Iterator[Any]:
    """The names of what was counted."""
    metrics().clear_metrics()
    yield lambda: set(metrics().metric_set)
    metrics().clear_metrics()


@pytest.mark.parametrize("proof", [NOW, BEFORE], ids=["right", "right before the last change"])
def test_the_door_is_believed(proof: bytes, counted: Any) -> None:
    assert Town().ask(X_Viewer_Address=VIEWER, X_Door_Proof=proof.decode()) == VIEWER
    assert not counted() & {"DoorUnproven", "DoorProofUnread"}


@pytest.mark.parametrize(
    "forged",
    [{}, {"X_Door_Proof": ""}, {"X_Door_Proof": "x" * 64}, {"X_Door_Proof": "n" * 63}, {"X_Door_Proof": "문\udc80"}],
    ids=["no proof", "an empty one", "a wrong one", "a part of it", "no text at all"],
)
def test_nobody_else_is_believed(forged: dict[str, str], counted: Any) -> None:
    assert Town().ask(X_Viewer_Address="10.9.8.7", **forged) == EDGE
    assert "DoorUnproven" in counted()


def test_an_empty_secret_is_no_proof() -> None:
    assert Town(right=(b"",)).ask(X_Viewer_Address="10.9.8.7", X_Door_Proof="") == EDGE


def test_the_door_may_say_nothing(counted: Any) -> None:
    town = Town()

    assert town.ask(X_Door_Proof=NOW.decode()) == EDGE
    assert ask(town.app, {}, source=None) == "-"
    assert "DoorUnproven" not in counted()


def test_an_app_that_knows_no_door_may_not_ask() -> None:
    """Else all who come by the door are counted as one, and nobody sees it before they are refused."""
    with pytest.raises(KeyError, match="address"):
        ask(where_am_i(CityApp("town")), {"X-Viewer-Address": VIEWER, "X-Door-Proof": NOW.decode()})


def test_the_secret_is_read_once_and_only_if_somebody_shows_a_proof() -> None:
    town = Town()
    town.ask()
    town.ask(X_Viewer_Address=VIEWER)
    assert town.reads == 0

    for _ in range(3):
        town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode())
    assert town.reads == 1


def test_whoever_tries_proofs_makes_one_read_a_minute() -> None:
    town = Town()
    for serial in range(120):
        town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=f"{serial:064}")
        town.moment += timedelta(seconds=1)

    assert town.reads == 2


def test_a_worker_that_lives_on_learns_of_a_new_proof() -> None:
    town = Town()
    town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode())

    town.right, town.moment = (b"f" * 64, NOW), town.moment + timedelta(minutes=1)

    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof="f" * 64) == VIEWER
    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode()) == VIEWER
    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=BEFORE.decode()) == EDGE


def test_citizens_are_answered_while_the_secret_cannot_be_read_and_an_alarm_may_ring(counted: Any) -> None:
    town = Town(readable=False)

    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode()) == EDGE
    assert "DoorProofUnread" in counted()

    town.readable, town.moment = True, town.moment + timedelta(minutes=1)
    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode()) == VIEWER


def test_what_was_right_stays_right_while_the_secret_cannot_be_read() -> None:
    town = Town()
    town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode())

    town.readable, town.moment = False, town.moment + timedelta(hours=1)

    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof="x" * 64) == EDGE
    assert town.ask(X_Viewer_Address=VIEWER, X_Door_Proof=NOW.decode()) == VIEWER
