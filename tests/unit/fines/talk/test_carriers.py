"""What each carrier is sent, byte for byte, and what its answers mean."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from city.fines.errors import TextNotTaken, TextRefused
from city.fines.talk.adapters.carriers import (
    MessageHubCarrier,
    MessageHubKeys,
    NhnCloudCarrier,
    NhnCloudKeys,
    SandboxCarrier,
    Sender,
    SolapiCarrier,
    SolapiKeys,
    fresh_nonce,
    open_post,
)
from city.fines.talk.adapters.sns_carrier import SnsCarrier
from city.kernel.errors import Rejected, Transient
from city.kernel.phone import PhoneNumber
from city.kernel.text import OutboundText, byte_length

TO = PhoneNumber("+821012345678")
SENDER = Sender("0233960000", "중구청 주차관리과")
SHORT, LONG = "12가3456 32,000원", "가" * 60
KEY = "answer:mo-1"
HUB_KEY = hashlib.sha256(KEY.encode()).hexdigest()[:30]
SECRETS = ("the-api-key", "the-password", "the-token", "the-secret", "12345678", KEY)


class FakeClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **time: int) -> None:
        self.moment += timedelta(**time)


class FakePost:
    """Answers with each of `answers` in turn; an error among them is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        self.requests.append((url, dict(headers), body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, value = answer
        return status, value if isinstance(value, bytes) else json.dumps(value).encode()

    @property
    def paths(self) -> list[str]:
        return [url.partition(".kr")[2] for url, _, _ in self.requests]


def discreet(error: Exception) -> bool:
    return not [secret for secret in SECRETS if secret in repr(error) or secret in str(error.__cause__)]


# --- what the gateways share ---


@pytest.mark.parametrize("number", ["0233960000", "023396000", "0313960000", "03112345678", "15881234", "120"])
def test_an_office_sends_from_its_registered_number(number: str) -> None:
    assert Sender(number, "안내").number == number


@pytest.mark.parametrize(
    "number", ["01012345678", "07012345678", "05012345678", "02-3396-0000", "+82233960000", "", "1577"]
)
def test_an_office_sends_from_no_other_number(number: str) -> None:
    with pytest.raises(ValueError, match="sender"):
        Sender(number, "안내")


@pytest.mark.parametrize("keys", [MessageHubKeys, SolapiKeys, NhnCloudKeys])
def test_keys_show_themselves_nowhere(keys: type[MessageHubKeys | SolapiKeys | NhnCloudKeys]) -> None:
    held = keys.model_validate(dict.fromkeys(keys.model_fields, "the-secret"))

    assert "the-secret" not in f"{held!r} {held}"
    with pytest.raises(ValueError) as refused:
        keys.model_validate_json('{"other": "the-secret"}')
    assert "the-secret" not in str(refused.value)


def test_a_nonce_suits_every_gateway_and_is_new_each_time() -> None:
    assert len(fresh_nonce()) == 16
    assert fresh_nonce().isalnum()
    assert fresh_nonce() != fresh_nonce()


class FakePool:
    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.asked: dict[str, Any] = {}

    def request(self, method: str, url: str, **asked: Any) -> Any:
        self.asked = {"method": method, "url": url, **asked}
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def test_a_post_goes_to_one_address_only() -> None:
    pool = FakePool(urllib3.HTTPResponse(b"{}", status=302))

    answer = open_post(3, pool)("https://a.example.org/x", {"A": "b"}, b"body")  # type: ignore[arg-type]

    assert answer == (302, b"{}")
    assert pool.asked == {
        "method": "POST", "url": "https://a.example.org/x", "headers": {"A": "b"}, "body": b"body", "redirect": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "failure",
    [
        urllib3.exceptions.ReadTimeoutError(urllib3.HTTPSConnectionPool("a"), "/the-secret", "timed out"),
        urllib3.exceptions.ProtocolError("the-secret"),
        urllib3.exceptions.SSLError("the-secret"),
    ],
)
def test_a_network_that_fails_may_be_asked_again_and_names_no_address(failure: Exception) -> None:
    with pytest.raises(Transient) as failed:
        open_post(3, FakePool(failure))("https://a.example.org/the-secret", {}, b"")  # type: ignore[arg-type]

    assert str(failed.value) == type(failure).__name__
    assert failed.value.__suppress_context__


# --- SNS ---


class FakeSns:
    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.published: list[dict[str, Any]] = []

    def publish(self, **asked: Any) -> None:
        if self.failure:
            raise self.failure
        self.published.append(asked)


def test_sns_is_asked_for_the_dependable_route() -> None:
    client = FakeSns()

    SnsCarrier(client).send(TO, SHORT, KEY)  # type: ignore[arg-type]

    assert client.published == [
        {
            "PhoneNumber": "+821012345678",
            "Message": SHORT,
            "MessageAttributes": {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}},
        }
    ]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("InvalidParameter", TextRefused),  # no such number, or it has opted out: both for good
        ("Throttled", TextNotTaken),
        ("InternalError", TextNotTaken),
        ("AuthorizationError", TextNotTaken),
    ],
)
def test_sns_says_whether_to_try_again_and_no_number_when_it_fails(code: str, kind: type[Exception]) -> None:
    failure = ClientError({"Error": {"Code": code, "Message": "+821012345678 is not valid"}}, "Publish")

    with pytest.raises(kind) as failed:
        SnsCarrier(FakeSns(failure)).send(TO, SHORT, KEY)  # type: ignore[arg-type]

    assert discreet(failed.value)
    assert failed.value.__suppress_context__


