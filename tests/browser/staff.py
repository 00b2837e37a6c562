"""Signing in as staff do: by the button of a page, at the pool's own page, and back."""

from playwright.sync_api import Locator

from infra.local.city import City
from infra.local.staff import staff_password
from tests.browser.visits import Visit

_WORDS = {"ko": "직원 로그인", "en": "Staff sign-in"}


def sign_in(visit: Visit, city: City, who: str, *, to: str = "/") -> None:
    """Opens `to` at the city's door and signs in there; the browser must come back by itself, and the page know them."""
    page = visit.page
    page.goto(city.door_url(to))
    sign_in_button(visit).click()
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(staff_password(city, who))
    page.locator("button[type=submit]").click()
    page.wait_for_url(city.door_url(to))
    signed_in(visit).wait_for()
    visit.settle()


def sign_in_button(visit: Visit) -> Locator:
    """Of the page's header."""
    return visit.page.locator(".city-header").get_by_role("button", name=_WORDS[visit.language])


def signed_in(visit: Visit) -> Locator:
    """Who is, in the page's header: a menu."""
    return visit.page.locator(".city-header summary.who")
