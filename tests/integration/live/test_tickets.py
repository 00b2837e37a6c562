"""A connection is opened with a ticket: once, soon, by whoever it was given to."""

import json

import boto3
import pytest

from tests.integration.live_in_moto import LiveInMoto


def ticket_of(live: LiveInMoto, group: str = "clerk") -> str:
    status, answer = live.ask_api("POST", "/ticket", group)
    assert status == 200
    assert answer["expires_in"] == 60
    return str(answer["ticket"])


def effect_of(policy: dict) -> str:
    (statement,) = policy["policyDocument"]["Statement"]
    return str(statement["Effect"])


def test_a_ticket_lets_in_whoever_it_was_given_to_and_says_their_groups(live: LiveInMoto) -> None:
    admitted = live.authorize(f"dongne.v1, dongne.ticket.{ticket_of(live, 'clerk,manager')}")

    assert effect_of(admitted) == "Allow"
    assert admitted["principalId"] == "kim"
    assert admitted["context"] == {"person": "kim", "groups": "clerk,manager"}


def test_a_ticket_opens_one_connection(live: LiveInMoto) -> None:
    offered = f"dongne.v1,dongne.ticket.{ticket_of(live)}"

    assert [effect_of(live.authorize(offered)) for _ in range(3)] == ["Allow", "Deny", "Deny"]


def test_a_ticket_is_too_old_after_a_minute_whether_or_not_the_table_has_forgotten_it(live: LiveInMoto) -> None:
    early, late = ticket_of(live), ticket_of(live)

    live.clock.move(seconds=59)
    assert effect_of(live.authorize(f"dongne.v1, dongne.ticket.{early}")) == "Allow"
    live.clock.move(seconds=2)
    assert effect_of(live.authorize(f"dongne.v1, dongne.ticket.{late}")) == "Deny"


@pytest.mark.parametrize("offered", [None, "", "dongne.v1", "dongne.ticket.", f"dongne.ticket.{'a' * 43}"])
def test_nobody_comes_in_without_a_ticket_of_the_citys(live: LiveInMoto, offered: str | None) -> None:
    ticket_of(live)

    refused = live.authorize(offered)

    assert effect_of(refused) == "Deny"
    assert refused["context"] == {}


def test_no_ticket_stands_in_the_table(live: LiveInMoto) -> None:
    ticket = ticket_of(live)

    kept = boto3.resource("dynamodb").Table("ConnectionsTable").scan()["Items"]

    assert len(kept) == 1
    assert ticket not in json.dumps(kept, default=str)


def test_no_ticket_is_logged(live: LiveInMoto, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = ticket_of(live)
    live.authorize(f"dongne.v1, dongne.ticket.{ticket}")
    live.authorize(f"dongne.v1, dongne.ticket.{ticket}")

    assert ticket not in capsys.readouterr().out


def test_a_connection_is_answered_with_the_protocol_that_it_offered(live: LiveInMoto) -> None:
    assert live.call("connection-1", "CONNECT")["headers"] == {"Sec-WebSocket-Protocol": "dongne.v1"}
