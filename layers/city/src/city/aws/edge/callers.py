"""Who asks, where a cookie says who it is: a page of the city's own origin, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from city.kernel.errors import Forbidden

if TYPE_CHECKING:
    from chalice.app import Request

# A header that no form can send, and no foreign page without being asked about first.
REQUESTED_WITH: Final = "dongne"


class ForeignPage(Forbidden):
    """The call does not come from a page of the city's own origin."""

    message_ko = "이 주소의 화면에서만 요청할 수 있습니다."
    message_en = "Only pages of this address may ask for this."


@dataclass(frozen=True, slots=True)
class Caller:
    """What the browser says of the page that asks; None for what it does not say."""

    origin: str | None
    requested_with: str | None
    fetch_site: str | None
    cookies: str = field(default="", repr=False)


def caller_of(request: Request) -> Caller:
    headers = request.headers
    return Caller(
        headers.get("origin"), headers.get("x-requested-with"), headers.get("sec-fetch-site"), headers.get("cookie", "")
    )


def require_own_page(caller: Caller, origin: str) -> None:
    """Raises ForeignPage."""
    # A browser that says nothing of the site is an old one; its origin says it.
    same_site = caller.fetch_site in (None, "same-origin")
    if caller.origin != origin or caller.requested_with != REQUESTED_WITH or not same_site:
        raise ForeignPage
