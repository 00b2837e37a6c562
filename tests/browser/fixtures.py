"""Fixtures of every test that opens a browser: `from tests.browser.fixtures import *` in a folder's conftest."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from infra.pages.browser import CURE, find_browser, launch_arguments
from tests.browser.site import Site, served, web
from tests.browser.visits import Target, Visit, open_visit

__all__ = ["browser", "playwright", "site", "visit"]


# The one of this process: several folders' conftests name the fixture, and it cannot be started twice.
_RUNNING: list[Playwright] = []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if _RUNNING:
        yield _RUNNING[0]
        return
    with sync_playwright() as running:
        _RUNNING.append(running)
        yield running
        _RUNNING.clear()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One for all tests of a process; each visit is a window that shares nothing with another."""
    program = find_browser()
    assert program is not None, CURE
    running = playwright.chromium.launch(executable_path=program, args=launch_arguments())
    yield running
    running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages alone, with recorded answers."""
    with served(web(), tmp_path_factory.mktemp("site")) as running:
        yield running


class Visits(Protocol):
    def __call__(self, path: str, *, target: Target | None = None, **how: Any) -> Visit: ...


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Opens a page: `visit("/fines/desk", lang="en", width=360, theme="dark", who="clerk")`; see `open_visit`.

    `target` is the pages alone unless a test names a city's door (`target=door`), where people sign in as people do
    (`tests.browser.staff`). After the test no visit may have had a problem that the test did not `expect`.
    """
    visits: list[Visit] = []

    def open_page(path: str, *, target: Target | None = None, **how: Any) -> Visit:
        visits.append(open_visit(browser, target or request.getfixturevalue("site"), path, **how))
        return visits[-1]

    yield open_page
    found = [problem for each in visits for problem in each.unexpected()]
    for each in visits:
        each.page.context.close()
    if found:
        pytest.fail("What went wrong in the page:\n" + "\n".join(found), pytrace=False)
