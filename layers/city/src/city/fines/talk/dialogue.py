"""What a conversation remembers, and what a message can mean in it. Pure.

What the citizen wants and says is a state that survives turns: the cars and notices it is about, the wish, the words of
an opinion that is not on file yet, and the question that was asked last. How the next message is read with it stands in
`conversation.turns`. What was remembered is forgotten after thirty minutes; words that nobody answered for are not:
they become a ticket.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from city.fines.law.language import Language
from city.fines.talk.details import Detail
from city.fines.talk.understanding import Intent

REMEMBERED = timedelta(minutes=30)
TICKET_OPEN = timedelta(days=3)  # further messages that need a person join the ticket that waits for one
OPINION_CHARACTERS_AT_LEAST = 5

TOPICS = (Intent.FINE_LOOKUP, Intent.ACCOUNT_REQUEST, Intent.APPEAL, Intent.HUMAN_AGENT)
TOPICS_OFFERED = 5


class Asked(StrEnum):
    """The question the desk asked last."""

    NOTHING = "nothing"
    TOPIC = "topic"
    PLATE = "plate"
    CASE = "case"
    OPINION_WORDS = "opinion_words"
    OPINION_CONSENT = "opinion_consent"
    APPLICATION = "application"  # whether to hand an application (instalments, the 50 %) to a person


@dataclass(frozen=True, slots=True)
class Memory:
    """A conversation of the last thirty minutes. Kept in the citizen's own partition, never logged."""

    asked: Asked = Asked.NOTHING
    topic: Intent = Intent.UNCLEAR
    plates: tuple[str, ...] = ()  # the cars it is about
    notice_numbers: tuple[str, ...] = ()  # the notices it is about, where they were named
    found: bool = False  # whether a case was found by them
    missed: bool = False  # whether they were looked up in vain
    offered: tuple[str, ...] = ()  # notice numbers or intents, in the order of their numbers
    draft: str | None = None  # an opinion in the citizen's own words, until they say to record it
    draft_at: str | None = None  # when those words arrived first, ISO 8601
    drafted_on: tuple[str, ...] = ()  # notice numbers the draft is about, once that is known
    filed_on: tuple[str, ...] = ()  # notice numbers on which this conversation put an opinion on file
    office: str | None = None  # the phrase of another office that was named in it
    warned: bool = False  # a false text or call was asked about
    handed_over: bool = False  # a person was asked for in it, and has not answered
    language: Language = Language.KOREAN
    unclear_in_a_row: int = 0

    def closed(self) -> "Memory":
        """The question is answered; cars, notices, language and words not on file yet stay."""
        return replace(self, asked=Asked.NOTHING, offered=(), unclear_in_a_row=0)

    def with_words(self, text: str, at: str) -> "Memory":
        """Adds words that may become an opinion; the moment of the first stays."""
        if self.draft is None:
            return replace(self, draft=text, draft_at=at)
        return self if text in self.draft else replace(self, draft=f"{self.draft}\n{text}")

    def without_draft(self) -> "Memory":
        return replace(self.closed(), draft=None, draft_at=None, drafted_on=())


class Wants(StrEnum):
    CASE = "case"  # something about a case: look it up by plate or number
    ADVICE = "advice"  # an answer that needs no case
    DETAILS = "details"  # nothing but the details asked for
    PLATE_QUESTION = "plate_question"
    TOPIC_QUESTION = "topic_question"
    RECORD_OPINION = "record_opinion"
    ADD_TO_OPINION = "add_to_opinion"
    CONSENT_AGAIN = "consent_again"
    POSTPONED = "postponed"
    DECLINED = "declined"
    ALREADY_FILED = "already_filed"
    REMINDERS = "reminders"
    HOW_TO_STOP = "how_to_stop"  # how reminders are ended, some day
    TICKET = "ticket"  # what became of a ticket that was named
    COURTESY = "courtesy"  # thanks, "all right": nothing is asked, and nothing is due
    NOTHING_MORE = "nothing_more"
    PERSON = "person"


class HandOff(StrEnum):
    """Why a person has to look."""

    ASKED = "asked"
    UNCLEAR = "unclear"
    LOOKUPS_PAUSED = "lookups_paused"
    TOO_MANY_PROMPTS = "too_many_prompts"
    REFUND = "refund"
    NOTICE_RESEND = "notice_resend"
    PHOTO_ONLY = "photo_only"
    NO_ACCOUNT = "no_account"
    OPINION_NOT_POSSIBLE = "opinion_not_possible"
    # Words of an opinion that the citizen never said to record: a person looks, so that none is lost.
    OPINION_LEFT_OPEN = "opinion_left_open"
    # Not paying at once, and the 50 % of QVA 시행령 §2의2: applied for by text, decided by a person.
    INSTALMENTS_WANTED = "instalments_wanted"
    REDUCTION_WANTED = "reduction_wanted"
    # Nobody can answer for an estate, or a car that was somebody else's, but a person.
    OWNERSHIP = "ownership"
    # No carrier takes a text to this telephone: somebody has to reach the citizen in another way.
    TEXT_REFUSED = "text_refused"
    # Nobody wrote: an instalment is past its day, and somebody has to decide what follows.
    INSTALMENT_MISSED = "instalment_missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What this message means, given the conversation before it."""

    wants: Wants
    intent: Intent
    memory: Memory
    last_four: str | None = None
    chosen: tuple[str, ...] = ()  # notice numbers chosen from a list
    every_case: bool = False  # "both", "all of them"
    amounts_krw: tuple[int, ...] = ()  # "the one of 32,000"
    the_rest: bool = False  # those that no account was given for yet
    account: bool = False  # an account is asked for in so many words, whatever else is
    topics: tuple[Intent, ...] = ()
    tickets: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()  # asked beside it
    total: bool = False  # what several come to together
    hand_off: HandOff | None = None

    @property
    def plates(self) -> tuple[str, ...]:
        return self.memory.plates

    @property
    def notice_numbers(self) -> tuple[str, ...]:
        return self.memory.notice_numbers


def case_of(memory: Memory) -> str | None:
    """The one case a conversation is about, where it named it by its number."""
    numbers = memory.filed_on or memory.drafted_on or (memory.notice_numbers if memory.found else ())
    return numbers[-1] if numbers else None
