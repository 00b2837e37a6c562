"""What a text wishes by itself, whatever was asked before it. Pure."""

from dataclasses import replace

from city.fines.talk.assent import Assent
from city.fines.talk.conversation.heard import Heard
from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.details import Detail
from city.fines.talk.dialogue import (
    TOPICS,
    TOPICS_OFFERED,
    Asked,
    HandOff,
    Memory,
    Wants,
    Wish,
)
from city.fines.talk.understanding import Intent, Word

# These speak of a case: what they want to know stands on the notice.
NEEDS_A_CASE = frozenset({Intent.ACCOUNT_REQUEST, Intent.FINE_LOOKUP, Intent.PAYMENT_CONFIRM, Intent.DUE_DATE})
# These are answered in general, and better with the case at hand.
_LIKES_A_CASE = frozenset({Intent.APPEAL, Intent.REDUCTION, Intent.SEIZURE_RELEASE, Intent.OWNERSHIP, Intent.COMPLAINT})
_FOR_A_PERSON = {
    Intent.HUMAN_AGENT: HandOff.ASKED,
    Intent.REFUND: HandOff.REFUND,
    Intent.NOTICE_RESEND: HandOff.NOTICE_RESEND,
}
APPLICATIONS = {
    Intent.INSTALLMENT: HandOff.INSTALMENTS_WANTED,
    Intent.REDUCTION: HandOff.REDUCTION_WANTED,
}
# Wishes that a question in so many words may be about, beside what it tells.
ASKED_FOR = frozenset({Intent.FINE_LOOKUP, Intent.DUE_DATE, Intent.ACCOUNT_REQUEST, Intent.PAYMENT_METHODS})
# What may be told as an excuse and read as something else: the words come first.
MAY_HIDE_A_REASON = frozenset(
    {
        Intent.UNCLEAR,
        Intent.APPEAL,
        Intent.COMPLAINT,
        Intent.OWNERSHIP,
        Intent.FINE_LOOKUP,
        Intent.SMALLTALK,
        Intent.DUE_DATE,
        Intent.OTHER_OFFICE,
        Intent.PHOTO,
        Intent.TOWING,
        Intent.REDUCTION,
    }
)
# Details that are answered out of the case itself, as the wish they come to.
_ABOUT_THE_CASE: dict[Detail, Intent] = {
    Detail.TOTAL: Intent.FINE_LOOKUP,
    Detail.RELEASE_WHEN: Intent.SEIZURE_RELEASE,
    Detail.AMOUNT_AFTER: Intent.DUE_DATE,
    Detail.NEXT_INSTALMENT: Intent.DUE_DATE,
    Detail.REDUCED_AMOUNT: Intent.REDUCTION,
    Detail.OPINION_UNTIL: Intent.DUE_DATE,
    Detail.PARTIAL: Intent.PAYMENT_CONFIRM,
    Detail.OPINION_STATUS: Intent.APPEAL,
    Detail.RESULT_WHEN: Intent.APPEAL,
}
_OF_AN_ESTATE = frozenset({Detail.HEIR, Detail.HEIR_RENOUNCES})
_OF_FALSE_TEXTS = frozenset({Detail.LINK_RECEIVED, Detail.GENUINE, Detail.WHERE_TO_VERIFY})
_SAID_BESIDE_THE_CASE = frozenset({Detail.RESULT_WHEN, Detail.PARTIAL})
_OF_WHAT_WAS_SENT = frozenset({Intent.PAYMENT_CONFIRM, Intent.UNCLEAR, Intent.COMPLAINT, Intent.PAYMENT_METHODS})
_ASKED_ON = frozenset({Intent.PHOTO, Intent.TOWING, Intent.OTHER_OFFICE, Intent.REDUCTION, Intent.INSTALLMENT})
# What may be answered on a guess, where the car is known: it costs nothing and binds nobody.
_HARMLESS = NEEDS_A_CASE | {Intent.REDUCTION, Intent.SEIZURE_RELEASE, Intent.INSTALLMENT}


