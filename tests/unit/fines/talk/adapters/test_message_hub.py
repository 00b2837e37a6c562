import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.adapters.message_hub import MessageHubCarrier, MessageHubKeys
from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.errors import Rejected, Transient
from city.kernel.phone import PhoneNumber
from tests.unit.fines.talk.adapters.carriers import HUB_KEY, KEY, LONG, SENDER, SHORT, TO, FakeClock, FakePost, discreet

HUB_KEYS = MessageHubKeys.model_validate_json('{"api_key": "the-api-key", "api_password": "the-password"}')
TOKEN = (200, {"code": "10000", "message": "성공", "data": {"token": "the-token", "refreshToken": "r"}})
# Computed with openssl from the password and the first nonce.
PASSWORD_SENT = "uDA8OAWPIpPeeyKHHcDPWWXT6ks+LJnWNoy4EGURPP7eCz9S3yGILv9Sd4RCaB31V5VBObZ+CYgeCq8mbttJtQ=="  # pragma: allowlist secret


def taken(code: str = "10000") -> tuple[int, dict[str, Any]]:
    result = {"cliKey": HUB_KEY, "msgKey": "tw9Tomlcen.6bTb0O", "phone": "01012345678", "code": code, "message": "성공"}
    return 200, {"code": "10000", "message": "성공", "data": [result]}


class Hub:
    def __init__(self, *answers: Any) -> None:
        self.post, self.clock = FakePost(*answers), FakeClock()
        nonces = iter(f"nonce{number}" for number in range(1, 100))
        self.carrier = MessageHubCarrier(
            keys=HUB_KEYS, sender=SENDER, post=self.post, clock=self.clock, nonce=lambda: next(nonces)
        )


def test_the_hub_is_sent_a_short_text_as_sms() -> None:
    hub = Hub(TOKEN, taken())

    hub.carrier.send(TO, SHORT, KEY)

    assert hub.post.requests == [
        (
            "https://api.msghub.uplus.co.kr/auth/v1/nonce1",
            {"Content-Type": "application/json"},
            f'{{"apiKey":"the-api-key","apiPwd":"{PASSWORD_SENT}"}}'.encode(),  # pragma: allowlist secret
        ),
        (
            "https://api.msghub.uplus.co.kr/msg/v1/sms",
            {"Authorization": "Bearer the-token", "Content-Type": "application/json"},
            (
                '{"callback":"0233960000","msg":"12가3456 32,000원",'
                f'"recvInfoLst":[{{"cliKey":"{HUB_KEY}","phone":"01012345678"}}]}}'
            ).encode(),
        ),
    ]


def test_the_hub_is_sent_a_long_text_as_lms_with_its_title() -> None:
    hub = Hub(TOKEN, taken())

    hub.carrier.send(TO, LONG, KEY)

    url, _, body = hub.post.requests[1]
    assert url.endswith("/msg/v1/mms")
    assert json.loads(body) == {
        "title": "중구청 주차관리과",
        "callback": "0233960000",
        "msg": LONG,
        "recvInfoLst": [{"cliKey": HUB_KEY, "phone": "01012345678"}],
    }


@given(st.text(max_size=300))
def test_a_key_of_the_hubs_is_short_stable_and_tells_nothing(key: str) -> None:
    hub = Hub(TOKEN, taken(), taken(), taken())

    for each in (key, key, key + "!"):
        hub.carrier.send(TO, SHORT, each)

    first, again, other = (json.loads(body)["recvInfoLst"][0]["cliKey"] for _, _, body in hub.post.requests[1:])
    assert first == again != other
    assert len(first) == 30
    assert first.isalnum()


def test_a_token_serves_fifty_minutes() -> None:
    hub = Hub(TOKEN, taken(), taken(), TOKEN, taken())

    hub.carrier.send(TO, SHORT, "1")
    hub.clock.pass_(minutes=49, seconds=59)
    hub.carrier.send(TO, SHORT, "2")
    hub.clock.pass_(seconds=1)
    hub.carrier.send(TO, SHORT, "3")

    assert hub.post.paths == ["/auth/v1/nonce1", "/msg/v1/sms", "/msg/v1/sms", "/auth/v1/nonce2", "/msg/v1/sms"]


