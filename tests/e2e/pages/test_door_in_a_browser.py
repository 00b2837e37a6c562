"""The city's pages at its own door, in a browser: what the pages alone are held to is what the door sends."""

import urllib.request
import urllib.response

import pytest

from infra.local.city import City
from tests.browser.door import headers_of
from tests.browser.fixtures import Visits
from tests.browser.pages import known_pages
from tests.browser.visits import Door

FOR_EVERYBODY = [
    page.path for page in known_pages() if page.who is None and not page.shows_states and page.path != "/404"
]


@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_a_page_of_everybody_opens_at_the_door_without_a_problem(visit: Visits, door: Door, path: str) -> None:
    opened = visit(path, target=door, lang="en", width=360)

    assert opened.look() == []
    assert opened.page.title()


def test_pages_alone_are_served_with_the_headers_of_the_door(city: City) -> None:
    page = answer_of(city.door_url("/"))
    script = next(word for word in page.read().decode().split('"') if word.startswith("/v/") and word.endswith(".js"))

    for path, is_map in (("/", False), (script, False), ("/crosswalk/board", True)):
        said = {name.lower(): value for name, value in answer_of(city.door_url(path)).headers.items()}
        expected = {name.lower(): value for name, value in headers_of(path, is_map=is_map).items()}
        assert {name: said.get(name) for name in expected} == expected, path


def test_a_path_without_a_page_says_so(visit: Visits, door: Door) -> None:
    opened = visit("/no/such/page", target=door)

    opened.expect("status 404: GET /no/such/page")
    assert opened.look(axe=False) == []


def answer_of(url: str) -> "urllib.response.addinfourl":
    return urllib.request.urlopen(url)
