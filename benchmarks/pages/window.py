"""A browser for whatever is measured in one; each window is new to the city, with nothing kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.measurement import Absent
from infra.local.city import City
from infra.local.staff import staff_password
from infra.pages.browser import CURE, find_browser, launch_arguments

_PATIENCE_MS = 60_000


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Raises Absent."""
    program = find_browser()
    if program is None:
        raise Absent(CURE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=launch_arguments())
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_window(browser: Browser, width: int, height: int) -> Iterator[BrowserContext]:
    window = browser.new_context(
        viewport={"width": width, "height": height},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        service_workers="block",
    )
    window.set_default_timeout(_PATIENCE_MS)
    try:
        yield window
    finally:
        window.close()


def sign_in(window: BrowserContext, city: City, who: str) -> None:
    """By the home page's button and the sign-in's own page, as staff do."""
    page = window.new_page()
    page.goto(city.door_url("/"))
    page.locator(".city-header").get_by_role("button", name="직원 로그인").click()
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(staff_password(city, who))
    page.locator("button[type=submit]").click()
    page.locator(".city-header summary.who").wait_for()
    page.close()


def load_now() -> str:
    """How busy the machine is: what stands beside every number that a clock gave."""
    return "load " + ", ".join(f"{load:.1f}" for load in os.getloadavg())