def as_wish(heard: Heard, memory: Memory) -> Wish:
    """The text as a wish of its own."""
    said = heard.said
    if heard.asks_to_stop:
        return Wish(wants=Wants.ADVICE, intent=Intent.OPT_OUT, memory=_with_what_is_told(heard, memory.closed()))
    if heard.says(wishes.ASKS_HOW_TO_STOP) and memory.topic not in (*APPLICATIONS, Intent.PAYMENT_METHODS):
        return Wish(wants=Wants.HOW_TO_STOP, intent=Intent.OPT_OUT, memory=memory)
    if said.word is Word.REMIND or heard.says(wishes.ASKS_FOR_REMINDER):
        return Wish(wants=Wants.REMINDERS, intent=said.intent, memory=_with_what_is_told(heard, memory.closed()))
    if said.intent is Intent.OPT_OUT:
        return Wish(wants=Wants.ADVICE, intent=said.intent, memory=_with_what_is_told(heard, memory.closed()))
    if heard.tickets:
        return Wish(wants=Wants.TICKET, intent=said.intent, memory=memory.closed(), tickets=heard.tickets)
    if memory.handed_over and heard.says(stories.OF_PAPERS) and Detail.OPINION_STATUS in heard.details:
        # Whether the photo arrived can be seen by whoever it was passed to.
        return _person(heard, memory, HandOff.ASKED)
    meanwhile = said.intent is Intent.PAYMENT_METHODS and not heard.asks_account
    until_then = said.intent is Intent.HUMAN_AGENT and heard.says(questions.ASKS_HOW_LONG) and not memory.handed_over
    if memory.filed_on and heard.asks and (meanwhile or until_then):
        # "Must I pay meanwhile?", "when do I hear from you?"
        return case_wish(heard, memory.closed(), Intent.APPEAL)
    if memory.filed_on and not heard.names_a_case and said.word is not Word.OPINION:
        more = _about_what_is_filed(heard, memory)
        if more is not None:
            return more
    if said.word in (Word.OPINION, Word.RECORD):
        return case_wish(heard, memory.closed(), Intent.APPEAL)
    if said.word is Word.NO and not heard.names_a_case:
        return Wish(wants=Wants.NOTHING_MORE, intent=said.intent, memory=memory.closed())
    if heard.says(wishes.APPLIES) and said.intent in APPLICATIONS:
        return _person(heard, memory, APPLICATIONS[said.intent])
    if _OF_AN_ESTATE & set(heard.details):
        # Told what holds for heirs, and a person looks: nobody else can answer for an estate.
        kept = replace(memory.closed(), handed_over=True)
        return Wish(
            wants=Wants.DETAILS, intent=said.intent, memory=kept, details=heard.details, hand_off=HandOff.OWNERSHIP
        )
    if memory.warned and not (heard.names_a_case or memory.found or heard.details) and said.intent in _OF_WHAT_WAS_SENT:
        # "She has pressed it already", "how do I check": what to do stands in the answer on false texts.
        return Wish(wants=Wants.DETAILS, intent=said.intent, memory=memory, details=(Detail.LINK_RECEIVED,))
    if said.intent in _FOR_A_PERSON and not (said.intent is not Intent.HUMAN_AGENT and heard.details and heard.asks):
        return _person(heard, memory, _FOR_A_PERSON[said.intent])
    story = (heard.narrates or heard.tells) and not heard.asks and said.intent not in NEEDS_A_CASE
    if memory.handed_over and story and not heard.details and not (heard.tells and heard.said.plates):
        # More for whoever was asked for.
        return _person(heard, memory, HandOff.ASKED)
    asked_for = (heard.asks or heard.requests) and (said.intent in ASKED_FOR or heard.says(stories.OF_MONEY))
    of_a_reduction = Intent.REDUCTION in (said.intent, heard.topic) and not heard.circumstance
    is_more = heard.asks_account or asked_for or of_a_reduction
    if heard.tells and said.intent in MAY_HIDE_A_REASON and not is_more:
        why = HandOff.ASKED if memory.handed_over or heard.says(wishes.ASKS_PERSON) else None
        return replace(offer(heard, memory), details=plain_details(heard), hand_off=why)
    memory = _with_what_is_told(heard, memory)
    if (
        heard.says(stories.SENT)
        and (memory.found or heard.names_a_case)
        and heard.details
        and said.intent in _OF_WHAT_WAS_SENT
    ):
        # What became of the money comes first, then what is asked beside it.
        return case_wish(heard, memory.closed(), Intent.PAYMENT_CONFIRM)
    if heard.details and not (heard.asks_account and said.intent is Intent.ACCOUNT_REQUEST):
        return _details(heard, memory)
    if said.intent is Intent.UNCLEAR:
        return _unclear(heard, memory)
    if said.intent is Intent.SMALLTALK and heard.names_a_case:
        return case_wish(heard, memory.closed(), Intent.FINE_LOOKUP)
    known = heard.names_a_case or bool(memory.plates or memory.notice_numbers)
    if said.intent in NEEDS_A_CASE or (said.intent in _LIKES_A_CASE and known):
        return case_wish(heard, memory.closed(), said.intent)
    if heard.asks_account and said.intent is not Intent.OTHER_OFFICE:
        return case_wish(heard, memory.closed(), Intent.ACCOUNT_REQUEST)
    if said.intent is Intent.SMALLTALK:
        return Wish(wants=Wants.COURTESY, intent=said.intent, memory=memory)
    if heard.names_a_case and said.intent in (Intent.PHOTO, Intent.PAYMENT_METHODS, Intent.OTHER_OFFICE):
        memory = replace(memory, topic=said.intent)
    office = heard.office or memory.office if said.intent is Intent.OTHER_OFFICE else None
    memory = replace(_after_advice(heard, memory), office=office)
    return Wish(wants=Wants.ADVICE, intent=said.intent, memory=memory)


