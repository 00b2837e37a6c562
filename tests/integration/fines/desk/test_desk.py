"""Signing in at the staff's page, over moto's user pool."""

import json
import re
from typing import Any

import boto3
import pytest

from city.aws.observability import observed
from city.contracts.session import MAX_BODY_BYTES
from city.fines.desk.bootstrap import build_sign_in
from functions.fines.desk.page.app import make_app
from tests.integration.pages import call_page

PASSWORD = "Correct-horse-battery-1"  # pragma: allowlist secret


class Pool:
    """A user pool with the client of the staff's page."""

    def __init__(self) -> None:
        self.cognito = boto3.client("cognito-idp")
        self.id = self.cognito.create_user_pool(
            PoolName="staff", Policies={"PasswordPolicy": {"MinimumLength": 14, "RequireUppercase": True}}
        )["UserPool"]["Id"]
        client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="page", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )
        self.client_id = client["UserPoolClient"]["ClientId"]

    def hire(self, username: str, *groups: str, permanent: bool = True) -> str:
        """A person with PASSWORD, temporary or not. Returns the id the records know them by."""
        user = self.cognito.admin_create_user(
            UserPoolId=self.id, Username=username, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
        )["User"]
        if permanent:
            self.cognito.admin_set_user_password(
                UserPoolId=self.id, Username=username, Password=PASSWORD, Permanent=True
            )
        for group in groups:
            self.cognito.create_group(UserPoolId=self.id, GroupName=group)
            self.cognito.admin_add_user_to_group(UserPoolId=self.id, Username=username, GroupName=group)
        return next(attribute["Value"] for attribute in user["Attributes"] if attribute["Name"] == "sub")

    def demand_codes_of(self, username: str) -> None:
        token = self.cognito.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
        )["AuthenticationResult"]["AccessToken"]
        self.cognito.associate_software_token(AccessToken=token)
        self.cognito.verify_software_token(AccessToken=token, UserCode="123456")
        self.cognito.set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )


@pytest.fixture
def pool(cloud):
    return Pool()


@pytest.fixture
def post(pool: Pool):
    """Sends a body to /session, as API Gateway hands it over."""
    sign_in = build_sign_in({"STAGE": "local", "STAFF_CLIENT_ID": pool.client_id})
    handler = observed(make_app(lambda: sign_in))

    def post(body: Any) -> tuple[int, Any]:
        answer = call_page(handler, "POST", "/session", body if isinstance(body, str) else json.dumps(body))
        assert answer["headers"]["Cache-Control"] == "no-store"
        return answer["statusCode"], json.loads(answer["body"])

    return post


def test_a_clerk_signs_in_and_hears_what_they_may_do(pool: Pool, post) -> None:
    staff_id = pool.hire("clerk", "clerk")

    status, answer = post({"username": "clerk", "password": PASSWORD})

    assert status == 200
    assert answer["token"].count(".") == 2
    assert answer["expires_in"] == 3600
    assert answer["groups"] == ["clerk"]
    assert answer["staff_id"] == staff_id


def test_whoever_is_in_no_group_signs_in_and_may_do_nothing(pool: Pool, post) -> None:
    pool.hire("visitor")

    assert post({"username": "visitor", "password": PASSWORD})[1]["groups"] == []


def test_a_wrong_password_and_an_unknown_name_hear_the_same(pool: Pool, post) -> None:
    pool.hire("clerk", "clerk")

    wrong = post({"username": "clerk", "password": "Wrong-horse-battery-1"})
    unknown = post({"username": "nobody", "password": PASSWORD})

    assert wrong == unknown
    assert wrong[0] == 401
    assert wrong[1]["error"] == "sign_in_refused"
    assert set(wrong[1]["message"]) == {"ko", "en"}


