"""The make-believe carrier: as strict as the real ones, and delivers nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from city.fines.talk.adapters.gateways import domestic_number
from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber
from city.kernel.text import LMS_BYTES, SMS_BYTES, TITLE_BYTES, OutboundText, as_sms_or_lms

CarrierFault = Literal["throttled", "timeout"]


_KEY_REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TakenText:
    """A text the make-believe carrier took."""

    to: PhoneNumber
    text: OutboundText
    key: str


@dataclass(slots=True)
class SandboxCarrier:
    """Behaves as a Korean carrier does, and delivers nothing. Refused when the stage is prod.

    Each of `faults` in turn befalls a call: `throttled` before the text is taken, `timeout` after it, so that only the
    key keeps the next try from sending it twice.
    """

    clock: Clock
    title: str
    faults: Iterable[CarrierFault | None] = ()
    taken: list[TakenText] = field(default_factory=list)
    _keys: dict[str, datetime] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.faults = iter(self.faults)

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        fault = next(iter(self.faults), None)
        if fault == "throttled":
            raise TextNotTaken("29002")
        self.take(to, as_sms_or_lms(text, self.title), key)
        if fault == "timeout":
            raise TextNotTaken("ReadTimeoutError")

    def take(self, to: PhoneNumber, text: OutboundText, key: str) -> None:
        """Takes a text that was split elsewhere, as strictly as carriers do. Raises TextRefused."""
        domestic_number(to)
        _refuse_what_no_carrier_takes(text)
        now = self.clock.now()
        since = self._keys.get(key)
        if since is not None and now - since < _KEY_REMEMBERED:
            return
        self._keys[key] = now
        self.taken.append(TakenText(to, text, key))


def _refuse_what_no_carrier_takes(text: OutboundText) -> None:
    most_bytes = SMS_BYTES if text.kind == "sms" else LMS_BYTES
    if not 0 < _carrier_bytes(text.body) <= most_bytes:
        raise TextRefused("29020")
    if text.kind == "lms" and not (text.title and _carrier_bytes(text.title) <= TITLE_BYTES):
        raise TextRefused("29001")


def _carrier_bytes(text: str) -> int:
    """Raises TextRefused for what is not KS X 1001: Python's euc_kr also spells other syllables, in eight bytes."""
    try:
        widths = [len(character.encode("euc_kr")) for character in text]
    except UnicodeEncodeError:
        raise TextRefused("31001") from None
    if any(width > 2 for width in widths):
        raise TextRefused("31001")
    return sum(widths)
