"""A revocation, and the money of what was revoked, at the staff's API over moto."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from city.aws.outbox import Outbox
from city.dividend.market.tables.revisions import Revisions
from city.dividend.market.tables.sales import LateSales
from tests.integration.dividend.payout_states import SECOND, YES, a_night, money
from tests.integration.dividend_in_moto import ROUND, DividendInMoto
from tests.integration.dividend_staff import People, publish, published

REVOKED = {"reason": "재식별 위험이 새로 발견되었습니다"}


REFUND = "/buyers/gri/orders/order-1/refund"


OWED = {"reason": "철회된 데이터의 대금을 돌려줍니다"}


def revoked(paid: bool = False) -> tuple[DividendInMoto, People, str]:
    dividend = published()
    key = dividend.sell()
    if paid:
        dividend.pay()
    people = People(dividend)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    return dividend, people, key


def test_a_buyer_of_what_was_revoked_hears_why_and_gets_no_link(cloud) -> None:
    dividend, people, key = revoked()

    order = people.buy("GET", "/orders/order-1", key=key)[1]
    link = people.buy("POST", "/orders/order-1/links", key=key)
    another = people.post(f"/data-sets/dividend-{ROUND}/1/revocation", {"reason": "다른 이유를 나중에 댑니다"})

    assert (order["state"], order["revoked_because"]) == ("paid", REVOKED["reason"])
    assert datetime.fromisoformat(order["revoked_at"]) == dividend.clock.now()
    assert (link[0], link[1]["error"]) == (422, "revision_revoked")
    assert (another[0], another[1]["revoked_because"]) == (200, REVOKED["reason"])
    record = Revisions().get(f"dividend-{ROUND}", 1)
    assert (record.revoked_by, record.revoked_because) == ("kim", REVOKED["reason"])


class Bus:
    """EventBridge, which can be down."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.is_down, self.details = is_down, list[Any]()

    def put_events(self, Entries: list[Any]) -> Any:  # noqa: N803
        if self.is_down:
            raise ClientError({"Error": {"Code": "InternalException"}}, "PutEvents")
        self.details += [json.loads(entry["Detail"]) for entry in Entries]
        return {"Entries": [{"EventId": "1"} for _ in Entries]}


def test_the_city_hears_of_a_revocation_by_one_press_though_the_bus_was_down(cloud) -> None:
    dividend = published()
    dividend.sell()
    down, up = Bus(is_down=True), Bus()
    withdraw = dividend.staff.sales.withdraw_revision

    for bus, reason in ((down, REVOKED["reason"]), (up, "다른 이유를 나중에 댑니다")):
        again = replace(withdraw, outbox=Outbox(bus, "city", dividend.clock))
        again.withdraw(f"dividend-{ROUND}", 1, reason, "kim")
    at_once = list(up.details)
    Outbox(up, "city", dividend.clock).sweep(dividend.clock.now() + timedelta(minutes=5))
    Outbox(up, "city", dividend.clock).sweep(dividend.clock.now() + timedelta(minutes=10))

    assert at_once == []
    assert [(event["data_set"], event["revision"], event["reason"]) for event in up.details] == [
        (f"dividend-{ROUND}", 1, REVOKED["reason"])
    ]


def test_two_people_pay_a_buyer_back_while_the_books_are_open(cloud) -> None:
    dividend, people, key = revoked()

    proposed = people.post(REFUND, OWED)
    alone = people.post(f"{REFUND}/decision", YES)
    decided = people.post(f"{REFUND}/decision", YES, sub="lee")
    again = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (proposed[0], proposed[1]["order"]["state"]) == (200, "paid")
    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (decided[0], decided[1]["order"]["state"]) == (200, "refunded")
    assert again == decided
    assert money(people) == {}
    assert people.buy("GET", "/orders/order-1", key=key)[1]["state"] == "refunded"
    listed = people.get(f"/rounds/{ROUND}/proposals", "auditor")[1]["proposals"]
    assert [(each["subject"], each["state"], each["decided_by"]) for each in listed] == [
        ("refund#gri#order-1", "approved", "lee")
    ]
    assert dividend.ledger().keys() == {"sale:gri:order-1", "refund:gri:order-1"}


def test_money_that_was_divided_is_not_paid_back_here(cloud) -> None:
    _, people, _ = revoked(paid=True)
    before = money(people)
    people.post(REFUND, OWED)

    late = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (late[0], late[1]["error"]) == (422, "refund_too_late")
    assert money(people) == before
    assert people.get(f"/rounds/{ROUND}/proposals")[1]["proposals"][0]["state"] == "proposed"


def test_what_was_not_revoked_or_not_paid_is_not_paid_back(cloud) -> None:
    dividend = published()
    key = dividend.sell()
    people = People(dividend)
    order = {
        "order_id": "order-2",
        "data_set": f"dividend-{ROUND}",
        "revision": 1,
        "purpose": "research",
        "use": "상권 변화 연구에 씁니다",
    }
    people.buy("POST", "/orders", order, key)

    kept = people.post(REFUND, OWED)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    unpaid = people.post(REFUND.replace("order-1", "order-2"), OWED)
    unknown = people.post(REFUND.replace("gri", "kt"), OWED)
    undecided = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (kept[0], kept[1]["error"]) == (422, "refund_not_owed")
    assert (unpaid[0], unpaid[1]["error"]) == (409, "order_not_there")
    assert (unknown[0], unknown[1]["error"]) == (404, "order_unknown")
    assert (undecided[0], undecided[1]["error"]) == (404, "proposal_unknown")


def test_a_late_sale_that_waits_or_moved_is_paid_back_where_its_money_lies(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    for buyer in ("waits", "moves"):
        dividend.sell(buyer)
    people = People(dividend)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    people.post("/buyers/waits/orders/order-1/refund", OWED)
    people.post("/buyers/waits/orders/order-1/refund/decision", YES, sub="lee")
    after_first = money(people)
    publish(dividend, SECOND)
    people.post("/buyers/moves/orders/order-1/refund", OWED)

    status, moved = people.post("/buyers/moves/orders/order-1/refund/decision", YES, sub="lee")

    assert after_first == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
    assert (status, moved["order"]["state"], moved["order"]["counted_in"]) == (200, "refunded", SECOND)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert not any(people.get(f"/rounds/{SECOND}/ledger")[1]["trial_balance"].values())
    assert LateSales().of_round(SECOND) == []
    assert a_night(dividend).sales_moved == 0
