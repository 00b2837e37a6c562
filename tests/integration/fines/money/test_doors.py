"""The public doors as API Gateway calls them, tried by somebody who means harm."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.aws.observability import observed
from city.contracts.fines.deposits import MAX_BODY_BYTES, SIGNATURE_HEADER
from city.contracts.fines.message_hub import MAX_BODY_BYTES as MAX_BATCH_BYTES
from city.fines.money.adapters.sandbox_bank import SandboxBank
from city.fines.talk.limits import (
    WEB_MESSAGES_AN_HOUR_AT_MOST,
    WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST,
    WEB_MISSES_OF_AN_ADDRESS_AT_MOST,
)
from functions.fines.money.doors.app import make_app as make_doors_app
from functions.fines.talk.chat.app import make_app as make_chat_app
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import Context

BANK = SandboxBank(b"b" * 64)


HUB_SECRET = "h" * 40


@pytest.fixture
def call(fines: FinesInMoto):
    """Calls a door with the department's parts, and so the department's clock."""
    apps = {"/chat": make_chat_app(lambda: fines.chat)}
    doors = make_doors_app(lambda: fines.doors)

    def call(
        method: str, route: str, *, body: Any = None, headers: Any = None, ip: str = "203.0.113.7", **more: Any
    ) -> Any:
        event = {
            "httpMethod": method,
            "path": route,
            "resource": route,
            "headers": {"Content-Type": "application/json", **(headers or {})},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": None,
            "pathParameters": more.pop("path", None),
            "stageVariables": None,
            "body": body.decode() if isinstance(body, bytes) else body,
            "isBase64Encoded": False,
            "requestContext": {
                "resourcePath": route,
                "httpMethod": method,
                "requestId": "request-1",
                "identity": {"sourceIp": ip},
            },
        }
        answer = observed(apps.get(route, doors))(event, Context())
        text = answer["body"]
        return answer["statusCode"], json.loads(text) if text.startswith("{") else text

    return call


def notification(**changes: Any) -> bytes:
    usual = {
        "version": 1,
        "bank": "NH",
        "deposit_id": "deposit-1",
        "account_number": "79010000000000",
        "amount_krw": 32_000,
        "deposited_at": "2026-11-10T12:00:00+09:00",
    }
    return json.dumps({**usual, **changes}).encode()


def queued(fines: FinesInMoto) -> list[dict[str, Any]]:
    url = fines.environment["DEPOSITS_QUEUE_URL"]
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in messages]


def test_a_signed_deposit_is_taken_and_queued(fines: FinesInMoto, call) -> None:
    body = notification()

    status, answer = call("POST", "/deposits", body=body, headers=BANK.sign(body, "delivery-1", fines.clock.now()))

    assert (status, answer) == (202, {"deposit_key": "NH:deposit-1"})
    assert [message["deposit_id"] for message in queued(fines)] == ["deposit-1"]


def test_headers_are_read_in_any_case(fines: FinesInMoto, call) -> None:
    body = notification()
    headers = {name.upper(): value for name, value in BANK.sign(body, "delivery-1", fines.clock.now()).items()}

    assert call("POST", "/deposits", body=body, headers=headers)[0] == 202


def test_a_replayed_delivery_is_refused_and_a_new_one_of_the_same_deposit_is_not(fines: FinesInMoto, call) -> None:
    body = notification()
    headers = BANK.sign(body, "delivery-1", fines.clock.now())
    call("POST", "/deposits", body=body, headers=headers)

    replayed = call("POST", "/deposits", body=body, headers=headers)
    told_again = call("POST", "/deposits", body=body, headers=BANK.sign(body, "delivery-2", fines.clock.now()))

    assert replayed[0] == 409
    assert replayed[1]["error"] == "deposit_replayed"
    assert told_again[0] == 202


def test_a_forger_gets_nothing_in(fines: FinesInMoto, call) -> None:
    body, now = notification(), fines.clock.now()
    signed = BANK.sign(body, "delivery-1", now)
    attempts = {
        "no signature": (body, {}),
        "another amount": (notification(amount_krw=1), signed),
        "another secret": (body, SandboxBank(b"c" * 64).sign(body, "delivery-1", now)),
        "an empty secret": (body, SandboxBank(b"").sign(body, "delivery-1", now)),
        "another delivery": (body, {**signed, "x-bank-delivery": "delivery-2"}),
        "another time": (body, {**signed, "x-bank-timestamp": str(int(now.timestamp()) + 1)}),
        "no delivery": (body, BANK.sign(body, "", now)),
        "letters for a signature": (body, {**signed, SIGNATURE_HEADER: "v1=가나다"}),
        "six minutes old": (body, BANK.sign(body, "delivery-3", now - timedelta(minutes=6))),
        "six minutes ahead": (body, BANK.sign(body, "delivery-4", now + timedelta(minutes=6))),
    }

    statuses = {name: call("POST", "/deposits", body=b, headers=h)[0] for name, (b, h) in attempts.items()}

    assert statuses == dict.fromkeys(attempts, 401)
    assert queued(fines) == []


def test_a_signed_body_out_of_shape_is_refused_without_repeating_it(fines: FinesInMoto, call) -> None:
    for position, body in enumerate((b"{", b"[]", b"null", notification(account_number="790-가나다"), b"")):
        headers = BANK.sign(body, f"delivery-{position}", fines.clock.now())

        status, answer = call("POST", "/deposits", body=body, headers=headers)

        assert status == 400
        assert "790-가나다" not in json.dumps(answer, ensure_ascii=False)


def test_a_body_too_large_is_refused_before_it_is_read(fines: FinesInMoto, call) -> None:
    body = b'"' + b"x" * MAX_BODY_BYTES + b'"'

    status, answer = call("POST", "/deposits", body=body, headers=BANK.sign(body, "delivery-1", fines.clock.now()))

    assert (status, answer["error"]) == (413, "body_too_large")
    assert set(answer["message"]) == {"ko", "en"}


# --- the message hub -------------------------------------------------------------------------------


def batch(*items: dict[str, Any]) -> bytes:
    usual = {
        "moKey": "pcNUC3QGVk.6cDbSU",
        "moNumber": "00003396",
        "moType": "SMSMO",
        "moCallback": "01012345678",
        "productCode": "SMSMO",
        "moTitle": None,
        "moMsg": "계좌 12가3456",
        "telco": "LGU",
        "contentCnt": 0,
        "contentInfoLst": None,
        "moRecvDt": "2026-11-10 12:00:00",
    }
    return json.dumps({"moCnt": len(items), "moLst": [{**usual, **item} for item in items]}).encode()


def waiting(fines: FinesInMoto, queue: str) -> list[str]:
    url = fines.environment[queue]
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in messages]


def test_a_text_of_the_message_hub_is_answered_like_any_other(fines: FinesInMoto, call) -> None:
    fines.add_notice()

    answer = call("POST", "/mo/{secret}", body=batch({}), path={"secret": HUB_SECRET})
    (body,) = waiting(fines, "TEXTS_QUEUE_URL")
    fines.deliver(body)

    assert answer == (200, {"code": "10000"})
    assert "32,000원" in fines.post.last()


def test_a_wrong_path_finds_nothing_there(fines: FinesInMoto, call) -> None:
    for secret in ("", "h" * 39, "h" * 41, "H" * 40, "가" * 40):
        assert call("POST", "/mo/{secret}", body=batch({}), path={"secret": secret})[0] == 404
    assert waiting(fines, "TEXTS_QUEUE_URL") == []


def test_what_nobody_can_read_is_set_aside_and_holds_nobody_up(fines: FinesInMoto, call) -> None:
    answer = call("POST", "/mo/{secret}", body=batch({"moKey": None}, {}), path={"secret": HUB_SECRET})

    assert answer == (200, {"code": "10000"})
    assert len(waiting(fines, "TEXTS_QUEUE_URL")) == 1
    assert len(waiting(fines, "TEXTS_QUARANTINE_URL")) == 1


def test_a_batch_too_large_is_refused(fines: FinesInMoto, call) -> None:
    status, _ = call("POST", "/mo/{secret}", body=b" " * (MAX_BATCH_BYTES + 1), path={"secret": HUB_SECRET})

    assert status == 413


# --- the web chat ----------------------------------------------------------------------------------


def said(text: str, message_id: str = "message-00000001", session: str = "s" * 20) -> str:
    return json.dumps({"version": 1, "session": session, "message_id": message_id, "text": text})


def test_a_visitor_who_knows_number_and_plate_hears_where_to_pay_and_no_more(fines: FinesInMoto, call) -> None:
    number = fines.add_notice()

    status, answer = call("POST", "/chat", body=said(f"{number} 12가3456 계좌 주세요"))

    assert status == 200
    assert "32,000원" in answer["reply"]
    assert "퇴계로" not in answer["reply"]
    assert "홍길동" not in answer["reply"]


def test_a_visitor_with_the_plate_alone_hears_the_same_whether_or_not_it_has_a_case(fines: FinesInMoto, call) -> None:
    fines.add_notice()

    real = call("POST", "/chat", body=said("과태료 12가3456", "message-00000001"))
    none = call("POST", "/chat", body=said("과태료 99하9999", "message-00000002"))

    assert real == none


def test_a_message_sent_again_gets_the_same_answer_and_no_second_account(fines: FinesInMoto, call) -> None:
    number = fines.add_notice()
    body = said(f"{number} 12가3456 계좌 주세요")

    first, again = call("POST", "/chat", body=body), call("POST", "/chat", body=body)

    assert first == again
    assert len(fines.bound_accounts()) == 1


def test_a_talk_that_asks_too_much_waits_and_nobody_else_at_its_address(fines: FinesInMoto, call) -> None:
    for turn in range(WEB_MESSAGES_AN_HOUR_AT_MOST):
        call("POST", "/chat", body=said("납부 방법", f"message-{turn:08d}"))

    refused = call("POST", "/chat", body=said("납부 방법", "message-99999999"))
    neighbour = call("POST", "/chat", body=said("납부 방법", "message-88888888", "another-session-0"))

    assert (refused[0], neighbour[0]) == (429, 200)


def test_a_machine_with_a_new_talk_for_every_message_is_stopped_by_its_address(fines: FinesInMoto, call) -> None:
    fines.visited("ip", "203.0.113.7", WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST)

    refused = call("POST", "/chat", body=said("납부 방법", "message-99999999", "another-session-0"))
    elsewhere = call("POST", "/chat", body=said("납부 방법", "message-88888888"), ip="198.51.100.9")

    assert (refused[0], elsewhere[0]) == (429, 200)


def test_guesses_with_a_new_talk_each_find_nothing_more_and_refuse_nobody(fines: FinesInMoto, call) -> None:
    """Neighbours of a guesser on a carrier's address go on talking; what they look up, a person answers."""
    number = fines.add_notice()
    fines.visited("ip misses", "203.0.113.7", WEB_MISSES_OF_AN_ADDRESS_AT_MOST - 1)
    question = f"{number} 12가3456 얼마예요"
    assert "40,000" not in call("POST", "/chat", body=said(f"{number} 99하9999 얼마예요"))[1]["reply"]

    paused = call("POST", "/chat", body=said(question, "message-00000001", "another-session-0"))
    advised = call("POST", "/chat", body=said("납부 방법", "message-00000002", "another-session-1"))
    elsewhere = call("POST", "/chat", body=said(question, "message-00000003", "another-session-2"), ip="198.51.100.9")

    assert (paused[0], paused[1]["outcome"]) == (200, "ticketed")
    assert (advised[0], advised[1]["outcome"]) == (200, "answered")
    assert elsewhere[1]["outcome"] == "answered"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "",
        said(""),
        said("가" * 1001),
        said("네", session="short"),
        said("네", message_id="m"),
        said("네").replace('"version": 1', '"version": 3'),
        said("").replace('"version": 1', '"version": 2'),
        said("네")[:-1] + ', "more": 1}',
    ],
)
def test_a_message_out_of_shape_is_refused(call, body: str) -> None:
    assert call("POST", "/chat", body=body)[0] == 400
