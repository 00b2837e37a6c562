"""Offices that may send alerts: how each is known, for whom it speaks, how often, and how old an alert may be. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from city.operations.alerts.cap.model import Alert
from city.operations.alerts.errors import (
    AlertFromTheFuture,
    AlertTooOld,
    MediaTypeUnknown,
    SenderNotYours,
    SenderUnknown,
)

MEDIA_TYPES = frozenset({"application/cap+xml", "application/xml", "text/xml"})
# Clocks of offices differ by so much.
CLOCK_AHEAD = timedelta(minutes=5)
# An office that was cut off sends what it missed; older than this it is history, and an old key might have signed it.
OLDEST = timedelta(days=7)
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Trust:
    """By which certificates a sender is known, as PEM. One of them is the sender's own, or has issued the sender's own:
    then `signer` is who that one is for, a common name or an alternative name."""

    certificates: str
    signer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """`speaks_for`: values of `alert/sender` it may use. `trust`: None where its alerts need no signature.
    `kinds`: the city's kind for an event as this office calls it."""

    name: str
    key_digest: str = field(repr=False)
    speaks_for: frozenset[str]
    per_minute: int
    trust: Trust | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    paused: bool = False


def is_silent(heard_every: timedelta | None, paused: bool, since: datetime, now: datetime) -> bool:
    """Whether an office is silent for longer than was agreed. `since`: when it was heard last, or expected first."""
    return heard_every is not None and not paused and now - since > heard_every


def key_digest(key: str) -> str:
    """What is kept of a sender's key. It has 256 bits, so nobody guesses it from its hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def read_key(header: str) -> tuple[str, str]:
    """The name and the secret of a key, `kma.mO4…`. Raises SenderUnknown."""
    name, _, secret = header.partition(".")
    if not name or not secret or len(header) > _LONGEST_KEY or not header.isascii() or not header.isprintable():
        raise SenderUnknown
    return name, secret


def check_key(sender: Sender | None, secret: str) -> Sender:
    """Raises SenderUnknown, in the same time for no such sender and for the wrong key."""
    kept = sender.key_digest if sender is not None else key_digest("")
    fits = hmac.compare_digest(kept, key_digest(secret))
    if sender is None or not fits or sender.paused:
        raise SenderUnknown
    return sender


def check_media_type(text: str) -> None:
    """Raises MediaTypeUnknown."""
    if text.partition(";")[0].strip().lower() not in MEDIA_TYPES:
        raise MediaTypeUnknown


def check_authorship(alert: Alert, sender: Sender, now: datetime) -> None:
    """Whether this office may send this alert now. Raises SenderNotYours, AlertFromTheFuture, AlertTooOld."""
    if alert.sender not in sender.speaks_for:
        raise SenderNotYours
    if alert.sent > now + CLOCK_AHEAD:
        raise AlertFromTheFuture
    if alert.sent < now - OLDEST:
        raise AlertTooOld
