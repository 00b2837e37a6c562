import hashlib
import hmac
import json
from typing import Any

import pytest

from city.fines.talk.adapters.solapi import SolapiCarrier, SolapiKeys
from city.fines.talk.errors import TextNotTaken, TextRefused
from tests.unit.fines.talk.adapters.carriers import HUB_KEY, KEY, LONG, SENDER, SHORT, TO, FakeClock, FakePost, discreet

SOLAPI_KEYS = SolapiKeys.model_validate_json('{"api_key": "the-api-key", "api_secret": "the-secret"}')


def solapi(*answers: Any) -> tuple[SolapiCarrier, FakePost]:
    post = FakePost(*answers)
    return SolapiCarrier(
        keys=SOLAPI_KEYS, sender=SENDER, post=post, clock=FakeClock(), nonce=lambda: "0123456789abcdef"
    ), post


def test_solapi_is_sent_a_signed_long_text() -> None:
    carrier, post = solapi((200, {"failedMessageList": [], "groupInfo": {"groupId": "G4V"}}))

    carrier.send(TO, LONG, KEY)

    signature = hmac.new(b"the-secret", b"2026-11-22T01:02:03Z0123456789abcdef", hashlib.sha256).hexdigest()
    assert post.requests == [
        (
            "https://api.solapi.com/messages/v4/send-many/detail",
            {
                "Authorization": "HMAC-SHA256 apiKey=the-api-key, date=2026-11-22T01:02:03Z, salt=0123456789abcdef, "
                f"signature={signature}",
                "Content-Type": "application/json",
            },
            (
                f'{{"messages":[{{"to":"01012345678","from":"0233960000","text":"{LONG}","type":"LMS",'
                f'"subject":"중구청 주차관리과","customFields":{{"key":"{HUB_KEY}"}}}}]}}'
            ).encode(),
        )
    ]


def test_solapi_is_sent_a_short_text_without_a_subject() -> None:
    carrier, post = solapi((200, {}))

    carrier.send(TO, SHORT, KEY)

    (message,) = json.loads(post.requests[0][2])["messages"]
    assert message["type"] == "SMS"
    assert "subject" not in message


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ((200, {"failedMessageList": [{"statusCode": "1062", "to": "01012345678"}]}), TextNotTaken, "1062"),
        ((400, {"errorCode": "ValidationError", "errorMessage": "01012345678"}), TextRefused, "ValidationError"),
        ((403, {"errorCode": "NotEnoughBalance"}), TextNotTaken, "NotEnoughBalance"),
        ((400, {"errorCode": "no 01012345678"}), TextNotTaken, "unreadable"),
        ((429, b"slow down"), TextNotTaken, "HTTP 429"),
        ((200, b"<html>"), TextNotTaken, "HTTP 200"),
    ],
)
def test_solapis_answers_are_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    carrier, _ = solapi(answer)

    with pytest.raises(error) as failed:
        carrier.send(TO, SHORT, KEY)

    assert str(failed.value) == code
    assert discreet(failed.value)
