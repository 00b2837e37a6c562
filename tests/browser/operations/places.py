"""Going from place to place within a page, and looking at each."""

from collections.abc import Iterable

from playwright.sync_api import Page

from tests.browser.visits import Visit

# What is folded away is looked at too.
_UNFOLD = "() => { for (const each of document.querySelectorAll('main details')) each.open = true; }"


def at(visit: Visit, place: str) -> Page:
    visit.page.evaluate("place => { location.hash = place; }", place)
    visit.settle()
    return visit.page


def faults_at(visit: Visit, places: Iterable[str], picture: str) -> dict[str, list[str]]:
    """What is wrong at each place; each is kept as a picture."""
    found = {}
    for place in places:
        at(visit, place).evaluate(_UNFOLD)
        visit.settle()
        visit.picture(f"{picture.partition('.')[0]}-{place.replace('/', '-')}.{picture.partition('.')[2]}")
        found[place] = visit.look()
    return {place: said for place, said in found.items() if said}
