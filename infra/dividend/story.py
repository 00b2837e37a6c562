"""A round of the data dividend, from the operator's files to a citizen's statement, played and checked."""

import urllib.parse
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random, SystemRandom
from typing import Any

from city.dividend.books.ledger import Account
from city.dividend.payout.rail_file import read_text_file
from infra.dividend.local_round import LocalRound, batches_of, card, expect, opted_out, payments_csv, round_ids
from infra.local.calls import fetch
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import in_one_sentence
from infra.local.staff import ApiClient
from infra.local.story import Story

POLICY = {
    "name": "지역화폐 2026년 10월",
    "quasi_identifiers": [
        {"column": "나이", "hierarchy": {"kind": "bands", "widths": [5, 10, 20], "above": 80}},
        {"column": "성별", "hierarchy": {"kind": "as_it_is"}},
        {"column": "거주지", "hierarchy": {"kind": "region"}},
        {"column": "이용주", "hierarchy": {"kind": "calendar", "finest": "week"}},
    ],
    "sensitive": [{"column": "업종", "models": [{"kind": "distinct_l_diversity", "l": 2}]}],
    "keep": ["금액"],
    "person": "이용자",
    "privacy": {"k": 5},
    "suppression": "0.1",
}
TERMS: dict[str, Any] = {
    "first_day": "2026-10-01",
    "last_day": "2026-10-31",
    "cities": ["수원시", "김포시"],
    "policy": POLICY,
    "purposes": ["statistics", "research"],
    "price_krw": 1_000_000,
    "title": "지역화폐 소비",
}
DONGS = [
    f"{city} {dong}"
    for city in ("수원시 팔달구", "수원시 영통구", "김포시")
    for dong in ("가동", "나동", "다동", "라동")
]
# Cards that take part, and payments of each: enough people for a release that can carry buyers' marks, whoever of them
# is another one because somebody opted out (tried with 1 to 160 others gone).
CARDS, USES = 480, 20
COSTS_KRW = 100_000
EPSILON_MILLI = 20
REASON = "증명서의 수치를 확인했습니다"


def operator_file(cards: Iterable[int], uses: int, seed: int = 1) -> bytes:
    """Payments of these cards in October, in towns that consented."""
    return payments_csv(cards, uses, DONGS, [f"2026-10-{day:02d}" for day in range(1, 32)], seed)


def play(city: City) -> int:
    """Plays a round of its own. Returns 1 if anything differed. Raises CityTrouble."""
    with in_one_sentence(city):
        return _play(city)


def _play(city: City) -> int:
    story = Story(city)
    one = LocalRound(city, choose_round_id(round_ids(city)))
    _receive(story, one)
    _approve(story, one)
    _sell(story, one)
    _pay(story, one)
    return 1 if story.differences else 0


