"""The room's board, as somebody watches it all night: recorded answers, and the city's line in the test's hands."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.line import ESCALATIONS, Line
from tests.browser.site import HERE, Site
from tests.browser.visits import Visit

ANSWERS: Mapping[str, Any] = json.loads((HERE / "answers" / "operations.json").read_text())
LIST = ANSWERS["GET /incidents/board"]
LINES = {each["incident_id"]: each for each in LIST["incidents"]}
FIRE, SOS, DRILL = "20261021T004812-1f6a09c2", "20261021T005501-0be81f37", "20261021T001500-e3f5c7aa"
NEW = {**LINES[SOS], "incident_id": "20261021T005959-12345678", "headline": "다리 위에서 사람이 떨어짐"}

expect.set_options(timeout=20_000)


class Watched:
    """Somebody's board, and the city's end of its line."""

    def __init__(self, visit: Visit, url: str) -> None:
        self.visit, self.page, self._url = visit, visit.page, url
        self.line = Line(visit.page, LIST["cursor"])

    def open(self) -> "Watched":
        self.page.goto(self._url + "/operations")
        self.page.locator("room-incident-board").wait_for(timeout=8000)
        expect(self.page.locator(".room-standing")).to_contain_text("실시간")
        return self

    def row(self, words: str) -> Locator:
        return self.page.locator(".room-one", has_text=words)

    def title(self, unanswered: int) -> None:
        expect(self.page).to_have_title(f"({unanswered}) 관제 상황판 · 동네")


@pytest.fixture
def watch(visit: Visits, site: Site) -> Callable[..., Watched]:
    def open_board(*, who: str = "operator", **how: Any) -> Watched:
        return Watched(visit("/offline", who=who, **how), site.url).open()

    return open_board


def test_a_new_incident_is_on_the_board_at_once_said_and_counted(watch: Callable[..., Watched]) -> None:
    board = watch()
    board.title(4)

    board.line.tell(NEW["incident_id"], NEW)

    expect(board.row("다리 위에서")).to_contain_text("접수 전", timeout=2000)
    expect(board.page.locator("#city-voice")).to_contain_text("새 사건: 다리 위에서 사람이 떨어짐")
    board.title(5)
    assert board.visit.look() == []

    board.line.tell(NEW["incident_id"], {**NEW, "state": "resolved", "revision": 9})
    expect(board.row("다리 위에서")).to_have_count(0)
    board.title(4)


def test_an_incident_is_acknowledged_by_keyboard_and_the_focus_stays_with_it(watch: Callable[..., Watched]) -> None:
    board = watch()
    page = board.page
    page.get_by_role("link", name="골목 비상벨이 눌렸습니다").first.focus()
    page.keyboard.press("ArrowUp")
    link = board.row("중앙시장").get_by_role("link")
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_request("**/acknowledge") as asked:
        page.keyboard.press("Enter")

    assert asked.value.post_data_json == {"revision": 4}
    expect(board.row("중앙시장")).to_contain_text("접수함")
    expect(link).to_be_focused()
    board.title(3)


def test_whoever_was_slower_is_told_and_sees_how_it_stands(watch: Callable[..., Watched]) -> None:
    board = watch()
    said = {"ko": "다른 사람이 먼저 처리했습니다.", "en": "Somebody was faster."}
    board.page.route(
        "**/acknowledge", lambda route: route.fulfill(status=409, json={"error": "incident_moved", "message": said})
    )
    board.visit.expect("status 409")
    with board.page.expect_request("**/incidents/board"):
        board.row("중앙시장").get_by_role("button").click()

    expect(board.page.get_by_role("alert")).to_contain_text("다른 사람이 먼저 처리했습니다.")


def test_a_drill_is_marked_and_never_counted_or_said(watch: Callable[..., Watched]) -> None:
    board = watch()
    expect(board.row("구청사 화재")).to_contain_text("훈련")

    board.line.tell("20261021T005958-dddddddd", {**NEW, "incident_id": "20261021T005958-dddddddd", "exercise": True})
    expect(board.row("다리 위에서")).to_contain_text("훈련")
    board.title(4)
    expect(board.page.locator("#city-voice", has_text="다리")).to_have_count(0)


def test_that_nobody_answered_is_on_the_board(watch: Callable[..., Watched]) -> None:
    board = watch()
    board.line.tell(FIRE, {"incident_id": FIRE, "level": 2, "who": "supervisor"}, ESCALATIONS)

    expect(board.row("중앙시장")).to_contain_text("관제 책임자에게 알렸습니다(2단계)")
    expect(board.page.locator("#city-voice")).to_contain_text("아직 아무도 접수하지 않았습니다")


def test_sound_is_off_until_somebody_switches_it_on_and_then_remembered(watch: Callable[..., Watched]) -> None:
    board = watch()
    sound = board.page.get_by_role("button", name="소리")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")

    board.open()
    expect(sound).to_have_attribute("aria-pressed", "true")
    assert board.page.evaluate("localStorage.getItem('dongne.room.bell')") == "1"


def test_what_comes_moves_neither_the_focus_nor_what_is_read(watch: Callable[..., Watched]) -> None:
    board = watch(width=360)
    heading = board.page.get_by_role("heading", name="무응답")
    heading.scroll_into_view_if_needed()
    done = board.page.get_by_role("button", name="완료: 지하차도 진입 차단 확인")
    done.focus()
    before = heading.bounding_box()
    board.line.tell(NEW["incident_id"], NEW)
    expect(board.row("다리 위에서")).to_have_count(1)
    board.visit.settle()

    after = heading.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 4
    expect(done).to_be_focused()


def test_a_board_that_hears_nothing_says_so(watch: Callable[..., Watched]) -> None:
    board = watch(hurried=True)
    board.page.route("**/api/operations/incidents/board", lambda route: route.abort("connectionrefused"))
    board.visit.expect("console: Failed to load resource")
    board.page.clock.fast_forward("01:10")

    expect(board.page.get_by_role("alert").filter(has_text="화면이 갱신되지 않습니다")).to_be_visible()
    expect(board.page.locator(".room-standing")).to_contain_text("끊김")


def test_a_step_is_answered_refused_with_a_reason_and_handed_over(watch: Callable[..., Watched]) -> None:
    page = watch().page
    page.get_by_role("button", name="완료: 주변 횡단보도에 대피 방송").click()
    with page.expect_request("**/runs/*/steps/2/answer") as asked:
        page.get_by_role("dialog").get_by_role("button", name="완료").click()
    assert asked.value.post_data_json == {"turn": 1, "answer": "done", "note": ""}

    page.get_by_role("button", name="거부: 지하차도 진입 차단 확인").click()
    page.get_by_role("dialog").get_by_role("button", name="거부").click()
    expect(page.get_by_role("dialog").get_by_text("꼭 적어 주세요.")).to_be_visible()
    page.get_by_role("textbox", name="거부하는 까닭").fill("구청에 권한이 없음")
    with page.expect_request("**/runs/*/steps/3/answer") as asked:
        page.get_by_role("dialog").get_by_role("button", name="거부").click()
    assert asked.value.post_data_json == {"turn": 2, "answer": "refused", "note": "구청에 권한이 없음"}

    page.get_by_role("button", name="넘기기: 지하차도 진입 차단 확인").click()
    page.get_by_role("textbox", name="까닭").fill("책임자 확인 필요")
    with page.expect_request("**/hand-over") as asked:
        page.get_by_role("dialog").get_by_role("button", name="넘기기").click()
    assert asked.value.post_data_json == {"turn": 2, "to": "supervisor", "note": "책임자 확인 필요"}


def test_an_incident_is_opened_by_hand_once(watch: Callable[..., Watched]) -> None:
    board = watch()
    page = board.page
    page.get_by_role("button", name="사건 등록").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="한 줄 요약").fill("가로수가 쓰러짐")
    form.get_by_role("combobox", name="무슨 일").select_option(label="붕괴 (재난)")
    form.get_by_role("combobox", name="심각도").select_option(label="보통")
    form.get_by_role("spinbutton", name="위도").fill("37.5665")
    form.get_by_role("button", name="등록").click()
    expect(form).to_contain_text("위도와 경도를 함께 적어 주세요.")
    form.get_by_role("spinbutton", name="경도").fill("126.978")
    assert board.visit.look() == []
    with page.expect_request(lambda each: each.method == "POST" and each.url.endswith("/incidents")) as asked:
        form.get_by_role("button", name="등록").click()

    sent = asked.value.post_data_json
    assert len(sent.pop("number")) == 36
    assert sent == {
        "category": "disaster",
        "kind": "collapse",
        "severity": "moderate",
        "place": {"shape": {"type": "point", "position": [126.978, 37.5665]}, "accuracy_m": None, "address": None},
        "headline": "가로수가 쓰러짐",
        "description": "",
        "exercise": False,
    }
    expect(form).to_have_count(0)


def test_a_quiet_city_says_so(visit: Visits) -> None:
    quiet = {
        "GET /api/operations/incidents/board": {**LIST, "incidents": []},
        "GET /api/operations/steps": {"steps": []},
    }
    opened = visit("/operations", who="operator", answers=quiet)

    expect(opened.page.get_by_text("열린 사건이 없습니다.")).to_be_visible()
    expect(opened.page.get_by_text("모두 제때 응답하고 있습니다.")).to_be_visible()
    expect(opened.page).to_have_title("관제 상황판 · 동네")
    assert opened.look() == []


def test_a_board_that_cannot_be_read_is_said_and_tried_again(visit: Visits) -> None:
    opened = visit("/operations", who="operator", answers={"GET /api/operations/incidents/board": 500})
    opened.expect("status 500")
    again = opened.page.get_by_role("button", name="다시 시도")
    again.wait_for()
    assert opened.look() == []
    opened.page.context.unroute_all()
    again.click()
    expect(opened.page.locator(".room-one").first).to_contain_text("중앙시장")
