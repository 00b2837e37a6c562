"""A citizen talks with the office about a fine: in a browser, with the real office behind it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.fines.chat.office import Office
from tests.browser.fixtures import Visits
from tests.browser.reach.keyboard import stops_of
from tests.browser.site import Site
from tests.browser.visits import Visit
from tests.integration.fines.talk.web_visitor import JPEG

PLATE = "12가3456"
CHAT = "POST /api/fines/chat"
FIELD = "textarea"


def say(page: Page, words: str) -> None:
    page.locator(FIELD).fill(words)
    page.locator(FIELD).press("Enter")


def answers(page: Page) -> Locator:
    return page.locator(".said.office:not(.waiting)")


@pytest.fixture
def chat(visit: Visits, office: Office) -> Visit:
    opened = visit("/fines/chat", width=360)
    office.answer(opened.page.context)
    return opened


def reply(words: str, **more: Any) -> dict[str, Any]:
    return {"version": 2, "reply": words, "outcome": "answered", "language": "ko", "ticket": None, "code": None, **more}


# --- asking and paying ---


def test_a_number_and_its_plate_lead_to_an_account_that_is_copied(chat: Visit, office: Office) -> None:
    page, number = chat.page, office.fines.add_notice()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    say(page, f"{number} {PLATE} 가상계좌 주세요")

    card = page.get_by_role("group", name="납부 계좌")
    expect(card).to_contain_text("32,000원")
    expect(card).to_contain_text("농협")
    expect(card).to_contain_text("11.25.(수) 밤 12시")
    card.get_by_role("button", name="계좌번호 복사").click()
    expect(card.get_by_role("button")).to_have_text("복사했습니다")
    (account,) = office.fines.bound_accounts()
    assert page.evaluate("() => navigator.clipboard.readText()") == account
    assert chat.look() == []
    chat.picture("fines-chat-account.ko.360.light")


@pytest.mark.parametrize(("ask", "words"), [("account", "가상계좌 "), ("opinion", "의견제출·이의 ")])
def test_who_comes_to_do_something_begins_with_the_words_for_it(visit: Visits, ask: str, words: str) -> None:
    page = visit(f"/fines/chat?ask={ask}").page

    expect(page.locator(FIELD)).to_have_value(words)
    expect(page.locator(FIELD)).to_be_focused()


def test_what_the_office_says_is_shown_as_text_alone(visit: Visits) -> None:
    mark = '<img src=x onerror="document.title=1"><b>굵게</b> {{7*7}} ${1}'
    page = visit("/fines/chat", answers={CHAT: reply(mark)}).page

    say(page, mark)

    expect(answers(page).last).to_contain_text(mark)
    expect(page.locator(".said.citizen")).to_contain_text(mark)
    assert page.locator(".said img, .said b").count() == 0


# --- files ---


def test_a_file_that_is_refused_is_red_with_its_reason_and_one_that_is_taken_goes_along(
    chat: Visit, office: Office
) -> None:
    page = chat.page
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "영상.mp4", "mimeType": "video/mp4", "buffer": b"0000"},
            {"name": "꾸민.jpg", "mimeType": "image/jpeg", "buffer": b"<html>" + b"0" * 100},
            {"name": "진단서.jpg", "mimeType": "image/jpeg", "buffer": JPEG},
        ]
    )
    chat.expect("status 422: POST /api/fines/chat/files/check")

    lines = page.locator(".lines-of-files li")
    expect(lines.nth(0)).to_contain_text("사진(JPG, PNG, HEIC, WEBP)이나 PDF만 첨부할 수 있습니다.")
    expect(lines.nth(2)).to_contain_text("첨부됨")
    expect(lines.nth(1)).to_have_attribute("data-state", "refused")
    colours = (
        "(el) => [getComputedStyle(el).color, getComputedStyle(document.querySelector('.remark, .needed') ?? el).color]"
    )
    assert lines.nth(0).locator(".file-state").evaluate(colours)[0] == "rgb(189, 44, 15)"
    assert chat.look() == []
    chat.picture("fines-chat-files.ko.360.light")
    say(page, "증빙을 보냅니다")
    expect(page.locator(".said-files li")).to_have_text(["진단서.jpg"])
    expect(answers(page).last).to_contain_text("파일 1개를 받아")
    expect(lines).to_have_count(0)


def test_a_message_waits_for_its_files(chat: Visit, office: Office) -> None:
    page = chat.page
    page.context.route("**/api/fines/evidence", lambda _: None)
    page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    expect(page.locator("li[data-state=uploading] progress")).to_be_visible()

    say(page, "보냅니다")

    expect(page.locator(".remark")).to_have_text("파일을 올리고 있습니다. 끝나면 보내 주세요.")
    expect(page.locator(FIELD)).to_have_value("보냅니다")
    assert office.said() == []


# --- without a connection ---


def test_what_did_not_go_goes_once_when_there_is_a_connection_again(chat: Visit, office: Office) -> None:
    page = chat.page
    page.context.set_offline(True)
    office.is_reached = False
    chat.expect("ERR_INTERNET_DISCONNECTED")
    say(page, "납부 방법이 궁금합니다")
    expect(page.get_by_role("button", name="다시 보내기")).to_be_visible()
    expect(page.locator(".unsent")).to_contain_text("아직 보내지 못했습니다")
    assert chat.look() == []

    office.is_reached = True
    page.context.set_offline(False)

    expect(answers(page)).to_have_count(2)
    expect(page.get_by_role("button", name="다시 보내기")).to_have_count(0)
    assert len(office.said()) == 1


def test_an_answer_that_was_lost_is_asked_for_under_the_same_id(chat: Visit, office: Office) -> None:
    page, number = chat.page, office.fines.add_notice()
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.fallback()
            return
        lost.append(route.request.post_data)
        office.visitor.post("/chat", route.request.post_data)
        route.abort("connectionreset")

    page.context.route("**/api/fines/chat", lose_the_first)
    chat.expect("ERR_CONNECTION_RESET")

    say(page, f"{number} {PLATE} 가상계좌 주세요")

    expect(page.get_by_role("group", name="납부 계좌")).to_have_count(1)
    assert office.said()[0]["message_id"] in lost[0]
    assert len(office.fines.bound_accounts()) == 1


def test_an_office_that_is_down_leaves_the_words_to_be_sent_again_or_written_anew(visit: Visits) -> None:
    opened = visit("/fines/chat", answers={CHAT: 503})
    opened.expect("status 503")
    page = opened.page
    say(page, "얼마인가요")

    page.get_by_role("button", name="고쳐 쓰기").click()

    expect(page.locator(FIELD)).to_have_value("얼마인가요")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(".said.citizen")).to_have_count(0)


def test_a_talk_outlives_a_reload_and_what_was_written_too(chat: Visit, office: Office) -> None:
    page = chat.page
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    page.locator(FIELD).fill("쓰다 만 말")

    page.reload()

    expect(answers(page)).to_have_count(2)
    expect(page.locator(FIELD)).to_have_value("쓰다 만 말")
    assert len(office.said()) == 1


def test_a_talk_is_in_its_tab_alone_unless_it_is_to_stay(chat: Visit, office: Office, site: Site) -> None:
    page = chat.page
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    other = page.context.new_page()
    other.goto(f"{site.url}/fines/chat")
    expect(answers(other)).to_have_count(1)

    page.get_by_label("이 기기에 대화 남기기").check()

    another = page.context.new_page()
    another.goto(f"{site.url}/fines/chat")
    expect(answers(another)).to_have_count(2)


# --- room, keys, languages ---


def test_a_keyboard_that_is_up_leaves_room_for_the_talk(chat: Visit, office: Office) -> None:
    page, number = chat.page, office.fines.add_notice()
    say(page, f"{number} {PLATE} 가상계좌 주세요")
    expect(page.get_by_role("group", name="납부 계좌")).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 360})
    page.locator(FIELD).focus()
    chat.settle()

    composer = page.locator(".composer").bounding_box()
    assert composer is not None
    # At least six lines of the talk stay in sight, and the last of it is among them.
    assert composer["y"] > 150
    assert composer["y"] + composer["height"] <= 361
    last = answers(page).last.bounding_box()
    assert last is not None
    assert last["y"] < composer["y"]
    expect(page.locator(".composer .do")).to_be_in_viewport()
    chat.picture("fines-chat-keyboard.ko.360.light")


def test_a_talk_is_held_with_the_keyboard_alone(chat: Visit, office: Office) -> None:
    page = chat.page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("상담원과 얘기하고 싶어요")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    expect(page.locator(FIELD)).to_be_focused()

    names = [stop.name for stop in stops_of(page)]

    assert "보내기" in names
    log = page.get_by_role("log", name="대화")
    expect(log).to_have_attribute("aria-live", "polite")
    assert re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", log.inner_text())


def test_the_page_speaks_four_languages_and_its_frame_two(chat: Visit, office: Office) -> None:
    page, number = chat.page, office.fines.add_notice()

    page.get_by_role("button", name="Tiếng Việt").click()
    say(page, f"{number} {PLATE} cho tôi tài khoản")

    card = page.get_by_role("group", name="Tài khoản nộp tiền")
    expect(card).to_contain_text("24h")
    expect(answers(page).last.locator(".words")).to_have_attribute("lang", "vi")
    assert page.evaluate("() => document.documentElement.lang") == "ko"
    page.locator(".city-header").get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Parking fines")
    expect(page.get_by_role("button", name="Tiếng Việt")).to_have_attribute("aria-pressed", "false")


def test_a_page_is_opened_in_a_language_that_stays(visit: Visits) -> None:
    opened = visit("/fines/chat?speak=zh")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("违规停车罚款咨询")

    opened.page.get_by_role("link", name="查询进度·答复").click()

    expect(opened.page.get_by_role("heading", level=1)).to_have_text("查询我的进度")
