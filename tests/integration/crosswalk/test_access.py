"""Who gets in at the crosswalk API, and what no request breaks."""

from typing import Any

import pytest

from city.contracts.crosswalk.staff.fields import MAX_BODY_BYTES
from tests.integration.crosswalk.staff_routes import EVERYTHING, MANAGEMENT, READS, WORK
from tests.integration.crosswalk_in_moto import UNIT, Operators


@pytest.mark.parametrize("group", [None, "", "citizen", "[visitors clerks]"])
def test_whoever_is_no_staff_gets_nowhere(staff: Operators, group: Any) -> None:
    answers = {ask: staff.call(*ask, body, group, "nobody", {})[0] for ask, body in EVERYTHING.items()}

    assert answers == dict.fromkeys(EVERYTHING, 403)


def test_an_auditor_changes_nothing_and_asks_for_no_picture(staff: Operators) -> None:
    asks = {**WORK, **MANAGEMENT}

    assert {ask: staff.call(*ask, body, "auditor", "a", {})[0] for ask, body in asks.items()} == dict.fromkeys(
        asks, 403
    )
    assert {path: staff.get(path, "auditor")[0] == 403 for path in READS} == dict.fromkeys(READS, False)


def test_a_clerk_decides_nothing_that_changes_a_unit(staff: Operators) -> None:
    answers = {ask: staff.call(*ask, body, "clerk", "c", {})[0] for ask, body in MANAGEMENT.items()}

    assert answers == dict.fromkeys(MANAGEMENT, 403)
    assert staff.get("/views", "clerk", unit=UNIT)[0] == 403


BODIES = (
    "",
    "null",
    "[]",
    "no json",
    "{}",
    '{"reason": 5}',
    '{"sudo": true}',
    "[" * 9000,
    '{"reason":"' + "x" * 5000 + '"}',
    '{"site": {"a": ' * 60 + "1" + "}" * 120,
    "{" * 200,
)


@pytest.mark.parametrize("body", BODIES)
def test_no_body_breaks_a_door(staff: Operators, body: str) -> None:
    for method, path in (*WORK, *MANAGEMENT):
        status, answer = staff.call(method, path, body, "manager", "m", {})
        assert status in (400, 404, 409, 422), (method, path, answer)
        assert answer["message"]["ko"]


def test_a_body_that_is_too_large_is_refused(staff: Operators) -> None:
    for method, path in (*WORK, *MANAGEMENT):
        assert staff.call(method, path, "x" * (MAX_BODY_BYTES + 1), "manager", "m", {})[0] == 413


@pytest.mark.parametrize(
    "unit",
    [
        "nobody",
        "%2e%2e%2f",
        "'; DROP TABLE units; --",
        "<img onerror=1>",
        "serial%23GUMI-0001",
        "%23watch",
        "a" * 400,
        "유닛",
    ],
)
def test_a_unit_that_is_none_is_not_found(staff: Operators, unit: str) -> None:
    for path in READS[1:11]:
        assert staff.get(path.replace(UNIT, unit))[0] == 404
    for (method, path), body in {**WORK, **MANAGEMENT}.items():
        if UNIT in path:
            assert staff.call(method, path.replace(UNIT, unit), body, "manager", "m", {})[0] == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("windows", {"day": "yesterday"}),
        ("windows", {"day": "20261110"}),
        ("windows", {"day": "0001-01-01"}),
        ("days", {"from": "2026-11-10", "to": "2026-11-09"}),
        ("days", {"from": "2026-01-01", "to": "2026-11-09"}),
        ("heat", {"from": "2026-13"}),
        ("heat", {"from": "2020-01", "to": "2026-11"}),
        ("incidents", {"limit": "0"}),
        ("incidents", {"limit": "1000"}),
        ("incidents", {"page": "stream=incidents#other~entry=x"}),
        ("incidents", {"page": "x" * 500}),
        ("faults", {"page": "entry="}),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(staff: Operators, path: str, query: dict[str, str]) -> None:
    assert staff.get(f"/units/{UNIT}/{path}", **query)[0] == 400
