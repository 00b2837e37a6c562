"""Answering the web chat, with bounds on how much one talk and one address may ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.observability import correlated, count
from city.contracts.fines.chat import ChatMessageV1, ChatMessageV2, ChatReplyV1, ChatReplyV2
from city.contracts.fines.sms import InboundMessage
from city.fines.law.tables.cases import Cases
from city.fines.talk.case_replies import NEXT_TEXT
from city.fines.talk.dialogue import case_of
from city.fines.talk.errors import FileMissing
from city.fines.talk.limits import (
    WEB_MESSAGES_AN_HOUR_AT_MOST,
    WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST,
    WEB_MISSES_OF_AN_ADDRESS_AT_MOST,
)
from city.fines.talk.service.converse import Converse
from city.fines.talk.service.keep_answer import Answer, count_answer
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.tables.memory import recall
from city.fines.talk.web.answer_codes import answer_code
from city.fines.talk.web.service.visits import CountVisits
from city.fines.talk.wording import say
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Answers a page's message the way a text is answered, minus what a telephone proves, and with files."""

    converse: Converse
    cases: Cases
    files: Files
    visits: CountVisits
    clock: Clock
    hashed: KeyedHash

    def answer(self, chat_message: ChatMessageV1 | ChatMessageV2, source_ip: str) -> ChatReplyV1 | ChatReplyV2:
        """The reply goes back the way the question came, in the version it came in.

        Raises TooManyMessages, FileMissing, Transient.
        """
        self.visits.admit("talk", chat_message.session, WEB_MESSAGES_AN_HOUR_AT_MOST)
        self.visits.admit("ip", source_ip, WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST)
        paused = self.visits.noted("ip misses", source_ip) >= WEB_MISSES_OF_AN_ADDRESS_AT_MOST
        holder = self.hashed.of("web", f"web:{chat_message.session}")
        message_id = f"web-{chat_message.message_id}"
        files = self._files(chat_message, holder, message_id)
        message = InboundMessage(
            message_id=message_id,
            sender=f"web:{chat_message.session}",
            text=chat_message.text,
            # A page has no carrier's clock. Sent again, a message keeps its place in the talk, and so its first answer.
            received_at=self.cases.first_seen(
                self.hashed.of("web message", f"{holder} {message_id}"), self.clock.now()
            ),
            channel="web",
            has_photo=bool(files),
        )
        with correlated(message.message_id):
            answer = self.converse.answer(message, holder, None, lookups_paused=paused)
            if answer.failed_lookup:
                self.visits.note("ip misses", source_ip)
            self._attach(files, answer, holder, message)
            count_answer(answer)
        return self._reply(chat_message, answer, holder, len(files))

    def _files(self, chat_message: ChatMessageV1 | ChatMessageV2, holder: str, message_id: str) -> Sequence[FileRecord]:
        if isinstance(chat_message, ChatMessageV1) or not chat_message.files:
            return ()
        files = self.files.to_send(holder, chat_message.files, message_id)
        if len(files) < len(set(chat_message.files)):
            raise FileMissing  # told before anything is decided: the citizen attaches it again
        return files

    def _attach(self, files: Sequence[FileRecord], answer: Answer, holder: str, message: InboundMessage) -> None:
        """Files belong to the message's ticket, and to the case the talk is about."""
        if not files:
            return
        memory = recall(self.cases.open_file(holder).sender, self.clock.now())
        for record in files:
            self.files.mark_sent(
                record,
                message_id=message.message_id,
                at=message.received_at,
                notice_number=case_of(memory) if memory else None,
                ticket=answer.ticket,
            )
        count("FilesAttached", len(files))

    def _reply(
        self, chat_message: ChatMessageV1 | ChatMessageV2, answer: Answer, holder: str, files: int
    ) -> ChatReplyV1 | ChatReplyV2:
        # The code is told and never kept: the turn in the talk is without it.
        code = answer_code(self.hashed, answer.ticket, holder) if answer.ticket else None
        words = answer.text.replace(NEXT_TEXT, "\n\n") if answer.text else answer.text
        if words is not None and files:
            words = f"{words}\n{say('web_files_received', answer.language, count=files)}"
        if words is not None and code is not None:
            words = f"{words}\n{say('web_answer_code', answer.language, ticket=answer.ticket, code=code)}"
        outcome, language = answer.outcome.value, answer.language.value
        if isinstance(chat_message, ChatMessageV1):
            return ChatReplyV1(reply=words, outcome=outcome, language=language)
        return ChatReplyV2(
            reply=words, outcome=outcome, language=language, ticket=answer.ticket, code=code, files=files
        )
