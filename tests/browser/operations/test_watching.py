"""What an agency's people see: cameras that were opened to them, and why those are over that were."""

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Visits
from tests.browser.visits import Language, Theme

PAGE = "/operations/watching"
VIEWS = "POST /api/operations/cctv/grants/g-3/views"


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 1440, "light"), ("en", 320, "dark")])
def test_what_is_open_waits_and_is_over_is_fit_to_be_seen(
    visit: Visits, lang: Language, width: int, theme: Theme
) -> None:
    seen = visit(PAGE, who="police", lang=lang, width=width, theme=theme)

    seen.picture(f"watching.{lang}.{width}.{theme}")
    assert seen.look() == []


def test_what_can_be_watched_stands_first_and_what_is_over_says_why(visit: Visits) -> None:
    page = visit(PAGE, who="police").page
    grants = page.get_by_role("article")

    expect(grants.first.get_by_text("볼 수 있음")).to_be_visible()
    expect(grants.filter(has_text="교통사고 현장을 확인합니다")).to_contain_text("회수되었습니다")
    expect(grants.filter(has_text="교통사고 현장을 확인합니다")).to_contain_text("오인 신고로 확인됐습니다")
    expect(grants.filter(has_text="실종 신고")).to_contain_text("열람 기간이 지났습니다")
    expect(grants.filter(has_text="실종 신고").get_by_role("button")).to_have_count(0)


def test_a_camera_that_is_refused_says_so_in_place_of_its_picture(visit: Visits) -> None:
    seen = visit(PAGE, who="police", answers={VIEWS: 403})
    seen.expect("status 403")
    page = seen.page

    page.get_by_role("button", name="세종대로 110").click()

    expect(page.get_by_role("button", name="세종대로 110 (1/2) 보임")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("city-video")).to_contain_text("권한이 없습니다")
    page.get_by_role("button", name="세종대로 110 (1/2) 닫기").click()
    expect(page.locator("city-video")).to_have_count(0)


def test_nothing_open_says_when_something_will_be(visit: Visits) -> None:
    answers = {"GET /api/operations/cctv/grants/mine?limit=50": {"grants": [], "next_page": None}}
    page = visit(PAGE, who="police", answers=answers).page

    expect(page.get_by_text("지금 열린 카메라가 없습니다.")).to_be_visible()
    expect(page.get_by_text("관제실에 소속을 정해 달라고 하세요.")).to_be_visible()
