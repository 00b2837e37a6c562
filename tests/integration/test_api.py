"""The API as API Gateway calls it, its door tried by somebody who means harm."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from api.app import make_app

from city.aws.observability import observed
from city.contracts.deposits import MAX_BODY_BYTES, SIGNATURE_HEADER
from city.fines.banks import SandboxBank
from tests.integration.fines_in_moto import Context, FinesInMoto

BANK = SandboxBank(b"b" * 64)


@pytest.fixture
def call(fines: FinesInMoto):
    """Calls the API with the department's counter, and so the department's clock."""
    handler = observed(make_app(lambda: fines.counter))

    def call(method: str, route: str, *, body: Any = None, headers: Any = None, groups: Any = None, **more: Any) -> Any:
        event = {
            "httpMethod": method,
            "path": route,
            "resource": route,
            "headers": {"Content-Type": "application/json", **(headers or {})},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": {k: [v] for k, v in more.pop("query", {}).items()} or None,
            "pathParameters": more.pop("path", None),
            "stageVariables": None,
            "body": body.decode() if isinstance(body, bytes) else body,
            "isBase64Encoded": False,
            "requestContext": {
                "resourcePath": route,
                "httpMethod": method,
                "requestId": "request-1",
                "authorizer": {"claims": {"sub": "staff-1", "cognito:groups": groups}} if groups is not None else {},
            },
        }
        answer = handler(event, Context())
        return answer["statusCode"], json.loads(answer["body"])

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


@pytest.mark.parametrize("groups", [None, "", "citizen", "[visitors clerks]"])
def test_only_staff_see_suspense(call, groups: Any) -> None:
    assert call("GET", "/suspense", groups=groups)[0] == 403


@pytest.mark.parametrize("groups", ["clerk", "auditor,manager", "[clerk manager]", ["clerk"]])
def test_staff_see_suspense_however_the_groups_are_spelled(call, groups: Any) -> None:
    assert call("GET", "/suspense", groups=groups) == (200, {"suspense": [], "next_page": None})


def test_suspense_is_read_page_by_page(fines: FinesInMoto, call) -> None:
    for serial in range(5):
        fines.pay("79099999999999", 1000 + serial, f"deposit-{serial}")
        fines.clock.move(seconds=1)

    amounts, page = [], {}
    for _ in range(3):
        status, answer = call("GET", "/suspense", groups="clerk", query={"limit": "2", **page})
        assert status == 200
        amounts.append([entry["amount_krw"] for entry in answer["suspense"]])
        page = {"page": answer["next_page"]} if answer["next_page"] else {}

    assert amounts == [[1000, 1001], [1002, 1003], [1004]]
    assert page == {}


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"limit": "-1"}, {"limit": "٣"}, {"page": "x"}])
def test_a_page_that_does_not_exist_is_refused(call, query: dict[str, str]) -> None:
    assert call("GET", "/suspense", groups="clerk", query=query)[0] == 400


def test_a_deposit_is_shown_to_staff_and_an_unknown_one_is_not_found(fines: FinesInMoto, call) -> None:
    fines.pay("79099999999999", 32_000)

    status, deposit = call("GET", "/deposits/{deposit_key}", groups="clerk", path={"deposit_key": "NH:deposit-1"})
    unknown = call("GET", "/deposits/{deposit_key}", groups="clerk", path={"deposit_key": "NH:none"})
    delivery = call("GET", "/deposits/{deposit_key}", groups="clerk", path={"deposit_key": "delivery#delivery-1"})

    assert status == 200
    assert deposit["reason"] == "unknown_account"
    assert deposit["deposited_at"] == "2026-11-10T03:00:00+00:00"
    assert unknown[0] == delivery[0] == 404
