"""What the words of a text together, and the talk before it, say more plainly than the model by itself. Pure.

Each reading knows one kind of text; the first that knows it says what it wishes, and whether it tells something.
"""

from collections.abc import Callable
from dataclasses import replace

from city.fines.talk.conversation.heard import Heard
from city.fines.talk.conversation.wishes import ASKED_FOR, MAY_HIDE_A_REASON
from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.details import Detail
from city.fines.talk.dialogue import Memory
from city.fines.talk.understanding import Intent

# What is told in one of these is a reason, whatever else it says.
_TOLD_AS_A_REASON = frozenset({Detail.SOLD, Detail.RENTER, Detail.THEFT, Detail.OTHER_DRIVER})
# Asked as a question these are no excuse, even where the asker tells what they are: "감경 되나요, 장애인인데".
_PLAIN_QUESTIONS = frozenset({Intent.REDUCTION, Intent.INSTALLMENT, Intent.SEIZURE_RELEASE, Intent.FINE_LOOKUP})
_UNSURE = frozenset({Intent.UNCLEAR, Intent.APPEAL, Intent.COMPLAINT, Intent.OWNERSHIP})
_OF_SUMS = frozenset({Intent.FINE_LOOKUP, Intent.DUE_DATE, Intent.UNCLEAR, Intent.COMPLAINT, Intent.SEIZURE_RELEASE})
_MAY_BE_OF_THE_PHOTO = frozenset({Intent.UNCLEAR, Intent.FINE_LOOKUP, Intent.SMALLTALK, Intent.NOTICE_RESEND})

# Takes the text, the talk and whether something is told; None where it is of another kind.
_Reading = Callable[[Heard, Memory, bool], Heard | None]


def more_plainly(heard: Heard, memory: Memory) -> Heard:
    """The text with the wish, the particulars and the "tells something" that its words and the talk give it."""
    owned = bool(_TOLD_AS_A_REASON & set(heard.details)) or heard.said.intent is Intent.OWNERSHIP
    told = _told(heard, memory, owned=owned)
    read = next((found for each in _READINGS if (found := each(heard, memory, told)) is not None), None)
    heard = read or replace(heard, tells=told)
    asked_amount = heard.says(questions.ASKS_HOW_MUCH) and heard.wished in ASKED_FOR
    asked = heard.said.intent in _PLAIN_QUESTIONS or asked_amount or heard.details
    return replace(heard, tells=False) if heard.only_asks and not owned and asked else heard


def _told(heard: Heard, memory: Memory, *, owned: bool) -> bool:
    """Whether it tells something that may be an opinion, by the words, by a photo beside them, by whose car it is."""
    unsure = heard.said.intent in _UNSURE
    shown = heard.has_photo and unsure and not (heard.asks or heard.requests) and heard.is_statement
    whose = owned and (heard.narrates or heard.says(questions.ASKS_WHY) or not heard.asks)
    story = unsure and heard.narrates and not (heard.details or heard.asks or memory.handed_over)
    return heard.tells or shown or whose or story


def _as(heard: Heard, intent: Intent, *, told: bool) -> Heard:
    likely = () if intent is Intent.UNCLEAR else heard.said.likely
    return replace(heard, said=replace(heard.said, intent=intent, likely=likely), tells=told)


