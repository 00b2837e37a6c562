"""One way to the sign-in page and back, kept by the browser that began it: signed, for ten minutes, and no longer."""

import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from city.session.errors import SignInInterrupted

LASTS: Final = timedelta(minutes=10)
# As many windows of one browser may sign in at a time. More would fill its cookies.
SLOTS: Final = 4
_LONGEST = 2048
_STATE = re.compile(r"[0-3][A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """`state` comes back with the answer, `verifier` proves who asked (RFC 7636), `nonce` comes back in the token."""

    state: str
    verifier: str = field(repr=False)
    nonce: str
    return_to: str
    began: int

    @property
    def challenge(self) -> str:
        return _unpadded(sha256(self.verifier.encode()).digest())


def begin_attempt(random: str, verifier: str, nonce: str, return_to: str, now: datetime) -> Attempt:
    """`random`: at least 20 characters nobody can guess; the first of the state says in which cookie it is kept."""
    slot = sha256(random.encode()).digest()[0] % SLOTS
    return Attempt(f"{slot}{random}", verifier, nonce, return_to, int(now.timestamp()))


def slot_of(state: str) -> int:
    """In which cookie the attempt of this state is kept. Raises SignInInterrupted for what is no state of ours."""
    if not _STATE.fullmatch(state):
        raise SignInInterrupted
    return int(state[0])


def seal(attempt: Attempt, key: bytes) -> str:
    content = _unpadded(json.dumps(asdict(attempt), separators=(",", ":")).encode())
    return f"{content}.{_signature(content, key)}"


def unseal(sealed: str | None, state: str, key: bytes, now: datetime) -> Attempt:
    """The attempt of this state. Raises SignInInterrupted for what is absent, altered, too old or of another state."""
    content, _, signature = (sealed or "")[:_LONGEST].partition(".")
    if not hmac.compare_digest(_signature(content, key).encode(), signature.encode(errors="replace")):
        raise SignInInterrupted
    try:
        attempt = Attempt(**json.loads(urlsafe_b64decode(content + "=" * (-len(content) % 4))))
    except (Error, TypeError, ValueError):
        raise SignInInterrupted from None
    age = now.timestamp() - attempt.began
    if not hmac.compare_digest(attempt.state.encode(), state.encode()) or not -60 <= age <= LASTS.total_seconds():
        raise SignInInterrupted
    return attempt


def _signature(content: str, key: bytes) -> str:
    return _unpadded(hmac.new(key, b"sign-in attempt\x1f" + content.encode(errors="replace"), sha256).digest())


def _unpadded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
