"""Answering the web chat, with a bound on how much one address may ask."""

from dataclasses import dataclass

from city.aws.observability import correlated, count
from city.contracts.fines.chat import ChatMessageV1, ChatReplyV1
from city.contracts.fines.sms import InboundMessage
from city.fines.law.tables.cases import Cases
from city.fines.talk.errors import TooManyMessages
from city.fines.talk.limits import WEB_MESSAGES_AN_HOUR_AT_MOST
from city.fines.talk.service.converse import Converse
from city.fines.talk.service.keep_answer import count_answer
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Answers a page's message the way a text is answered, minus what a telephone proves."""

    converse: Converse
    cases: Cases
    clock: Clock
    hashed: KeyedHash

    def answer(self, chat_message: ChatMessageV1, source_ip: str) -> ChatReplyV1:
        """The reply goes back the way the question came. Raises TooManyMessages, Transient."""
        now = self.clock.now()
        # A page can take a new session for every guess; an address is dearer. Only its hash is kept, for an hour.
        if self.cases.count_visit(self.hashed.of("ip", source_ip), now) > WEB_MESSAGES_AN_HOUR_AT_MOST:
            count("ChatRefused")
            raise TooManyMessages
        message = InboundMessage(
            message_id=f"web-{chat_message.message_id}",
            sender=f"web:{chat_message.session}",
            text=chat_message.text,
            received_at=now,
            channel="web",
        )
        with correlated(message.message_id):
            answer = self.converse.answer(message, self.hashed.of("web", message.sender), None)
            count_answer(answer)
        return ChatReplyV1(reply=answer.text, outcome=answer.outcome.value, language=answer.language.value)