# --- LG U+ Message Hub ---

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
        self.carrier = MessageHubCarrier(HUB_KEYS, SENDER, self.post, self.clock, lambda: next(nonces))


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


# --- Solapi ---

SOLAPI_KEYS = SolapiKeys.model_validate_json('{"api_key": "the-api-key", "api_secret": "the-secret"}')


def solapi(*answers: Any) -> tuple[SolapiCarrier, FakePost]:
    post = FakePost(*answers)
    return SolapiCarrier(SOLAPI_KEYS, SENDER, post, FakeClock(), lambda: "0123456789abcdef"), post


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


# --- NHN Cloud ---

NHN_KEYS = NhnCloudKeys.model_validate_json('{"app_key": "the-api-key", "secret_key": "the-secret"}')


def nhn(*answers: Any) -> tuple[NhnCloudCarrier, FakePost]:
    post = FakePost(*answers)
    return NhnCloudCarrier(NHN_KEYS, SENDER, post), post


def nhn_answer(code: int = 0, message: str = "SUCCESS", result: int | None = 0) -> tuple[int, dict[str, Any]]:
    header = {"isSuccessful": code == 0, "resultCode": code, "resultMessage": message}
    results = [{"recipientNo": "01012345678", "resultCode": result, "resultMessage": "", "recipientSeq": 1}]
    return 200, {
        "header": header,
        "body": {"data": {"requestId": "r", "sendResultList": results}} if not code else None,
    }


def test_nhn_is_sent_a_short_text_under_its_key() -> None:
    carrier, post = nhn(nhn_answer())

    carrier.send(TO, SHORT, KEY)

    assert post.requests == [
        (
            "https://sms.api.nhncloudservice.com/sms/v3.0/appKeys/the-api-key/sender/sms",
            {
                "Content-Type": "application/json;charset=UTF-8",
                "X-Secret-Key": "the-secret",
                "X-NC-API-IDEMPOTENCY-KEY": hashlib.sha256(KEY.encode()).hexdigest(),
            },
            (
                f'{{"body":"{SHORT}","sendNo":"0233960000",'
                '"recipientList":[{"recipientNo":"01012345678","countryCode":"82"}]}'
            ).encode(),
        )
    ]


def test_nhn_is_sent_a_long_text_as_mms_with_its_title() -> None:
    carrier, post = nhn(nhn_answer())

    carrier.send(TO, LONG, KEY)

    assert post.requests[0][0].endswith("/sender/mms")
    assert json.loads(post.requests[0][2])["title"] == "중구청 주차관리과"