def _receive(story: Story, one: LocalRound) -> None:
    story.tell("배당 1. 운영사가 한 달의 결제 파일을 올립니다.", "Dividend 1. The operator drops a month of payments.")
    one.open(TERMS)
    story.check(True, f"{one.round_id} 회차를 엽니다", f"round {one.round_id} is opened")
    cards = choose_cards(CARDS, lambda numbers: opted_out(one.city, map(card, numbers)))
    halves = (cards[: len(cards) // 2], cards[len(cards) // 2 :])
    received = one.bring({f"{n}.csv": operator_file(cards, USES, n) for n, cards in enumerate(halves)})
    taken = sum(file["accepted"] for file in received["files"])
    story.check(
        taken == len(cards) * USES, f"{taken:,}건을 받았습니다", f"{taken:,} payments taken, names and phones unread"
    )


def _approve(story: Story, one: LocalRound) -> None:
    story.tell(
        "배당 2. 비식별하고, 결과만 보고 다시 검증하고, 두 사람이 승인합니다.",
        "Dividend 2. De-identified, verified from the output alone, approved by two people.",
    )
    one.start()
    shown = one.wait_for("awaiting_panel")
    story.check(shown["certificate"] is not None, "검증을 통과해 심의를 기다립니다", "verified: the panel is asked")
    first = one.panel[0]
    first.ask("POST", f"{one.path}/voices", approves=True, reason=REASON)
    again, _ = first.ask("POST", f"{one.path}/voices", approves=True, reason="한 번 더 확인했습니다만")
    alone = one.tell()["state"] == "awaiting_panel"
    story.check(alone and again == 409, "한 사람은 두 번 말해도 한 사람", f"one person twice is one ({again})")
    shown = one.approve(REASON)
    story.check(shown["state"] == "published", "두 사람이 승인해 공개", "approved by two, published")


def _sell(story: Story, one: LocalRound) -> None:
    story.tell("배당 3. 연구원이 목적을 밝히고 삽니다.", "Dividend 3. A research institute buys, for a purpose.")
    institute = one.register_buyer()
    early, _ = institute.ask("POST", "/orders", **one.order)
    story.check(early == 403, "확인되지 않은 구매자는 주문 불가", f"nobody unverified orders ({early})")
    copy = fetch(one.sell(institute, TERMS["price_krw"]))
    story.check(
        copy[:4] == b"PAR1",
        f"표식이 든 사본 {len(copy):,}바이트",
        "a copy with the buyer's mark, by a short-lived link",
    )
    _count(story, one, institute)


def _count(story: Story, one: LocalRound, institute: ApiClient) -> None:
    where = {name: one.order[name] for name in ("data_set", "revision")}
    asked = {"query_id": "cards", "of": "cards", "most_per_person": 1, "epsilon_milli": EPSILON_MILLI}
    shown = expect(institute.ask("GET", f"/counts/budget?{urllib.parse.urlencode(where)}"), 200)
    left_milli = min(account["left_milli"] for account in shown["budgets"])
    (status, counted), (_, again) = (institute.ask("POST", "/counts", **asked, **where) for _ in range(2))
    if left_milli < EPSILON_MILLI:
        # A year's budget is never filled again: a city in which enough was asked answers nothing more about that year.
        story.check(
            400 <= status < 500 and counted["error"] == again["error"] == "budget_exceeded",
            f"개인정보 보호 예산이 {left_milli}밀리 남아 답하지 않음",
            f"{left_milli} milli are left of the privacy budget: nothing is counted",
        )
        return
    (line,) = counted["answers"] if status == 200 else ({},)
    story.check(
        status == 200 and counted["answers"] == again["answers"],
        f"카드 {line.get('answer')}장 (±{counted.get('plus_minus')}, 같은 질의는 같은 답)",
        "a count with noise, out of the privacy budget; asked again, the same answer for free",
    )


def choose_cards(taking_part: int, opted_out_of: Callable[[Sequence[int]], Collection[str]]) -> list[int]:
    """The first cards of which so many take part; the operator knows nothing of who opted out, so all are in its file.

    `opted_out_of` says which of some cards take no part, by their ids.
    """
    count = taking_part
    while (out := len(opted_out_of(range(count)))) + taking_part > count:
        count = taking_part + out
    return list(range(count))


def choose_round_id(taken: Collection[str], chance: Random | None = None) -> str:
    """A round that the city does not have yet, of this year while one is left. Raises CityTrouble."""
    for year in range(2026, 2100):
        free = [round_id for n in range(10, 100) if (round_id := f"{year}-{n}") not in taken]
        if free:
            return (chance or SystemRandom()).choice(free)
    raise CityTrouble("모든 회차 번호를 썼습니다 (every number of a round is taken): make clean")


def texts_of(one: LocalRound) -> dict[str, str]:
    """What the make-believe operator texted in this round, by card."""
    store, bucket = one.city.client("s3"), one.city.output("RailExchange")
    prefix = f"sandbox/outbox/{one.round_id}-"
    pages = store.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    names = [found["Key"] for page in pages for found in page.get("Contents", [])]
    files = [read_text_file(store.get_object(Bucket=bucket, Key=name)["Body"].read()) for name in names]
    return {text.card_id: text.text for file in files for text in file.texts}


def pool_krw(entries: Iterable[Mapping[str, Any]]) -> int:
    """What a round's books set aside for its citizens: of this round's revenue, and unclaimed of earlier ones."""
    shared = [entry for entry in entries if entry["key"].startswith(("close:", "unclaimed:"))]
    return -sum(int(entry["totals"].get(Account.ROUND_POOL.value, 0)) for entry in shared)


def _pay(story: Story, one: LocalRound) -> None:
    story.tell(
        "배당 4. 수익을 나누어 넣고, 운영사 기록과 맞춥니다.", "Dividend 4. Revenue is shared, paid and reconciled."
    )
    one.pay(COSTS_KRW)
    shown = one.wait_for("paid")
    story.check(shown["state"] == "paid", "모두 입금", "every card paid, no difference with the operator")
    books = expect(one.steward.ask("GET", f"{one.path}/ledger"), 200)
    balance = sum(books["trial_balance"].values())
    story.check(balance == 0, "시산표의 합은 0원", f"the trial balance is {balance} won")
    one.wait_for_payout()
    amounts = [line.amount_krw for batch in batches_of(one.city, one.round_id) for line in batch.lines]
    pool, cards = pool_krw(books["entries"]), len(amounts)
    story.check(
        cards == CARDS and sum(amounts) == pool >= TERMS["price_krw"] - COSTS_KRW,
        f"카드 {cards}장이 {pool:,}원을 나눔",
        f"{cards} cards share {pool:,} won, and nobody who opted out",
    )
    texts = texts_of(one)
    story.check(bool(texts), f"문자 {len(texts)}통", f"{len(texts)} cardholders got a text")
    if texts:
        _show_statement(story, one, texts, pool // CARDS)


def _show_statement(story: Story, one: LocalRound, texts: Mapping[str, str], share_krw: int) -> None:
    mine, other = min(texts), max(texts)
    story.says("카드 한 장의 휴대전화 · a cardholder's telephone", texts[mine])
    code = texts[mine].split()[-1]
    citizen, path = ApiClient(one.city, "dividend"), f"/statements/{one.round_id}"
    shown = citizen.wait_until(
        "배당 명세 (the statement)", lambda status, _: status == 200, "POST", path, card_id=mine, code=code
    )
    amount = shown["amount_krw"]
    # What does not divide goes to some, a won each.
    story.check(
        share_krw <= amount <= share_krw + 1, f"카드 한 장에 {amount:,}원", f"the statement says {amount} won a card"
    )
    stranger, _ = citizen.ask("POST", path, card_id=other, code=code)
    story.check(stranger == 404, "남의 카드는 그 부호로 열리지 않음", f"the code opens nobody else's ({stranger})")
