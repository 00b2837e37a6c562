import pytest

from city.aws.edge.callers import Caller, ForeignPage, require_own_page

ORIGIN = "https://city.example"


@pytest.mark.parametrize("site", ["same-origin", None])
def test_a_page_of_this_origin_may_ask(site):
    require_own_page(Caller(ORIGIN, "dongne", site), ORIGIN)


@pytest.mark.parametrize(
    ("origin", "requested_with", "site"),
    [
        (None, "dongne", None),
        ("null", "dongne", None),
        ("https://evil.example", "dongne", "cross-site"),
        ("https://city.example.evil.example", "dongne", None),
        ("http://city.example", "dongne", None),
        (f"{ORIGIN}/", "dongne", None),
        (ORIGIN, None, "same-origin"),
        (ORIGIN, "XMLHttpRequest", "same-origin"),
        (ORIGIN, "dongne", "same-site"),
        (ORIGIN, "dongne", "none"),
    ],
)
def test_nobody_else_may(origin, requested_with, site):
    with pytest.raises(ForeignPage):
        require_own_page(Caller(origin, requested_with, site), ORIGIN)
