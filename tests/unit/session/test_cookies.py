import pytest

from city.session.cookies import attempt_cookie, attempt_in, ended_session_cookie, session_cookie, session_in
from city.session.errors import SignInUnreachable


@pytest.mark.parametrize("line", [session_cookie("a.b-c_d"), ended_session_cookie(), attempt_cookie(3, "a.b")])
def test_no_script_and_no_foreign_post_gets_a_cookie(line):
    attributes = [part.strip() for part in line.split(";")[1:]]

    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(attributes)
    assert any(each.startswith("Path=/api/session") for each in attributes)
    assert not any(each.lower().startswith("domain") for each in attributes)


def test_a_session_lasts_twelve_hours_and_is_forgotten_at_once():
    assert "Max-Age=43200" in session_cookie("token")
    assert "Max-Age=0" in ended_session_cookie()


def test_a_cookie_is_found_among_others():
    header = "theme=dark; dongne_session=a.b.c; dongne_sign_in_2=x.y; dongne_session=late"

    assert session_in(header) == "a.b.c"
    assert (attempt_in(header, 2), attempt_in(header, 1)) == ("x.y", None)


@pytest.mark.parametrize("value", ["", "a b", 'a"b', "한글", "a\r\nb", "a" * 4000])
def test_a_value_that_is_no_token_is_none(value):
    assert session_in(f"dongne_session={value}") is None


def test_a_header_of_any_length_is_read_in_no_time():
    assert session_in("x=y;" * 200_000 + "dongne_session=late") is None


@pytest.mark.parametrize("token", ["a" * 4000, "a;b", "a\r\nSet-Cookie: b", ""])
def test_a_token_that_fits_into_no_cookie_is_not_set(token):
    with pytest.raises(SignInUnreachable):
        session_cookie(token)
