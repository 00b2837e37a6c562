"""A citizen's statement, and the way out: asked for with card and code, of which the browser keeps nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.visits import Language, Theme

STATEMENT = "/dividend/statement"
CARD, CODE = "9410-000017", "DV64-MNP-H1T-KV5"


def ask(page: Page, round_id: str = "2026-1") -> None:
    inputs = page.locator("city-form input")
    for place, words in enumerate((round_id, CARD, CODE)):
        inputs.nth(place).fill(words)
    page.locator("city-form .do").click()


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 320, "dark"), ("en", 1440, "light")])
def test_a_statement_is_fit_to_be_seen(visit: Visits, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(STATEMENT, lang=lang, width=width, theme=theme)

    ask(seen.page)

    expect(seen.page.get_by_role("heading", level=2)).to_be_focused()
    expect(seen.page.locator(".mine b")).to_have_text({"ko": "1,875원", "en": "₩1,875"}[lang])
    assert seen.look() == []
    seen.picture(f"dividend-statement-shown.{lang}.{width}.{theme}")


def test_neither_card_nor_code_is_in_an_address_or_kept(visit: Visits) -> None:
    seen = visit(f"{STATEMENT}#2026-1")
    page = seen.page
    expect(page.get_by_label("회차")).to_have_value("2026-1")

    ask(page)
    expect(page.locator(".mine")).to_be_visible()

    kept = page.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    assert not [secret for secret in (CARD, CODE) if secret in kept + page.url + str(seen.loaded)]
    page.reload()
    expect(page.get_by_label("카드번호")).to_have_value("")


def test_what_cannot_be_found_says_what_to_look_at_and_keeps_what_was_typed(visit: Visits) -> None:
    seen = visit(STATEMENT)
    seen.expect("status 404: POST /api/dividend/statements/2026-2")

    ask(seen.page, "2026-2")

    expect(seen.page.get_by_role("alert")).to_contain_text("하나씩 다시 봐 주세요")
    expect(seen.page.get_by_label("카드번호")).to_have_value(CARD)


def test_a_citizen_leaves_after_being_asked_and_is_told_so(visit: Visits) -> None:
    page = visit(STATEMENT).page
    ask(page)

    page.get_by_role("button", name="참여하지 않기").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="참여하지 않기")).to_be_focused()
    page.get_by_role("button", name="참여하지 않기").click()
    page.get_by_role("dialog").get_by_role("button", name="네, 참여하지 않습니다").click()

    expect(page.get_by_text("다음 회차부터 이 카드의 기록을 쓰지 않습니다.")).to_be_visible()


def test_the_front_door_leads_to_everything_a_citizen_may_do(visit: Visits) -> None:
    page = visit("/dividend").page

    for name, path in (
        ("내 배당 보기", STATEMENT),
        ("자료 사기", "/dividend/market"),
        ("참여하지 않기", f"{STATEMENT}#leave"),
    ):
        expect(page.get_by_role("link", name=name)).to_have_attribute("href", path)
