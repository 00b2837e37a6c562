"""A text as the answer to the question that is open: a choice, a yes, a no, a later, or the words of an opinion. Pure."""

from dataclasses import replace

from city.fines.talk.assent import Assent
from city.fines.talk.conversation.heard import Heard
from city.fines.talk.conversation.wishes import (
    APPLICATIONS,
    ASKED_FOR,
    MAY_HIDE_A_REASON,
    NEEDS_A_CASE,
    as_wish,
    case_wish,
    offer,
    plain_details,
)
from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.dialogue import (
    Asked,
    HandOff,
    Memory,
    Wants,
    Wish,
)
from city.fines.talk.understanding import Intent, Word

# A car or a number beside one of these answers "which car?".
_NO_OTHER_TOPIC = frozenset({Intent.UNCLEAR, Intent.FINE_LOOKUP, Intent.SMALLTALK, Intent.COMPLAINT})
_NO_OTHER_WISH = frozenset({Intent.UNCLEAR, Intent.APPEAL, Intent.SMALLTALK, Intent.COMPLAINT})


def as_answer(heard: Heard, memory: Memory) -> Wish | None:
    """The text as the answer to the open question, if it is one."""
    said = heard.said
    match memory.asked:
        case Asked.TOPIC:
            topics = [Intent(memory.offered[n - 1]) for n in said.numbers if n <= len(memory.offered)]
            if topics:
                chosen = replace(heard, said=replace(said, intent=topics[0], numbers=(), word=None), tells=False)
                return as_wish(chosen, memory.closed())
        case Asked.PLATE:
            if said.intent in _NO_OTHER_TOPIC and heard.names_a_case and not heard.tells:
                topic = Intent.APPEAL if memory.draft is not None else memory.topic
                return case_wish(heard, memory.closed(), topic)
        case Asked.CASE:
            return _choice(heard, memory)
        case Asked.APPLICATION:
            answer = _application(heard, memory)
            if answer is not None:
                return answer
        case Asked.OPINION_WORDS:
            return _words(heard, memory)
        case _:
            pass
    return _consent(heard, memory) if memory.draft is not None else None


def _choice(heard: Heard, memory: Memory) -> Wish | None:
    picked = tuple(memory.offered[n - 1] for n in heard.said.numbers if n <= len(memory.offered))
    named = tuple(number for number in heard.said.notice_numbers if number in memory.offered)
    if heard.said.word is Word.ALL or heard.says(wishes.EVERY_CASE):
        picked = picked if len(picked) > 1 else memory.offered
    if not picked and named:
        picked = named
    if not picked and len(memory.offered) == 1 and heard.assent is Assent.YES:
        picked = memory.offered
    if not picked and (heard.amounts_krw or heard.says(wishes.THE_REST)) and not heard.tells:
        # "The one of 32,000", "and the other one": which that is shows with the amounts at hand.
        return case_wish(heard, memory.closed(), Intent.ACCOUNT_REQUEST)
    if picked:
        topic = Intent.ACCOUNT_REQUEST if memory.topic is Intent.FINE_LOOKUP else memory.topic
        if heard.asks_account:
            topic = Intent.ACCOUNT_REQUEST
        elif memory.draft is not None and not memory.drafted_on:
            topic = Intent.APPEAL
        return replace(case_wish(heard, memory.closed(), topic), chosen=picked)
    if heard.said.word is Word.NO:
        return Wish(wants=Wants.NOTHING_MORE, intent=memory.topic, memory=memory.closed())
    return _consent(heard, memory) if memory.draft is not None and memory.drafted_on else None


def _application(heard: Heard, memory: Memory) -> Wish | None:
    """Whether the application for instalments or the 50 % goes to a person."""
    if memory.drafted_on and heard.assent is Assent.YES and heard.says(wishes.ASKS_TO_RECORD):
        return None  # "file it": the words that wait
    another_wish = (
        heard.said.intent in NEEDS_A_CASE
        or heard.asks_account
        or heard.says(stories.OF_MONEY)
        or heard.says(questions.ASKS_HOW_MUCH)
    )
    if (heard.assent is Assent.NO or heard.said.word is Word.NO) and not another_wish:
        return Wish(wants=Wants.NOTHING_MORE, intent=memory.topic, memory=memory.closed())
    if another_wish and not heard.says(wishes.APPLIES):
        return None
    of_the_topic = heard.said.intent in (memory.topic, Intent.UNCLEAR, Intent.SMALLTALK, Intent.COMPLAINT)
    if heard.details and heard.asks:
        return None
    asks_how = heard.asks and heard.says(questions.ASKS_PARTICULARS)
    if (
        heard.assent is Assent.YES
        or (heard.says(wishes.APPLIES) and not asks_how)
        or (of_the_topic and not heard.asks and len(heard.text) > 8)
    ):
        return Wish(
            wants=Wants.PERSON,
            intent=memory.topic,
            memory=memory.closed(),
            hand_off=APPLICATIONS.get(memory.topic, HandOff.ASKED),
        )
    return None


