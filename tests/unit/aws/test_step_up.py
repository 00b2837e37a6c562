"""Routes that show whole personal data want a sign-in of the last five minutes."""

import json
from typing import Any

import pytest

from city.aws.edge.staff_api import RECENT, StaffApi
from city.contracts.base import Contract
from tests.integration.moto_city import NOW, Context, FixedClock, gateway_event


class Shown(Contract):
    name: str


def ask(path: str, claims: dict[str, Any], group: str = "clerk") -> tuple[int, Any]:
    app = StaffApi("fines")
    app.clock = FixedClock()

    @app.post("/disclosure", ["clerk"], recent=True)
    def disclose() -> Contract:
        return Shown(name="whole")

    @app.post("/masked", ["clerk"])
    def show() -> Contract:
        return Shown(name="masked")

    answer = app(gateway_event("POST", path, resource=path, body="{}", group=group, claims=claims), Context())
    return answer["statusCode"], json.loads(answer["body"])


def ago(seconds: float) -> str:
    return str(int(NOW.timestamp() - seconds))


@pytest.mark.parametrize("moment", [ago(0), ago(RECENT.total_seconds()), int(ago(10))])
def test_who_has_just_signed_in_sees_it(moment):
    assert ask("/disclosure", {"auth_time": moment})[0] == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"auth_time": ago(RECENT.total_seconds() + 1)},
        {"auth_time": "soon"},
        {"auth_time": ""},
        {"auth_time": "9" * 40},
        {},
    ],
)
def test_who_signed_in_before_or_nobody_knows_when_signs_in_again(claims):
    status, answer = ask("/disclosure", claims)

    assert (status, answer["error"]) == (403, "sign_in_again")
    assert "다시 로그인" in answer["message"]["ko"]
    assert "sign in again" in answer["message"]["en"]


def test_who_may_not_see_it_at_all_is_not_sent_to_sign_in():
    assert ask("/disclosure", {}, group="auditor")[1]["error"] == "forbidden"


def test_a_fresh_token_of_an_old_sign_in_is_an_old_sign_in():
    claims = {"auth_time": ago(3600), "iat": ago(1)}

    assert ask("/disclosure", claims)[1]["error"] == "sign_in_again"


def test_other_routes_ask_for_no_more_than_a_token():
    assert ask("/masked", {"auth_time": ago(30_000)})[0] == 200
