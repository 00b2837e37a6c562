"""The board of crosswalks, as somebody watches it: with recorded answers, and the city's line in the test's hands."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.crosswalk.line import Line
from tests.browser.fixtures import Visits
from tests.browser.reach.keyboard import keyboard_finds
from tests.browser.site import HERE, Site
from tests.browser.visits import Visit

BOARD = "/crosswalk/board"
ANSWERS: Mapping[str, Any] = json.loads((HERE / "answers" / "crosswalk.json").read_text())
LIST = ANSWERS["GET /units"]
UNITS = {each["unit"]: each for each in LIST["units"]}
BROKEN = {
    "severity": "alarm",
    "concerns": ["lamps_dark"],
    "faults": [{"fault": "watchdog", "lamp": None, "since": "2026-10-21T00:59:50Z"}],
}


# A machine that does much else is waited for; what has to be soon says so.
expect.set_options(timeout=20_000)


class Watched:
    """Somebody's board, and the city's end of its line."""

    def __init__(self, visit: Visit, url: str) -> None:
        self.visit, self.page, self._url = visit, visit.page, url
        self.line = Line(visit.page, LIST["cursor"])

    def open(self, part: str = "") -> "Watched":
        self.page.goto(self._url + BOARD + part)
        self.page.locator("crosswalk-board .page").wait_for(timeout=8000)
        return self

    def row(self, unit: str) -> Locator:
        """In the list beside the map."""
        return self.page.locator(f'.map-row[data-id="{unit}"]')

    @property
    def standing(self) -> Locator:
        return self.page.locator(".board-standing")

    def breaks(self, unit: str) -> None:
        self.line.tell(unit, {**UNITS[unit], **BROKEN})

    def mends(self, unit: str) -> None:
        self.line.tell(unit, {**UNITS[unit], "severity": "fine", "concerns": [], "faults": []})


@pytest.fixture
def watch(visit: Visits, site: Site) -> Callable[..., Watched]:
    def open_board(part: str = "", *, who: str = "clerk", **how: Any) -> Watched:
        return Watched(visit("/offline", who=who, **how), site.url).open(part)

    return open_board


def test_a_change_is_on_the_board_at_once_with_what_to_do(watch: Callable[..., Watched]) -> None:
    board = watch()
    expect(board.standing).to_contain_text("실시간")
    expect(board.row("wonpyeong-05")).to_contain_text("정상")

    board.breaks("wonpyeong-05")

    expect(board.row("wonpyeong-05")).to_contain_text("이상 · 고장으로 소등됨", timeout=2000)
    task = board.page.locator(".board-task", has_text="원평초등학교")
    expect(task).to_contain_text("현장 확인과 임시 안내")
    expect(task).to_contain_text("새 경보")
    expect(board.page).to_have_title("(3) 횡단보도 상황판 · 동네")
    expect(board.page.locator("#city-voice")).to_contain_text("새 경보: 원평초등학교 앞")
    assert board.visit.look() == []

    board.mends("wonpyeong-05")
    expect(task).to_have_count(0)


def test_an_alarm_that_was_noted_stays_noted_until_something_is_otherwise(watch: Callable[..., Watched]) -> None:
    board = watch()
    task = board.page.locator(".board-task", has_text="송정대로")
    task.get_by_role("button", name="송정대로 12: 확인").click()
    expect(task).to_contain_text("10:00 확인")
    expect(board.page).to_have_title("(1) 횡단보도 상황판 · 동네")

    board.open()
    expect(task).to_contain_text("10:00 확인")

    board.breaks("songjeong-02")
    expect(task).to_contain_text("새 경보")


def test_a_line_that_breaks_leaves_no_gap(watch: Callable[..., Watched]) -> None:
    board = watch()
    expect(board.standing).to_contain_text("실시간")
    board.line.cut()
    board.breaks("gumi-06")
    board.breaks("bonggok-07")

    for unit in ("gumi-06", "bonggok-07"):
        expect(board.row(unit)).to_contain_text("이상", timeout=20_000)
    expect(board.standing).to_contain_text("실시간")
    assert board.line.connections == 2


def test_without_a_line_the_board_asks_and_says_so(watch: Callable[..., Watched]) -> None:
    board = watch(hurried=True)
    expect(board.standing).to_contain_text("실시간")
    board.line.refuses = True
    board.line.cut()
    board.page.clock.run_for("00:20")
    expect(board.standing).to_contain_text("확인 중(5초마다)")

    board.breaks("gumi-06")
    board.page.clock.run_for("00:08")
    expect(board.row("gumi-06")).to_contain_text("이상")

    board.line.refuses = False
    board.page.clock.run_for("00:40")
    expect(board.standing).to_contain_text("실시간")


def test_a_board_that_hears_nothing_says_that_it_is_old_and_goes_on_by_itself(watch: Callable[..., Watched]) -> None:
    board = watch(hurried=True)
    expect(board.standing).to_contain_text("실시간")
    board.page.route("**/api/crosswalk/units", lambda route: route.abort("connectionrefused"))
    board.visit.expect("console: Failed to load resource")
    board.page.clock.fast_forward("01:10")

    expect(board.standing).to_contain_text("끊김")
    expect(board.page.get_by_role("alert").filter(has_text="화면이 갱신되지 않습니다")).to_be_visible()
    assert board.visit.look() == []

    board.page.unroute("**/api/crosswalk/units")
    board.page.clock.fast_forward("01:10")
    expect(board.standing).to_contain_text("실시간")
    expect(board.page.get_by_text("화면이 갱신되지 않습니다")).to_have_count(0)


def test_a_night_of_watching_covers_nothing_and_misses_nothing(watch: Callable[..., Watched]) -> None:
    """Eight hours, with a ping every five minutes, another connection before two hours, and a token before each hour."""
    board = watch(hurried=True)
    for hour in range(8):
        for _ in range(12):
            board.page.clock.fast_forward("05:00")
        board.breaks("gumi-06") if hour % 2 == 0 else board.mends("gumi-06")
        expect(board.row("gumi-06")).to_contain_text("정상" if hour % 2 else "이상")

    expect(board.standing).to_contain_text("실시간")
    assert board.line.connections >= 4
    assert board.page.locator("dialog[open]").count() == 0


def test_a_city_without_units_says_what_to_do_first(visit: Visits) -> None:
    nothing = {"GET /api/crosswalk/units": {**LIST, "units": []}}
    for who, said in (("manager", "일련번호로 등록하면"), ("clerk", "관리자가 등록하면")):
        opened = visit(BOARD, who=who, answers=nothing)
        expect(opened.page.locator("crosswalk-units")).to_contain_text(said)
        assert opened.page.get_by_role("button", name="단말 등록").count() == (who == "manager")
        assert opened.look() == []


def test_an_api_that_is_down_is_said_and_tried_again(visit: Visits) -> None:
    opened = visit(BOARD, who="clerk", lang="en", answers={"GET /api/crosswalk/units": 500})
    opened.expect("status 500")
    page = opened.page
    again = page.get_by_role("button", name="Try again")
    again.wait_for()
    assert opened.look() == []

    page.context.unroute_all()
    again.click()
    expect(page.locator('.map-row[data-id="okgye-01"]')).to_contain_text("Okgye Elementary School")


def test_when_most_fall_silent_the_link_is_named_and_not_the_units(visit: Visits) -> None:
    opened = visit(BOARD, who="clerk", answers={"GET /api/crosswalk/units": {**LIST, "link_down": True}})

    expect(opened.page.get_by_role("alert").filter(has_text="통신망을 먼저 확인")).to_be_visible()
    assert opened.look() == []


def test_back_leads_from_a_part_to_the_unit_and_to_the_list(watch: Callable[..., Watched]) -> None:
    board = watch()
    page = board.page
    board.row("okgye-01").click()
    heading = page.get_by_role("heading", name="옥계초등학교 앞")
    expect(heading).to_be_focused()
    page.get_by_role("tab", name="통행").click()
    expect(page.locator("crosswalk-traffic city-chart").first).to_be_visible()

    page.go_back()
    expect(page.get_by_role("tab", name="상태")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(heading).to_have_count(0)
    expect(page.locator(".board-todo")).to_be_visible()


def test_the_focus_survives_what_the_city_tells(watch: Callable[..., Watched]) -> None:
    board = watch("#units/okgye-01")
    off_duty = board.page.get_by_role("tab", name="고장 이력")
    off_duty.focus()
    board.line.tell("okgye-01", {**UNITS["okgye-01"], "concerns": ["silent", "lamp_faulty"]})

    expect(board.page.locator(".board-concerns")).to_contain_text("무응답")
    expect(off_duty).to_be_focused()


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("picture", "요청한 사진"),
        ("traffic", "시간별"),
        ("heat", "가장 많은 자리"),
        ("site", "구역 그리기"),
        ("faults", "해소"),
    ],
)
@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1440, "light")])
def test_every_part_of_a_unit_is_right(visit: Visits, part: str, seen: str, width: int, theme: Any) -> None:
    opened = visit(f"{BOARD}#units/okgye-01/{part}", who="manager", width=width, theme=theme)

    expect(opened.page.locator("crosswalk-unit")).to_contain_text(seen)
    opened.picture(f"crosswalk-board-{part}.ko.{width}.{theme}")
    assert opened.look() == []


@pytest.mark.parametrize("part", ["updates/20261019-a1", "units/yangho-08", "units/sinpyeong-03"])
def test_the_other_views_are_right_in_english(visit: Visits, part: str) -> None:
    opened = visit(f"{BOARD}#{part}", who="manager", lang="en", width=360)

    opened.page.locator(".split-one h2").wait_for()
    assert opened.look() == []


def test_a_picture_is_opened_with_a_reason_and_lies_beneath_the_zones(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/okgye-01/picture", who="clerk", hurried=True)
    page = opened.page
    button = page.get_by_role("button", name="사유를 적고 열기")
    button.click()
    page.get_by_role("button", name="열기", exact=True).click()
    expect(page.get_by_text("꼭 적어 주세요.")).to_be_visible()
    page.get_by_role("textbox", name="사유").fill("정지선 등 신고 확인")
    with page.expect_request("**/pictures/p-3/view") as asked:
        page.get_by_role("button", name="열기", exact=True).click()
    assert asked.value.post_data_json == {"reason": "정지선 등 신고 확인"}
    expect(page.locator("crosswalk-pictures canvas")).to_be_visible()
    expect(page.locator("crosswalk-pictures")).to_contain_text("사람 1, 차량 1")
    assert opened.look() == []

    page.get_by_role("tab", name="설정").click()
    expect(page.locator("crosswalk-editor canvas")).to_be_visible()

    # Nobody touches it for ten minutes.
    page.clock.fast_forward("10:05")
    expect(page.locator("crosswalk-stage canvas")).to_have_count(0)


def test_what_wants_a_fresh_sign_in_asks_for_it(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/okgye-01/picture", who="clerk")
    page = opened.page
    page.route("**/pictures/p-3/view", lambda route: route.fulfill(status=403, json={"error": "sign_in_again"}))
    opened.expect("status 403")
    page.get_by_role("button", name="사유를 적고 열기").click()
    page.get_by_role("textbox", name="사유").fill("정지선 등 신고 확인")
    page.get_by_role("button", name="열기", exact=True).click()

    again = page.get_by_role("dialog", name="한 번 더 확인합니다")
    again.get_by_role("button", name="그만두기").click()
    expect(page.get_by_role("textbox", name="사유")).to_have_value("정지선 등 신고 확인")


def test_zones_are_drawn_without_a_mouse(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/gumi-06/site", who="clerk", width=360)
    page = opened.page
    save = page.locator("crosswalk-editor").get_by_role("button", name="초안으로 저장")
    expect(save).to_be_disabled()
    corner = page.locator('.handle[data-corner="1"]')
    corner.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(corner).to_be_focused()
    expect(corner).to_have_accessible_name("대기(왼쪽) 모서리 2 (가로 54%, 세로 43%)")
    page.keyboard.press("+")
    expect(page.locator('.handle[data-corner="2"]')).to_be_focused()

    with page.expect_request("**/site/zones") as asked:
        save.click()
    left = asked.value.post_data_json["waiting_left"]
    assert (len(left), left[1]) == (5, [0.54, 0.432])
    expect(page.locator("crosswalk-site")).to_contain_text("초안을 저장했습니다.")


def test_a_site_file_is_reached_without_a_mouse(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/gumi-06/site", who="clerk", width=360)

    expect(opened.page.locator(".handle").first).to_be_visible()
    # A link to a unit begins at its heading.
    assert [each for each in keyboard_finds(opened.page) if not each.startswith("Tab stops first")] == []


def test_an_author_does_not_activate_their_own_file_in_a_protected_zone(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/okgye-01/site", who="manager")

    expect(opened.page.get_by_role("button", name="확인했고, 적용")).to_be_disabled()
    expect(opened.page.get_by_text("다른 관리자가 적용해야 합니다.")).to_be_visible()


def test_a_manager_takes_a_unit_off_duty_with_a_reason(visit: Visits) -> None:
    opened = visit(f"{BOARD}#units/okgye-01", who="manager")
    page = opened.page
    page.get_by_role("button", name="운영 중지").last.click()
    page.get_by_role("textbox", name="사유").fill("도로 공사로 철거")
    with page.expect_request("**/standing") as asked:
        page.get_by_role("dialog").get_by_role("button", name="운영 중지").click()

    assert asked.value.post_data_json == {"standing": "out_of_service", "reason": "도로 공사로 철거"}
    expect(page.get_by_text("운영을 중지했습니다.")).to_be_visible()


def test_staff_are_named_and_whoever_has_no_name_is_no_bare_id(visit: Visits) -> None:
    page = visit(f"{BOARD}#updates", who="clerk").page

    expect(page.locator("main")).to_contain_text("박서연 (seoyeon.park@city.example) · 야간 검출 개선")
    expect(page.locator("main")).to_contain_text("직원 3f2a9c41 · 첫 배포")


def test_an_auditor_reads_who_looked_and_changes_nothing(visit: Visits) -> None:
    opened = visit(f"{BOARD}#views", who="auditor", lang="en", width=360)
    page = opened.page
    page.get_by_label("Unit").select_option("okgye-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("city-table")).to_contain_text("frame p-3")
    expect(page.locator("city-table")).to_contain_text("이도윤 (doyun.lee@city.example)")
    assert opened.look() == []

    page.goto(page.url.partition("#")[0] + "#units/okgye-01/picture")
    expect(page.locator("crosswalk-pictures")).to_contain_text("Auditors open no pictures")
    assert page.get_by_role("button", name="Ask for the last frame").count() == 0
