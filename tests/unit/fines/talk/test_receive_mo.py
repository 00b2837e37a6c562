import json
import logging
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from city.aws.observability import metrics
from city.contracts.fines.message_hub import MAX_BODY_BYTES
from city.contracts.fines.sms import InboundMessage
from city.fines.talk.errors import DeliveryTooLarge, TextNotQueued
from city.fines.talk.service.receive_mo import ReceiveMo
from city.kernel.errors import NotFound, Transient

SECRET = "s" * 40
UNREACHABLE = EndpointConnectionError(endpoint_url="https://sqs.example.org")
THROTTLED = ClientError({"Error": {"Code": "ThrottlingException"}}, "SendMessage")


class FakeQueue:
    """Fails with each of `failures` in turn, then takes everything."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.bodies: list[str] = []
        self.calls = 0

    def send(self, body: str) -> None:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        self.bodies.append(body)

    @property
    def texts(self) -> list[str]:
        return [InboundMessage.model_validate_json(body).text for body in self.bodies]


@pytest.fixture(autouse=True)
def _no_metrics_left():
    metrics().clear_metrics()
    yield
    metrics().clear_metrics()


def item(text: str, moment: str = "2026-11-22 10:00:00", **changes: Any) -> dict[str, Any]:
    return {
        "moKey": f"key-{text}",
        "moNumber": "12341234",
        "moType": "SMSMO",
        "moCallback": "01012340000",
        "productCode": "SMSMO",
        "moTitle": None,
        "moMsg": text,
        "telco": "KT",
        "contentCnt": 0,
        "contentInfoLst": None,
        "moRecvDt": moment,
        **changes,
    }


def posted(*items: object) -> bytes:
    return json.dumps({"moCnt": len(items), "moLst": items}).encode()


def counted() -> dict[str, float]:
    return {name: sum(metric["Value"]) for name, metric in metrics().metric_set.items()}


def test_a_batch_is_queued_in_the_order_it_was_written_and_acknowledged() -> None:
    inbound, quarantine = FakeQueue(), FakeQueue()
    late, early = item("나중", "2026-11-22 10:00:01"), item("먼저", "20261122100000")

    answer = ReceiveMo(SECRET.encode(), inbound, quarantine).receive(SECRET, posted(late, early))

    assert answer == {"code": "10000"}
    assert inbound.texts == ["먼저", "나중"]
    assert quarantine.bodies == []
    assert counted() == {"MoReceived": 2}


@pytest.mark.parametrize("guess", ["", "s", "s" * 39, "s" * 41, "S" * 40, "가" * 40, "\ud800"])
def test_without_the_secret_there_is_nothing_here(guess: str) -> None:
    inbound = FakeQueue()

    with pytest.raises(NotFound) as refused:
        ReceiveMo(SECRET.encode(), inbound, inbound).receive(guess, posted(item("안녕")))

    assert refused.value.code == "not_found"
    assert inbound.calls == 0


def test_a_guessable_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 characters"):
        ReceiveMo(b"short", FakeQueue(), FakeQueue())


def test_registering_the_webhook_is_acknowledged_and_queues_nothing() -> None:
    inbound, quarantine = FakeQueue(), FakeQueue()
    ping = json.dumps({"moKey": "", "moMsg": "", "moRecvDt": ""}).encode()

    answer = ReceiveMo(SECRET.encode(), inbound, quarantine).receive(SECRET, ping)

    assert answer == {"code": "10000"}
    assert inbound.calls == quarantine.calls == 0


def test_a_poison_item_is_quarantined_as_it_came_and_the_rest_is_taken() -> None:
    inbound, quarantine = FakeQueue(), FakeQueue()
    poison = item("독", "20260229000000")

    answer = ReceiveMo(SECRET.encode(), inbound, quarantine).receive(SECRET, posted(item("하나"), poison, item("둘")))

    assert answer == {"code": "10000"}
    assert inbound.texts == ["하나", "둘"]
    assert [json.loads(body) for body in quarantine.bodies] == [poison]
    assert counted() == {"MoReceived": 2, "MoQuarantined": 1}


@pytest.mark.parametrize("failure", [UNREACHABLE, THROTTLED, Transient()])
def test_a_queue_that_stumbles_twice_is_asked_again(failure: Exception) -> None:
    inbound = FakeQueue(failure, failure)

    answer = ReceiveMo(SECRET.encode(), inbound, FakeQueue()).receive(SECRET, posted(item("하나"), item("둘")))

    assert answer == {"code": "10000"}
    assert inbound.texts == ["하나", "둘"]


def test_a_queue_that_stays_down_is_no_acknowledgement() -> None:
    inbound, quarantine = FakeQueue(*[UNREACHABLE] * 3), FakeQueue()

    with pytest.raises(TextNotQueued):
        ReceiveMo(SECRET.encode(), inbound, quarantine).receive(SECRET, posted(item("하나"), item("독", "")))

    assert inbound.calls == 3
    assert quarantine.calls == 0


def test_an_item_that_cannot_even_be_quarantined_is_no_acknowledgement() -> None:
    with pytest.raises(TextNotQueued):
        ReceiveMo(SECRET.encode(), FakeQueue(), FakeQueue(*[THROTTLED] * 3)).receive(SECRET, posted(item("독", "")))


def test_a_batch_that_comes_again_brings_the_same_message_ids() -> None:
    inbound = FakeQueue()
    receive = ReceiveMo(SECRET.encode(), inbound, FakeQueue()).receive

    receive(SECRET, posted(item("하나")))
    receive(SECRET, posted(item("하나")))

    assert inbound.bodies[0] == inbound.bodies[1]


def test_more_than_the_hub_ever_sends_is_refused() -> None:
    with pytest.raises(DeliveryTooLarge):
        ReceiveMo(SECRET.encode(), FakeQueue(), FakeQueue()).receive(SECRET, b" " * (MAX_BODY_BYTES + 1))


def test_nothing_of_the_citizens_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    inbound = FakeQueue()

    with caplog.at_level(logging.DEBUG):
        ReceiveMo(SECRET.encode(), inbound, inbound).receive(SECRET, posted(item("비밀"), item("독약", "")))

    said = str([vars(record) for record in caplog.records])
    assert "texts nobody can read" in said
    assert not [word for word in ("비밀", "독약", "01012340000", SECRET) if word in said]
