"""Every route of buyers, over moto."""

from typing import Any

import pytest

from city.contracts.dividend.fields import MAX_BODY_BYTES
from tests.integration.dividend.routes import DATA_SET
from tests.integration.dividend_staff import People, published


@pytest.fixture
def people(cloud) -> People:
    return People(published())


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
    body = {"buyer_id": "kt", "name": "케이티", "registration_number": "123-45-67890", "kind": "company"}

    first, second = (people.buy("POST", "/buyers", body) for _ in range(2))

    assert (first[0], second[0], second[1]["error"]) == (201, 409, "buyer_exists")
    assert "key" not in second[1]


def test_bodies_of_buyers_are_bounded(people: People) -> None:
    key, large = people.dividend.sell(), '{"use": "' + "x" * MAX_BODY_BYTES + '"}'

    assert people.buy("POST", "/orders", large, key)[0] == 413
    assert people.buy("POST", "/buyers", large)[0] == 413
    assert [people.buy("POST", "/buyers", body)[0] for body in ("", "{", "[]", "null")] == [400] * 4


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
    assert dividend.market.show_order.orders.get("gri", "order-1").confirmed_by == "steward"