def _with_what_is_told(heard: Heard, memory: Memory) -> Memory:
    """The wish is answered; what is told beside it waits for a yes, and is not lost without one."""
    return memory.with_words(heard.text, heard.received_at.isoformat()) if heard.tells else memory


def offer(heard: Heard, memory: Memory) -> Wish:
    """Keeps the words, after those that wait already, and looks for the case they are about."""
    if heard.told_of is not None:
        memory = replace(memory, plates=(heard.told_of.text,), notice_numbers=())
    memory = memory.with_words(heard.text, heard.received_at.isoformat())
    wish = case_wish(heard, memory.closed(), Intent.APPEAL)
    return wish if wish.wants is not Wants.CASE else replace(wish, account=heard.asks_account)


def case_wish(heard: Heard, memory: Memory, intent: Intent) -> Wish:
    goes_on = memory.topic is Intent.REDUCTION and intent is Intent.DUE_DATE and not heard.names_a_case
    memory = replace(memory, topic=memory.topic if goes_on else intent)
    last_four = heard.said.last_four
    several = len(heard.said.plates) > 1 or len(heard.said.notice_numbers) > 1
    nothing_named = not memory.plates and not memory.notice_numbers
    # What was found nothing for is not looked up once more until something new is named.
    if last_four is None and (nothing_named or (memory.missed and not heard.names_a_case)):
        return Wish(
            wants=Wants.PLATE_QUESTION, intent=intent, memory=replace(memory, asked=Asked.PLATE), details=heard.details
        )
    return Wish(
        wants=Wants.CASE,
        intent=intent,
        memory=memory,
        last_four=last_four,
        every_case=heard.says(wishes.EVERY_CASE) or heard.said.word is Word.ALL or (heard.asks_account and several),
        amounts_krw=heard.amounts_krw,
        the_rest=heard.says(wishes.THE_REST),
        account=heard.asks_account or intent is Intent.ACCOUNT_REQUEST,
        total=heard.says(questions.OF_A_TOTAL),
        details=plain_details(heard),
    )


def _person(heard: Heard, memory: Memory, why: HandOff) -> Wish:
    kept = replace(memory.closed(), handed_over=True)
    return Wish(wants=Wants.PERSON, intent=heard.said.intent, memory=kept, hand_off=why)


