"""A round's money, over moto: shared, paid and reconciled to the last won."""

import json
from typing import Any

import boto3
import pytest

from city.aws.clients import open_session
from city.contracts.dividend.rounds import PayoutCompared
from city.contracts.dividend.staff.rounds import OpenRound
from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import FileRail
from city.dividend.payout.bootstrap import build_citizens, build_payments, build_share_revenue
from city.dividend.payout.rail_faults import Faults
from city.dividend.rounds.errors import RoundNotThere, StepContradicts
from city.dividend.rounds.service import paths
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.steps import RoundSteps
from infra.dividend.local_round import card
from infra.dividend.story import USES, operator_file
from tests.effort import one_in
from tests.integration.dividend.round_states import ask, balance
from tests.integration.dividend_in_moto import ROUND, TERMS, opened, sold

BAD_DAY = Faults(unreachable=0.2, lost_answers=0.3, refused=0.3, returned=0.05, told_twice=0.3, late=0.3)


def test_a_round_is_shared_paid_and_reconciled_to_the_last_won(cloud) -> None:
    dividend = sold()
    dividend.sell()

    result = dividend.pay(costs_krw=100_000)

    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert balance(dividend) == {"cash": 100_000, "costs": -100_000}
    assert dividend.staff.rounds.show.show(ROUND).state == "paid"


def test_a_payout_on_a_bad_day_ends_with_every_won_accounted_for(cloud) -> None:
    dividend = sold(BAD_DAY)
    dividend.sell()

    result = dividend.pay()

    held = balance(dividend)
    assert result.differences == result.open == 0
    assert sum(held.values()) == 0
    assert "in_transit" not in held
    assert held["cash"] == 1_000_000 - result.paid_krw
    assert -held.get("payable", 0) == 900_000 - result.paid_krw


def test_a_payout_done_again_changes_nothing(cloud) -> None:
    dividend = sold(BAD_DAY)
    dividend.sell()
    dividend.pay()
    before = dividend.ledger()

    dividend.later()
    dividend.build(build_share_revenue).share(ROUND)
    for item in dividend.items(f"plans/{ROUND}/batches.json"):
        build_payments(dividend.environment, dividend.clock, dividend.rail).pay_citizens.pay(ROUND, item["batches"])

    assert dividend.ledger() == before


class _Killed(Exception):
    """The worker died here."""


@pytest.mark.parametrize("dies_at", one_in(3, range(6)))
def test_killed_at_any_write_and_started_again_it_ends_with_the_same_ledger(cloud, dies_at: int) -> None:
    dividend = sold()
    dividend.sell()
    writes = 0

    def die(model: Any, **_: object) -> None:
        nonlocal writes
        writes += model.name in ("PutItem", "TransactWriteItems", "UpdateItem", "BatchWriteItem")
        if writes == dies_at + 1:
            writes += 1
            raise _Killed

    open_session.cache_clear()
    open_session().register("before-call.dynamodb", die)
    with pytest.raises(_Killed):
        dividend.pay()
    open_session.cache_clear()

    dividend.pay()

    assert balance(dividend) == {"cash": 100_000, "costs": -100_000}
    assert {key.split(":")[0] for key in dividend.ledger()} == {"sale", "close", "allocate", "send", "settle"}


def test_other_costs_on_a_second_start_are_refused(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay(100_000)

    with pytest.raises(RoundNotThere):
        dividend.staff.rounds.begin_payout.begin(ROUND, 99_999, "steward")


def test_who_opted_out_after_pseudonymising_is_not_paid_and_never_counted_again(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.staff.rounds.opt_out.opt_out(bootstrap_opt_out(3), "clerk")

    result = dividend.pay()

    held = balance(dividend)
    assert -held["unclaimed"] == 7_500
    assert result.paid_krw == 892_500


def bootstrap_opt_out(number: int):
    from city.contracts.dividend.citizens import OptOutByStaff

    return OptOutByStaff(card_id=card(number), reason="창구에서 본인이 요청했습니다")


def test_who_opted_out_before_never_comes_in(cloud) -> None:
    dividend = opened()
    dividend.staff.rounds.opt_out.opt_out(bootstrap_opt_out(3), "clerk")

    dividend.prepare()

    made = RoundSteps().by_shard(ROUND, PSEUDONYMISE)
    assert sum(step.turned_away.get("opted_out", 0) for step in made.values()) == USES
    assert sum(step.cards for step in made.values()) == 119


def test_too_little_is_carried_over_and_not_sent(cloud) -> None:
    dividend = sold(minimum_krw=10_000)
    dividend.sell()

    result = dividend.pay()

    assert result.paid_krw == 0
    assert balance(dividend) == {"cash": 1_000_000, "costs": -100_000, "carried": -900_000}


def test_what_was_carried_over_is_paid_in_the_next_round_the_card_takes_part_in(cloud) -> None:
    dividend, then = sold(minimum_krw=10_000), "2026-2"
    dividend.sell()
    dividend.pay()
    dividend.staff.rounds.create.create(
        OpenRound.model_validate_json(json.dumps({**TERMS, "round_id": then})), "steward"
    )
    dividend.deliver(f"{then}/konai/suwon.csv", operator_file(range(100), USES, seed=3))
    dividend.prepare(then)
    dividend.approve(then)
    dividend.sell_of(then, "skku", "order-2")

    first = dividend.pay(round_id=then)
    again = dividend.pay(round_id=then)

    # 900,000 won for a hundred cards, and 7,500 each from before; twenty cards still wait for their 7,500.
    assert first == again == PayoutCompared(differences=0, open=0, paid_krw=900_000 + 100 * 7_500)
    assert balance(dividend, then)["carried"] + balance(dividend)["carried"] == -20 * 7_500
    shown = dividend.build(build_citizens).show_statement.show(then, ask(7, round_id=then))
    assert (shown.amount_krw, shown.state) == (16_500, "paid")


def test_an_operator_who_takes_files_is_reconciled_from_its_files(cloud) -> None:
    from tests.unit.dividend.payout.test_rails import operator_answers

    dividend = sold()
    dividend.sell()
    folder = open_folder("rail")
    dividend.rail = FileRail(folder)

    first = dividend.pay(tries=1)
    operator_answers(_Files(folder), f"{ROUND}-00000-1", "P" * 119 + "R")
    second = dividend.pay()

    assert first.open == 1
    assert second == PayoutCompared(differences=0, open=0, paid_krw=892_500)
    assert balance(dividend)["payable"] == -7_500


class _Files:
    """The operator's side of the exchange."""

    def __init__(self, folder) -> None:
        self.folder = folder

    @property
    def files(self):
        return {name: self.folder.read(name) for name in self.folder.names()}

    def write_new(self, name: str, content: bytes) -> bool:
        return self.folder.write_new(name, content)


def test_an_allocation_that_changed_under_its_payout_is_refused(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    s3 = boto3.client("s3")
    name = next(o["Key"] for o in s3.list_objects_v2(Bucket="work", Prefix=paths.weights_folder(ROUND))["Contents"])
    s3.delete_object(Bucket="work", Key=name)

    with pytest.raises(StepContradicts):
        dividend.build(build_share_revenue).share(ROUND)
