"""Sending a text of our own (a receipt, a reminder, a clerk's answer), and keeping it in the talk."""

from datetime import datetime

from city.aws.observability import count, logger
from city.fines.errors import TextRefused
from city.fines.ports import SmsCarrier
from city.fines.talk.tables.talks import Outcome, Spoken, Talks, new_turn
from city.fines.talk.understanding import Language
from city.kernel.phone import PhoneNumber


class SendText:
    """Sends and keeps. Sent first: a text that is kept was handed to the carrier."""

    def __init__(self, carrier: SmsCarrier, talks: Talks) -> None:
        self._carrier, self._talks = carrier, talks

    def send(
        self, holder: str, phone: str, text: str, key: str, language: Language, at: datetime, by: str,
        ticket: str | None = None,
    ) -> None:  # fmt: skip
        """`key` names the text: sent again under it, a carrier that remembers takes it once. Raises Transient."""
        self._carrier.send(PhoneNumber(phone), text, key)
        turn = new_turn(Spoken(holder, key, at), "sms", Outcome.SENT)
        turn.phone, turn.reply, turn.by, turn.ticket, turn.language = phone, text, by, ticket, language.value
        self._talks.keep(turn)

    def send_if_taken(
        self, holder: str, phone: str, text: str, key: str, language: Language, at: datetime, by: str
    ) -> bool:
        """Sends once; False if no carrier will ever take it (a foreign number, say), which is counted. Raises Transient."""
        try:
            self.send_once(holder, phone, text, key, language, at, by)
        except TextRefused:
            count("TextRefused")
            logger().warning("text refused", extra={"key": key})
            return False
        return True

    def send_once(
        self, holder: str, phone: str, text: str, key: str, language: Language, at: datetime, by: str,
        ticket: str | None = None,
    ) -> None:  # fmt: skip
        """Sends unless a text of this key and moment is kept, for carriers that remember no keys. Raises Transient."""
        if not self._talks.has(Spoken(holder, key, at)):
            self.send(holder, phone, text, key, language, at, by, ticket)
