import hashlib
import json
from typing import Any

import pytest

from city.fines.talk.adapters.nhn_cloud import NhnCloudCarrier, NhnCloudKeys
from city.fines.talk.errors import TextNotTaken, TextRefused
from tests.unit.fines.talk.adapters.carriers import KEY, LONG, SENDER, SHORT, TO, FakePost, discreet

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
