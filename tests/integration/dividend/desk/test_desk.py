"""What the dividend's pages read: reports on files, what a closing would come to, who buys."""

import pytest

from city.dividend.rounds.bootstrap import build_stop_round
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto, opened, sold
from tests.integration.dividend_staff import People

BROKEN = "카드번호,생년월일,성별,거주지,가맹점,업종,가맹점 소재지,금액,이용일\n9410-000001,1980-01-02,남,김포시 가동,가게,음식점,김포시 가동,많이,2026-10-03\n"


def people(dividend: DividendInMoto) -> People:
    return People(dividend)


def test_a_steward_sees_of_every_file_what_became_of_it_and_of_a_bad_cell_where_and_why(cloud) -> None:
    dividend = opened()
    dividend.deliver(f"{ROUND}/konai/broken.csv", BROKEN.encode())
    dividend.deliver(f"{ROUND}/konai/notes.txt", b"hello")

    status, body = people(dividend).get(f"/rounds/{ROUND}/files")

    reports = {report["file"].rpartition("/")[2]: report for report in body["reports"]}
    assert status == 200
    assert reports.keys() == {"suwon.csv", "gimpo.csv", "broken.csv", "notes.txt"}
    assert (reports["notes.txt"]["outcome"], reports["notes.txt"]["reason"]) == ("refused", "neither_csv_nor_parquet")
    (fault,) = reports["broken.csv"]["faults"]
    assert (fault["row"], fault["column"]) == (2, "금액")
    assert "많이" not in str(body)


def test_a_round_says_since_when_it_is_where_it_is_what_was_agreed_and_how_much_is_to_be_done(cloud) -> None:
    dividend = opened()
    ask = people(dividend)
    before = ask.get(f"/rounds/{ROUND}")[1]
    dividend.later()

    dividend.prepare()

    after = ask.get(f"/rounds/{ROUND}")[1]
    assert before["since"] == before["opened_at"]
    assert after["since"] > before["since"]
    assert before["planned"] == {"pseudonymise": 2, "count": 2, "decide": 1, "apply": 2, "verify": 1}
    assert {step: after["steps"][step] for step in after["planned"]} == after["planned"]
    assert after["terms"]["policy"] == TERMS["policy"]
    assert (after["terms"]["price_krw"], after["terms"]["weights"]) == (TERMS["price_krw"], "equal")
    assert ask.get("/rounds")[1]["rounds"][0]["since"] == after["since"]