def test_a_temporary_password_is_exchanged_for_one_of_their_own(pool: Pool, post) -> None:
    pool.hire("clerk", "clerk", permanent=False)
    status, asked = post({"username": "clerk", "password": PASSWORD})
    attempt = {"username": "clerk", "session": asked["session"], "challenge": asked["challenge"]}

    weak = post({**attempt, "answer": "short"})
    strong = post({**attempt, "answer": "My-own-long-password-1"})

    assert (status, asked["challenge"], asked["secret"]) == (200, "new_password", None)
    assert (weak[0], weak[1]["error"]) == (400, "password_too_weak")
    assert strong[1]["groups"] == ["clerk"]
    assert post({"username": "clerk", "password": "My-own-long-password-1"})[0] == 200  # pragma: allowlist secret
    assert post({"username": "clerk", "password": PASSWORD})[0] == 401


def test_a_second_factor_is_asked_for_after_the_password(pool: Pool, post) -> None:
    pool.hire("clerk", "clerk")
    pool.demand_codes_of("clerk")

    status, asked = post({"username": "clerk", "password": PASSWORD})
    answer = post({"username": "clerk", "session": asked["session"], "challenge": "code", "answer": "123456"})

    assert (status, asked["challenge"]) == (200, "code")
    assert "token" not in asked
    assert answer[1]["groups"] == ["clerk"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        {},
        {"username": "clerk"},
        {"username": "", "password": PASSWORD},
        {"username": "clerk", "password": ""},
        {"username": "clerk", "password": "x" * 257},
        {"username": "clerk", "password": PASSWORD, "more": 1},
        {"username": ["clerk"], "password": PASSWORD},
        {"username": "clerk", "session": "s", "challenge": "sms", "answer": "1"},
    ],
)
def test_a_body_out_of_shape_is_refused_without_repeating_it(post, body: Any) -> None:
    status, answer = post(body)

    assert status == 400
    assert PASSWORD not in json.dumps(answer)


def test_a_body_too_large_is_refused(post) -> None:
    assert post({"username": "clerk", "password": "x" * MAX_BODY_BYTES})[0] == 413


def test_the_page_comes_with_a_policy_that_lets_it_talk_to_its_own_origin_only(pool: Pool) -> None:
    answer = call_page(observed(make_app(upload_origins=tuple)), "GET", "/desk")

    policy = answer["headers"]["Content-Security-Policy"]
    assert answer["statusCode"] == 200
    assert "connect-src 'self';" in policy
    assert "unsafe-inline" not in policy
    assert "<title>주정차 과태료 업무" in answer["body"]


def test_the_page_may_post_to_the_inboxes_and_nowhere_else(pool: Pool) -> None:
    inbox = "https://inbox.s3.ap-northeast-2.amazonaws.com"

    answer = call_page(observed(make_app(upload_origins=lambda: (inbox,))), "GET", "/desk")

    assert (
        f"connect-src 'self' {inbox}; base-uri 'none'; form-action 'none'"
        in answer["headers"]["Content-Security-Policy"]
    )


def test_the_parts_of_the_page_are_served_beside_it_and_kept_under_their_digest(pool: Pool) -> None:
    page = call_page(observed(make_app(upload_origins=tuple)), "GET", "/desk")
    named = re.findall(r'(?:src|href)="parts/([a-z.]+)\?v=(\w+)"', page["body"])

    answers = {name: get_part(name, digest) for name, digest in named}

    assert answers.keys() > {"page.css", "page.js", "staff.js", "fines.desk.css", "fines.desk.js"}
    assert "script-src 'self'; style-src 'self';" in page["headers"]["Content-Security-Policy"]
    for name, answer in answers.items():
        assert answer["statusCode"] == 200
        assert answer["headers"]["Content-Type"].startswith("text/css" if name.endswith("css") else "text/javascript")
        assert "immutable" in answer["headers"]["Cache-Control"]
        assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_a_part_asked_for_by_another_digest_is_served_and_not_kept(pool: Pool) -> None:
    assert get_part("page.js", "0123456789abcdef")["headers"]["Cache-Control"] == "no-store"
    assert get_part("page.js", None)["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing.js", "page.html", "..%2Fpage.js", "..%2F..%2Fweb.py", "page", ".js"])
def test_what_is_no_part_is_not_found(pool: Pool, name: str) -> None:
    assert get_part(name, None)["statusCode"] == 404


def get_part(name: str, digest: str | None) -> Any:
    return call_page(observed(make_app(upload_origins=tuple)), "GET", "/parts/{part}", part=name, v=digest)
