"""The watch's page of alarms and dashboards, as somebody sees it at three in the morning."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.site import HERE, Site

WRITTEN: dict[str, Any] = json.loads((HERE / "answers/watch.json").read_text())
ALARMS, BOARDS = "GET /api/watch/alarms", "GET /api/watch/dashboards"
POOL, SLOW = "남은 계좌번호 부족", "늦은 답장"
CHARTS = "city-chart"


def alarm_lines(page: Page) -> Any:
    return page.get_by_role("list", name="살펴볼 경보").get_by_role("listitem")


def answer_later(page: Page, site: Site, path: str, body: Any) -> None:
    """From now on."""

    def fulfil(route: Route) -> None:
        route.fulfill(json=body)

    page.context.route(f"{site.url}{path}", fulfil)


def ringing_too(name: str) -> dict[str, Any]:
    """The alarms as they are written down, with one more that rings."""
    alarms = [dict(alarm) for alarm in WRITTEN["GET /alarms"]["alarms"]]
    found = next(alarm for alarm in alarms if name in alarm["name"])
    found |= {"state": "ALARM", "since": "2026-10-21T01:00:10Z", "reason": "Threshold Crossed: 1 datapoint"}
    return {"alarms": alarms}


def test_what_rings_comes_first_and_what_is_quiet_folds_away(visit: Visits) -> None:
    page = visit("/ops", who="operator").page

    expect(page.get_by_text("경보 1개가 울리고 있습니다.")).to_be_visible()
    expect(alarm_lines(page)).to_have_count(3)
    expect(alarm_lines(page).nth(0)).to_contain_text(POOL)
    expect(alarm_lines(page).nth(1)).to_contain_text("과태료 영역")
    expect(alarm_lines(page).nth(2)).to_contain_text(SLOW)
    expect(page.get_by_text("조용한 경보 67개")).to_be_visible()
    expect(page.get_by_role("list", name="조용한 경보")).to_be_hidden()


def test_an_alarm_says_why_it_rings_what_to_do_and_how_it_went(visit: Visits) -> None:
    opened = visit("/ops", who="operator", width=360)
    page = opened.page

    page.get_by_role("link", name=POOL).first.click()

    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", name="고치는 법")).to_be_visible()
    expect(page.get_by_text("no datapoints were received for 2 period(s)").first).to_be_visible()
    expect(page.get_by_role("list", name="이력").get_by_role("listitem")).to_have_count(4)
    assert opened.look() == []
    page.get_by_role("link", name="the desk is not measured").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("직원 화면 측정 실패")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("운영 상황")


def test_a_dashboard_is_chosen_by_its_domain_and_its_thresholds_are_told(visit: Visits) -> None:
    page = visit("/ops", who="operator").page
    boards = page.get_by_role("navigation", name="대시보드")
    expect(boards.get_by_role("link")).to_have_count(10)

    boards.get_by_role("link", name="과태료").click()

    expect(boards.get_by_role("link", name="과태료")).to_have_attribute("aria-current", "true")
    chart = page.locator(".widget", has_text="남은 계좌번호").locator(CHARTS)
    expect(chart.locator("canvas")).to_be_visible()
    chart.get_by_text("표로 보기").click()
    expect(chart.locator(".chart-limits")).to_have_text("기준: 경보 500")
    # Deposits in suspense stand on a scale of their own.
    expect(chart.locator(".chart-legend")).to_contain_text("(오른쪽)")


def test_charts_without_values_stand_together_with_the_reason(visit: Visits) -> None:
    page = visit("/ops", who="operator", lang="en").page

    page.get_by_text("charts without values").click()

    expect(page.get_by_text("Of the region us-east-1.")).to_be_visible()
    expect(page.get_by_text("Charts that stay empty in a local city")).to_be_visible()


def test_a_longer_time_is_asked_for(visit: Visits) -> None:
    opened = visit("/ops", who="operator")

    opened.page.get_by_role("button", name="12시간").click()
    opened.settle()

    assert any("dashboards/dongne-local?hours=12" in url for url in opened.loaded)
    expect(opened.page.get_by_role("button", name="12시간")).to_have_attribute("aria-pressed", "true")


def test_a_new_alarm_shows_by_itself_is_said_and_takes_the_focus_from_nobody(visit: Visits, site: Site) -> None:
    page = visit("/ops", who="operator", hurried=True).page
    held = page.get_by_role("link", name=SLOW).first
    held.focus()
    answer_later(page, site, "/api/watch/alarms", ringing_too("EventsWaitingAlarm"))

    page.clock.fast_forward(31_000)

    expect(page.get_by_text("경보 2개가 울리고 있습니다.")).to_be_visible()
    expect(alarm_lines(page).nth(0)).to_contain_text("이벤트 버스")
    expect(page.locator("#city-voice")).to_have_text("새 경보 1개가 울립니다.")
    expect(held).to_be_focused()


def test_a_night_of_watching_covers_nothing(visit: Visits) -> None:
    page = visit("/ops", who="operator", hurried=True).page

    for _ in range(9):
        page.clock.fast_forward("01:00:00")

    expect(page.get_by_text("경보 1개가 울리고 있습니다.")).to_be_visible()
    expect(page.locator("dialog.covers")).to_have_count(0)


def test_an_api_that_does_not_answer_says_so_and_what_came_last_stays(visit: Visits, site: Site) -> None:
    opened = visit("/ops", who="operator", hurried=True)
    page = opened.page
    opened.expect("ERR_CONNECTION_REFUSED")
    page.context.route(f"{site.url}/api/watch/**", lambda route: route.abort("connectionrefused"))

    page.clock.fast_forward(31_000)
    page.clock.fast_forward(3_000)

    expect(page.get_by_text("마지막으로 받은 때")).to_be_visible()
    expect(page.get_by_role("button", name="다시 시도").first).to_be_visible()
    expect(alarm_lines(page)).to_have_count(3)


@pytest.mark.parametrize(("lang", "words"), [("ko", "다시 시도"), ("en", "Try again")])
def test_a_first_look_that_fails_offers_another(visit: Visits, lang: str, words: str) -> None:
    opened = visit("/ops", who="operator", lang=lang, width=360, answers={ALARMS: 500, BOARDS: 500})
    opened.expect("status 500")

    expect(opened.page.get_by_role("button", name=words)).to_have_count(2)
    assert opened.look() == []


def test_a_city_without_alarms_says_what_that_means(visit: Visits) -> None:
    answers = {ALARMS: {"alarms": []}, BOARDS: {"dashboards": []}}
    opened = visit("/ops", who="operator", width=360, theme="dark", answers=answers)

    expect(opened.page.get_by_text("경보가 하나도 없습니다.")).to_be_visible()
    expect(opened.page.get_by_text("대시보드가 없습니다.")).to_be_visible()
    assert opened.look() == []


def test_an_alarm_that_is_gone_is_told(visit: Visits) -> None:
    page = visit("/ops#runbook/none", who="operator").page

    expect(page.get_by_role("heading", level=1)).to_have_text("없는 문서입니다")