def test_why_the_panel_refused_is_told_after_it_is_asked_anew(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    ask = people(dividend)
    why = "업종의 다양성이 모자랍니다"
    assert ask.post(f"/rounds/{ROUND}/voices", {"approves": False, "reason": why}, group="panel", sub="lee")[0] == 200

    dividend.build(build_stop_round).stop(ROUND, "ask the panel", "PanelRefused")

    body = ask.get(f"/rounds/{ROUND}")[1]
    assert (body["state"], body["voices"]) == ("stopped", [])
    assert [(voice["member"], voice["approves"], voice["reason"]) for voice in body["earlier_voices"]] == [
        ("lee", False, why)
    ]


def test_what_a_closing_would_come_to_is_shown_before_and_nothing_is_written(cloud) -> None:
    dividend = sold(city_permille=100)
    ask = people(dividend)
    dividend.sell()

    status, body = ask.get(f"/rounds/{ROUND}/payout/preview", costs_krw="200000")

    assert (status, body["revenue_krw"], body["costs_kept_krw"]) == (200, 1_000_000, 150_000)
    assert (body["city_krw"], body["citizens_krw"], body["cards_at_most"]) == (100_000, 750_000, 120)
    assert ask.get(f"/rounds/{ROUND}")[1]["costs_krw"] is None
    assert dividend.ledger().keys() == {"sale:gri:order-1"}


@pytest.mark.parametrize("costs", ["", "-1", "many", "1e3", "100000000001"])
def test_costs_that_are_none_are_told_at_their_field(cloud, costs: str) -> None:
    status, body = people(opened()).get(f"/rounds/{ROUND}/payout/preview", costs_krw=costs)

    assert (status, [field["field"] for field in body["fields"]]) == (400, ["costs_krw"])


def test_what_was_shown_before_the_closing_is_what_the_closing_comes_to(cloud) -> None:
    dividend = sold()
    dividend.sell()
    before = people(dividend).get(f"/rounds/{ROUND}/payout/preview", costs_krw="100000")[1]

    dividend.pay(costs_krw=100_000)

    assert people(dividend).get(f"/rounds/{ROUND}/payout/preview", costs_krw="100000")[1] == before
    assert people(dividend).get(f"/rounds/{ROUND}/payout/report")[1]["allocated_krw"] == before["citizens_krw"]


def test_a_payout_is_compared_with_the_operators_record_or_not_yet(cloud) -> None:
    dividend = sold()
    dividend.sell()
    ask = people(dividend)

    early = ask.get(f"/rounds/{ROUND}/payout/report")
    dividend.pay()
    status, body = ask.get(f"/rounds/{ROUND}/payout/report", group="auditor")

    assert (early[0], early[1]["error"]) == (404, "payout_not_reconciled")
    assert (status, body["differences"], sum(body["lines"].values())) == (200, [], 120)
    assert body["allocated_krw"] == body["paid_krw"] + body["returned_krw"] == 900_000


def test_buyers_who_wait_stand_first_and_nothing_of_their_key_is_shown(cloud) -> None:
    dividend = sold()
    dividend.sell("zeta")
    ask = people(dividend)
    new = {"buyer_id": "ynew", "name": "새 연구소", "registration_number": "123-45-67890", "kind": "company"}
    key = ask.buy("POST", "/buyers", new)[1]["key"]

    status, body = ask.get("/buyers")

    assert status == 200
    assert [(buyer["buyer_id"], buyer["verified"]) for buyer in body["buyers"]] == [("ynew", False), ("zeta", True)]
    assert "key" not in "".join(body["buyers"][0])
    assert key.rpartition(".")[2] not in str(body)


def test_a_steward_sees_who_ordered_what_for_which_use(cloud) -> None:
    dividend = sold()
    dividend.sell()

    status, body = people(dividend).get(f"/rounds/{ROUND}/orders", group="auditor")

    (order,) = body["orders"]
    assert (status, order["buyer_name"], order["state"]) == (200, "경기연구원", "paid")
    assert (order["use"], order["bank_reference"]) == ("상권 변화 연구에 씁니다", "NH-gri")


def test_a_proposed_refund_stands_beside_its_order_with_why_the_data_were_revoked(cloud) -> None:
    dividend = sold()
    dividend.sell()
    ask = people(dividend)
    assert ask.get(f"/rounds/{ROUND}/orders")[1]["orders"][0]["refund"] is None
    because = "재식별 위험이 새로 발견되었습니다"
    assert ask.post(f"/data-sets/dividend-{ROUND}/1/revocation", {"reason": because})[0] == 200

    status, _ = ask.post("/buyers/gri/orders/order-1/refund", {"reason": "철회된 자료의 값을 돌려줍니다"})

    (order,) = ask.get(f"/rounds/{ROUND}/orders", group="auditor")[1]["orders"]
    assert (status, order["revoked_because"], order["refund"]["state"]) == (200, because, "proposed")
    assert order["refund"]["reason"] == "철회된 자료의 값을 돌려줍니다"


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("/buyers", {"steward", "auditor"}),
        (f"/rounds/{ROUND}/orders", {"steward", "auditor"}),
        (f"/rounds/{ROUND}/files", {"steward", "panel", "auditor"}),
        (f"/rounds/{ROUND}/payout/preview", {"steward", "panel", "auditor"}),
        (f"/rounds/{ROUND}/payout/report", {"steward", "panel", "auditor"}),
    ],
)
def test_each_group_reads_what_it_needs_and_no_more(cloud, path: str, groups: set[str]) -> None:
    ask = people(opened())

    answers = {group: ask.get(path, group=group)[0] for group in ("steward", "panel", "auditor", "clerk", "manager")}

    assert {group for group, status in answers.items() if status != 403} == groups
