"""One message read in its conversation: what every intent is answered from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from city.contracts.fines.sms import InboundMessage
from city.fines.law.language import Language
from city.fines.law.tables.case_records import CaseFile
from city.fines.talk.dialogue import Wish, understand_in_context
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
    said: Understood
    now: datetime
    # Draws a number at the first call, and gives the same ever after.
    ticket_number: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An inquiry as it is meant in its conversation, and what is on file of its sender at this moment."""

    inquiry: Inquiry
    wish: Wish
    file: CaseFile

    @property
    def language(self) -> Language:
        return self.wish.memory.language

    @property
    def today(self) -> date:
        return seoul_date(self.inquiry.now)

    @property
    def is_only_a_photo(self) -> bool:
        return self.inquiry.message.has_photo and not self.inquiry.text.strip()


def read_question(inquiry: Inquiry, file: CaseFile) -> Question:
    """What the message means after what the file remembers; in the language last written in where it shows none."""
    remembered = recall(file.sender, inquiry.now)
    wish = understand_in_context(inquiry.said, inquiry.text, inquiry.message.received_at, remembered)
    if remembered is None and inquiry.said.language is None and file.sender.language:
        wish = replace(wish, memory=replace(wish.memory, language=Language(file.sender.language)))
    return Question(inquiry=inquiry, wish=wish, file=file)
