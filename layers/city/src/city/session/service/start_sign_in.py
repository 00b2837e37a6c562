"""Sending somebody to the sign-in page."""

from collections.abc import Callable
from dataclasses import dataclass

from city.kernel.clock import Clock
from city.session.attempts import begin_attempt, seal, slot_of
from city.session.cookies import attempt_cookie
from city.session.return_paths import return_path
from city.session.sign_in_place import SignInPlace


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where the browser goes, and the cookies it takes along."""

    location: str
    cookies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSignIn:
    """`random`: 43 characters that nobody can guess, new each time."""

    place: Callable[[], SignInPlace]
    key: Callable[[], bytes]
    random: Callable[[], str]
    clock: Clock

    def start(self, return_to: str | None, language: str | None) -> Redirect:
        """Raises SignInUnreachable."""
        attempt = begin_attempt(self.random(), self.random(), self.random(), return_path(return_to), self.clock.now())
        location = self.place().sign_in_address(
            state=attempt.state, nonce=attempt.nonce, challenge=attempt.challenge, language=language
        )
        return Redirect(location, (attempt_cookie(slot_of(attempt.state), seal(attempt, self.key())),))
