"""What a conversation remembers, and what the next message means in it. Pure.

One question at a time, answered by number or by word; a message that clearly asks for something else wins over the
question that was open. What was remembered is forgotten after thirty minutes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from city.fines.law.language import Language
from city.fines.talk.understanding import Intent, Understood, Word

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


@dataclass(frozen=True, slots=True)
class Memory:
    """A conversation of the last thirty minutes. Kept in the citizen's own partition, never logged."""

    asked: Asked = Asked.NOTHING
    topic: Intent = Intent.UNCLEAR
    plate: str | None = None
    notice_number: str | None = None
    offered: tuple[str, ...] = ()  # notice numbers or intents, in the order of their numbers
    draft: str | None = None  # an opinion in the citizen's own words, until they say to record it
    draft_at: str | None = None  # when those words arrived, ISO 8601
    language: Language = Language.KOREAN
    unclear_in_a_row: int = 0

    def closed(self) -> "Memory":
        """The question is answered; plate, notice and language stay."""
        return replace(self, asked=Asked.NOTHING, offered=(), draft=None, draft_at=None, unclear_in_a_row=0)


class Wants(StrEnum):
    CASE = "case"  # something about a case: look it up by plate or number
    ADVICE = "advice"  # an answer that needs no case
    PLATE_QUESTION = "plate_question"
    TOPIC_QUESTION = "topic_question"
    OPINION_QUESTION = "opinion_question"
    RECORD_OPINION = "record_opinion"
    REMINDERS = "reminders"
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
    plate: str | None = None
    notice_numbers: tuple[str, ...] = ()
    last_four: str | None = None
    chosen: tuple[str, ...] = ()  # notice numbers chosen from a list
    topics: tuple[Intent, ...] = ()
    hand_off: HandOff | None = None


# These speak of a case: what they want to know stands on the notice.
_NEEDS_A_CASE = frozenset({Intent.ACCOUNT_REQUEST, Intent.FINE_LOOKUP, Intent.PAYMENT_CONFIRM, Intent.DUE_DATE})
# These are answered in general, and better with the case at hand.
_LIKES_A_CASE = frozenset({Intent.APPEAL, Intent.REDUCTION, Intent.SEIZURE_RELEASE})
# A plate beside one of these is a plate.
_NO_OTHER_TOPIC = frozenset({Intent.UNCLEAR, Intent.FINE_LOOKUP, Intent.SMALLTALK, Intent.COMPLAINT})
_FOR_A_PERSON = {
    Intent.HUMAN_AGENT: HandOff.ASKED,
    Intent.REFUND: HandOff.REFUND,
    Intent.NOTICE_RESEND: HandOff.NOTICE_RESEND,
}


def understand_in_context(said: Understood, text: str, received_at: datetime, remembered: Memory | None) -> Wish:
    """Reads a message in its conversation."""
    memory = remembered or Memory()
    memory = replace(memory, language=said.language or memory.language)
    answer = _as_answer(said, text, received_at, memory)
    return answer if answer is not None else _as_wish(said, memory)


def _as_answer(said: Understood, text: str, received_at: datetime, memory: Memory) -> Wish | None:
    """The message as the answer to the open question, if it is one."""
    if said.word is Word.NO and memory.asked is not Asked.NOTHING:
        return Wish(wants=Wants.NOTHING_MORE, intent=memory.topic, memory=memory.closed())
    match memory.asked:
        case Asked.TOPIC:
            topics = [Intent(memory.offered[n - 1]) for n in said.numbers if n <= len(memory.offered)]
            if topics:
                return _as_wish(replace(said, intent=topics[0], numbers=()), memory.closed())
        case Asked.PLATE if said.intent in _NO_OTHER_TOPIC and (said.plates or said.notice_numbers or said.last_four):
            return _case_wish(replace(said, intent=memory.topic), memory.closed())
        case Asked.CASE:
            picked = tuple(memory.offered[n - 1] for n in said.numbers if n <= len(memory.offered))
            if said.word is Word.ALL or (said.word is Word.YES and len(memory.offered) == 1):
                picked = memory.offered
            if picked:
                # An opinion already written is kept until the citizen has said which case it is about.
                kept = replace(memory.closed(), draft=memory.draft, draft_at=memory.draft_at)
                return Wish(wants=Wants.CASE, intent=memory.topic, memory=kept, plate=memory.plate, chosen=picked)
        case Asked.OPINION_CONSENT if said.word in (Word.RECORD, Word.YES):
            return Wish(wants=Wants.RECORD_OPINION, intent=Intent.APPEAL, memory=memory, plate=memory.plate)
        case Asked.OPINION_WORDS if memory.plate and _is_opinion(said, text):
            words = replace(memory, draft=text, draft_at=received_at.isoformat())
            numbers = (memory.notice_number,) if memory.notice_number else ()
            return Wish(
                wants=Wants.CASE, intent=Intent.APPEAL, memory=words, plate=memory.plate, notice_numbers=numbers
            )
    return None


