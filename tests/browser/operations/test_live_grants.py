"""Grants as they change, on every page that shows them: told by the city by id, read of the API, without a press."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.line import Line
from tests.browser.site import HERE, Site

ANSWERS = json.loads((HERE / "answers" / "operations.json").read_text())
FIRE = "20261021T004812-1f6a09c2"
OF_FIRE, WAITING, MINE = f"cctv/incidents/{FIRE}/grants", "cctv/grants/waiting", "cctv/grants/mine"

expect.set_options(timeout=20_000)


class Shown:
    """A page that shows grants, what the API says of them, and the city's end of its line."""

    def __init__(self, page: Page, asked: str) -> None:
        self.page, self.answer, self.reads = page, deepcopy(ANSWERS[f"GET /{asked}"]), 0
        self.line = Line(page, 1792544400000)
        page.route(f"**/api/operations/{asked}*", self._reply)

    def _reply(self, route: Route) -> None:
        self.reads += 1
        route.fulfill(json=self.answer)

    def watching(self, *topics: str) -> "Shown":
        """Once it watches, and has read what came meanwhile: each topic may have had it read once."""
        for _ in range(400):
            if self.line.watched.issuperset(topics) and self.reads > 1:
                # The page's own clock, set after those that wait for what is told together.
                self.page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
                return self
            self.page.wait_for_timeout(50)
        pytest.fail(f"not all of {topics} are watched", pytrace=False)


@pytest.fixture
def show(visit: Visits, site: Site) -> Callable[[str, str, str], Shown]:
    def open_page(path: str, who: str, asked: str) -> Shown:
        shown = Shown(visit("/offline", who=who).page, asked)
        shown.page.goto(site.url + path)
        return shown

    return open_page


def told(state: str, **more: Any) -> dict[str, Any]:
    return {"incident_id": FIRE, "organisation": "119", "state": state, **more}


def test_a_grant_that_is_given_shows_at_its_incident_and_one_of_another_is_not_read(show: Any) -> None:
    shown = show(f"/operations/incident#{FIRE}/cameras", "operator", OF_FIRE).watching(
        "operations.grants", "operations.looks"
    )
    grant = shown.page.get_by_role("article", name="소방 119 열람 권한")
    expect(grant).to_contain_text("결정 대기")
    before = shown.reads
    shown.line.tell("another", told("given", incident_id="20261021T000000-00000000"), "operations.grants")
    shown.page.wait_for_timeout(500)
    assert shown.reads == before

    (waiting,) = [each for each in shown.answer["grants"] if each["state"] == "waiting"]
    waiting.update(state="given", starts_at="2026-10-21T00:59:00Z", ends_at="2026-10-21T01:59:00Z")
    shown.line.tell(waiting["grant_id"], told("given"), "operations.grants")

    expect(grant).to_contain_text("열림")


def test_who_looks_now_is_said_while_they_look(show: Any) -> None:
    shown = show(f"/operations/incident#{FIRE}/cameras", "operator", OF_FIRE).watching(
        "operations.grants", "operations.looks"
    )
    expect(shown.page.get_by_text("지금 보는 중")).to_have_count(1)

    shown.answer["grants"][0]["used_at"] = "2026-10-21T00:30:00Z"
    shown.line.tell(shown.answer["grants"][0]["grant_id"], told("given"), "operations.looks")

    expect(shown.page.get_by_text("지금 보는 중")).to_have_count(0)


def test_a_request_leaves_the_list_of_those_that_wait_once_two_have_decided(show: Any) -> None:
    shown = show("/operations/cctv#grants", "supervisor", WAITING).watching("operations.grants")
    expect(shown.page.locator("cctv-grants article").first).to_be_visible()

    shown.answer["grants"] = []
    shown.line.tell("g-1", told("given"), "operations.grants")

    expect(shown.page.get_by_text("기다리는 요청이 없습니다.")).to_be_visible()


def test_an_agency_sees_what_was_opened_to_it_and_hears_nothing_of_others(show: Any) -> None:
    shown = show("/operations/watching", "police", MINE)
    shown.answer, opened = {"grants": [], "next_page": None}, shown.answer
    shown.watching("operations.openings")
    assert "operations.grants" not in shown.line.watched

    shown.answer = opened
    shown.line.tell("another-grant", {}, "operations.openings")

    expect(shown.page.get_by_role("article").first).to_contain_text("볼 수 있음")
