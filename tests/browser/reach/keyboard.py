"""A page without a mouse: where Tab leads, from the first stop to the last."""

from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 250
_STOP = """async () => {
  await Promise.allSettled(document.getAnimations().filter((each) => each.playState === "running").map((each) => each.finished));
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return null;
  const box = el.getBoundingClientRect();
  const ring = (node, part) => {
    const drawn = getComputedStyle(node, part);
    return (drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) > 0) || drawn.boxShadow !== 'none';
  };
  // By itself, by what is drawn over it, by its label, or by the card that it is the link of.
  const around = [el.labels?.[0], el.parentElement, el.parentElement?.parentElement, el.parentElement?.parentElement?.parentElement];
  const marked = ring(el) || ring(el, '::after') || around.some((node) => node?.matches(':focus-within') && ring(node));
  // Something that sticks to the window's edge may lie over all of it.
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y])
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  const free = points.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there && (el.contains(there) || there.contains(el) || [...el.labels ?? []].some((label) => label.contains(there)));
  });
  const name = el.getAttribute('aria-label') ?? (el.innerText || el.getAttribute('name') || el.id || '').trim();
  return {tag: el.tagName.toLowerCase(), name: name.slice(0, 60), href: el.getAttribute('href') ?? '',
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked, free};
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    tag: str
    name: str
    href: str
    seen: bool
    marked: bool
    free: bool

    def __str__(self) -> str:
        return f"<{self.tag}> {self.name!r}"


def stops_of(page: Page) -> list[Stop]:
    """Where Tab stops, until the page is left. A page that nobody can leave has `MOST_STOPS`."""
    stops: list[Stop] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        if found is None:
            break
        stops.append(Stop(**found))
    return stops


def keyboard_finds(page: Page) -> list[str]:
    """What somebody without a mouse meets: nothing to begin at, a trap, a stop that is not seen, covered or not marked."""
    stops = stops_of(page)
    if len(stops) == MOST_STOPS:
        return [f"Tab never leaves the page: it was last at {stops[-1]}"]
    found = [f"{stop} has the focus and is not in the window" for stop in stops if not stop.seen]
    found += [f"{stop} has the focus and lies beneath something" for stop in stops if stop.seen and not stop.free]
    found += [f"{stop} has the focus and nothing shows it" for stop in stops if not stop.marked]
    if not stops or not stops[0].href.startswith("#"):
        found.append(
            f"Tab stops first at {stops[0] if stops else 'nothing'}, and not at a link that skips to the content"
        )
    return found
