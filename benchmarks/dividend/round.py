"""The first real round once more: 360,782 cards, 43,293,840 won, 120 won each, on a local city of its own.

In February 2020 Gyeonggi paid 120 won to each of 360,782 cards of 20 consenting cities (shared facts, press reports). Here
their payments are invented; everything else is the city itself, with permissions enforced and a payout rail that fails one
batch in a hundred in each of its ways. Seconds are this machine's; what must hold anywhere is counted.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.measurement import BenchmarkTrouble, Measurement
from city.dividend.payout.model import LineState
from city.dividend.payout.rail_faults import Faults
from infra.dividend.local_round import LocalRound, batches_of, booked, payments_csv, undisturbed
from infra.dividend.story import POLICY
from infra.local.calls import fetch
from infra.local.city import City

CARDS, SHARE_KRW = 360_782, 120
REVENUE_KRW = 50_000_000  # "about 50 million" with what processing cost
COSTS_KRW = REVENUE_KRW - CARDS * SHARE_KRW
FIRST_DAY, LAST_DAY = date(2019, 4, 1), date(2019, 12, 31)
USES = 2  # payments a card: what is paid out does not depend on it
# One batch in a hundred each: the call is lost, the answer is lost, refused as a whole, answered late.
FAULTS = {"unreachable": 0.01, "lost_answers": 0.01, "refused": 0.01, "late": 0.01}
CITIES = [
    "수원시",
    "고양시",
    "성남시",
    "부천시",
    "안산시",
    "안양시",
    "남양주시",
    "화성시",
    "평택시",
    "의정부시",
    "시흥시",
    "파주시",
    "광명시",
    "김포시",
    "군포시",
    "이천시",
    "양주시",
    "오산시",
    "구리시",
    "안성시",
]
SHARDS = (5, 10, 20)
_CARDS_A_SHARD = CARDS // len(CITIES)


def measure(
    city: City,
    cards: int = CARDS,
    files: int = len(CITIES),
    shards: tuple[int, ...] = SHARDS,
    cards_a_shard: int = _CARDS_A_SHARD,
) -> Iterator[Measurement]:
    """The cards live in the first so many cities, each with a file of its own."""
    spoil_the_rail(city, FAULTS)
    yield from measure_round(city, "2020-1", cards, files)
    yield from measure_shards(city, shards, cards_a_shard)


def spoil_the_rail(city: City, faults: dict[str, float]) -> None:
    """Tells both functions that speak to the operator how often it fails."""
    client = city.client("lambda")
    pages = client.get_paginator("list_functions").paginate()
    spoiled = 0
    for function in (function for page in pages for function in page["Functions"]):
        variables = function.get("Environment", {}).get("Variables", {})
        if "RAIL_FAULTS" in variables:
            environment = {"Variables": {**variables, "RAIL_FAULTS": json.dumps(faults)}}
            client.update_function_configuration(FunctionName=function["FunctionName"], Environment=environment)
            spoiled += 1
    if not spoiled:
        raise BenchmarkTrouble("No function speaks to the payout rail.")


def measure_round(city: City, round_id: str, cards: int, cities: int) -> Iterator[Measurement]:
    """One whole round with this many cards, each of which must get 120 won."""
    one = LocalRound(city, round_id)
    one.open(_terms())
    files = {f"{name}.csv": _file(number, name, cards, cities) for number, name in enumerate(CITIES[:cities])}
    began = time.monotonic()
    one.bring(files)
    yield Measurement(
        "payments received", time.monotonic() - began, "s", detail=f"{cards * USES:,} in {len(files)} files"
    )
    began = time.monotonic()
    one.start()
    prepared = one.wait_for("awaiting_panel")
    detail = f"pseudonymised, counted, decided, applied, verified: {prepared['certificate']['measured']['rows']:,} rows"
    yield Measurement("round prepared", time.monotonic() - began, "s", detail=detail)
    one.approve()
    began = time.monotonic()
    copy = fetch(one.sell(one.register_buyer(), REVENUE_KRW))
    yield Measurement("marked copy made", time.monotonic() - began, "s", detail=f"{len(copy):,} bytes")
    began = time.monotonic()
    one.pay(REVENUE_KRW - cards * SHARE_KRW)
    one.wait_for_payout()
    detail = "shared, posted, paid, reconciled, statements written"
    yield Measurement(f"{cards:,} citizens paid", time.monotonic() - began, "s", at_most=600, detail=detail)
    yield from _count(city, one, cards)


def measure_shards(city: City, shards: tuple[int, ...], cards_a_shard: int) -> Iterator[Measurement]:
    """How preparing grows with shards of one size. The first round pays for the workers' start, and is not counted."""
    taken: dict[int, float] = {}
    for number, count in enumerate((shards[0], *shards)):
        one = LocalRound(city, f"2020-{10 + number}")
        one.open(_terms())
        cards = cards_a_shard * len(CITIES)
        one.bring({f"{name}.csv": _file(place, name, cards, len(CITIES)) for place, name in enumerate(CITIES[:count])})
        began = time.monotonic()
        one.start()
        one.wait_for("awaiting_panel")
        taken[count] = time.monotonic() - began
    for count in shards:
        detail = f"of {cards_a_shard * USES:,} rows"
        yield Measurement(f"{count} shards prepared", taken[count], "s", detail=detail)
    few, many = shards[0], shards[-1]
    yield Measurement(f"time, {many // few} times the shards", taken[many] / taken[few], "x", at_most=many / few * 1.1)