def _of_another_office(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    """A matter of another office; and one that the model takes for such, where no office and a case of ours is named."""
    elsewhere = heard.office is not None and not heard.names_a_case
    if elsewhere and (heard.asks or heard.asks_account or not heard.tells):
        return _as(heard, Intent.OTHER_OFFICE, told=False)
    ours = heard.office is None and (memory.found or heard.names_a_case)
    return _as(heard, Intent.UNCLEAR, told=told) if heard.said.intent is Intent.OTHER_OFFICE and ours else None


def _the_wish_before(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    """ "This car too, please"; "my brother lends it to me, I pay all at once"."""
    if heard.says(wishes.THE_SAME_TOO) and heard.names_a_case and memory.topic is Intent.ACCOUNT_REQUEST and not told:
        return _as(heard, Intent.ACCOUNT_REQUEST, told=told)
    if heard.says(wishes.ALL_AT_ONCE) and memory.topic is Intent.INSTALLMENT:
        return _as(heard, Intent.FINE_LOOKUP if heard.asks else Intent.ACCOUNT_REQUEST, told=False)
    return None


def _of_a_seizure(heard: Heard, _: Memory, told: bool) -> Heard | None:
    """ "My plate is gone, how much is it all together?": the sums stand in the answer on the seizure."""
    asked = heard.topic is Intent.SEIZURE_RELEASE and (heard.asks or heard.requests)
    if not (asked and heard.said.intent in _OF_SUMS):
        return None
    return _as(_without(heard, Detail.TOTAL), Intent.SEIZURE_RELEASE, told=told)


def _of_a_notice_at_hand(heard: Heard, _: Memory, told: bool) -> Heard | None:
    """The number is read out of the notice: it needs no sending again."""
    at_hand = heard.said.notice_numbers and not (heard.asks or heard.requests)
    return _as(heard, Intent.FINE_LOOKUP, told=told) if heard.said.intent is Intent.NOTICE_RESEND and at_hand else None


def _of_a_sum(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    """ "Why has it become so much?"; "may I at least know the amount?"; "the fine, how much, beside the towing?"."""
    if heard.says(questions.ASKS_WHY_SO_MUCH) and memory.found and not heard.circumstance:
        return _as(heard, Intent.DUE_DATE, told=False)
    known = memory.plates and not memory.filed_on
    if heard.said.intent is Intent.APPEAL and heard.says(questions.ASKS_HOW_MUCH) and heard.only_asks and known:
        return _as(heard, Intent.DUE_DATE, told=told)
    beside = heard.says(stories.OF_A_FINE) and heard.names_a_case and heard.says(questions.ASKS_HOW_MUCH)
    return _as(heard, Intent.FINE_LOOKUP, told=told) if heard.said.intent is Intent.TOWING and beside else None


def _of_a_refund(heard: Heard, _: Memory, told: bool) -> Heard | None:
    of_money = heard.said.intent in (Intent.PAYMENT_CONFIRM, Intent.ACCOUNT_REQUEST) and not heard.asks
    asked = heard.says(wishes.ASKS_REFUND) and (heard.said.intent in _UNSURE or of_money)
    if not asked or heard.says(questions.ASKS_HOW_LONG) or heard.circumstance:
        return None
    return _as(heard, Intent.REFUND, told=told and heard.circumstance)


def _of_a_topic_named(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    if heard.topic is not None and (heard.asks or heard.requests) and heard.said.intent in _UNSURE:
        return _as(heard, heard.topic, told=told and not heard.only_asks)
    asked_back = heard.said.intent is Intent.REFUND and heard.asks and not heard.names_a_case
    # "May I pay first and have it back later?"
    return _as(heard, Intent.REDUCTION, told=told) if memory.topic is Intent.REDUCTION and asked_back else None


def _of_money_sent(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    """Half of it was sent already; it is on hold; a digit too many."""
    if not (memory.found and heard.says(stories.OF_MONEY)):
        return None
    guessed = heard.said.intent in (Intent.UNCLEAR, Intent.SEIZURE_RELEASE) and heard.topic is None
    none_else = not heard.asks_account and heard.wished not in (Intent.APPEAL, Intent.COMPLAINT)
    if heard.said.intent is Intent.INSTALLMENT or (guessed and none_else):
        return _as(heard, Intent.PAYMENT_CONFIRM, told=told and heard.circumstance)
    return None


def _of_a_photo(heard: Heard, _: Memory, told: bool) -> Heard | None:
    if heard.says(wishes.OFFERS_PHOTO) and heard.said.intent is Intent.PHOTO:
        return _as(heard, Intent.UNCLEAR, told=told or heard.narrates)
    if heard.asks_photo and not heard.tells and heard.said.intent in _MAY_BE_OF_THE_PHOTO:
        return _as(heard, Intent.PHOTO, told=told)
    return None


def _of_a_person(heard: Heard, _: Memory, told: bool) -> Heard | None:
    asked = heard.says(wishes.ASKS_PERSON) and heard.said.intent in (*MAY_HIDE_A_REASON, Intent.NOTICE_RESEND)
    return _as(heard, Intent.HUMAN_AGENT, told=told) if asked else None


def _of_what_was_answered(heard: Heard, memory: Memory, told: bool) -> Heard | None:
    """ "And how much would it be then", "how many days does that take", "can I see it on my telephone"."""
    if heard.names_a_case or heard.asks_account or not (heard.asks or heard.requests):
        return None
    intent = heard.said.intent
    match memory.topic:
        case Intent.REDUCTION:
            sums = heard.says(questions.ASKS_HOW_MUCH) and heard.wished in (
                *ASKED_FOR,
                Intent.INSTALLMENT,
                Intent.REDUCTION,
            )
            goes_on = heard.says(stories.OF_ARREARS) or heard.says(questions.IF_GRANTED) or sums
        case Intent.PAYMENT_CONFIRM:
            goes_on = heard.says(questions.WHAT_NOW) and intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.INSTALLMENT)
        case Intent.PHOTO:
            goes_on = heard.says(questions.SEES_OR_COMES) and intent in (
                Intent.UNCLEAR,
                Intent.APPEAL,
                Intent.PAYMENT_METHODS,
            )
        case Intent.INSTALLMENT | Intent.SEIZURE_RELEASE:
            goes_on = heard.says(questions.ASKS_HOW_LONG) and intent in (Intent.UNCLEAR, *ASKED_FOR)
        case _:
            goes_on = False
    heard = _without(_without(heard, Detail.AMOUNT_AFTER), Detail.TOTAL)
    return _as(heard, memory.topic, told=told) if goes_on else None


def _without(heard: Heard, detail: Detail) -> Heard:
    return replace(heard, details=tuple(each for each in heard.details if each is not detail))


_READINGS: tuple[_Reading, ...] = (
    _of_another_office,
    _the_wish_before,
    _of_a_seizure,
    _of_a_notice_at_hand,
    _of_a_sum,
    _of_a_refund,
    _of_a_topic_named,
    _of_money_sent,
    _of_a_photo,
    _of_a_person,
    _of_what_was_answered,
)
