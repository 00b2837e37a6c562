"""The frame of the pages and the parts they are made of, in a browser: each state looks right, and pressing does what it says."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.site import web

STATES = sorted(page.stem for page in (web() / "components/states").glob("*.html"))
PLAIN = ("/", "/404", "/offline", "/accessibility")
SESSION = "POST /api/session/token"


def signed_in(*groups: str, **more: Any) -> dict[str, Any]:
    return {
        "token": "e30.e30.x",
        "expires_in": 3600,
        "staff_id": "s-1",
        "name": "김민지",
        "groups": list(groups),
        **more,
    }


@pytest.mark.parametrize("path", [*PLAIN, *(f"/components/states/{name}" for name in STATES)])
@pytest.mark.parametrize(("lang", "theme", "width"), [("ko", "light", 1440), ("en", "dark", 320)])
def test_every_state_is_fit_to_be_seen(
    visit: Visits, path: str, lang: Literal["ko", "en"], theme: str, width: int
) -> None:
    seen = visit(path, lang=lang, theme=theme, width=width)

    assert seen.look() == []


def test_language_and_theme_are_changed_at_once_and_remembered(visit: Visits) -> None:
    page = visit("/").page

    page.get_by_role("button", name="English").click()
    page.locator("summary", has_text="Display").click()
    page.get_by_label("Dark").check()

    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to do?")
    assert page.title() == "City services · Dongne"
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to do?")
    assert page.evaluate("() => [document.documentElement.lang, document.documentElement.dataset.theme]") == [
        "en",
        "dark",
    ]


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit: Visits) -> None:
    page = visit("/").page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/", "/fines/chat", "/dividend/statement", "/privacy", "/404"])
def test_whom_to_ask_stands_in_the_same_place_of_every_page(visit: Visits, path: str) -> None:
    ways = visit(path).page.get_by_role("contentinfo").get_by_role("link")

    expect(ways).to_have_text(["개인정보 처리방침", "접근성 안내", "도움 02-3396-0000 (평일 9~18시)"])
    expect(ways.last).to_have_attribute("href", "tel:0233960000")


def test_whoever_reads_in_own_colours_gets_the_theme_of_the_device_whatever_was_chosen(visit: Visits) -> None:
    page = visit("/", forced=True, theme="dark").page

    page.evaluate("() => localStorage.setItem('dongne.theme', 'light')")
    page.reload()

    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"


def test_a_page_of_staff_warns_before_it_is_covered_and_a_press_keeps_it(visit: Visits) -> None:
    page = visit("/dividend/desk", who="steward-2", hurried=True).page
    warning = page.get_by_role("alert").filter(has=page.get_by_role("button", name="계속 쓰기"))
    # From here on no time goes by but what this test lets go by; and somebody touches the page as it begins.
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 120)
    page.keyboard.press("Tab")

    page.clock.run_for("14:30")
    expect(warning).to_contain_text("1분 안에 화면을 가립니다.")
    page.get_by_role("button", name="계속 쓰기").click()

    expect(warning).to_have_count(0)
    page.clock.run_for("14:00")
    expect(page.get_by_role("heading", name="화면을 가렸습니다")).to_have_count(0)
    page.clock.run_for("01:10")
    expect(page.get_by_role("heading", name="화면을 가렸습니다")).to_be_visible()


def test_home_shows_the_boards_of_a_role_and_what_to_do_first_until_that_is_known(visit: Visits) -> None:
    page = visit("/", who="clerk", answers={SESSION: signed_in("clerk")}).page

    expect(page.get_by_role("heading", level=1)).to_have_text("김민지 님의 업무")
    expect(page.get_by_role("link", name="과태료 업무")).to_be_visible()
    expect(page.get_by_role("link", name="배당 업무")).to_have_count(0)
    page.get_by_role("button", name="다시 보지 않기").click()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("김민지 님의 업무")
    expect(page.get_by_text("처음 오셨다면")).to_be_hidden()


# --- parts ------------------------------------------------------------------------------------------------------------


def fill_form(page: Page) -> None:
    form = page.locator("#whole")
    form.get_by_label("예금주").fill("김민지")
    form.get_by_label("은행").select_option("088")
    form.get_by_label("금액").fill("12000")
    form.get_by_label("사유").fill("이중으로 냈습니다")
    form.get_by_label("승인합니다").check()
    form.get_by_label("연구").check()
    form.get_by_label("되돌릴 수 없음을 압니다.").check()


def test_a_form_says_what_is_missing_beside_it_and_goes_there(visit: Visits) -> None:
    page = visit("/components/states/form").page

    page.locator("#whole").get_by_role("button", name="보내기").click()

    expect(page.get_by_label("예금주")).to_be_focused()
    expect(page.get_by_label("예금주")).to_have_accessible_description(re.compile("통장에 적힌 그대로 꼭 적어 주세요."))
    assert page.locator("#whole .wrong:visible").count() == 6
    page.get_by_label("예금주").fill("김")
    expect(page.locator("#whole .wrong:visible")).to_have_count(5)


def test_a_form_asks_first_sends_once_and_says_what_came_of_it(visit: Visits) -> None:
    page = visit("/components/states/form").page
    fill_form(page)

    page.locator("#whole").get_by_role("button", name="보내기").click()
    page.get_by_role("dialog", name="보낼까요?").get_by_role("button", name="보내기").click()

    expect(page.locator("#whole .notice")).to_have_text(
        '{"holder":"김민지","bank":"088","amount_krw":12000,"reason":"이중으로 냈습니다",'
        '"approves":"yes","purposes":["research"],"sure":true}'
    )
    expect(page.get_by_label("예금주")).to_have_value("")
    assert page.evaluate("() => sessionStorage.length") == 0


def test_words_outlive_a_question_that_was_closed_a_language_and_a_reload(visit: Visits) -> None:
    page = visit("/components/states/form").page
    fill_form(page)

    page.locator("#whole").get_by_role("button", name="보내기").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Holder")).to_have_value("김민지")
    page.reload()

    expect(page.get_by_label("Holder")).to_have_value("김민지")
    expect(page.get_by_label("Bank")).to_have_value("088")
    expect(page.get_by_label("I approve")).to_be_checked()
    expect(page.get_by_label("research")).to_be_checked()


def test_what_the_city_refuses_stands_beside_its_field_and_the_rest_below(visit: Visits) -> None:
    page = visit("/components/states/form").page

    page.locator("#wrong").get_by_role("button").click()
    page.locator("#refused").get_by_role("button").click()

    expect(page.locator("#wrong .wrong")).to_have_text("더 큰 수여야 합니다.")
    expect(page.locator("#wrong").get_by_role("alert")).to_have_text("적으신 내용을 확인해 주세요.")
    expect(page.locator("#refused").get_by_role("alert")).to_have_text("이미 납부된 과태료입니다.")


def test_a_dialog_gives_the_focus_back_and_tells_what_was_answered(visit: Visits) -> None:
    page = visit("/components/states/dialog").page

    page.locator("#reason").click()
    expect(page.get_by_label("사유")).to_be_focused()
    page.keyboard.type("공사")
    page.get_by_role("dialog").get_by_role("button", name="운영 중지").click()
    expect(page.get_by_label("사유")).to_have_accessible_description(re.compile("5자 이상"))
    page.get_by_label("사유").fill("도로 공사가 있습니다")
    page.get_by_role("dialog").get_by_role("button", name="운영 중지").click()

    expect(page.locator("#reason + output")).to_have_text('"도로 공사가 있습니다"')
    expect(page.locator("#reason")).to_be_focused()
    page.locator("#confirm").click()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm + output")).to_have_text("false")


def test_a_dialog_whose_act_fails_stays_with_every_word(visit: Visits) -> None:
    page = visit("/components/states/dialog").page

    page.locator("#fields").click()
    page.get_by_label("이름").fill("okgye-01")
    page.get_by_role("button", name="등록").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("이름")).to_have_value("okgye-01")
    page.get_by_role("button", name="등록").click()

    expect(page.locator("#fields + output")).to_have_text('{"unit":"okgye-01"}')


def test_tabs_go_by_arrows_and_keep_what_is_in_them(visit: Visits) -> None:
    page = visit("/components/states/tabs").page
    page.locator("#in-today").fill("적던 말")

    page.get_by_role("tab", name="오늘").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="문의·의견·입금")).to_be_focused()
    expect(page.locator("#in-today")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="파일")).to_be_focused()
    page.keyboard.press("Home")

    expect(page.locator("#in-today")).to_have_value("적던 말")


def test_a_map_and_a_chart_are_read_by_keys(visit: Visits) -> None:
    page = visit("/components/states/map").page
    picture = page.locator(".map-frame").first
    mark = page.locator("city-map .mark").first
    before = mark.bounding_box()
    picture.focus()

    page.keyboard.press("ArrowRight")

    expect(picture).to_be_focused()
    assert mark.bounding_box() != before
    page = visit("/components/states/chart").page
    page.locator(".chart-frame").first.focus()
    page.keyboard.press("End")
    last = page.locator(".chart-read").first.inner_text()
    page.keyboard.press("ArrowLeft")
    assert last
    expect(page.locator(".chart-read").first).not_to_have_text(last)


def test_more_of_a_list_takes_the_reader_to_the_first_new_line(visit: Visits) -> None:
    page = visit("/components/states/list").page

    page.locator("#paged").get_by_role("button", name="더 보기").click()

    expect(page.locator("#paged li")).to_have_count(6)
    expect(page.locator("#paged a").nth(3)).to_be_focused()
    page.locator("#late").get_by_role("button", name="더 보기").click()
    expect(page.locator("#late").get_by_role("alert")).to_be_visible()
    expect(page.locator("#late li")).to_have_count(2)


def test_a_table_holds_no_more_rows_than_it_may(visit: Visits) -> None:
    page = visit("/components/states/table").page

    assert page.locator("#many tbody tr").count() == 3
    page.locator("#many").get_by_role("button", name="다음").click()

    expect(page.locator("#many tbody th").first).to_have_text("D-4")


def test_what_is_masked_opens_for_a_reason_and_hides_again_without_losing_the_focus(visit: Visits) -> None:
    page = visit("/components/states/masked").page

    page.locator("#opens").get_by_role("button").click()
    page.get_by_role("textbox", name="사유").fill("민원 확인")
    page.get_by_role("dialog").get_by_role("button", name="전체 보기").click()

    expect(page.locator("#opens")).to_contain_text("010-1234-5678")
    expect(page.locator("#opens")).to_contain_text("민원 확인")
    expect(page.locator("#opens").get_by_role("button", name="가리기")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#opens")).not_to_contain_text("010-1234-5678")
    expect(page.locator("#opens").get_by_role("button", name="사유를 적고 전체 보기")).to_be_focused()
