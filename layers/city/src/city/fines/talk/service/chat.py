"""Answering the web chat, with a bound on how much one address may ask."""

from city.aws.observability import count
from city.contracts.fines.chat import ChatMessageV1, ChatReplyV1
from city.contracts.fines.sms import InboundMessage
from city.fines.errors import TooManyMessages
from city.fines.law.model import WEB_MESSAGES_AN_HOUR_AT_MOST
from city.fines.law.tables.cases import Cases
from city.fines.talk.service.answer_text import AnswerText
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


class Chat:
    """Answers a page's message the way the text desk answers a telephone, minus what a telephone proves."""

    def __init__(self, answer_text: AnswerText, cases: Cases, clock: Clock, hashed: KeyedHash) -> None:
        self._answer_text, self._cases, self._clock, self._hashed = answer_text, cases, clock, hashed

    def answer(self, message: ChatMessageV1, source_ip: str) -> ChatReplyV1:
        """Raises TooManyMessages, Transient."""
        now = self._clock.now()
        # A page can take a new session for every guess; an address is dearer. Only its hash is kept, for an hour.
        if self._cases.count_visit(self._hashed.of("ip", source_ip), now) > WEB_MESSAGES_AN_HOUR_AT_MOST:
            count("ChatRefused")
            raise TooManyMessages
        answer = self._answer_text.reply(
            InboundMessage(
                message_id=f"web-{message.message_id}",
                sender=f"web:{message.session}",
                text=message.text,
                received_at=now,
                channel="web",
            )
        )
        return ChatReplyV1(reply=answer.text, outcome=answer.outcome.value, language=answer.language.value)
