from typing import Any

import pytest
import urllib3

from city.fines.talk.adapters.gateways import Sender, fresh_nonce, open_post
from city.fines.talk.adapters.message_hub import MessageHubKeys
from city.fines.talk.adapters.nhn_cloud import NhnCloudKeys
from city.fines.talk.adapters.solapi import SolapiKeys
from city.kernel.errors import Transient


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
        "method": "POST",
        "url": "https://a.example.org/x",
        "headers": {"A": "b"},
        "body": b"body",
        "redirect": False,
    }


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
