"""A visit: one window of one person, and everything that went wrong in it.

A console error, an error that nobody caught, a breach of the content policy, an answer of 400 or more and any address
outside this machine are problems; a test that brings one about says so by `expect`, and it must come.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    StorageState,
)

from tests.browser.axe import axe_finds, eyes_find
from tests.browser.pictures import FOLDER
from tests.browser.site import WHO, Site

Language = Literal["ko", "en"]
Theme = Literal["light", "dark"]
# What the recorded answers call today.
NOW = datetime(2026, 10, 21, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))
# A window of 1,280 by 1,024 px is 320 by 256 at 400 %.
WIDTHS = {320: 256, 360: 740, 1440: 900}
_TALLEST = 4000
_HEIGHT = "() => document.documentElement.scrollHeight"
_HERE = ("localhost", "127.0.0.1")
_TELL = """addEventListener('securitypolicyviolation', (event) =>
  window.tellViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""
_DRAWN = """() => document.fonts.ready.then(() =>
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))"""
# A machine that does much else is waited for.
_QUIET_MS, _MOST_LOOKS, _PATIENCE_MS = 30, 2000, 60_000


class Target(Protocol):
    """Where pages are: a `Site`, or a `Door`."""

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Door:
    """A city's."""

    url: str


@dataclass
class Visit:
    page: Page
    language: Language
    problems: list[str] = field(default_factory=list)
    # Addresses that answered.
    loaded: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=list)
    _allowed: list[re.Pattern[str]] = field(default_factory=list)
    _waiting: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        page = self.page
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", self._ask)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)
        page.on("response", self._answer)
        page.on("crash", lambda _: self.problems.append("the page crashed"))

    def settle(self) -> None:
        """Until nothing is asked for, and what came is drawn."""
        quiet = 0
        for _ in range(_MOST_LOOKS):
            quiet = 0 if self._waiting else quiet + 1
            if quiet > 1:
                break
            self.page.wait_for_timeout(_QUIET_MS)
        else:
            raise AssertionError(f"still waits for {sorted(each.url for each in self._waiting)}")
        self.page.evaluate(_DRAWN)

    def look(self, *, axe: bool = True) -> list[str]:
        """What is wrong with what is shown now."""
        self.settle()
        return [*eyes_find(self.page, self.language), *(axe_finds(self.page) if axe else [])]

    def picture(self, name: str, folder: Path = FOLDER) -> Path:
        """Of the page as far as somebody scrolls, kept to be looked at."""
        file = folder / f"{name}.png"
        self.settle()
        window = self.page.viewport_size
        assert window is not None
        # Not `full_page`: of a table of 200 rows that took 24 s, and this 0.3 s.
        height = max(window["height"], min(self.page.evaluate(_HEIGHT), _TALLEST))
        self.page.set_viewport_size({"width": window["width"], "height": height})
        self.page.screenshot(path=file, animations="disabled", caret="hide")
        self.page.set_viewport_size(window)
        return file

    def expect(self, pattern: str) -> None:
        """A problem that this test brings about: at least one that matches must come."""
        self._expected.append(re.compile(pattern))

    def allow(self, pattern: str) -> None:
        """A problem that comes or not, as two things happen one before the other: the page knows it, and says nothing of it."""
        self._allowed.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Problems that no test asked for, and those asked for that did not come."""
        known = [*self._expected, *self._allowed]
        found = [problem for problem in self.problems if not any(each.search(problem) for each in known)]
        missed = [each for each in self._expected if not any(each.search(problem) for problem in self.problems)]
        return [*found, *(f"did not come: {each.pattern}" for each in missed)]

    def _hear(self, message: ConsoleMessage) -> None:
        # What could not be loaded is told with its status by `_answer`.
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.problems.append(f"console: {message.text}")

    def _ask(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss"):
            self._waiting.add(request)
            if address.hostname not in _HERE:
                self.problems.append(f"outside: {request.url}")

    def _end(self, request: Request) -> None:
        self._waiting.discard(request)

    def _answer(self, response: Response) -> None:
        if response.request.resource_type in ("fetch", "xhr"):
            self._end(response.request)  # a script that does not read it leaves it open for ever
        address = urlsplit(response.url)
        self.loaded.append(response.url)
        # Nobody is signed in; and the sign-in's own page, which is Amazon's, has no icon.
        usual = (response.status, address.path) in ((401, "/api/session/token"), (404, "/favicon.ico"))
        if response.status >= 400 and not usual:
            self.problems.append(f"status {response.status}: {response.request.method} {address.path}?{address.query}")


def open_visit(
    browser: Browser,
    target: Target,
    path: str,
    *,
    lang: Language = "ko",
    width: int = 1440,
    theme: Theme = "light",
    who: str | None = None,
    answers: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    hurried: bool = False,
    forced: bool = False,
) -> Visit:
    """A window of its own. `who` is signed in, where the site asks nobody to prove it. `forced`: in the reader's own colours.

    `answers` are for this visit, by method and path at the door (`GET /api/fines/tickets*`): a body, a status, or None
    for no answer at all. `now` is the time in the page: unless it is said, that of the recorded answers, and in a city the
    machine's. It stands still while timers run; in a `hurried` page both go on as they do, and faster where the test says
    `visit.page.clock.fast_forward("30:00")` or `.run_for(…)`: a night of watching in a second.
    """
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS.get(width, 900)},
        color_scheme=theme,
        reduced_motion="reduce",
        forced_colors="active" if forced else "none",
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        service_workers="block",
        storage_state=_remembered(target, lang, who),
    )
    context.set_default_timeout(_PATIENCE_MS)
    if who:
        context.add_cookies([{"name": WHO, "value": who, "url": target.url}])
    if hurried:
        context.clock.install(time=now or NOW)
    elif now or isinstance(target, Site):
        context.clock.set_fixed_time(now or NOW)
    context.add_init_script(_TELL)
    visit = Visit(context.new_page(), lang)
    context.expose_binding("tellViolation", lambda _, text: visit.problems.append(f"content policy: {text}"))
    if isinstance(target, Site):
        # Whoever listens hears nothing.
        context.route_web_socket(re.compile(r"/live\b"), lambda _: None)
    for asked, answer in (answers or {}).items():
        _route(context, target, asked, answer)
    visit.page.goto(target.url + path)
    visit.settle()
    return visit


def _remembered(target: Target, lang: Language, who: str | None) -> StorageState:
    """What this browser keeps of earlier visits."""
    kept = {"dongne.language": lang, **({"dongne.signed-in": "1"} if who else {})}
    words = [{"name": name, "value": value} for name, value in kept.items()]
    # Playwright keeps the types of these tables to itself.
    return cast("StorageState", {"cookies": [], "origins": [{"origin": target.url, "localStorage": words}]})


def _route(context: BrowserContext, target: Target, asked: str, answer: Any) -> None:
    method, _, path = asked.partition(" ")

    def fulfil(route: Route) -> None:
        if route.request.method != method:
            route.fallback()
        elif answer is None:
            route.abort("connectionrefused")
        elif isinstance(answer, int):
            route.fulfill(status=answer, json={"error": "as_asked"})
        else:
            route.fulfill(json=answer)

    context.route(f"{target.url}{path}", fulfil)
