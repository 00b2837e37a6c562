"""The data market: choosing, registering, ordering, asking; and a key that nobody else gets to see."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.fixtures import Visits
from tests.browser.visits import Language, Theme

MARKET = "/dividend/market"
KEY = "hanbit.not-a-real-key"
PLACES = ("data", "join", "orders", "counts", "certificate/dividend-2026-2/1", "certificate/no-such/1")


def keys_of(page: Page) -> list[tuple[str, str | None]]:
    """Every request from now on, and the key it carries."""
    asked: list[tuple[str, str | None]] = []

    def hear(request: Request) -> None:
        if "/api/dividend/" in request.url:
            asked.append(
                (f"{request.method} {request.url.split('/api/dividend')[1]}", request.headers.get("x-buyer-key"))
            )

    page.on("request", hear)
    return asked


def register(page: Page) -> None:
    page.get_by_label("기관 이름").fill("한빛데이터")
    page.get_by_label("사업자등록번호").fill("220-81-12345")
    page.get_by_label("종류").select_option("company")
    page.get_by_label("쓸 이름표").fill("hanbit")
    page.get_by_role("button", name="등록", exact=True).click()


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 320, "light"), ("en", 1440, "dark")])
def test_every_part_is_fit_to_be_seen(visit: Visits, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(MARKET, lang=lang, width=width, theme=theme)
    found = {}

    for place in PLACES:
        seen.page.evaluate("place => { location.hash = place; }", place)
        found[place] = seen.look()
        seen.picture(f"dividend-market-{place.replace('/', '-')}.{lang}.{width}.{theme}")

    assert {place: said for place, said in found.items() if said} == {}


def test_a_buyer_registers_orders_and_downloads_with_a_key_that_only_this_page_holds(visit: Visits) -> None:
    page = visit(f"{MARKET}#join").page
    asked = keys_of(page)

    register(page)
    expect(page.locator(".once")).to_contain_text(KEY)
    expect(page.get_by_role("heading", name="열쇠: 지금 한 번만 보입니다")).to_be_focused()
    page.get_by_role("link", name="보관했습니다. 주문으로").click()
    page.get_by_label("목적", exact=False).first.select_option("research")
    page.get_by_label("어디에 어떻게 쓰나요?").fill("상권 변화를 연구합니다")
    page.get_by_label("적은 목적으로만 쓰고").check()
    page.get_by_role("button", name="1,000,000원 주문").click()
    page.get_by_role("dialog", name="주문할까요?").get_by_role("button", name="주문").click()
    expect(page.get_by_role("heading", name="주문 order-20261020-k3f9")).to_be_focused()
    page.get_by_role("button", name="입금 확인됐는지 보기").click()
    page.get_by_role("button", name="내려받기 주소 받기").click()
    expect(page.get_by_role("link", name="내려받기 (Parquet)")).to_be_visible()

    assert {key for what, key in asked if what.startswith(("POST /orders", "GET /orders"))} == {KEY}
    assert {key for what, key in asked if not what.startswith(("POST /orders", "GET /orders"))} == {None}
    assert KEY not in page.url + str([what for what, _ in asked])
    assert KEY not in page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    page.reload()
    expect(page.get_by_label("내 열쇠").first).to_have_value("")
    expect(page.get_by_text(KEY)).to_have_count(0)


def test_an_order_that_failed_is_sent_again_under_its_own_name(visit: Visits) -> None:
    seen = visit(f"{MARKET}#orders", answers={"POST /api/dividend/orders": 503})
    page, sent = seen.page, list[Any]()
    seen.expect("status 503: POST /api/dividend/orders")
    page.on(
        "request",
        lambda request: sent.append(request.post_data_json["order_id"]) if request.url.endswith("/orders") else None,
    )
    page.get_by_label("내 열쇠").first.fill(KEY)
    page.get_by_label("목적", exact=False).first.select_option("research")
    page.get_by_label("어디에 어떻게 쓰나요?").fill("상권 변화를 연구합니다")
    page.get_by_label("적은 목적으로만 쓰고").check()

    for _ in range(2):
        page.get_by_role("button", name="1,000,000원 주문").click()
        page.get_by_role("dialog").get_by_role("button", name="주문").click()
        expect(page.locator("market-ordering [role=alert]")).to_be_visible()
        seen.settle()

    assert len(sent) == 2
    assert len(set(sent)) == 1
    expect(page.get_by_label("어디에 어떻게 쓰나요?")).to_have_value("상권 변화를 연구합니다")


def test_a_select_speaks_one_language(visit: Visits) -> None:
    seen = visit(f"{MARKET}#join", lang="en")

    options = seen.page.get_by_label("Kind").locator("option").all_inner_texts()

    assert options == ["Please choose", "research institute", "school", "company", "public body"]
    seen.page.get_by_role("button", name="한국어").click()
    assert seen.page.get_by_label("종류").locator("option").all_inner_texts()[1:] == [
        "연구기관",
        "학교",
        "기업",
        "공공기관",
    ]


def test_numbers_are_asked_for_with_their_cost_and_told_with_their_error(visit: Visits) -> None:
    seen = visit(f"{MARKET}#counts")
    page, sent = seen.page, list[Any]()
    page.on(
        "request",
        lambda request: (
            sent.append(request.post_data_json)
            if request.method == "POST" and request.url.endswith("/counts")
            else None
        ),
    )
    page.get_by_label("내 열쇠").fill(KEY)
    page.get_by_label("자료").select_option("dividend-2026-2/1")
    page.get_by_role("button", name="무엇을 얼마나 물을 수 있나 보기").click()
    expect(page.get_by_role("heading", name="남은 예산")).to_be_focused()

    page.get_by_label("무엇으로 나눌까요?").select_option("업종")
    seen.settle()
    page.locator("summary", has_text="조건").click()
    page.get_by_label("성별").select_option("F")
    page.get_by_role("button", name="묻기").click()
    page.get_by_role("button", name="묻기").click()

    expect(page.get_by_role("table", name="답")).to_contain_text("412명")
    seen.settle()
    # The same question pressed again keeps its name: it is answered for nothing.
    assert {question["query_id"] for question in sent} == {sent[0]["query_id"]}
    assert (sent[0]["by"], sent[0]["where"], sent[0]["of"]) == ("업종", {"성별": "F"}, "cards")


def test_what_was_revoked_says_why_and_cannot_be_ordered(visit: Visits) -> None:
    page = visit(MARKET).page

    revoked = page.locator(".card", has_text="지난해 시군 결제 3분기")
    expect(revoked.locator(".tag.alarm")).to_have_text("철회됨")
    expect(revoked).to_contain_text("표식이 든 사본이 유출되었습니다")
    expect(revoked.get_by_role("link", name="이 자료 주문하기")).to_have_count(0)


def test_a_certificate_is_a_page_of_its_own_that_can_be_printed(visit: Visits) -> None:
    page = visit(MARKET).page

    page.locator(".card", has_text="시군 결제 7월분").get_by_role("link", name="증명서 읽기").click()
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="인쇄")).to_be_hidden()
    expect(page.get_by_text("가장 작은 무리")).to_be_visible()
    page.emulate_media(media="screen")
    page.go_back()

    expect(page.get_by_role("heading", name="살 수 있는 자료")).to_be_visible()


def test_nothing_answering_is_said_with_a_way_on(visit: Visits) -> None:
    seen = visit(MARKET, answers={"GET /api/dividend/catalogue": None})
    seen.expect("console: Failed to load resource: net::ERR_CONNECTION_REFUSED")

    expect(seen.page.get_by_role("button", name="다시 시도")).to_be_visible()
