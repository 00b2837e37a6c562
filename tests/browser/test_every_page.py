"""Every page, in both languages, on a phone and on a desk, light and dark: opened, listened to, looked at, kept as a picture.

A picture is `pictures/<page>.<language>.<width>.<theme>.png`; `python -m tests.browser.pictures` lays them side by side.
"""

from itertools import product

import pytest

from tests.browser.fixtures import Visits
from tests.browser.pages import STATES, KnownPage, known_pages, path_of
from tests.browser.reach.hardships import hardships_in_own_colours, space_widely
from tests.browser.reach.keyboard import keyboard_finds
from tests.browser.site import Site
from tests.browser.visits import Language, Theme

PAGES = known_pages()
LOOKS: list[tuple[Language, int, Theme]] = list(product(("ko", "en"), (360, 1440), ("light", "dark")))
# As the door sends them, compressed: script, style, letters and words together.
MOST_BYTES = 150_000
# 400 % of a window of 1,280 by 1,024 px.
ENLARGED: tuple[Language, int, Theme] = ("ko", 320, "light")
# Components are looked at alone in two ways every day: nothing of theirs depends on language and theme together.
OF_STATES = (("ko", 360, "light"), ("en", 1440, "dark"))

HARD = [pytest.param(page, marks=[pytest.mark.exhaustive] * page.shows_states, id=page.slug) for page in PAGES]


def cases() -> list[object]:
    return [
        pytest.param(
            page,
            *look,
            marks=[pytest.mark.exhaustive] * (page.shows_states and look not in OF_STATES),
            id=".".join([page.slug, *map(str, look)]),
        )
        for page in PAGES
        for look in (*LOOKS, ENLARGED)
    ]


@pytest.mark.parametrize(("page", "lang", "width", "theme"), cases())
def test_a_page_is_right_however_it_is_looked_at(
    visit: Visits, page: KnownPage, lang: Language, width: int, theme: Theme
) -> None:
    opened = visit(page.path, lang=lang, width=width, theme=theme, who=page.who)

    opened.picture(f"{page.slug}.{lang}.{width}.{theme}")
    assert opened.look() == []


@pytest.mark.parametrize("page", [page for page in PAGES if not page.shows_states], ids=lambda page: page.slug)
def test_a_page_is_used_without_a_mouse(visit: Visits, page: KnownPage) -> None:
    """Where the window shows least: at 400 %."""
    assert keyboard_finds(visit(page.path, width=ENLARGED[1], who=page.who).page) == []


@pytest.mark.parametrize("page", HARD)
def test_a_page_is_read_in_colours_of_the_reader_s_own(visit: Visits, page: KnownPage) -> None:
    opened = visit(page.path, theme="dark", who=page.who, forced=True)

    opened.picture(f"{page.slug}.ko.1440.forced")
    assert hardships_in_own_colours(opened.page) == []


@pytest.mark.parametrize("page", HARD)
def test_a_page_is_read_in_text_that_is_spaced_wider(visit: Visits, page: KnownPage) -> None:
    opened = visit(page.path, width=360, who=page.who)

    space_widely(opened.page)

    assert opened.look(axe=False) == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.who is None and not page.shows_states], ids=lambda page: page.slug
)
def test_a_page_of_everybody_is_light(visit: Visits, site: Site, page: KnownPage) -> None:
    opened = visit(page.path)

    # Maps are drawn without MapLibre until somebody asks for more.
    heavy = [url for url in opened.loaded if "maplibre" in url]
    assert heavy == []
    assert sum(site.weight_of(url) for url in opened.loaded) < MOST_BYTES


def test_pages_are_found_where_the_door_serves_them() -> None:
    names = ("index.html", "privacy.html", "fines/index.html", "fines/desk.html", "components/states/city-table.html")

    paths = ["/", "/privacy", "/fines", "/fines/desk", f"{STATES}city-table"]
    assert [path_of(name) for name in names] == paths


def test_a_page_of_a_role_is_opened_by_somebody_who_has_it() -> None:
    assert {page.who for page in PAGES if page.path == "/fines/desk"} <= {"clerk"}
    assert {page.who for page in PAGES if page.path in ("/", "/privacy", "/fines/chat")} <= {None}
