"""Taking somebody back from the sign-in page."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.kernel.clock import Clock
from city.session.attempts import slot_of, unseal
from city.session.cookies import attempt_in, ended_attempt_cookie, session_cookie
from city.session.errors import SignInDenied
from city.session.service.start_sign_in import Redirect
from city.session.sign_in_place import SignInPlace
from city.session.tokens import PostForm, code_form, read_tokens

_LONGEST_CODE = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishSignIn:
    place: Callable[[], SignInPlace]
    key: Callable[[], bytes]
    post: PostForm
    clock: Clock

    def finish(self, code: str | None, state: str | None, cookies: str) -> Redirect:
        """Raises SignInInterrupted, SignInDenied, SignInUnreachable."""
        slot = slot_of(state or "")
        attempt = unseal(attempt_in(cookies, slot), state or "", self.key(), self.clock.now())
        if not code or len(code) > _LONGEST_CODE:
            count("SignInRefused")
            raise SignInDenied
        place = self.place()
        tokens = read_tokens(*self.post(place.endpoint, code_form(place, code, attempt)), place)
        nonce = str(tokens.claims.get("nonce", ""))
        if tokens.refresh is None or not hmac.compare_digest(nonce.encode(), attempt.nonce.encode()):
            count("SignInRefused")
            raise SignInDenied
        count("StaffSignedIn")
        logger().info("staff signed in", extra={"by": tokens.claims["sub"]})
        # The path was judged when the attempt began, and is signed; after the origin it can name no other.
        return Redirect(
            f"{place.origin}{attempt.return_to}", (session_cookie(tokens.refresh), ended_attempt_cookie(slot))
        )
