"""What a citizen sees, takes along and deletes of what is kept of them, in their browser and at the office."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fines.chat.office import Office
from tests.browser.fines.chat.test_chat import PLATE, answers, say
from tests.browser.fixtures import Visits
from tests.browser.site import Site
from tests.browser.visits import Visit

DRAFT = "() => sessionStorage.setItem('dongne.draft.fines/case', '{\"number\":\"1140\"}')"
KEYS = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith('dongne.'))"


def talk(page: Page, number: str) -> None:
    say(page, f"{number} {PLATE} 가상계좌 주세요")
    expect(answers(page)).to_have_count(2)
    say(page, "상담원과 얘기하고 싶어요")
    expect(answers(page)).to_have_count(3)


@pytest.fixture
def talked(visit: Visits, office: Office, site: Site) -> Visit:
    """A talk with an account and a ticket, and the privacy page after it."""
    opened = visit("/fines/chat", width=360)
    office.answer(opened.page.context)
    talk(opened.page, office.fines.add_notice())
    opened.page.goto(f"{site.url}/privacy#mine")
    return opened


def test_a_talk_is_seen_and_downloaded_without_its_secret(talked: Visit, tmp_path: Path) -> None:
    page = talked.page
    page.evaluate(DRAFT)
    page.get_by_text("보관된 대화 보기").click()
    expect(page.locator("fines-mine")).to_contain_text("상담원과 얘기하고 싶어요")
    expect(page.locator("fines-mine")).to_contain_text("담당자가 답할 상담")
    assert talked.look() == []
    talked.picture("privacy-mine.ko.360.light")

    with page.expect_download() as started:
        page.get_by_role("button", name="모두 내려받기").click()

    started.value.save_as(tmp_path / "mine.json")
    found = json.loads((tmp_path / "mine.json").read_text())
    assert [turn["said"] for turn in found["office"]["turns"]][-1] == "상담원과 얘기하고 싶어요"
    assert len(found["browser"]["tab"]["dongne.fines.talk"]["turns"]) == 4
    assert found["browser"]["tab"]["dongne.draft.fines/case"] == {"number": "1140"}
    assert '"session"' not in json.dumps(found)


def test_a_talk_is_deleted_at_the_office_and_what_stays_says_why(talked: Visit, office: Office) -> None:
    page = talked.page
    page.get_by_role("button", name="구청에 보관된 상담 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="지우기").click()

    expect(page.locator("fines-mine").get_by_role("status")).to_contain_text("말 1개와 파일 0개를 지웠습니다.")
    expect(page.locator("fines-mine")).to_contain_text("민원 처리에 관한 법률")
    _, kept = office.visitor.post("/chat/mine", {"session": office.said()[0]["session"]})
    assert [turn["said"] for turn in kept["turns"]] == ["상담원과 얘기하고 싶어요"]
    assert "dongne.fines.talk" not in page.evaluate(KEYS)


def test_everything_in_the_browser_goes_after_a_question(talked: Visit, office: Office) -> None:
    page = talked.page
    page.get_by_role("button", name="이 브라우저에서 모두 지우기").click()
    page.keyboard.press("Escape")
    assert "dongne.fines.talk" in page.evaluate(KEYS)

    page.get_by_role("button", name="이 브라우저에서 모두 지우기").click()
    page.get_by_role("button", name="모두 지우기", exact=True).click()

    expect(page.get_by_text("이 브라우저에 남은 것이 없습니다.")).to_be_visible()
    assert page.evaluate(KEYS) == []


def test_without_a_talk_the_page_says_how_to_ask(visit: Visits) -> None:
    page = visit("/privacy").page

    expect(page.locator("fines-mine")).to_contain_text("이 브라우저로 하신 상담이 없습니다.")
    expect(page.get_by_role("link", name="데이터 배당에 참여하지 않기")).to_have_attribute(
        "href", "/dividend/statement"
    )


def test_an_office_that_is_down_leaves_the_rest_of_the_page(visit: Visits, office: Office, site: Site) -> None:
    opened = visit("/fines/chat")
    page = opened.page
    office.answer(page.context)
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    page.context.route("**/api/fines/chat/mine", lambda route: route.abort("connectionrefused"))
    opened.expect("Failed to load resource")

    page.goto(f"{site.url}/privacy")

    expect(page.locator("fines-mine").get_by_role("button", name="다시 시도")).to_be_visible()
    expect(page.get_by_role("heading", name="나의 권리")).to_be_visible()


def test_the_chat_forgets_here_and_where_it_is_wanted_at_the_office(visit: Visits, office: Office) -> None:
    opened = visit("/fines/chat")
    page = opened.page
    office.answer(page.context)
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="대화 지우기").click()
    page.get_by_label("구청에 보관된 이 대화도 지웁니다").check()
    page.get_by_role("dialog").get_by_role("button", name="지우기", exact=True).click()

    expect(page.get_by_role("dialog")).to_contain_text("구청에 보관된 대화를 지웠습니다.")
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()

    expect(answers(page)).to_have_count(1)
    first = office.said()[0]["session"]
    assert office.visitor.post("/chat/mine", {"session": first})[1]["turns"] == []
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    assert office.said()[-1]["session"] != first