def _words(heard: Heard, memory: Memory) -> Wish | None:
    """Asked for the words of an opinion: what tells something is taken as them, a question or another wish is not."""
    if heard.tells:
        return offer(heard, memory)
    if heard.assent is Assent.NO or heard.said.word is Word.NO:
        return _dropped(heard, memory)
    return offer(heard, memory) if heard.is_statement else None


def _dropped(heard: Heard, memory: Memory) -> Wish:
    """No opinion is wanted; what is wanted instead is answered."""
    dropped = memory.without_draft()
    if not heard.says(wishes.WILL_NOT_PAY):
        if heard.said.intent in NEEDS_A_CASE or heard.asks_account or heard.details:
            return as_wish(replace(heard, tells=False), dropped)
        if (heard.asks or heard.requests) and heard.wished in NEEDS_A_CASE:
            return case_wish(heard, dropped.closed(), heard.wished)
    return Wish(wants=Wants.DECLINED, intent=Intent.APPEAL, memory=dropped)


def _consent(heard: Heard, memory: Memory) -> Wish | None:
    """Words wait to be put on file: yes, no, later, once more, or something else meanwhile."""
    said = heard.said
    known = bool(memory.drafted_on)
    about_another = not {p.text for p in said.plates} <= set(memory.plates)
    files_it = heard.assent is Assent.YES and heard.says(wishes.ASKS_TO_RECORD) and known
    if heard.asks_to_stop or said.word is Word.AGENT or about_another:
        return None
    if said.intent in (Intent.HUMAN_AGENT, Intent.REFUND, Intent.NOTICE_RESEND) and not files_it:
        return None
    match heard.assent:
        case Assent.YES if known:
            more = heard.tells and (heard.circumstance or not heard.says(wishes.ASKS_TO_RECORD))
            memory = memory.with_words(heard.text, heard.received_at.isoformat()) if more else memory
            why = HandOff.ASKED if heard.says(wishes.ASKS_PERSON) else None
            details = plain_details(heard)
            return Wish(wants=Wants.RECORD_OPINION, intent=Intent.APPEAL, memory=memory, details=details, hand_off=why)
        case Assent.YES if not heard.tells and memory.asked is not Asked.PLATE and said.intent in _NO_OTHER_WISH:
            return case_wish(heard, memory.closed(), Intent.APPEAL)
        case Assent.NO if memory.asked is not Asked.PLATE and not heard.tells:
            return _dropped(heard, memory)
        case Assent.LATER | Assent.UNCLEAR if heard.tells and not heard.says(stories.PROMISES):
            pass  # a story of later, or of a moment: more words, no answer
        case Assent.LATER if known and not (heard.asks and (said.intent in NEEDS_A_CASE or heard.details)):
            details = plain_details(heard)
            return Wish(wants=Wants.POSTPONED, intent=Intent.APPEAL, memory=memory, details=details)
        case Assent.UNCLEAR if known and memory.asked is Asked.OPINION_CONSENT and not _wants_else(heard):
            return Wish(wants=Wants.CONSENT_AGAIN, intent=Intent.APPEAL, memory=memory)
        case _:
            pass
    more = heard.tells or (known and memory.asked is Asked.OPINION_CONSENT and heard.is_statement)
    asked_for = (heard.asks or heard.requests) and (heard.wished in ASKED_FOR or bool(heard.details))
    another_wish = said.intent not in MAY_HIDE_A_REASON or heard.asks_account or asked_for
    return offer(heard, memory) if more and not another_wish else None


def _wants_else(heard: Heard) -> bool:
    return bool(heard.details) or heard.asks or heard.asks_account
