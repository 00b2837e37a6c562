"""Every route of the staff's APIs, over moto: who may, and what may stand in body and path."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff.payout import MAX_RULING_BYTES
from tests.integration.dividend.routes import DATA_SET, ODD
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto
from tests.integration.dividend_staff import People, load_function, published

REASON = "확인하고 기록으로 남깁니다"


DECISION = {"approves": True, "reason": REASON}


# What each group alone may do, with a body that fits. Whatever is missing here fails the first test.
READS = (
    "/rounds",
    f"/rounds/{ROUND}",
    f"/rounds/{ROUND}/files",
    f"/rounds/{ROUND}/payout",
    f"/rounds/{ROUND}/payout/report",
    f"/rounds/{ROUND}/proposals",
    f"/rounds/{ROUND}/batches",
    f"/rounds/{ROUND}/claims",
    f"/rounds/{ROUND}/ending",
    f"/data-sets/{DATA_SET}/1/leaks",
    f"/data-sets/{DATA_SET}/1/leaks/leak-1",
    f"/rounds/{ROUND}/payout/preview",
)


AUDITS = (f"/rounds/{ROUND}/ledger", "/buyers", f"/rounds/{ROUND}/orders")


WORK: dict[str, Any] = {
    "/rounds": {"round_id": "2026-3", **TERMS},
    f"/rounds/{ROUND}/preparation": None,
    f"/rounds/{ROUND}/payout": {"costs_krw": 100_000},
    f"/rounds/{ROUND}/batches/0/ruling": {"finding": "none_paid", "operator_reference": "공문 17호", "reason": REASON},
    f"/rounds/{ROUND}/batches/0/ruling/decision": DECISION,
    f"/rounds/{ROUND}/claims/payments": {"reason": REASON},
    f"/rounds/{ROUND}/ending": {"ground": "개인정보 보호법 제28조의4", "reason": REASON},
    f"/rounds/{ROUND}/ending/decision": DECISION,
    "/buyers/gri/verification": {"verified": True, "reason": REASON},
    "/buyers/gri/orders/order-1/payment": {"bank_reference": "NH-gri", "amount_krw": 1_000_000},
    "/buyers/gri/orders/order-1/refund": {"reason": REASON},
    "/buyers/gri/orders/order-1/refund/decision": DECISION,
    f"/data-sets/{DATA_SET}/1/revocation": {"reason": REASON},
    f"/data-sets/{DATA_SET}/1/leaks": {"case_id": "leak-1", "format": "csv", "size_bytes": 9, "reason": REASON},
    f"/data-sets/{DATA_SET}/1/leaks/leak-1/tracing": None,
    "/opt-outs": {"card_id": "9410-000000000001", "reason": REASON},
}


VOICE = {f"/rounds/{ROUND}/voices": DECISION}


POSTS = {**WORK, **VOICE}


WITH_BODY = {path: body for path, body in POSTS.items() if body is not None}


@pytest.fixture
def people(cloud) -> People:
    return People(published())


def everything(dividend: DividendInMoto) -> list[str]:
    """All items of all tables, to see whether any changed."""
    return sorted(repr(record.serialize()) for table in dividend.records() for record in table.scan())


def asks() -> Iterator[tuple[str, str, Any]]:
    yield from (("GET", path, None) for path in (*READS, *AUDITS))
    yield from (("POST", path, body) for path, body in POSTS.items())


def test_no_route_of_the_staff_is_forgotten_here() -> None:
    served = {
        (method, route)
        for name in ("api", "payouts", "leaks")
        for route, methods in load_function(name).make_app(lambda: None).routes.items()
        for method in methods
    }
    patterns = {(method, route): re.sub(r"\{\w+\}", r"[^/]+", route) for method, route in served}

    asked = {
        key
        for key, pattern in patterns.items()
        for method, path, _ in asks()
        if (key[0], bool(re.fullmatch(pattern, path))) == (method, True)
    }

    assert asked == served
    assert all(
        any(re.fullmatch(pattern, path) for (m, _), pattern in patterns.items() if m == method)
        for method, path, _ in asks()
    )


@pytest.mark.parametrize(
    "group", [None, "", "[]", "clerk", "manager", "[clerk, citizen]", "stewards", "Steward", "buyer"]
)
def test_who_is_in_no_group_of_the_dividend_gets_nothing_and_changes_nothing(people: People, group: Any) -> None:
    before = everything(people.dividend)

    answers = {(method, path): people.call("staff", method, path, body, group=group) for method, path, body in asks()}

    assert {key: answer[0] for key, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert {answer[1]["error"] for answer in answers.values()} == {"forbidden"}
    assert everything(people.dividend) == before


@pytest.mark.parametrize("group", ["auditor", "panel", "[auditor, panel]"])
def test_who_reads_or_judges_does_not_do_the_stewards_work(people: People, group: str) -> None:
    before = everything(people.dividend)

    answers = {path: people.post(path, body, group)[0] for path, body in WORK.items()}

    assert answers == dict.fromkeys(WORK, 403)
    assert everything(people.dividend) == before


def test_only_the_panel_speaks_and_a_steward_or_auditor_does_not(people: People) -> None:
    ((path, body),) = VOICE.items()

    assert [people.post(path, body, group)[0] for group in ("steward", "auditor")] == [403, 403]
    assert people.post(path, body, "panel")[1]["error"] == "approval_not_asked"


def test_each_group_reads_what_is_its_business(people: People) -> None:
    read = {
        group: {path for path in (*READS, *AUDITS) if people.get(path, group)[0] != 403}
        for group in ("steward", "auditor", "panel")
    }

    assert read == {"steward": {*READS, *AUDITS}, "auditor": {*READS, *AUDITS}, "panel": set(READS)}


@pytest.mark.parametrize("path", WITH_BODY)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(people: People, path: str) -> None:
    most = MAX_RULING_BYTES if path.endswith("/ruling") else MAX_BODY_BYTES
    group = "panel" if path in VOICE else "steward"

    status, answer = people.post(path, '{"reason": "' + "x" * most + '"}', group)

    assert (status, answer["error"], set(answer["message"])) == (413, "body_too_large", {"ko", "en"})


@pytest.mark.parametrize("path", WITH_BODY)
def test_a_body_out_of_shape_is_refused_and_changes_nothing(people: People, path: str) -> None:
    group, good = "panel" if path in VOICE else "steward", WITH_BODY[path]
    first = next(iter(good))
    before = everything(people.dividend)
    bodies = [
        "",
        "{",
        "[]",
        "null",
        "가",
        "\x00",
        '"reason"',
        "{}",
        json.dumps({**good, "more": 1}),
        json.dumps({name: value for name, value in good.items() if name != first}),
        json.dumps({**good, first: {"a": []}}),
        json.dumps(good)[:-1] + ', "' + first + '": null}',
    ]

    answers = [people.post(path, body, group) for body in bodies]

    assert [(body, status) for body, (status, _) in zip(bodies, answers, strict=True) if status != 400] == []
    assert everything(people.dividend) == before


def test_what_was_wrong_is_named_and_never_repeated(people: People) -> None:
    card_id, buyer = (
        "94!0-000000000001",
        {"buyer_id": "kt", "name": "케이티", "registration_number": "850101-1234567", "kind": "company"},
    )

    at_the_counter = people.post("/opt-outs", {"card_id": card_id, "reason": REASON})[1]
    by_a_buyer = people.buy("POST", "/buyers", buyer)[1]
    by_a_citizen = people.ask(f"/statements/{ROUND}", {"card_id": card_id, "code": "ABC"})[1]

    assert at_the_counter["fields"] == [{"field": "card_id", "reason": "string_pattern_mismatch"}]
    for answer, secret in ((at_the_counter, card_id), (by_a_buyer, "1234567"), (by_a_citizen, card_id)):
        assert secret not in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("odd", ODD)
def test_odd_names_in_a_path_lead_nowhere_and_break_nothing(people: People, odd: str) -> None:
    before = everything(people.dividend)
    answers = {}
    for method, path, body in asks():
        for place, part in enumerate(path.split("/")):
            if part in (ROUND, "0", "gri", "order-1", DATA_SET, "1", "leak-1"):
                asked = "/".join([*path.split("/")[:place], odd, *path.split("/")[place + 1 :]])
                group = "panel" if path in VOICE else "steward"
                answers[method, asked] = people.call("staff", method, asked, body, group=group)

    wrong = {key: answer for key, answer in answers.items() if answer[0] >= 500}
    found = {key: answer for key, answer in answers.items() if answer[0] < 400}

    assert wrong == {}
    assert found == {}
    assert everything(people.dividend) == before


def test_a_payout_is_started_again_with_the_same_costs_only(people: People) -> None:
    people.dividend.sell()

    starts = [people.post(f"/rounds/{ROUND}/payout", {"costs_krw": costs})[0] for costs in (5, 5, 6)]

    assert starts == [202, 202, 409]
    assert [name for _, name in people.dividend.machine_api.started] == [f"{ROUND}-1", f"{ROUND}-2"]


@pytest.mark.parametrize("costs", [-1, 10**12, 1.5, "x", None, True])
def test_costs_are_won(people: People, costs: Any) -> None:
    assert people.post(f"/rounds/{ROUND}/payout", {"costs_krw": costs})[0] == 400
    assert people.dividend.machine_api.started == []
