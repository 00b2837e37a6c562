"""The board's door: who signs in, what they hear who do not, and the page itself."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from city.aws.edge.sign_in import StaffSession
from city.aws.observability import observed
from city.contracts.session import MAX_BODY_BYTES
from city.crosswalk.bootstrap import build_session
from tests.integration.crosswalk_in_moto import load_function
from tests.integration.moto_city import Context

PASSWORD = "Correct-horse-battery-1"  # pragma: allowlist secret


class Pool:
    """A user pool with the client of the board."""

    def __init__(self) -> None:
        self.cognito = boto3.client("cognito-idp")
        pool = self.cognito.create_user_pool(
            PoolName="staff", Policies={"PasswordPolicy": {"MinimumLength": 14, "RequireUppercase": True}}
        )
        self.id = pool["UserPool"]["Id"]
        client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="page", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )
        self.client_id = client["UserPoolClient"]["ClientId"]

    def hire(self, username: str, group: str, *, permanent: bool = True) -> None:
        self.cognito.admin_create_user(
            UserPoolId=self.id, Username=username, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
        )
        if permanent:
            self.cognito.admin_set_user_password(
                UserPoolId=self.id, Username=username, Password=PASSWORD, Permanent=True
            )
        self.cognito.create_group(UserPoolId=self.id, GroupName=group)
        self.cognito.admin_add_user_to_group(UserPoolId=self.id, Username=username, GroupName=group)


def call(session: Any, method: str, route: str, body: Any = None) -> Any:
    handler = observed(load_function("board", "app").make_app(lambda: session))
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    event = {
        "httpMethod": method,
        "path": route,
        "resource": route,
        "headers": {"Content-Type": "application/json"},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": text,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": route, "httpMethod": method, "requestId": "request-1"},
    }
    return handler(event, Context())


@pytest.fixture
def pool(cloud):
    return Pool()


@pytest.fixture
def post(pool: Pool):
    session = build_session({"STAGE": "local", "STAFF_CLIENT_ID": pool.client_id})

    def post(body: Any) -> tuple[int, Any]:
        answer = call(session, "POST", "/session", body)
        return answer["statusCode"], json.loads(answer["body"])

    return post


def test_an_operator_signs_in_and_hears_what_they_may_do(pool: Pool, post: Any) -> None:
    pool.hire("operator", "clerk")

    status, session = post({"username": "operator", "password": PASSWORD})

    assert (status, session["groups"]) == (200, ["clerk"])
    assert session["token"].count(".") == 2


def test_a_wrong_password_and_a_stranger_hear_the_same(pool: Pool, post: Any) -> None:
    pool.hire("operator", "clerk")

    wrong = post({"username": "operator", "password": "x" * 20})
    stranger = post({"username": "nobody", "password": PASSWORD})

    assert wrong == stranger
    assert (wrong[0], wrong[1]["error"]) == (401, "sign_in_refused")


def test_a_temporary_password_is_changed_first_and_not_for_a_weak_one(pool: Pool, post: Any) -> None:
    pool.hire("new", "clerk", permanent=False)
    _, asked = post({"username": "new", "password": PASSWORD})
    assert asked["challenge"] == "new_password"
    answer = {"username": "new", "session": asked["session"], "challenge": "new_password"}

    status, session = post({**answer, "answer": "Another-horse-battery-2"})

    assert (status, session["groups"]) == (200, ["clerk"])


class Refusing:
    """Cognito that says one thing to everybody."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def refuse(**asked: Any) -> Any:
            raise self.error

        return refuse


ASKS = {
    "password": {"username": "a", "password": "b"},
    "code": {"username": "a", "session": "s", "challenge": "code", "answer": "1"},
    "new_password": {"username": "a", "session": "s", "challenge": "new_password", "answer": "1"},
}


@pytest.mark.parametrize(
    ("code", "ask", "status", "error"),
    [
        ("TooManyRequestsException", "password", 429, "too_many_sign_ins"),
        ("LimitExceededException", "password", 429, "too_many_sign_ins"),
        ("UserNotConfirmedException", "password", 401, "sign_in_refused"),
        ("InvalidParameterException", "password", 401, "sign_in_refused"),
        ("InvalidParameterException", "code", 401, "code_wrong"),
        ("CodeMismatchException", "code", 401, "code_wrong"),
        ("ExpiredCodeException", "code", 401, "code_wrong"),
        ("InvalidPasswordException", "new_password", 400, "password_too_weak"),
        ("InvalidParameterException", "new_password", 400, "password_too_weak"),
        ("InternalErrorException", "password", 503, "staff_pool_unreachable"),
        ("ResourceNotFoundException", "password", 500, "internal_error"),
    ],
)
def test_what_cognito_refuses_is_told_as_it_was_meant(code: str, ask: str, status: int, error: str) -> None:
    refusing: Any = Refusing(ClientError({"Error": {"Code": code}}, "InitiateAuth"))

    answer = call(StaffSession(refusing, "client"), "POST", "/session", ASKS[ask])

    assert (answer["statusCode"], json.loads(answer["body"])["error"]) == (status, error)


def test_a_user_pool_that_does_not_answer_is_said_to_be_unreachable() -> None:
    refusing: Any = Refusing(EndpointConnectionError(endpoint_url="x"))

    assert call(StaffSession(refusing, "client"), "POST", "/session", ASKS["password"])["statusCode"] == 503


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{}", '{"username": "a"}', '{"username": "' + "a" * 200 + '", "password": "b"}']
)
def test_what_is_no_request_is_refused_without_repeating_it(body: str) -> None:
    answer = call(None, "POST", "/session", body)

    assert answer["statusCode"] == 400
    assert "aaa" not in answer["body"]


def test_a_request_that_is_too_large_is_refused() -> None:
    assert call(None, "POST", "/session", "x" * (MAX_BODY_BYTES + 1))["statusCode"] == 413