def plain_details(heard: Heard) -> tuple[Detail, ...]:
    return tuple(detail for detail in heard.details if detail not in _ABOUT_THE_CASE)


def _after_advice(heard: Heard, memory: Memory) -> Memory:
    memory = replace(memory.closed(), topic=heard.said.intent)
    return replace(memory, asked=Asked.APPLICATION) if heard.said.intent in APPLICATIONS else memory


def _about_what_is_filed(heard: Heard, memory: Memory) -> Wish | None:
    """An opinion of this conversation is on file: more of it, another yes, or what becomes of it."""
    turned_away = heard.said.intent not in (*MAY_HIDE_A_REASON, Intent.PAYMENT_CONFIRM) or heard.asks_account
    if (turned_away and not heard.adds) or heard.said.word in (Word.ALL, Word.AGENT):
        return None
    if heard.assent is Assent.YES and not (heard.tells or heard.narrates or heard.adds or heard.asks):
        details = plain_details(heard)
        return Wish(wants=Wants.ALREADY_FILED, intent=Intent.APPEAL, memory=memory.closed(), details=details)
    more = heard.tells or heard.is_statement or (heard.narrates and not heard.says(stories.OF_MONEY))
    if heard.adds or (more and not heard.asks and not heard.details):
        added = replace(memory.closed(), draft=heard.text, draft_at=heard.received_at.isoformat())
        added = replace(added, drafted_on=memory.filed_on)
        return Wish(wants=Wants.ADD_TO_OPINION, intent=Intent.APPEAL, memory=added)
    return None


def _details(heard: Heard, memory: Memory) -> Wish:
    """What was asked in detail; with the case where the answer stands on it, or where a car was named."""
    if memory.topic in APPLICATIONS and Detail.RESULT_WHEN in heard.details:
        return Wish(wants=Wants.ADVICE, intent=memory.topic, memory=memory)
    about = [_ABOUT_THE_CASE[detail] for detail in heard.details if detail in _ABOUT_THE_CASE]
    known = bool(memory.found and (memory.plates or memory.notice_numbers)) or heard.names_a_case
    if known and (about or heard.said.plates or heard.said.notice_numbers):
        intent = about[0] if about else heard.said.intent
        if (not about and intent not in NEEDS_A_CASE | _LIKES_A_CASE) or (not about and intent is Intent.FINE_LOOKUP):
            intent = Intent.DUE_DATE
        wish = case_wish(heard, memory.closed(), intent)
        kept = tuple(d for d in heard.details if d not in _ABOUT_THE_CASE or d in _SAID_BESIDE_THE_CASE)
        return replace(wish, details=kept, total=Detail.TOTAL in heard.details or heard.says(questions.OF_A_TOTAL))
    if heard.said.intent is Intent.APPEAL and heard.details == (Detail.WHERE_TO_SEND,):
        # How one objects, before where the papers go.
        return Wish(
            wants=Wants.ADVICE, intent=Intent.APPEAL, memory=_after_advice(heard, memory), details=heard.details
        )
    # The question that was open stays open.
    warned = memory.warned or bool(_OF_FALSE_TEXTS & set(heard.details))
    memory = replace(memory, warned=warned)
    return Wish(wants=Wants.DETAILS, intent=heard.said.intent, memory=memory, details=heard.details)