def _is_opinion(said: Understood, text: str) -> bool:
    # Asked for their words, what comes is their words, unless they plainly turn to something else.
    turned_away = said.intent in (Intent.HUMAN_AGENT, Intent.ACCOUNT_REQUEST, Intent.OPT_OUT) or said.word is not None
    return not turned_away and not said.numbers and len(text.strip()) >= OPINION_CHARACTERS_AT_LEAST


def _as_wish(said: Understood, memory: Memory) -> Wish:
    """The message as a wish of its own."""
    if said.word is Word.REMIND:
        return Wish(wants=Wants.REMINDERS, intent=said.intent, memory=memory.closed())
    if said.word in (Word.OPINION, Word.RECORD):
        return _case_wish(replace(said, intent=Intent.APPEAL), memory.closed())
    if said.word is Word.NO:
        return Wish(wants=Wants.NOTHING_MORE, intent=said.intent, memory=memory.closed())
    if said.intent in _FOR_A_PERSON:
        return Wish(
            wants=Wants.PERSON,
            intent=said.intent,
            memory=memory.closed(),
            plate=_plate(said, memory),
            hand_off=_FOR_A_PERSON[said.intent],
        )
    if said.intent is Intent.UNCLEAR:
        return _unclear(said, memory)
    known = bool(said.plates or said.notice_numbers or memory.plate or memory.notice_number)
    if said.intent in _NEEDS_A_CASE or (said.intent in _LIKES_A_CASE and known):
        return _case_wish(said, memory.closed())
    return Wish(wants=Wants.ADVICE, intent=said.intent, memory=replace(memory.closed(), topic=said.intent))


def _case_wish(said: Understood, memory: Memory) -> Wish:
    numbers = said.notice_numbers or ((memory.notice_number,) if memory.notice_number and not said.plates else ())
    plate = _plate(said, memory)
    memory = replace(memory, topic=said.intent, notice_number=numbers[0] if numbers else None)
    if len(said.plates) > 1:
        return _ask_for_plate(said, replace(memory, plate=None))
    if plate is None and said.last_four is None:
        return _ask_for_plate(said, memory)
    return Wish(
        wants=Wants.CASE,
        intent=said.intent,
        memory=memory,
        plate=plate,
        notice_numbers=numbers,
        last_four=said.last_four,
    )


def _ask_for_plate(said: Understood, memory: Memory) -> Wish:
    return Wish(
        wants=Wants.PLATE_QUESTION, intent=said.intent, memory=replace(memory, asked=Asked.PLATE, topic=said.intent)
    )


def _plate(said: Understood, memory: Memory) -> str | None:
    if said.plates:
        return said.plates[0].text if len(said.plates) == 1 else None
    return None if said.last_four else memory.plate


def _unclear(said: Understood, memory: Memory) -> Wish:
    """One question with numbered answers; the second time, a person."""
    if said.plates or said.notice_numbers:
        # Something about this car, and we cannot tell what: what is due on it is never a wrong answer.
        return _case_wish(replace(said, intent=Intent.FINE_LOOKUP), memory.closed())
    if memory.unclear_in_a_row:
        return Wish(
            wants=Wants.PERSON, intent=said.intent, memory=memory.closed(), plate=memory.plate, hand_off=HandOff.UNCLEAR
        )
    guesses = [intent for intent in said.likely if intent not in (Intent.SMALLTALK, Intent.UNCLEAR, Intent.COMPLAINT)]
    offered = list(dict.fromkeys([*guesses[:2], *TOPICS]))
    offered = [*[i for i in offered if i is not Intent.HUMAN_AGENT][: TOPICS_OFFERED - 1], Intent.HUMAN_AGENT]
    asked = replace(memory.closed(), asked=Asked.TOPIC, offered=tuple(i.value for i in offered), unclear_in_a_row=1)
    return Wish(wants=Wants.TOPIC_QUESTION, intent=said.intent, memory=asked, topics=tuple(offered))
