"""One message read in its conversation: what every intent is answered from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from city.contracts.fines.sms import InboundMessage
from city.fines.law.language import Language
from city.fines.law.tables.case_records import CaseFile
from city.fines.talk.conversation.heard import Heard
from city.fines.talk.conversation.turns import understand_in_context
from city.fines.talk.dialogue import Memory, Wish
from city.fines.talk.tables.memory import recall
from city.fines.talk.understanding import Understood
from city.kernel.clock import seoul_date
from city.kernel.phone import PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One message, and who sent it."""

    message: InboundMessage
    # The partition of the table of cases in which the sender's cases are filed, and what is remembered of them.
    holder: str
    # None for the web chat, where nothing proves who writes.
    phone: PhoneNumber | None
    # Without resident registration numbers.
    text: str
    heard: Heard
    now: datetime
    # Draws a number at the first call, and gives the same ever after.
    ticket_number: Callable[[], str]
    # Whether too many look-ups in vain came from where this comes from.
    lookups_paused: bool = False

    @property
    def said(self) -> Understood:
        return self.heard.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An inquiry as it is meant in its conversation, and what is on file of its sender at this moment."""

    inquiry: Inquiry
    wish: Wish
    file: CaseFile
    # What was remembered before this message, fresh or not.
    before: Memory | None = None

    @property
    def language(self) -> Language:
        return self.wish.memory.language

    @property
    def today(self) -> date:
        return seoul_date(self.inquiry.now)

    @property
    def named_plates(self) -> tuple[str, ...]:
        """The cars this message may be about: those it names, then those that the conversation was about."""
        before = self.before.plates if self.before is not None else ()
        return tuple(dict.fromkeys((*(plate.text for plate in self.inquiry.said.plates), *self.wish.plates, *before)))

    @property
    def named_numbers(self) -> tuple[str, ...]:
        """The notices it may be about, by number."""
        numbers = [*self.wish.notice_numbers, *self.wish.chosen]
        for memory in (self.wish.memory, self.before):
            if memory is not None:
                numbers += [*memory.notice_numbers, *memory.offered, *memory.drafted_on, *memory.filed_on]
        return tuple(dict.fromkeys(numbers))

    @property
    def is_only_a_photo(self) -> bool:
        return self.inquiry.message.has_photo and not self.inquiry.text.strip()


def read_question(inquiry: Inquiry, file: CaseFile) -> Question:
    """What the message means after what the file remembers; in the language last written in where it shows none."""
    remembered = recall(file.sender, inquiry.now)
    wish = understand_in_context(inquiry.heard, remembered, {notice.plate for notice in file.notices})
    if remembered is None and inquiry.said.language is None and file.sender.language:
        wish = replace(wish, memory=replace(wish.memory, language=Language(file.sender.language)))
    return Question(inquiry=inquiry, wish=wish, file=file, before=remembered)
