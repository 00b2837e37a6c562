"""The watch's page of the system, and dead letters that two people send back."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.site import HERE, Site

WRITTEN: dict[str, Any] = json.loads((HERE / "answers/watch.json").read_text())
PROPOSED, BARE = (line["queue"] for line in WRITTEN["GET /dead-letters"]["queues"])
REFUSED = {
    "error": "redrive_proposed_before",
    "message": {"ko": "이 대기열에는 다른 제안이 있습니다.", "en": "Another proposal waits."},
}


def sent_to(page: Page, site: Site, path: str) -> list[Any]:
    """What the page posts there, as it comes."""
    bodies: list[Any] = []

    def hear(route: Route) -> None:
        bodies.append(route.request.post_data_json)
        route.fallback()

    page.context.route(f"{site.url}/api/watch/{path}", hear)
    return bodies


def story(queue: str, **more: Any) -> dict[str, Any]:
    written: dict[str, Any] = WRITTEN[f"GET /dead-letters/{queue}"]
    return written | more


def test_what_lies_where_stands_first(visit: Visits) -> None:
    page = visit("/system", who="operator").page

    lines = page.get_by_role("list", name="처리하지 못한 메시지가 있는 대기열").get_by_role("listitem")
    expect(lines.nth(0)).to_contain_text("과태료 · 받은 문자")
    expect(lines.nth(0)).to_contain_text("제안 있음")
    expect(lines.nth(1)).to_contain_text("나이는 아직 모름")
    expect(page.get_by_text("빈 대기열 15개")).to_be_visible()
    expect(page.get_by_text("돈은 움직이지 않습니다.")).to_be_visible()
    expect(page.get_by_text("23개 가운데 17개")).to_be_visible()


def test_somebody_proposes_to_send_them_back(visit: Visits, site: Site) -> None:
    opened = visit("/system", who="operator", width=360)
    page = opened.page
    sent = sent_to(page, site, "dead-letters/*/proposal")

    page.get_by_role("link", name="은행 파일").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_label("많아야 몇 건")).to_have_value("2")
    page.get_by_role("button", name="제안하기").click()
    expect(page.get_by_label("사유: 무엇을 고쳤나요?")).to_be_focused()
    page.get_by_label("사유: 무엇을 고쳤나요?").fill("파일 형식을 고쳤습니다.")
    assert opened.look() == []
    page.get_by_role("button", name="제안하기").click()
    opened.settle()

    assert sent == [{"most": 2, "reason": "파일 형식을 고쳤습니다."}]


def test_another_decides_and_is_asked_once_more(visit: Visits, site: Site) -> None:
    opened = visit(f"/system#queue/{PROPOSED}", who="operator")
    page = opened.page
    sent = sent_to(page, site, "dead-letters/*/proposal/decision")

    expect(page.get_by_text("김민지", exact=True)).to_be_visible()
    page.get_by_label("승인합니다").check()
    page.get_by_label("사유").fill("원인을 함께 확인했습니다.")
    page.get_by_role("button", name="결정하기").click()
    expect(page.get_by_role("dialog")).to_contain_text("14건까지 다시 보낼까요?")
    assert sent == []
    page.get_by_role("dialog").get_by_role("button", name="보내기").click()
    opened.settle()

    assert sent == [{"approve": True, "reason": "원인을 함께 확인했습니다."}]


def test_whoever_proposed_is_told_that_another_decides(visit: Visits) -> None:
    mine = story(PROPOSED)["proposal"] | {"proposed_by": "operator", "proposed_by_name": "operator"}
    answers = {f"GET /api/watch/dead-letters/{PROPOSED}": story(PROPOSED, proposal=mine)}
    page = visit(f"/system#queue/{PROPOSED}", who="operator", answers=answers).page

    expect(page.get_by_text("제안한 사람은 결정할 수 없습니다.")).to_be_visible()
    expect(page.get_by_role("button", name="결정하기")).to_have_count(0)


@pytest.mark.parametrize("queue", [PROPOSED, BARE])
def test_an_auditor_sees_all_of_it_and_changes_nothing(visit: Visits, queue: str) -> None:
    page = visit(f"/system#queue/{queue}", who="auditor").page

    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_text("관제사나 관리자가")).to_be_visible()


def test_whoever_did_something_to_a_queue_is_named(visit: Visits) -> None:
    page = visit(f"/system#queue/{PROPOSED}", who="auditor").page
    page.get_by_text("누가 언제 무엇을").click()

    done = page.locator("details", has_text="누가 언제 무엇을")
    expect(done).to_contain_text("이서준")
    # Of before names were kept.
    expect(done).to_contain_text("직원 3f2a9c41")


def test_what_is_being_sent_back_is_followed_by_itself(visit: Visits, site: Site) -> None:
    moving = story(PROPOSED)["proposal"] | {"state": "moving", "decided_by": "manager", "moved": 4}
    path = f"/api/watch/dead-letters/{PROPOSED}"
    answers = {f"GET {path}": story(PROPOSED, proposal=moving, letters=[])}
    page = visit(f"/system#queue/{PROPOSED}", who="operator", hurried=True, answers=answers).page
    expect(page.get_by_text("보낸 것 4 / 14")).to_be_visible()
    page.context.route(f"{site.url}{path}", lambda route: route.fulfill(json=story(BARE, waiting=0, letters=[])))

    page.clock.fast_forward(3_500)

    expect(page.get_by_text("보낼 것이 없습니다.")).to_be_visible()


def test_a_refusal_is_told_and_the_words_stay(visit: Visits, site: Site) -> None:
    opened = visit(f"/system#queue/{BARE}", who="operator")
    opened.expect("status 409")
    page = opened.page
    page.context.route(
        f"{site.url}/api/watch/dead-letters/*/proposal", lambda route: route.fulfill(status=409, json=REFUSED)
    )

    page.get_by_label("사유: 무엇을 고쳤나요?").fill("파일 형식을 고쳤습니다.")
    page.get_by_role("button", name="제안하기").click()

    expect(page.get_by_role("alert")).to_contain_text("이 대기열에는 다른 제안이 있습니다.")
    expect(page.get_by_label("사유: 무엇을 고쳤나요?")).to_have_value("파일 형식을 고쳤습니다.")


def test_a_system_in_order_says_so(visit: Visits) -> None:
    system = WRITTEN["GET /system"]
    queues = [queue | {"waiting": 0, "in_work": 0, "delayed": 0} for queue in system["queues"]]
    answers = {
        "GET /api/watch/system": system | {"queues": queues, "sandboxed": [], "stage": "prod"},
        "GET /api/watch/dead-letters": {"queues": []},
    }
    opened = visit("/system", who="auditor", lang="en", width=360, theme="dark", answers=answers)

    expect(opened.page.get_by_text("None. Every message was dealt with.")).to_be_visible()
    expect(opened.page.get_by_text("All of them are empty.")).to_be_visible()
    expect(opened.page.get_by_text("Nothing: everything is connected for real.")).to_be_visible()
    assert opened.look() == []


def test_one_part_that_fails_leaves_the_other(visit: Visits) -> None:
    opened = visit("/system", who="operator", answers={"GET /api/watch/dead-letters": 500})
    opened.expect("status 500")

    expect(opened.page.get_by_role("button", name="다시 시도")).to_have_count(1)
    expect(opened.page.get_by_role("heading", name="백업")).to_be_visible()
