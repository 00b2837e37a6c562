"""Sending a text of our own (a receipt, a reminder, a clerk's answer), and keeping it in the talk."""

from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.fines.law.language import Language
from city.fines.talk.errors import TextRefused
from city.fines.talk.ports import SmsCarrier
from city.fines.talk.tables.talks import Outcome, Spoken, Talks, new_turn
from city.kernel.phone import PhoneNumber
from city.kernel.text import carrier_safe


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A text of our own. `phone` is in E.164; `key` names the text: a carrier that remembers keys takes it once."""

    holder: str
    phone: str
    text: str
    key: str
    language: Language
    at: datetime
    by: str
    ticket: str | None = None

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.holder, self.key, self.at)


@dataclass(frozen=True, slots=True)
class SendText:
    """Sends and keeps. Sent first: a text that is kept was handed to the carrier."""

    carrier: SmsCarrier
    talks: Talks

    def send(self, own: OwnText) -> None:
        """Raises TextRefused, Transient."""
        text = carrier_safe(own.text)
        self.carrier.send(PhoneNumber(own.phone), text, own.key)
        turn = new_turn(own.spoken, "sms", Outcome.SENT)
        turn.phone, turn.reply, turn.by, turn.ticket = own.phone, text, own.by, own.ticket
        turn.language = own.language.value
        self.talks.keep(turn)


@dataclass(frozen=True, slots=True)
class SendTextOnce:
    """Sends unless a text of this key and moment is kept, for carriers that remember no keys."""

    send_text: SendText
    talks: Talks

    def send(self, own: OwnText) -> None:
        """Raises TextRefused, Transient."""
        if not self.talks.has(own.spoken):
            self.send_text.send(own)


@dataclass(frozen=True, slots=True)
class SendTextIfTaken:
    """Sends once, and counts what no carrier will ever take (to a foreign number, say)."""

    send_once: SendTextOnce

    def send(self, own: OwnText) -> bool:
        """False if no carrier will take it. Raises Transient."""
        try:
            self.send_once.send(own)
        except TextRefused:
            count("TextRefused")
            logger().warning("text refused", extra={"key": own.key})
            return False
        return True
