"""<city-video> plays film of a camera, and is cut off within a second of the first refusal (ZoneMinder #3209)."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from city.kernel.clock import SystemClock
from city.operations.viewing.adapters.sandbox_film import SandboxFilm
from city.operations.viewing.errors import SegmentUnknown
from tests.browser.fixtures import Visits
from tests.browser.visits import Visit

MIDDLE = """() => { const video = document.querySelector('city-video video'), canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext('2d'); pen.drawImage(video, 0, 0);
  return [video.videoWidth, ...pen.getImageData(video.videoWidth - 4, 40, 1, 1).data.slice(0, 3)]; }"""
VIEW = {
    "view_id": "v-1",
    "camera_id": "c-1",
    "camera_name": "관아문길 1",
    "playlist": "cctv/views/v-1/playlist.m3u8",
    "opened_at": "2026-10-21T01:00:00Z",
    "ends_at": "2026-10-21T03:00:00Z",
}


class Door:
    """The video door, with drawn film behind it. `refusal`: how it refuses from now on; `refused_at`: when it first did."""

    def __init__(self) -> None:
        self.source = SandboxFilm(SystemClock())
        self.film = self.source.open("cam-1")
        self.refusal: dict[str, Any] | None = None
        self.refused_at: float | None = None
        self.asked: list[tuple[str, str]] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.partition("/api/operations/")[2]
        self.asked.append((path, route.request.headers.get("authorization", "")))
        if self.refusal is not None:
            self.refused_at = self.refused_at or time.monotonic()
            route.fulfill(status=403, content_type="application/json", body=json.dumps(self.refusal))
        elif path.endswith("/views"):
            route.fulfill(status=201, content_type="application/json", body=json.dumps(VIEW))
        elif path.endswith(".m3u8"):
            route.fulfill(content_type="application/vnd.apple.mpegurl", body=self.source.playlist(self.film))
        else:
            self._send(route, path.rpartition("/")[2])

    def _send(self, route: Route, name: str) -> None:
        try:
            route.fulfill(content_type="video/mp4", body=self.source.segment(self.film, name))
        except SegmentUnknown:
            route.fulfill(status=404, content_type="application/json", body='{"error": "segment_unknown"}')


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def playing(visit: Visits, door: Door) -> Callable[[], Visit]:
    """Opens the page of the component before a door, and waits until its picture moves."""

    def play() -> Visit:
        seen = visit("/components/states/video", who="operator")
        seen.page.context.route("**/api/operations/**", door.answer)
        kind = 'video/mp4; codecs="avc1.42c00d"'
        if not seen.page.evaluate("kind => MediaSource.isTypeSupported(kind)", kind):
            pytest.skip("this browser was built without H.264")
        seen.page.goto(seen.page.url + "?live")
        wait_until_it_shows_more_than(seen.page, 0.5)
        return seen

    return play


def wait_until_it_shows_more_than(page: Page, seconds: float) -> None:
    """Looks from outside: the pages' policy lets nobody evaluate words inside."""
    for _ in range(200):
        if (page.evaluate("() => document.querySelector('city-video video')?.currentTime") or 0) > seconds:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the picture stands still: {state_of(page)}")


def state_of(page: Page) -> str | None:
    return page.locator("#live figure").get_attribute("data-state")


def test_the_picture_moves_without_sound_and_without_a_token_in_any_address(
    playing: Callable[[], Visit], door: Door
) -> None:
    page = playing().page

    width, red, green, blue = page.evaluate(MIDDLE)
    assert (width, state_of(page)) == (320, "playing")
    # The drawn sky, not the black of nothing.
    assert min(red, green, blue) > 80
    assert page.evaluate("document.querySelector('city-video video').muted")
    assert all(header for _, header in door.asked)
    assert not any("?" in path for path, _ in door.asked)


@pytest.mark.parametrize("refusal", ["revoked", "incident_over"])
def test_a_refusal_ends_it_within_a_second_and_leaves_no_picture(
    playing: Callable[[], Visit], door: Door, refusal: str
) -> None:
    seen = playing()
    seen.expect("status 403")
    ended = {"ko": "열람 권한이 끝났습니다.", "en": "Your permission to view has ended."}

    revoked_at = time.monotonic()
    door.refusal = {"error": "viewing_ended", "message": ended, "refusal": refusal}
    expect(seen.page.get_by_text("열람 권한이 끝났습니다")).to_be_visible(timeout=5_000)
    shown_at = time.monotonic()

    assert door.refused_at is not None
    assert shown_at - door.refused_at < 1
    assert door.refused_at - revoked_at < 1.5
    video = seen.page.locator("city-video video")
    assert video.get_attribute("src") is None
    assert video.evaluate("video => [video.readyState, video.buffered.length]") == [0, 0]
    asked = len(door.asked)
    seen.page.wait_for_timeout(1_500)
    assert len(door.asked) == asked


def test_it_is_paused_and_goes_on_by_keyboard(playing: Callable[[], Visit]) -> None:
    page = playing().page
    button = page.get_by_role("button", name="멈춤: 생활방범 · 관아문길 1")

    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live figure")).to_have_attribute("data-state", "paused")
    at = page.evaluate("document.querySelector('city-video video').currentTime")
    page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('city-video video').paused")
    page.get_by_role("button", name="계속 보기").press("Enter")

    wait_until_it_shows_more_than(page, at)
    assert state_of(page) == "playing"


def test_its_states_say_why_there_is_no_picture(visit: Visits) -> None:
    page = visit("/components/states/video", lang="en").page

    expect(page.locator("#ended")).to_contain_text("Your permission to view has ended. It was revoked.")
    expect(page.locator("#refused")).to_contain_text("You may not view this camera.")
    expect(page.locator("#opening")).to_contain_text("Opening the picture")
    expect(page.locator("#strange")).to_contain_text("cannot play")
