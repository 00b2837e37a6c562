"""Every route of the dividend as API Gateway calls it: by whom, with what in the body and in the path, once and again."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff.payout import MAX_RULING_BYTES
from city.dividend import bootstrap
from city.dividend.payout.statement import StatementKey
from infra.dividend.local_round import card
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto
from tests.integration.dividend_staff import People, load_function, published

REASON = "확인하고 기록으로 남깁니다"
DATA_SET = f"dividend-{ROUND}"
DECISION = {"approves": True, "reason": REASON}

# What each group alone may do, with a body that fits. Whatever is missing here fails the first test.
READS = (
    "/rounds", f"/rounds/{ROUND}", f"/rounds/{ROUND}/files", f"/rounds/{ROUND}/payout",
    f"/rounds/{ROUND}/payout/report", f"/rounds/{ROUND}/proposals", f"/rounds/{ROUND}/batches", f"/rounds/{ROUND}/claims",
    f"/rounds/{ROUND}/ending", f"/data-sets/{DATA_SET}/1/leaks", f"/data-sets/{DATA_SET}/1/leaks/leak-1",
    f"/rounds/{ROUND}/payout/preview",
)  # fmt: skip
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
    tables = bootstrap.RECORDS.values()
    return sorted(repr(record.serialize()) for table in tables for record in table.scan())


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


# --- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "group", [None, "", "[]", "clerk", "manager", "[clerk, citizen]", "stewards", "Steward", "buyer"]
)
def test_who_is_in_no_group_of_the_dividend_gets_nothing_and_changes_nothing(people: People, group: Any) -> None:
    before = everything(people.dividend)

    answers = {(method, path): people.call("staff", method, path, body, group) for method, path, body in asks()}

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


# --- what stands in the body -----------------------------------------------------------------------


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
        "", "{", "[]", "null", "가", "\x00", '"reason"', "{}", json.dumps({**good, "more": 1}),
        json.dumps({name: value for name, value in good.items() if name != first}), json.dumps({**good, first: {"a": []}}),
        json.dumps(good)[:-1] + ', "' + first + '": null}',
    ]  # fmt: skip

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


# --- what stands in the path -----------------------------------------------------------------------

ODD = [
    "2031-1",
    "%2e%2e%2f",
    "%00",
    "가나다",
    "2026-1%23round",
    "%27%20OR%201",
    "-1",
    "x" * 301,
    "%ff%fe",
    "2026-1%20",
    "{}",
    "٣",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_names_in_a_path_lead_nowhere_and_break_nothing(people: People, odd: str) -> None:
    before = everything(people.dividend)
    answers = {}
    for method, path, body in asks():
        for place, part in enumerate(path.split("/")):
            if part in (ROUND, "0", "gri", "order-1", DATA_SET, "1", "leak-1"):
                asked = "/".join([*path.split("/")[:place], odd, *path.split("/")[place + 1 :]])
                group = "panel" if path in VOICE else "steward"
                answers[method, asked] = people.call("staff", method, asked, body, group)

    wrong = {key: answer for key, answer in answers.items() if answer[0] >= 500}
    found = {key: answer for key, answer in answers.items() if answer[0] < 400}

    assert wrong == {}
    assert found == {}
    assert everything(people.dividend) == before


# --- buyers ----------------------------------------------------------------------------------------


def order(name: str = "order-1", **changes: Any) -> dict[str, Any]:
    usual = {
        "order_id": name,
        "data_set": DATA_SET,
        "revision": 1,
        "purpose": "research",
        "use": "상권 변화 연구에 씁니다",
    }
    return {**usual, **changes}


def test_a_buyer_never_sees_or_touches_anothers_order(people: People) -> None:
    keys = {buyer: people.dividend.sell(buyer) for buyer in ("gri", "kt")}
    people.buy("POST", "/orders", order("mine"), keys["gri"])

    seen = people.buy("GET", "/orders/mine", key=keys["kt"])
    fetched = people.buy("POST", "/orders/mine/links", key=keys["kt"])
    stolen = people.buy("GET", "/orders/order-1", key=f"gri.{keys['kt'].partition('.')[2]}")
    same_name = people.buy("POST", "/orders", order("mine", purpose="statistics"), keys["kt"])

    assert [(status, answer["error"]) for status, answer in (seen, fetched)] == [(404, "order_unknown")] * 2
    assert (stolen[0], stolen[1]["error"]) == (401, "buyer_unknown")
    assert (same_name[0], same_name[1]["buyer_id"], same_name[1]["purpose"]) == (201, "kt", "statistics")
    assert people.buy("GET", "/orders/mine", key=keys["gri"])[1]["purpose"] == "research"


@pytest.mark.parametrize("key", [None, "", ".", "gri", "gri.", "gri.x", "nobody.x", "x" * 300, "gri.\x00", "가.나"])
def test_without_its_key_nobody_is_a_buyer(people: People, key: str | None) -> None:
    people.dividend.sell()

    answers = [
        people.buy("POST", "/orders", order("o2"), key),
        people.buy("GET", "/orders/order-1", key=key),
        people.buy("POST", "/orders/order-1/links", key=key),
    ]

    assert [(status, answer["error"]) for status, answer in answers] == [(401, "buyer_unknown")] * 3


def test_an_order_placed_again_is_the_same_order_and_another_under_its_name_is_refused(people: People) -> None:
    key = people.dividend.sell()

    again = [people.buy("POST", "/orders", order("o2"), key) for _ in range(2)]
    other = people.buy("POST", "/orders", order("o2", purpose="statistics"), key)

    assert again[0] == again[1]
    assert (other[0], other[1]["error"]) == (409, "order_not_there")


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 0},
        {"revision": 10**400},
        {"purpose": "marketing"},
        {"order_id": "Order 1"},
        {"order_id": "a#b"},
        {"use": "짧다"},
        {"more": 1},
    ],
)
def test_an_order_out_of_shape_is_refused(people: People, change: dict[str, Any]) -> None:
    key = people.dividend.sell()

    assert people.buy("POST", "/orders", order("o2", **change), key)[0] == 400


@pytest.mark.parametrize("data_set", ["dividend-2031-1", "../releases", "", "가", "dividend-2026-1#revision"])
def test_what_is_not_in_the_catalogue_is_not_sold(people: People, data_set: str) -> None:
    key = people.dividend.sell()

    assert people.buy("POST", "/orders", order("o2", data_set=data_set), key)[0] in (400, 404)


def test_a_buyer_is_registered_once_and_a_second_key_is_given_to_nobody(people: People) -> None:
    told = {"buyer_id": "kt", "name": "케이티", "registration_number": "123-45-67890", "kind": "company"}

    first, second = (people.buy("POST", "/buyers", told) for _ in range(2))

    assert (first[0], second[0], second[1]["error"]) == (201, 409, "buyer_exists")
    assert "key" not in second[1]


def test_bodies_of_buyers_are_bounded(people: People) -> None:
    key, large = people.dividend.sell(), '{"use": "' + "x" * MAX_BODY_BYTES + '"}'

    assert people.buy("POST", "/orders", large, key)[0] == 413
    assert people.buy("POST", "/buyers", large)[0] == 413
    assert [people.buy("POST", "/buyers", body)[0] for body in ("", "{", "[]", "null")] == [400] * 4


# --- money told twice ------------------------------------------------------------------------------


def test_a_payment_confirmed_again_is_booked_once_and_another_one_is_refused(people: People) -> None:
    dividend = people.dividend
    dividend.sell()
    path, same = "/buyers/gri/orders/order-1/payment", {"bank_reference": "NH-gri", "amount_krw": 1_000_000}
    before = dividend.ledger()

    again = people.post(path, same)
    other = people.post(path, {**same, "bank_reference": "NH-other"})
    more = people.post(path, {**same, "amount_krw": 1_000_001})

    assert (again[0], again[1]["state"]) == (200, "paid")
    assert [(status, answer["error"]) for status, answer in (other, more)] == [(409, "order_not_there")] * 2
    assert dividend.ledger() == before
    assert dividend.market.market.order("gri", "order-1").confirmed_by == "steward"


def test_a_payout_is_started_again_with_the_same_costs_only(people: People) -> None:
    people.dividend.sell()

    starts = [people.post(f"/rounds/{ROUND}/payout", {"costs_krw": costs})[0] for costs in (5, 5, 6)]

    assert starts == [202, 202, 409]
    assert [name for _, name in people.dividend.machine_api.started] == [f"{ROUND}-1", f"{ROUND}-2"]


@pytest.mark.parametrize("costs", [-1, 10**12, 1.5, "x", None, True])
def test_costs_are_won(people: People, costs: Any) -> None:
    assert people.post(f"/rounds/{ROUND}/payout", {"costs_krw": costs})[0] == 400
    assert people.dividend.machine_api.started == []


# --- citizens --------------------------------------------------------------------------------------


def test_a_citizens_card_and_code_open_one_round_and_one_card(people: People) -> None:
    people.dividend.sell()
    people.dividend.pay()
    key = StatementKey(b"s" * 64)
    mine = {"card_id": card(7), "code": key.code(ROUND, card(7))}

    right = [people.ask(f"/statements/{ROUND}", mine) for _ in range(2)]
    wrong = [
        people.ask(f"/statements/{ROUND}", {**mine, "card_id": card(8)}),
        people.ask(f"/statements/{ROUND}", {**mine, "code": key.code("2026-2", card(7))}),
        people.ask("/statements/2026-2", mine),
        people.ask("/statements/2026-2", {**mine, "code": key.code("2026-2", card(7))}),
        people.ask(f"/statements/{ROUND}", {"card_id": card(10_000), "code": key.code(ROUND, card(10_000))}),
        people.ask(f"/statements/{ROUND}/opt-out", {**mine, "card_id": card(8)}),
    ]

    assert right[0] == right[1]
    assert right[0][0] == 200
    assert [(status, answer["error"]) for status, answer in wrong] == [(404, "statement_unknown")] * 6
    assert len({json.dumps(answer) for _, answer in wrong}) == 1


@pytest.mark.parametrize("path", [f"/statements/{ROUND}", f"/statements/{ROUND}/opt-out"])
def test_a_citizens_body_is_bounded_and_in_shape(people: People, path: str) -> None:
    mine = {"card_id": card(7), "code": "ABC-DEF-GHJ-KMN"}
    bodies = [
        "",
        "{",
        "[]",
        "null",
        json.dumps({**mine, "more": 1}),
        json.dumps({**mine, "card_id": "x"}),
        json.dumps({**mine, "code": "x" * 20}),
    ]

    assert [people.ask(path, body)[0] for body in bodies] == [400] * len(bodies)
    assert people.ask(path, '{"card_id": "' + "x" * MAX_BODY_BYTES + '"}')[0] == 413


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_round_opens_no_statement(people: People, odd: str) -> None:
    mine = {"card_id": card(7), "code": "ABC-DEF-GHJ-KMN"}

    for path in (f"/statements/{odd}", f"/statements/{odd}/opt-out"):
        assert people.ask(path, mine)[0] in (400, 404)
    assert bootstrap.RECORDS["opt_outs_table"].count("opt-outs") == 0


def test_leaving_twice_is_leaving_once(people: People) -> None:
    people.dividend.sell()
    people.dividend.pay()
    mine = {"card_id": card(7), "code": StatementKey(b"s" * 64).code(ROUND, card(7))}

    answers = [people.ask(f"/statements/{ROUND}/opt-out", mine)[0] for _ in range(2)]

    assert answers == [204, 204]
    assert bootstrap.RECORDS["opt_outs_table"].count("opt-outs") == 1
