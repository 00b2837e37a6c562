"""A citizen's page opened for the first time, through the door of a local city: until something is drawn, and its bytes.

The local door compresses nothing and lies on this machine: the time has no network in it. The bytes are those that
CloudFront would send: each answer as `gzip` makes it, letters and pictures as they are.
"""

import gzip
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, Response

from benchmarks.measurement import Measurement
from benchmarks.pages.window import load_now, new_window, opened_browser
from infra.local.city import City

PAGES = ("/", "/fines", "/fines/chat", "/fines/case", "/dividend", "/dividend/statement", "/privacy")
RUNS = 5
# What the city promises of a citizen's page, before any map.
AT_MOST_MS, AT_MOST_BYTES = 1_000.0, 150_000.0
_PACKED = ("font/", "image/png", "image/webp", "image/jpeg")
_PAINTED = """() => new Promise((found) => {
  const look = (entries) => entries.filter(({name}) => name === 'first-contentful-paint').forEach(({startTime}) => found(startTime));
  new PerformanceObserver((list) => look(list.getEntries())).observe({type: 'paint', buffered: true});
})"""


def measure(city: City, runs: int = RUNS) -> Iterator[Measurement]:
    with opened_browser() as browser:
        _open(browser, city, PAGES[0])  # the browser's own start belongs to no page
        for path in PAGES:
            opened = [_open(browser, city, path) for _ in range(runs)]
            painted = sorted(ms for ms, _ in opened)
            yield Measurement(
                f"{path}, first paint",
                median(painted),
                "ms",
                at_most=AT_MOST_MS,
                detail=f"median of {runs}, {painted[0]:.0f} to {painted[-1]:.0f}; {load_now()}",
            )
            yield Measurement(f"{path}, sent", float(opened[0][1]), "B", at_most=AT_MOST_BYTES)


def _open(browser: Browser, city: City, path: str) -> tuple[float, int]:
    """When something was painted, in milliseconds from the beginning, and the bytes until all had come."""
    with new_window(browser, 360, 740) as window:
        page = window.new_page()
        answers: list[Response] = []

        def hear(answer: Response) -> None:
            answers.append(answer)

        page.on("response", hear)
        page.goto(city.door_url(path), wait_until="networkidle")
        return float(page.evaluate(_PAINTED)), sum(map(_weight, answers))


def _weight(answer: Response) -> int:
    if answer.status in (204, 301, 302, 304):
        return 0
    body = answer.body()
    packed = answer.headers.get("content-type", "").startswith(_PACKED)
    return len(body) if packed else len(gzip.compress(body))
