"""Staff sign in once, at the pool's own page, and out again, as they see it."""

import pytest

from infra.local.city import City
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in, sign_in_button, signed_in
from tests.browser.visits import Door, Language


@pytest.mark.parametrize(("lang", "who", "out"), [("ko", "clerk", "로그아웃"), ("en", "operator", "Sign out")])
def test_somebody_signs_in_once_for_every_window_and_signs_out(
    visit: Visits, city: City, door: Door, lang: Language, who: str, out: str
) -> None:
    opened = visit("/", target=door, lang=lang)
    sign_in(opened, city, who)
    assert opened.look() == []
    assert signed_in(opened).inner_text().strip()

    other_window = opened.page.context.new_page()
    other_window.goto(door.url)
    other_window.locator(".city-header summary.who").wait_for()
    other_window.close()

    signed_in(opened).click()
    opened.page.get_by_role("button", name=out, exact=True).click()
    sign_in_button(opened).wait_for()
    opened.settle()


def test_a_wrong_password_lets_nobody_in(visit: Visits, city: City, door: Door) -> None:
    opened = visit("/", target=door)
    page = opened.page
    sign_in_button(opened).click()

    page.locator("input[name=username]").fill("clerk")
    page.locator("input[name=password]").fill("not-the-password")
    page.locator("button[type=submit]").click()

    page.locator(".error").wait_for()
    page.goto(door.url)
    sign_in_button(opened).wait_for()
    assert signed_in(opened).count() == 0
