"""Whom the bounds by address count: whoever the city's door says, and nobody else's word."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from city.fines.talk.limits import WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.limits import LOOKED_UP_OF_AN_ADDRESS_AT_MOST, SIGNED_OF_AN_ADDRESS_AT_MOST
from tests.integration.fines.talk.web_visitor import Visitor
from tests.integration.fines_in_moto import DOOR_PROOF, FinesInMoto

EDGE, VIEWER, OTHER = "130.176.0.1", "203.0.113.7", "198.51.100.4"
Request = Callable[[Visitor], tuple[int, Any]]


def say(visitor: Visitor) -> tuple[int, Any]:
    return visitor.say("안녕하세요")


def look_up(visitor: Visitor) -> tuple[int, Any]:
    return visitor.post("/chat/progress", {"notice_number": "1140-2026-0000001", "plate": "12가3456"})


def ask_for_own_talk(visitor: Visitor) -> tuple[int, Any]:
    return visitor.post("/chat/mine", {"session": visitor.session})


# What each function counts by address, and a request to it.
BOUNDS = pytest.mark.parametrize(
    ("purpose", "at_most", "request_of"),
    [
        ("ip", WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST, say),
        ("ip files", SIGNED_OF_AN_ADDRESS_AT_MOST, Visitor.sign),
        ("ip progress", LOOKED_UP_OF_AN_ADDRESS_AT_MOST, look_up),
        ("ip own talk", LOOKED_UP_OF_AN_ADDRESS_AT_MOST, ask_for_own_talk),
    ],
    ids=["chat", "files", "progress", "own talk"],
)


def come(fines: FinesInMoto, source: str, **headers: str) -> Visitor:
    visitor = Visitor(fines, ip=source)
    visitor.headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor


@BOUNDS
def test_at_the_door_each_citizen_is_counted_alone(
    fines: FinesInMoto, purpose: str, at_most: int, request_of: Request
) -> None:
    fines.visited(purpose, VIEWER, at_most)
    fines.visited(purpose, EDGE, at_most)

    assert request_of(come(fines, EDGE, X_Viewer_Address=VIEWER, X_Door_Proof=DOOR_PROOF))[0] == 429
    assert request_of(come(fines, EDGE, X_Viewer_Address=OTHER, X_Door_Proof=DOOR_PROOF))[0] == 200


@BOUNDS
@pytest.mark.parametrize("forged", [{}, {"X_Door_Proof": "x" * 64}], ids=["no proof", "a wrong one"])
def test_another_address_in_a_header_moves_no_count(
    fines: FinesInMoto, purpose: str, at_most: int, request_of: Request, forged: dict[str, str]
) -> None:
    fines.visited(purpose, VIEWER, at_most)

    assert request_of(come(fines, VIEWER, X_Viewer_Address=OTHER, **forged))[0] == 429
    # Nor is anything spent of whoever really has it.
    assert fines.chat.visits.noted(purpose, OTHER) == 0


def test_the_proof_before_the_last_change_is_right_and_one_before_that_is_not(fines: FinesInMoto) -> None:
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId="door-proof", SecretString="e" * 64)  # pragma: allowlist secret
    fines.visited("ip", EDGE, WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST)

    assert come(fines, EDGE, X_Viewer_Address=VIEWER, X_Door_Proof=DOOR_PROOF).say("안녕하세요")[0] == 200
    secrets.put_secret_value(SecretId="door-proof", SecretString="f" * 64)  # pragma: allowlist secret
    assert come(fines, EDGE, X_Viewer_Address=VIEWER, X_Door_Proof=DOOR_PROOF).say("안녕하세요")[0] == 429


def test_citizens_are_answered_while_the_proof_cannot_be_read(fines: FinesInMoto) -> None:
    proof = "door-proof"  # pragma: allowlist secret
    boto3.client("secretsmanager").delete_secret(SecretId=proof, ForceDeleteWithoutRecovery=True)

    visitor = come(fines, EDGE, X_Viewer_Address=VIEWER, X_Door_Proof=DOOR_PROOF)

    assert visitor.say("안녕하세요")[0] == 200
    assert (fines.chat.visits.noted("ip", EDGE), fines.chat.visits.noted("ip", VIEWER)) == (1, 0)
