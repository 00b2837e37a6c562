"""Money that came back and can still be claimed, at the staff's API over moto."""

from dataclasses import replace
from datetime import datetime

import pytest

from city.contracts.dividend.rounds import PayoutCompared
from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.steps import PAY_AGAIN
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import add_months, end_of_day_in_seoul, seoul_date
from infra.dividend.local_round import card
from tests.integration.dividend.payout_states import CLAIMS, SECOND, Killed, KilledPayout, came_back, money, texted
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, publish, published


def test_killed_between_a_second_payment_and_its_start_it_is_started_by_asking_again(cloud) -> None:
    dividend, people = came_back()
    pay_returned = replace(dividend.payout_decisions.pay_returned, payout=KilledPayout())
    with pytest.raises(Killed):
        pay_returned.pay(ROUND, "재발급된 카드로 다시 지급합니다", "kim")
    started = len(dividend.machine_api.started)

    body = people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})[1]

    assert body["lines"] == 0
    assert len(dividend.machine_api.started) == started + 1


def test_what_came_back_is_shown_with_its_reasons_and_the_day_it_lapses(cloud) -> None:
    dividend, people = came_back(claim_months=6)

    status, story = people.get(CLAIMS, "auditor")

    (batch,) = story["batches"]
    assert status == 200
    assert batch["reasons"] == {"card_closed": batch["lines"]}
    assert (batch["amount_krw"], story["owed_krw"]) == (7_500 * batch["lines"],) * 2
    assert batch["lines"] > 0
    sent = dividend.payouts.get(ROUND, 0)[0].sent_at
    assert datetime.fromisoformat(batch["claimed_until"]) == end_of_day_in_seoul(add_months(seoul_date(sent), 6))
    assert (story["lapsed_krw"], story["unclaimed_krw"], story["given_krw"]) == (0, 0, 0)


def test_what_came_back_is_paid_again_under_a_key_of_its_own_and_once(cloud) -> None:
    dividend, people = came_back()
    owed = people.get(CLAIMS)[1]["owed_krw"]
    paid_before = 900_000 - owed
    body = {"reason": "재발급된 카드로 다시 지급합니다"}

    status, paid = people.post(f"{CLAIMS}/payments", body)
    again = people.post(f"{CLAIMS}/payments", body)[1]
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"))
    result = dividend.pay()

    assert (status, paid["amount_krw"], paid["batches"]) == (202, owed, 1)
    assert again["lines"] == 0
    assert result == PayoutCompared(differences=0, open=0, paid_krw=paid_before + owed)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert f"send:{ROUND}-50000-1" in dividend.ledger()
    assert sum(len(texts.texts) for texts in texted().values()) == 120
    note = RoundSteps().done(ROUND, PAY_AGAIN, f"{ROUND}-50000")
    assert (note.by, note.reason, note.of) == ("kim", body["reason"], f"{ROUND}-00000")
    assert people.get(CLAIMS)[1]["batches"] == []


def test_what_comes_back_again_can_be_paid_again_and_every_citizen_has_one_statement(cloud) -> None:
    dividend, people = came_back()
    people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"), Faults(returned=1))
    dividend.pay()
    people.post(f"{CLAIMS}/payments", {"reason": "한 번 더 지급을 시도합니다"})
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"))

    result = dividend.pay()

    states = {number: state.value for number, state in dividend.payouts.states_of(ROUND).items()}
    assert states == {0: "settled", 50_000: "settled", 100_000: "settled"}
    assert (result.differences, result.paid_krw) == (0, 900_000)
    key = StatementKey(b"s" * 64)
    shown = [
        people.ask(f"/statements/{ROUND}", {"card_id": card(n), "code": key.code(ROUND, card(n))})[1]
        for n in range(120)
    ]
    assert {(one["state"], one["amount_krw"]) for one in shown} == {("paid", 7_500)}


def test_a_second_payment_takes_nothing_along_that_was_carried(cloud) -> None:
    """Carried money is brought in once a round: a batch that pays again brings none."""
    dividend = published(minimum_krw=10_000)
    dividend.sell()
    dividend.pay()
    publish(dividend, SECOND)
    dividend.sell_of(SECOND, "kt")
    dividend.faults = Faults(returned=0.1)
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"), Faults(returned=0.1))
    dividend.pay(round_id=SECOND)
    people = People(dividend)
    people.post(f"/rounds/{SECOND}/claims/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"))

    result = dividend.pay(round_id=SECOND)

    assert (result.differences, result.paid_krw) == (0, 1_800_000)
