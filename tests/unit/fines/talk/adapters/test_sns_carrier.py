from typing import Any

import pytest
from botocore.exceptions import ClientError

from city.fines.talk.adapters.sns_carrier import SnsCarrier
from city.fines.talk.errors import TextNotTaken, TextRefused
from tests.unit.fines.talk.adapters.carriers import KEY, SHORT, TO, discreet


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