def _terms() -> dict[str, Any]:
    return {
        "first_day": str(FIRST_DAY),
        "last_day": str(LAST_DAY),
        "cities": CITIES,
        "policy": POLICY,
        "purposes": ["statistics", "research"],
        "price_krw": REVENUE_KRW,
        "title": "지역화폐 소비 2019",
        "cost_cap_permille": 1000,
    }


def _file(number: int, name: str, cards: int, cities: int) -> bytes:
    """Of so many cities the cards of one, in turn with the others."""
    days = [str(FIRST_DAY + timedelta(days=n)) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    dongs = [f"{name} {dong}" for dong in ("가동", "나동", "다동", "라동")]
    return payments_csv(range(number, cards, cities), USES, dongs, days, number)


def _count(city: City, one: LocalRound, cards: int) -> Iterator[Measurement]:
    """What must hold on any machine: every won, every card once, and the ledger that an undisturbed payout books."""
    batches = batches_of(city, one.round_id)
    lines = [(line.pseudonym, line.amount_krw) for b in batches for line in b.lines if line.state is LineState.PAID]
    right = {pseudonym for pseudonym, amount_krw in lines if amount_krw == SHARE_KRW}
    wrong = cards - len(right) + len(lines) - len(right)
    yield Measurement(f"cards that did not get {SHARE_KRW} won, once", wrong, "cards", at_most=0)
    _, books = one.steward.ask("GET", f"{one.path}/ledger")
    yield Measurement("trial balance", sum(books["trial_balance"].values()), "won", at_most=0)
    report = json.loads(
        city.client("s3")
        .get_object(Bucket=city.output("DividendReports"), Key=f"payouts/{one.round_id}.json")["Body"]
        .read()
    )
    yield Measurement("differences with the operator's record", len(report["differences"]), "lines", at_most=0)
    yield Measurement("won not paid", cards * SHARE_KRW - report["paid_krw"], "won", at_most=0)
    expected = undisturbed(batches, Faults(**FAULTS), 0, datetime.now(UTC))
    theirs = {
        key: digest for key, digest in booked(city, one.round_id).items() if not key.startswith(("sale:", "close:"))
    }
    wrong = len(expected.items() ^ theirs.items())
    yield Measurement(
        "entries unlike an undisturbed payout's", wrong, "entries", at_most=0, detail=f"{len(theirs):,} entries"
    )
    attempts = Counter(batch.attempt for batch in batches)
    yield Measurement("batches", len(batches), "batches", detail=f"{attempts[2]} refused once and sent again")
