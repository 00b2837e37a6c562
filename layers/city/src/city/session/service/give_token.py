"""A new short token for a page whose session lasts."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.edge.callers import Caller, require_own_page
from city.aws.observability import count
from city.contracts.staff_session import StaffToken
from city.session.cookies import session_cookie, session_in
from city.session.errors import SignedOut, SignInDenied
from city.session.sign_in_place import SignInPlace
from city.session.tokens import PostForm, read_tokens, refresh_form, staff_token


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveToken:
    place: Callable[[], SignInPlace]
    post: PostForm

    def give(self, caller: Caller) -> tuple[StaffToken, tuple[str, ...]]:
        """The token, and cookies to set. Raises ForeignPage, SignedOut, SignInUnreachable."""
        place = self.place()
        require_own_page(caller, place.origin)
        refresh_token = session_in(caller.cookies)
        if refresh_token is None:
            raise SignedOut
        try:
            tokens = read_tokens(*self.post(place.endpoint, refresh_form(place, refresh_token)), place)
        except SignInDenied:
            count("SessionRefused")
            raise SignedOut from None
        # A pool that rotates refresh tokens sends the next one.
        return staff_token(tokens), (session_cookie(tokens.refresh),) if tokens.refresh else ()