def _unclear(heard: Heard, memory: Memory) -> Wish:
    """One question with numbered answers; the second time, a person."""
    if heard.asks_account:
        return case_wish(heard, memory.closed(), Intent.ACCOUNT_REQUEST)
    if heard.said.plates or heard.said.notice_numbers or heard.said.last_four:
        # Something about this car, and we cannot tell what: what is due on it is never a wrong answer.
        return _likely(heard, memory, _guess(heard, memory))
    more = not heard.asks and heard.assent in (Assent.ELSE, Assent.LATER)
    if memory.handed_over and (more or heard.says(wishes.ABOUT_THE_ANSWER)):
        # More for whoever was asked for, or what becomes of it.
        return _person(heard, memory, HandOff.ASKED)
    if heard.courteous and not heard.asks:
        # "All right", "I will wait", to nothing that was asked.
        return Wish(wants=Wants.COURTESY, intent=Intent.SMALLTALK, memory=memory)
    said = heard.said
    of_the_case = bool(memory.plates) and any(intent in NEEDS_A_CASE for intent in said.likely[:2])
    on_topic = memory.topic in _ASKED_ON and not of_the_case
    if on_topic and not memory.unclear_in_a_row and (heard.asks or heard.requests):
        # What is asked after an answer is about the same thing.
        return Wish(wants=Wants.ADVICE, intent=memory.topic, memory=replace(memory.closed(), unclear_in_a_row=1))
    if memory.plates and not memory.missed and heard.says(questions.ASKS_HOW_MUCH):
        return case_wish(heard, memory.closed(), Intent.DUE_DATE)
    if (memory.found or (memory.plates and not memory.missed)) and not memory.unclear_in_a_row:
        return _likely(heard, memory, _guess(heard, memory))
    if memory.unclear_in_a_row and (memory.asked is Asked.TOPIC or not memory.found or memory.unclear_in_a_row > 1):
        return _person(heard, memory, HandOff.UNCLEAR)
    has_one = heard.says(stories.OF_A_FINE) and (
        not heard.asks or (said.likely and said.likely[0] is Intent.FINE_LOOKUP)
    )
    if not memory.unclear_in_a_row and has_one:
        return case_wish(heard, replace(memory.closed(), unclear_in_a_row=1), Intent.FINE_LOOKUP)
    if memory.handed_over:
        return _person(heard, memory, HandOff.ASKED)
    guesses = [intent for intent in said.likely if intent not in (Intent.SMALLTALK, Intent.UNCLEAR, Intent.COMPLAINT)]
    offered = list(dict.fromkeys([*guesses[:2], *TOPICS]))
    offered = [*[i for i in offered if i is not Intent.HUMAN_AGENT][: TOPICS_OFFERED - 1], Intent.HUMAN_AGENT]
    asked = replace(memory.closed(), asked=Asked.TOPIC, offered=tuple(i.value for i in offered))
    asked = replace(asked, unclear_in_a_row=memory.unclear_in_a_row + 1)
    return Wish(wants=Wants.TOPIC_QUESTION, intent=said.intent, memory=asked, topics=tuple(offered))


def _guess(heard: Heard, memory: Memory) -> Intent:
    """The likeliest meaning that costs nothing to be wrong in."""
    if heard.topic is not None:
        return heard.topic
    if heard.says(stories.OF_MONEY) and heard.asks:
        return Intent.PAYMENT_CONFIRM
    if heard.says(questions.ASKS_HOW_MUCH):
        return Intent.DUE_DATE
    of_the_fine = not heard.names_a_case and memory.topic not in (Intent.PHOTO, Intent.TOWING, Intent.OTHER_OFFICE)
    if heard.asks and of_the_fine and heard.said.likely[:1] == (Intent.APPEAL,):
        return Intent.APPEAL
    return next((intent for intent in heard.said.likely[:2] if intent in _HARMLESS), Intent.DUE_DATE)


def _likely(heard: Heard, memory: Memory, likely: Intent) -> Wish:
    """The likeliest meaning about the car at hand, told without an account."""
    asks_sums = heard.says(questions.ASKS_HOW_MUCH) or bool(heard.said.plates)
    if memory.filed_on and likely in (Intent.DUE_DATE, Intent.FINE_LOOKUP) and not asks_sums:
        likely = Intent.APPEAL
    once = replace(memory.closed(), unclear_in_a_row=1)
    if likely in (Intent.FINE_LOOKUP, Intent.ACCOUNT_REQUEST):
        likely = Intent.DUE_DATE
    if likely in NEEDS_A_CASE | _LIKES_A_CASE:
        return case_wish(heard, once, likely)
    asked = Asked.APPLICATION if likely in APPLICATIONS else Asked.NOTHING
    return Wish(wants=Wants.ADVICE, intent=likely, memory=replace(once, topic=likely, asked=asked))
