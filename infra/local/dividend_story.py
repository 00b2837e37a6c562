"""A round of the data dividend, from the operator's files to a citizen's statement, played and checked."""

import csv
import io
import json
import random
import secrets
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from city.contracts.dividend import OPERATOR_COLUMNS
from city.dividend.statement import StatementKey
from infra.local.city import City
from infra.local.demo import Story
from infra.local.seed import staff_token
from infra.local.street import call

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
    "privacy": {"k": 5},
    "suppression": "0.1",
}
TERMS: dict[str, Any] = {
    "first_day": "2026-10-01", "last_day": "2026-10-31", "cities": ["수원시", "김포시"], "policy": POLICY,
    "purposes": ["statistics", "research"], "price_krw": 1_000_000, "title": "지역화폐 소비",
}  # fmt: skip
DONGS = [
    f"{city} {dong}"
    for city in ("수원시 팔달구", "수원시 영통구", "김포시")
    for dong in ("가동", "나동", "다동", "라동")
]
# Enough payments for a release that can carry buyers' marks.
CARDS, USES = 120, 80
COSTS_KRW = 100_000
_PATIENCE_S = 120.0


def card(number: int) -> str:
    return f"9410-{number:06d}"


def operator_file(cards: range, uses: int, seed: int = 1) -> bytes:
    """Payments of these cards in October, in towns that consented."""
    chance, text = random.Random(seed), io.StringIO()
    writer = csv.DictWriter(text, list(OPERATOR_COLUMNS))
    writer.writeheader()
    for number in cards:
        home, born = DONGS[number % len(DONGS)], 1940 + number * 7 % 65
        for _ in range(uses):
            row = {
                "카드번호": card(number), "성명": "홍길동", "휴대전화": f"010-0000-{number:04d}",
                "생년월일": f"{born}-03-04", "나이": 2026 - born, "성별": "남여"[number % 2], "거주지": home,
                "가맹점": "가게", "업종": chance.choice(["음식점", "학원", "약국"]), "가맹점 소재지": home,
                "금액": chance.randrange(10, 900) * 100, "이용일": f"2026-10-{chance.randrange(1, 32):02d}", "시간대": "12",
            }  # fmt: skip
            writer.writerow(row)
    return text.getvalue().encode()


