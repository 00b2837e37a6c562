"""The city's doors, tried from outside."""

import base64
import json
import socket
import ssl
import urllib.request
import uuid

import pytest

from infra.fines.street import FinesClient
from infra.local.calls import call
from infra.local.city import City
from infra.local.staff import staff_token


def tampered(token: str) -> str:
    head, _, signature = token.split(".")
    claims = json.dumps({"sub": "x", "cognito:groups": ["manager"], "token_use": "id"}).encode()
    return f"{head}.{base64.urlsafe_b64encode(claims).rstrip(b'=').decode()}.{signature}"


@pytest.mark.parametrize("path", ["/suspense", "/deposits/NH:none"])
def test_staff_doors_stay_shut_without_a_real_token(city: City, path: str) -> None:
    url = city.api_url("fines") + path
    token = staff_token(city)

    statuses = [
        call(url, None, headers)[0]
        for headers in (
            {},
            {"Authorization": "x"},
            {"Authorization": "Bearer x.y.z"},
            {"Authorization": tampered(token)},
        )
    ]

    assert statuses == [401] * 4
    assert call(url, None, {"Authorization": token})[0] in (200, 404)


def test_a_staff_member_without_a_group_sees_nothing(city: City) -> None:
    cognito, pool = city.client("cognito-idp"), city.output("StaffPoolId")
    password = f"Visitor-{uuid.uuid4().hex}"
    cognito.admin_create_user(UserPoolId=pool, Username="visitor", TemporaryPassword=password, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="visitor", Password=password, Permanent=True)
    token = cognito.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=city.output("StaffClientId"),
        AuthParameters={"USERNAME": "visitor", "PASSWORD": password},
    )["AuthenticationResult"]["IdToken"]

    assert call(city.api_url("fines") + "/suspense", None, {"Authorization": token})[0] == 403
    assert FinesClient(city).ask("GET", "/suspense")[0] == 200


def test_nobody_signs_up_as_staff(city: City) -> None:
    # The local cloud keeps the setting and does not act on it; whoever signs up there has no group, and sees nothing.
    pool = city.client("cognito-idp").describe_user_pool(UserPoolId=city.output("StaffPoolId"))["UserPool"]

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_the_mqtt_door_shows_the_citys_certificate(city: City) -> None:
    with urllib.request.urlopen(city.url("/_ministack/iot/ca.pem"), timeout=300) as answer:
        authority = answer.read().decode()
    context = ssl.create_default_context(cadata=authority)
    context.check_hostname = False

    with (
        socket.create_connection(("127.0.0.1", city.mqtt_port), timeout=300) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        assert secured.version() in ("TLSv1.2", "TLSv1.3")
