"""Answering a citizen's text: decide and write, then send."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import correlated, count
from city.contracts.fines.sms import InboundMessage
from city.fines.law.tables.case_records import holder_of
from city.fines.talk.case_replies import NEXT_TEXT
from city.fines.talk.errors import TextRefused
from city.fines.talk.ports import SmsCarrier
from city.fines.talk.service.converse import Converse
from city.fines.talk.service.hand_over_unsent import HandOverUnsent
from city.fines.talk.service.keep_answer import count_answer
from city.kernel.phone import PhoneNumber
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerText:
    """Answers a citizen's text with one text (with more where the accounts are many), or hands it to a person. `once` does what it is given once for a key."""

    converse: Converse
    hand_over_unsent: HandOverUnsent
    carrier: SmsCarrier
    hashed: KeyedHash
    once: Callable[[str, Callable[[], None]], None]

    def answer(self, message: InboundMessage) -> None:
        """Once, however often it is delivered. Raises PhoneNumberInvalid, Transient."""
        with correlated(message.message_id):
            self.once(message.message_id, lambda: self._answer(message))

    def _answer(self, message: InboundMessage) -> None:
        phone = PhoneNumber.parse(message.sender)
        holder = holder_of(self.hashed, phone)
        answer = self.converse.answer(message, holder, phone)
        if answer.text is not None:
            try:
                for n, text in enumerate(answer.text.split(NEXT_TEXT)):
                    self.carrier.send(phone, text, f"{message.message_id}-{n}" if n else message.message_id)
            except TextRefused:
                # Tried again it would be refused again.
                count("TextRefused")
                answer = self.hand_over_unsent.hand_over(message, holder, phone, answer)
        count_answer(answer)