@pytest.mark.parametrize(
    "refusal", [(401, {"code": "29011"}), (401, b""), (401, {"code": "20004"}), (200, {"code": "29011"})]
)
def test_a_token_that_ended_early_is_renewed_once(refusal: Any) -> None:
    hub = Hub(TOKEN, refusal, TOKEN, taken())

    hub.carrier.send(TO, SHORT, KEY)

    assert hub.post.paths == ["/auth/v1/nonce1", "/msg/v1/sms", "/auth/v1/nonce2", "/msg/v1/sms"]
    assert hub.post.requests[1][2] == hub.post.requests[3][2]


def test_a_token_is_renewed_only_once() -> None:
    hub = Hub(TOKEN, (401, {"code": "29025"}), TOKEN, (401, {"code": "29025"}))

    with pytest.raises(TextNotTaken, match="29025"):
        hub.carrier.send(TO, SHORT, KEY)

    assert hub.post.answers == []


@pytest.mark.parametrize(
    "answer", [taken(), taken("29005"), (400, {"code": "29005"}), (200, {"code": "10000", "data": None})]
)
def test_a_text_the_hub_took_now_or_before_is_taken(answer: Any) -> None:
    Hub(TOKEN, answer).carrier.send(TO, SHORT, KEY)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((400, {"code": "29002", "message": "CPS"}), "29002"),
        ((400, {"code": 29015}), "29015"),
        ((200, {"code": "29018"}), "29018"),
        ((400, {"code": "21001"}), "21001"),
        ((500, {"code": "65999"}), "65999"),
        ((400, {"code": "77777"}), "77777"),
        (taken("31112"), "31112"),
        ((400, {"code": "to 01012345678: no"}), "unreadable"),
        ((400, {"code": "01012345678"}), "unreadable"),
        ((503, b"<html>the-secret</html>"), "HTTP 503"),
        ((200, b""), "HTTP 200"),
        (TextNotTaken("ReadTimeoutError"), "ReadTimeoutError"),
    ],
)
def test_what_the_hub_could_not_take_now_may_be_sent_again(answer: Any, code: str) -> None:
    with pytest.raises(TextNotTaken) as failed:
        Hub(TOKEN, answer).carrier.send(TO, SHORT, KEY)

    assert str(failed.value) == code
    assert isinstance(failed.value, Transient)
    assert discreet(failed.value)


@pytest.mark.parametrize("code", ["29000", "29001", "29010", "29020", "30109", "30114", "31000", "31104"])
@pytest.mark.parametrize("in_the_list", [True, False])
def test_what_the_hub_will_never_take_is_refused(code: str, in_the_list: bool) -> None:
    hub = Hub(TOKEN, taken(code) if in_the_list else (400, {"code": code}))

    with pytest.raises(TextRefused) as refused:
        hub.carrier.send(TO, SHORT, KEY)

    assert refused.value.detail == code
    assert isinstance(refused.value, Rejected)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((401, {"code": "20002", "message": "the-password"}), "20002"),
        ((401, {"code": "20001", "data": None}), "20001"),
        ((200, {"code": "10000", "data": {"token": ""}}), "HTTP 200"),
        ((502, b"bad gateway"), "HTTP 502"),
    ],
)
def test_wrong_keys_keep_the_text_waiting(answer: Any, code: str) -> None:
    with pytest.raises(TextNotTaken) as failed:
        Hub(answer).carrier.send(TO, SHORT, KEY)

    assert str(failed.value) == code
    assert discreet(failed.value)


def test_a_foreign_number_is_refused_before_anything_is_sent() -> None:
    hub = Hub()

    with pytest.raises(TextRefused):
        hub.carrier.send(PhoneNumber("+14255550182"), SHORT, KEY)

    assert hub.post.requests == []
