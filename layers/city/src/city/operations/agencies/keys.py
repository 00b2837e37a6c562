"""Keys of agencies and of their sessions: what is shown, what is kept, and how one is known again.

A key names its agency and has 256 bits that nobody guesses: `dna.112.<43 letters>`. Kept is only its SHA-256.
"""

import hashlib
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

AGENCY_KEY, SESSION_KEY = "dna", "dns"
_FORM = re.compile(r"(dna|dns)\.([a-z0-9][a-z0-9_-]{0,39})\.[A-Za-z0-9_-]{43}", re.ASCII)
_NOBODYS = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class KeptKey:
    """What is kept of a key. `until`: when it stops being good; None while it is the agency's own."""

    digest: str = field(repr=False)
    made_at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a session. `key_digest`: of the agency's key by which it was opened."""

    agency_id: str
    digest: str = field(repr=False)
    key_digest: str = field(repr=False)
    expires_at: datetime


def make_key(kind: str, agency_id: str, random: str) -> str:
    """`random`: 43 letters of base64url, 256 bits."""
    key = f"{kind}.{agency_id}.{random}"
    if not _FORM.fullmatch(key):
        raise ValueError("a key is made of its kind, an agency and 43 letters")
    return key


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def named_in(kind: str, key: str) -> str | None:
    """The agency that a key names, whether it is good or not; None for what has no form of a key."""
    found = _FORM.fullmatch(key)
    return found[2] if found and found[1] == kind else None


def is_good(key: str, kept: Collection[KeptKey], now: datetime) -> bool:
    """Whether a key is one of those kept. Each is compared, and each in full; nobody's where there is none."""
    shown = digest_of(key)
    fits = [
        hmac.compare_digest(each.digest, shown) & (each.until is None or now < each.until)
        for each in (*kept, KeptKey(_NOBODYS, now, now))
    ]
    return any(fits)


def is_open(session: Session | None, key: str, kept: Collection[KeptKey], now: datetime) -> bool:
    """Whether a session goes on: it is this one, not over, and the key that opened it is still good."""
    known = session.digest if session else _NOBODYS
    fits = hmac.compare_digest(known, digest_of(key))
    opened_by = session.key_digest if session else _NOBODYS
    good = [hmac.compare_digest(each.digest, opened_by) & (each.until is None or now < each.until) for each in kept]
    return fits and session is not None and now < session.expires_at and any(good)
