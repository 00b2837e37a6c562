"""The board of crosswalks: an alarm is on it soon, by the city's line, through a restart, and after a night of watching."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from infra.local.city import City
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.pages.roadside import Unit, Wire

BOARD, LIST = "/crosswalk/board", "**/api/crosswalk/units"
# As often as a page pings.
NIGHT_S, STEP_S = 8 * 60 * 60, 5 * 60

Units = Callable[[str], Unit]


@pytest.fixture
def new_unit(city: City) -> Iterator[Units]:
    with ExitStack() as until_the_end:
        yield lambda title: until_the_end.enter_context(Unit(city, f"{title} {time.time_ns() % 10**6}"))


def test_a_fault_is_an_alarm_on_the_board_by_the_citys_line(
    visit: Visits, city: City, door: Door, new_unit: Units
) -> None:
    unit = new_unit("소식 앞")
    opened, wire = watched(visit, city, door)
    hold_the_list(opened.page)

    sent = time.monotonic()
    unit.tell(raised=True)
    expect(unit.alarm(opened.page)).to_contain_text("등이 켜지지 않음")
    city.console.print(f"  on the board {time.monotonic() - sent:.2f} s after the event")
    assert opened.look() == []
    unit.tell(raised=False)
    expect(unit.alarm(opened.page)).to_have_count(0)

    assert wire.severities(unit)[-2:] == ["alarm", "fine"]
    assert (wire.lines, wire.polls, wire.missing()) == (1, 0, set())


def test_a_board_goes_on_without_a_gap_when_the_city_starts_again(
    visit: Visits, city: City, door: Door, new_unit: Units
) -> None:
    unit, other = new_unit("재시작 앞"), new_unit("다른 길")
    opened, wire = watched(visit, city, door)
    opened.expect("ERR_|status 50|WebSocket")
    hold_the_list(opened.page)
    unit.tell(raised=True)
    expect(unit.alarm(opened.page)).to_be_visible()

    city.stop()
    expect(standing(opened.page)).to_have_attribute("data-standing", "offline")
    expect(opened.page.get_by_role("alert")).to_contain_text("화면이 갱신되지 않습니다")
    expect(unit.alarm(opened.page)).to_be_visible()
    city.start_cloud(lambda _: None)
    other.tell(raised=True)
    unit.tell(raised=False)

    expect(other.alarm(opened.page)).to_be_visible()
    expect(unit.alarm(opened.page)).to_have_count(0)
    expect(standing(opened.page)).to_have_attribute("data-standing", "live")
    expect(opened.page.get_by_text("화면이 갱신되지 않습니다")).to_have_count(0)
    other.tell(raised=False)
    expect(other.alarm(opened.page)).to_have_count(0)
    assert wire.lines > 1


def test_a_board_that_is_watched_for_eight_hours_is_awake_and_signed_in(
    visit: Visits, city: City, door: Door, new_unit: Units
) -> None:
    unit = new_unit("밤샘 앞")
    opened, wire = watched(visit, city, door, hurried=True, now=datetime.now(UTC))
    page = opened.page
    renewed: list[int] = []
    page.on("response", lambda answer: "/api/session/token" in answer.url and renewed.append(answer.status))
    hold_the_list(page)

    for _ in range(0, NIGHT_S, STEP_S):
        # Whatever is due is done once, and the clock goes on as clocks do while the city answers.
        page.clock.fast_forward(STEP_S * 1000)
        opened.settle()
        wire.settle()

    expect(standing(page)).to_have_attribute("data-standing", "live")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.unroute(LIST)
    unit.tell(raised=True)
    expect(unit.alarm(page)).to_be_visible()
    assert (set(renewed), wire.polls, wire.missing()) == ({200}, 0, set())
    assert len(renewed) >= 8
    assert wire.lines >= 5


def watched(visit: Visits, city: City, door: Door, **how: Any) -> tuple[Visit, Wire]:
    """The board, live, watched by a clerk."""
    opened = visit("/", target=door, **how)
    wire = Wire(opened.page)
    sign_in(opened, city, "clerk", to=BOARD)
    expect(standing(opened.page)).to_have_attribute("data-standing", "live")
    return opened, wire


def standing(page: Page) -> Locator:
    return page.locator(".board-standing")


def hold_the_list(page: Page) -> None:
    """From now on the list reads as it does now: whatever changes on the board was told by the line."""
    kept: list[str] = []

    def answer(route: Route) -> None:
        if not kept:
            kept.append(route.fetch().text())
        route.fulfill(body=kept[0], content_type="application/json")

    page.route(LIST, answer)