@pytest.mark.parametrize(
    "answer",
    [
        nhn_answer(),
        (200, {"header": {"isSuccessful": True, "resultCode": 0}}),
        nhn_answer(-1005, "The same 'X-NC-API-IDEMPOTENCY-KEY' was used within the last 10 minute."),
    ],
)
def test_a_text_nhn_took_now_or_before_is_taken(answer: Any) -> None:
    carrier, _ = nhn(answer)

    carrier.send(TO, SHORT, KEY)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (nhn_answer(-1005, "Service parameter is invalid."), TextNotTaken, "-1005"),
        (nhn_answer(-9999, "System error."), TextNotTaken, "-9999"),
        (nhn_answer(-2312, "Not regist sendno."), TextNotTaken, "-2312"),
        (nhn_answer(-2023, "Unacceptable characters"), TextRefused, "-2023"),
        (nhn_answer(-2019, "RecipientNo is invalid."), TextRefused, "-2019"),
        (nhn_answer(result=-2019), TextRefused, "-2019"),
        (nhn_answer(result=-2021), TextNotTaken, "-2021"),
        ((429, b""), TextNotTaken, "HTTP 429"),
    ],
)
def test_nhns_answers_are_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    carrier, _ = nhn(answer)

    with pytest.raises(error) as failed:
        carrier.send(TO, SHORT, KEY)

    assert str(failed.value) == code
    assert discreet(failed.value)


# --- the make-believe carrier ---


def test_the_sandbox_takes_what_the_city_sends_and_nothing_twice() -> None:
    clock = FakeClock()
    carrier = SandboxCarrier(clock, "안내")

    for wait_minutes, key in ((0, "1"), (9, "1"), (0, "2"), (1, "1")):
        clock.pass_(minutes=wait_minutes)
        carrier.send(TO, LONG, key)

    assert [(text.key, text.text.kind) for text in carrier.taken] == [("1", "lms"), ("2", "lms"), ("1", "lms")]


@pytest.mark.parametrize(
    "text",
    [
        OutboundText("sms", None, "가" * 45 + "!"),
        OutboundText("sms", None, ""),
        OutboundText("sms", None, "😀"),
        OutboundText("sms", None, "똠"),
        OutboundText("lms", "가" * 20 + "!", LONG),
        OutboundText("lms", None, LONG),
        OutboundText("lms", "안내", "가" * 1000 + "!"),
    ],
)
def test_the_sandbox_refuses_what_a_carrier_refuses(text: OutboundText) -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")

    with pytest.raises(TextRefused):
        carrier.take(TO, text, KEY)

    assert carrier.taken == []


def test_the_sandbox_knows_no_foreign_number() -> None:
    with pytest.raises(TextRefused):
        SandboxCarrier(FakeClock(), "안내").send(PhoneNumber("+14255550182"), SHORT, KEY)


@given(st.text(st.characters(), min_size=1, max_size=2500))
def test_whatever_the_city_writes_the_sandbox_takes_unless_nothing_is_left(text: str) -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")

    if byte_length(text):
        carrier.send(TO, text, KEY)
    else:
        with pytest.raises(TextRefused):
            carrier.send(TO, text, KEY)

    assert len(carrier.taken) == bool(byte_length(text))


def test_a_fault_befalls_one_call_and_the_key_keeps_the_text_single() -> None:
    carrier = SandboxCarrier(FakeClock(), "안내", faults=["throttled", "timeout", None])

    with pytest.raises(TextNotTaken):
        carrier.send(TO, SHORT, KEY)
    assert carrier.taken == []
    with pytest.raises(TextNotTaken):
        carrier.send(TO, SHORT, KEY)
    carrier.send(TO, SHORT, KEY)
    carrier.send(TO, SHORT, KEY)

    assert len(carrier.taken) == 1


def test_the_sandbox_shows_no_number() -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")
    carrier.send(TO, SHORT, KEY)

    assert "12345678" not in repr(carrier)