class _Office:
    """The dividend's API, with the token of whoever asks, or a buyer's key."""

    def __init__(self, city: City, **headers: str) -> None:
        self._url = city.url(f"/restapis/{city.output('DividendApiId')}/v1/_user_request_")
        self._headers = headers

    def ask(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        return call(self._url + path, json.dumps(body).encode() if method != "GET" else None, self._headers, method)

    def until(self, method: str, path: str, holds: Callable[[int, Any], bool], **body: Any) -> tuple[int, Any]:
        """What the city answers once it is as wanted, or when patience ends."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            status, answer = self.ask(method, path, **body)
            if holds(status, answer) or time.monotonic() > deadline:
                return status, answer
            time.sleep(0.5)


def play(city: City) -> int:
    """Plays a round of its own. Returns 1 if anything differed."""
    story = Story(city)
    round_id = f"2026-{secrets.randbelow(90) + 10}"
    steward, *panel = (_Office(city, Authorization=staff_token(city, who)) for who in ("steward", "panel-1", "panel-2"))

    _receive(story, city, steward, round_id)
    _approve(story, steward, panel, round_id)
    _sell(story, city, steward, round_id)
    _pay(story, city, steward, round_id)
    return 1 if story.differences else 0


def _receive(story: Story, city: City, steward: _Office, round_id: str) -> None:
    story.tell("배당 1. 운영사가 한 달의 결제 파일을 올립니다.", "Dividend 1. The operator drops a month of payments.")
    status, _ = steward.ask("POST", "/rounds", round_id=round_id, **TERMS)
    story.check(status == 201, f"{round_id} 회차를 엽니다", f"round {round_id} is opened ({status})")
    half = CARDS // 2
    for number, cards in enumerate((range(half), range(half, CARDS))):
        key = f"files/{round_id}/konai/{number}.csv"
        city.client("s3").put_object(
            Bucket=city.output("OperatorInbox"), Key=key, Body=operator_file(cards, USES, number)
        )
    _, told = steward.until("GET", f"/rounds/{round_id}", lambda _, file: len(file["files"]) == 2)
    story.check(
        len(told["files"]) == 2, "두 파일을 받았습니다", f"{len(told['files'])} files taken, names and phones unread"
    )


def _approve(story: Story, steward: _Office, panel: list[_Office], round_id: str) -> None:
    story.tell(
        "배당 2. 비식별하고, 결과만 보고 다시 검증하고, 두 사람이 승인합니다.",
        "Dividend 2. De-identified, verified from the output alone, approved by two people.",
    )
    steward.ask("POST", f"/rounds/{round_id}/preparation")
    path = f"/rounds/{round_id}"
    _, told = steward.until("GET", path, lambda _, file: file["state"] in ("awaiting_panel", "stopped"))
    story.check(
        told["state"] == "awaiting_panel",
        "검증을 통과해 심의를 기다립니다",
        f"{told['state']} {told['stopped_because'] or ''}",
    )
    for member in panel:
        member.ask("POST", f"{path}/voices", approves=True, reason="증명서의 수치를 확인했습니다")
        if member is panel[0]:
            again, _ = member.ask("POST", f"{path}/voices", approves=True, reason="한 번 더 확인했습니다만")
            _, told = steward.ask("GET", path)
            story.check(
                told["state"] == "awaiting_panel",
                "한 사람은 두 번 말해도 한 사람",
                f"one person twice is one ({again})",
            )
    _, told = steward.until("GET", path, lambda _, file: file["state"] in ("published", "stopped"))
    story.check(told["state"] == "published", "두 사람이 승인해 공개", f"{told['state']}")


def _sell(story: Story, city: City, steward: _Office, round_id: str) -> None:
    story.tell("배당 3. 연구원이 목적을 밝히고 삽니다.", "Dividend 3. A research institute buys, for a purpose.")
    buyer, order = f"gri-{round_id}", f"order-{round_id}"
    _, told = _Office(city).ask(
        "POST",
        "/buyers",
        buyer_id=buyer,
        name="경기연구원",
        registration_number="123-45-67890",
        kind="research_institute",
    )
    institute = _Office(city, **{"X-Buyer-Key": told["key"]})
    wanted = {"order_id": order, "data_set": f"dividend-{round_id}", "revision": 1, "purpose": "research"}
    early, _ = institute.ask("POST", "/orders", use="상권 변화 연구에 씁니다", **wanted)
    story.check(early in (403, 409, 422), "확인되지 않은 구매자는 주문 불가", f"nobody unverified orders ({early})")
    steward.ask("POST", f"/buyers/{buyer}/verification", verified=True, reason="사업자등록을 확인했습니다")
    status, _ = institute.ask("POST", "/orders", use="상권 변화 연구에 씁니다", **wanted)
    story.check(status == 201, "확인 뒤 주문", f"verified, it orders ({status})")
    price = TERMS["price_krw"]
    steward.ask("POST", f"/buyers/{buyer}/orders/{order}/payment", bank_reference="NH-1234", amount_krw=price)
    status, link = institute.until("POST", f"/orders/{order}/links", lambda status, _: status == 200)
    size = 0
    if status == 200:
        with urllib.request.urlopen(link["url"], timeout=30) as copy:
            size = len(copy.read())
    story.check(size > 0, f"표식이 든 사본 {size:,}바이트", "a copy with the buyer's mark, by a short-lived link")


def _pay(story: Story, city: City, steward: _Office, round_id: str) -> None:
    story.tell(
        "배당 4. 수익을 나누어 넣고, 운영사 기록과 맞춥니다.", "Dividend 4. Revenue is shared, paid and reconciled."
    )
    steward.ask("POST", f"/rounds/{round_id}/payout", costs_krw=COSTS_KRW)
    _, told = steward.until(
        "GET",
        f"/rounds/{round_id}",
        lambda _, file: file["state"] in ("paid", "stopped") or bool(file["stopped_because"]),
    )
    story.check(told["state"] == "paid", "모두 입금", f"{told['state']} {told['stopped_because'] or ''}")
    _, books = steward.ask("GET", f"/rounds/{round_id}/ledger")
    balance = sum(books["trial_balance"].values())
    story.check(balance == 0, "시산표의 합은 0원", f"the trial balance is {balance} won")
    secret = city.client("secretsmanager").get_secret_value(SecretId=city.output("StatementSecretArn"))["SecretString"]
    code = StatementKey(secret.encode()).code(round_id, card(7))
    citizen, path = _Office(city), f"/statements/{round_id}"
    status, shown = citizen.until("POST", path, lambda status, _: status == 200, card_id=card(7), code=code)
    share = (TERMS["price_krw"] - COSTS_KRW) // CARDS
    amount = shown.get("amount_krw") if status == 200 else None
    story.check(amount == share, f"카드 한 장에 {share:,}원", f"the statement says {amount} won a card")
    stranger, _ = citizen.ask("POST", path, card_id=card(8), code=code)
    story.check(stranger == 404, "남의 카드는 그 부호로 열리지 않음", f"the code opens nobody else's ({stranger})")
