from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.session.return_paths import HOME, return_path
from tests.effort import examples

ORIGIN = "https://city.example"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/fines/desk",
        "/fines/desk?case=2026-1&tab=money",
        "/crosswalk/board#unit-3",
        "/api/docs",
        "/a%20b?q=%ED%95%9C",
    ],
)
def test_a_page_of_this_origin_is_gone_back_to(path):
    assert return_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "fines", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
        "https://evil.example", "https:evil.example", "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x",
        " /fines", "/fines ", "/\tevil", "/fines\r\nSet-Cookie: a=b", "/\x00", "/fines\u2028", "/시민", "@evil.example",
        "/%2fevil.example", "/%2Fevil.example", "/%5cevil.example", "/%255cevil.example", "/%25252fevil.example",
        "/%09/evil.example", "/%0d%0aLocation:x", "/./%2e%2e//evil.example", "/fines/../..//evil.example", "/..%2fapi",
        "/api/session/start", "/api/fines/cases", "/%61pi/session/start", "/./api/session/start", "/api", "/" + "a" * 600,
        "/<script>", '/"onload=', "/a//b",
    ],
)  # fmt: skip
def test_anything_else_ends_on_the_first_page(path):
    assert return_path(path) == HOME


@given(st.text(alphabet="/\\%25fFcC0:.@?#a\t\n e", max_size=24))
@settings(max_examples=examples(1500))
def test_whatever_is_asked_stays_at_this_origin(asked):
    path = return_path(asked)

    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert urlsplit(ORIGIN + path).netloc == "city.example"
