import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.payout import allocate as tool
from city.dividend.payout.allocation import (
    Share,
    UnclaimedRule,
    UnclaimedSplit,
    Weight,
    allocate,
    citizens_part,
    settle_small_amounts,
    settle_unclaimed,
)
from city.dividend.payout.errors import NobodyToPay, WeightsInvalid

names = st.text("abcdefgh0123456789", min_size=1, max_size=6)
weights = st.dictionaries(names, st.integers(0, 50), min_size=1, max_size=30)
revenues = st.integers(0, 10**12)


def shares_of(revenue: int, by_name: dict[str, int], round_id: str = "2026-10") -> dict[str, int]:
    shares = allocate(round_id, revenue, [Weight(name, weight) for name, weight in by_name.items()])
    return {share.pseudonym: share.amount_krw for share in shares}


@given(weights.filter(lambda w: any(w.values())), revenues)
def test_the_shares_are_the_revenue_to_the_won(by_name: dict[str, int], revenue: int) -> None:
    shares = shares_of(revenue, by_name)

    assert sum(shares.values()) == revenue
    assert min(shares.values()) >= 0


@given(weights.filter(lambda w: any(w.values())), revenues)
def test_nobody_is_a_won_away_from_the_quota_and_no_weight_is_no_money(by_name: dict[str, int], revenue: int) -> None:
    shares, total = shares_of(revenue, by_name), sum(by_name.values())

    for name, amount in shares.items():
        assert abs(amount * total - revenue * by_name[name]) < total
        assert by_name[name] or not amount


@given(weights.filter(lambda w: any(w.values())), revenues, st.randoms(use_true_random=False))
def test_the_order_of_the_weights_plays_no_part(by_name: dict[str, int], revenue: int, chance) -> None:
    shuffled = list(by_name.items())
    chance.shuffle(shuffled)

    assert shares_of(revenue, dict(shuffled)) == shares_of(revenue, by_name)


@given(weights.filter(lambda w: any(w.values())), revenues)
def test_more_weight_is_never_less_money(by_name: dict[str, int], revenue: int) -> None:
    shares = shares_of(revenue, by_name)

    ranked = sorted(by_name, key=lambda name: by_name[name])
    for lighter, heavier in pairwise(ranked):
        assert by_name[lighter] == by_name[heavier] or shares[lighter] <= shares[heavier]
    for one in ranked:
        same = [shares[name] for name in ranked if by_name[name] == by_name[one]]
        assert max(same) - min(same) <= 1


def test_ties_go_by_the_round_and_not_by_the_alphabet() -> None:
    cards = {f"card-{number}": 1 for number in range(40)}

    winners = [
        {name for name, amount in shares_of(60, cards, round_id).items() if amount == 2} for round_id in ("1", "2")
    ]

    assert [len(won) for won in winners] == [20, 20]
    assert winners[0] != winners[1]
    assert winners[0] == {name for name, amount in shares_of(60, cards, "1").items() if amount == 2}


def test_a_share_of_nothing_listed_first_gets_nothing() -> None:
    assert shares_of(10, {"nobody": 0, "a": 1, "b": 1, "c": 1})["nobody"] == 0


def test_the_first_round_of_gyeonggi_was_120_won_for_each_card() -> None:
    shares = allocate("gyeonggi-1", 43_293_840, [Weight(f"card-{n}", 1) for n in range(360_782)])

    assert {share.amount_krw for share in shares} == {120}


def test_money_without_anybody_to_pay_is_refused() -> None:
    with pytest.raises(NobodyToPay):
        shares_of(1, {"a": 0})
    assert shares_of(0, {"a": 0}) == {"a": 0}


def test_a_repeated_pseudonym_and_a_negative_weight_are_refused() -> None:
    with pytest.raises(WeightsInvalid, match="twice"):
        allocate("r", 10, [Weight("a", 1), Weight("a", 1)])
    with pytest.raises(WeightsInvalid, match="negative"):
        allocate("r", 10, [Weight("a", -1)])
    with pytest.raises(WeightsInvalid, match="negative"):
        allocate("r", -1, [Weight("a", 1)])


@pytest.mark.parametrize(
    ("revenue", "costs", "percent", "left"),
    [(1000, 100, 15, 900), (1000, 400, 15, 850), (999, 400, 15, 850), (0, 9, 15, 0)],
)
def test_costs_are_capped(revenue: int, costs: int, percent: int, left: int) -> None:
    assert citizens_part(revenue, costs, percent) == left


amounts = st.dictionaries(names, st.integers(0, 2000), max_size=12)


@given(amounts, amounts, st.integers(0, 1500))
def test_small_amounts_wait_and_nothing_is_lost(shares: dict[str, int], carried: dict[str, int], least: int) -> None:
    settled = settle_small_amounts(shares, carried, least)

    assert sum(settled.pay_krw.values()) + sum(settled.carry_krw.values()) == sum(shares.values()) + sum(
        carried.values()
    )
    assert all(amount >= max(1, least) for amount in settled.pay_krw.values())
    assert all(0 < amount < least for amount in settled.carry_krw.values())
    assert not set(settled.pay_krw) & set(settled.carry_krw)


def test_unclaimed_shares_go_one_way() -> None:
    unclaimed = {"a": 120, "b": 240}

    assert settle_unclaimed(unclaimed, UnclaimedRule.NEXT_ROUND) == UnclaimedSplit(360, 0)
    assert settle_unclaimed(unclaimed, UnclaimedRule.CITY) == UnclaimedSplit(0, 360)


# --- the tool ---


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return tool.main(list(arguments), out, err), out.getvalue(), err.getvalue()


def test_the_tool_prints_every_share(tmp_path: Path) -> None:
    (tmp_path / "weights.csv").write_text("pseudonym,weight\na,1\nb,2\nc,0\n", encoding="utf-8")

    status, printed, said = run("--revenue", "100", "--weights", str(tmp_path / "weights.csv"))

    assert (status, printed) == (0, "pseudonym,weight,amount_krw\na,1,33\nb,2,67\nc,0,0\n")
    assert "100원, 2명" in said


def test_the_tool_writes_a_file_or_none(tmp_path: Path) -> None:
    weights, out = tmp_path / "weights.csv", tmp_path / "shares.csv"
    weights.write_text("pseudonym,weight\na,1\nb,many\n", encoding="utf-8")

    status, _, said = run("--revenue", "100", "--weights", str(weights), "--out", str(out))

    assert status == 1
    assert "3행" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["weights.csv"]
    weights.write_text("weight,pseudonym\n3,a\n1,b\n", encoding="utf-8")
    assert run("--revenue", "100", "--weights", str(weights), "--out", str(out))[0] == 0
    assert out.read_text(encoding="utf-8") == "pseudonym,weight,amount_krw\na,3,75\nb,1,25\n"


@pytest.mark.parametrize("content", ["name,share\na,1\n", "", "pseudonym,weight\n,1\n", "pseudonym,weight\na,-1\n"])
def test_the_tool_refuses_what_is_no_list_of_weights(tmp_path: Path, content: str) -> None:
    (tmp_path / "weights.csv").write_text(content, encoding="utf-8")

    assert run("--revenue", "100", "--weights", str(tmp_path / "weights.csv"))[0] == 1


def test_shares_come_in_the_order_of_the_weights() -> None:
    assert allocate("r", 3, [Weight("b", 1), Weight("a", 2)]) == [Share("b", 1, 1), Share("a", 2, 2)]
