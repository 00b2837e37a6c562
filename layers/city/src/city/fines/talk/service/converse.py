"""Deciding what a message is answered, and keeping it: the same for a text and the web chat."""

from dataclasses import dataclass
from functools import cache

from city.contracts.fines.sms import InboundMessage
from city.fines.law.errors import CaseMoved
from city.fines.law.tables.case_records import plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.talk.conversation.heard import hear
from city.fines.talk.service.draft_answer import DraftAnswer
from city.fines.talk.service.inquiry import Inquiry, Question, read_question
from city.fines.talk.service.keep_answer import Answer, KeepAnswer
from city.fines.talk.tables.tickets import Tickets
from city.fines.talk.understanding import Ranker, understand
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber
from city.kernel.privacy import KeyedHash
from city.kernel.text import mask_resident_numbers

_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Converse:
    """Reads a message and its sender's file, drafts an answer, and keeps it."""

    cases: Cases
    tickets: Tickets
    draft_answer: DraftAnswer
    keep_answer: KeepAnswer
    rank: Ranker
    clock: Clock
    hashed: KeyedHash

    def answer(
        self, message: InboundMessage, holder: str, phone: PhoneNumber | None, *, lookups_paused: bool = False
    ) -> Answer:
        """`holder` is the sender's partition. Raises CaseMoved if others keep getting there first, Transient."""
        now, text = self.clock.now(), mask_resident_numbers(message.text)
        inquiry = Inquiry(
            message=message,
            holder=holder,
            phone=phone,
            text=text,
            heard=hear(understand(text, self.rank), text, message.received_at, has_photo=message.has_photo),
            now=now,
            ticket_number=cache(lambda: self.tickets.next_number(now)),
            lookups_paused=lookups_paused,
        )
        for _ in range(_TRIES):
            question = self._read(inquiry)
            draft = self.draft_answer.draft(question)
            try:
                return self.keep_answer.keep(question, draft)
            except CaseMoved:
                continue
        raise CaseMoved

    def _read(self, inquiry: Inquiry) -> Question:
        """The message in its conversation. Of more notices than one person has, those that it names are read besides."""
        file = self.cases.open_file(inquiry.holder)
        question = read_question(inquiry, file)
        if not file.more:
            return question
        plates = [plate_key_of(self.hashed, plate) for plate in question.named_plates]
        return read_question(inquiry, self.cases.with_named(file, plates, question.named_numbers))
