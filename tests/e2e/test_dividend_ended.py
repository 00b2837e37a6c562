"""A round that two stewards have ended, on a city that enforces permissions: nothing leads back to anybody any more."""

import json
import re
from typing import Any

import pytest

from infra.dividend.local_round import DividendClient, LocalRound, card, payments_csv
from infra.dividend.story import COSTS_KRW, DONGS, TERMS
from infra.local.city import City

ROUND = "2026-8"


@pytest.fixture
def paid(city: City) -> LocalRound:
    one = LocalRound(city, ROUND)
    one.open(TERMS)
    one.bring({"0.csv": payments_csv(range(240), 40, DONGS, [f"2026-10-{day:02d}" for day in range(1, 32)])})
    one.start()
    one.wait_for("awaiting_panel")
    one.approve()
    one.sell(one.register_buyer(), TERMS["price_krw"])
    one.pay(COSTS_KRW)
    one.wait_for_payout()
    return one


def let_claims_lapse(city: City) -> None:
    """Years go by: what the nightly run writes down when nothing of a round can be claimed any more."""
    now = "2031-12-01T00:00:00.000000+0000"
    step = {"round_id": ROUND, "entry": "step#claims_over#-", "kind": "step", "result": "{}", "at": now}
    city.client("dynamodb").put_item(
        TableName=city.output("RoundsTable"), Item={name: {"S": value} for name, value in step.items()}
    )


def run_tonight(city: City, function: str) -> Any:
    client = city.client("lambda")
    answer = client.invoke(FunctionName=city.function(function), Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read().decode()
    return json.loads(answer["Payload"].read() or b"null")


def test_after_the_end_no_bucket_has_a_card_or_what_leads_to_one(paid: LocalRound) -> None:
    city, other = paid.city, DividendClient(paid.city, "steward-2")
    let_claims_lapse(city)
    path, reason = f"{paid.path}/ending", "보유 기간이 끝났습니다"
    alone, _ = paid.steward.ask("POST", path, ground="개인정보 보호법 제28조의4", reason=reason)
    self_decided, _ = paid.steward.ask("POST", f"{path}/decision", approves=True, reason=reason)
    decided, _ = other.ask("POST", f"{path}/decision", approves=True, reason=reason)
    run_tonight(city, "LapseUnclaimedFunction")
    run_tonight(city, "DestroyRoundsFunction")

    assert (alone, self_decided, decided) == (200, 403, 200)
    assert paid.tell()["state"] == "ended"
    s3 = city.client("s3")
    left = {
        (name, found["Key"])
        for name in ("LinkageStore", "OperatorInbox", "RoundWork", "RailExchange", "StatementStore")
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=city.output(name))
        for found in page.get("Contents", [])
        if re.search(rf"{ROUND}(?!\d)", found["Key"])
    }
    assert left == {("RoundWork", f"{ROUND}/certificate.json"), ("RoundWork", f"{ROUND}/certificate.signature.json")}
    _, statement = paid.steward.ask("POST", f"/statements/{ROUND}", card_id=card(7), code="ABC-DEF-GHJ-KMN")
    assert statement["error"]
    _, books = paid.steward.ask("GET", f"{paid.path}/ledger")
    assert books["entries"]
    assert sum(books["trial_balance"].values()) == 0
