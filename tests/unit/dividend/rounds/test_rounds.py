from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.rounds.errors import ApprovalNotAsked, RoundInvalid, RoundNotThere, SpokenBefore
from city.dividend.rounds.model import (
    PANEL_TIME,
    PanelVerdict,
    RoundState,
    Terms,
    Voice,
    Weights,
    check_move,
    check_round_id,
    city_of,
    divide_revenue,
    hear,
    verdict,
    weigh,
)

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
TERMS = Terms(
    first_day=date(2019, 4, 1),
    last_day=date(2019, 12, 31),
    cities=frozenset({"김포시"}),
    weights=Weights.EQUAL,
    cost_cap_permille=150,
    city_permille=0,
    minimum_krw=100,
    claim_months=60,
)


def voice(member: str, approves: bool = True, at: datetime = NOW) -> Voice:
    return Voice(member, approves, "k와 l을 확인했습니다", at)


def test_two_different_people_approve() -> None:
    one = hear((), voice("lee"), NOW)
    two = hear(one, voice("kim"), NOW)

    assert verdict(one) is PanelVerdict.OPEN
    assert verdict(two) is PanelVerdict.APPROVED


def test_one_person_has_one_voice_however_often_they_speak() -> None:
    once = hear((), voice("lee"), NOW)

    assert hear(once, voice("lee", at=NOW + timedelta(hours=1)), NOW) == once
    with pytest.raises(SpokenBefore):
        hear(once, voice("lee", approves=False), NOW)


def test_one_refusal_ends_it() -> None:
    heard = hear(hear((), voice("lee"), NOW), voice("kim", approves=False), NOW)

    assert verdict(heard) is PanelVerdict.REFUSED
    with pytest.raises(ApprovalNotAsked):
        hear(heard, voice("park"), NOW)


@pytest.mark.parametrize("asked_at", [None, NOW - PANEL_TIME])
def test_nobody_is_heard_before_they_are_asked_or_too_late(asked_at: datetime | None) -> None:
    with pytest.raises(ApprovalNotAsked):
        hear((), voice("lee"), asked_at)


def test_a_step_done_before_is_nothing_to_do_and_no_step_is_skipped() -> None:
    assert check_move(RoundState.OPEN, RoundState.PREPARING)
    assert not check_move(RoundState.PUBLISHED, RoundState.PUBLISHED)
    for now, then in [("open", "published"), ("stopped", "published"), ("paid", "preparing"), ("preparing", "paying")]:
        with pytest.raises(RoundNotThere):
            check_move(RoundState(now), RoundState(then))


@pytest.mark.parametrize(
    "changes",
    [
        {"last_day": date(2019, 3, 31)},
        {"cities": frozenset()},
        {"cost_cap_permille": 900, "city_permille": 101},
        {"cost_cap_permille": -1},
        {"minimum_krw": -1},
        {"claim_months": 0},
        {"payout_day": 32},
    ],
)
def test_terms_that_contradict_themselves_are_refused(changes: dict) -> None:
    with pytest.raises(RoundInvalid):
        replace(TERMS, **changes)


@pytest.mark.parametrize("round_id", ["2026", "2026-0", "2026-100", "26-1", "2026-1 ", "2026-1/../x"])
def test_a_round_is_named_by_year_and_number(round_id: str) -> None:
    with pytest.raises(RoundInvalid):
        check_round_id(round_id)


@pytest.mark.parametrize(
    ("dong", "city"),
    [
        ("경기도 수원시 영통구 매탄동", "수원시"),
        ("김포시 장기동", "김포시"),
        ("양평군 양평읍", "양평군"),
        ("서울특별시 중구 을지로동", ""),
        ("", ""),
    ],
)
def test_a_dong_tells_its_city(dong: str, city: str) -> None:
    assert city_of(dong) == city


def test_the_first_round_of_gyeonggi_divides_into_120_won_each() -> None:
    shares = divide_revenue(50_000_000, 6_706_160, TERMS)

    assert shares.citizens_krw == 43_293_840 == 120 * 360_782


@given(
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.integers(0, 1000).flatmap(lambda cap: st.tuples(st.just(cap), st.integers(0, 1000 - cap))),
)
def test_every_won_of_the_revenue_goes_somewhere_and_costs_stay_under_their_cap(revenue, costs, permille) -> None:
    cap, city = permille

    shares = divide_revenue(revenue, costs, replace(TERMS, cost_cap_permille=cap, city_permille=city))

    assert shares.costs_krw + shares.city_krw + shares.citizens_krw == revenue
    assert min(shares.costs_krw, shares.city_krw, shares.citizens_krw) >= 0
    assert shares.costs_krw <= min(costs, revenue * cap / 1000)


def test_weights_are_what_the_policy_says_and_nothing_weighs_nothing() -> None:
    assert [weigh(kind, rows=7, weeks=3) for kind in (Weights.EQUAL, Weights.ACTIVE_WEEKS, Weights.ROWS)] == [1, 3, 7]
    assert [weigh(kind, rows=0, weeks=0) for kind in Weights] == [0, 0, 0]
