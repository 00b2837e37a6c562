"""What a text means in its conversation: as the answer to what was asked, and as a wish of its own. Pure.

One question at a time. A text that plainly wants something else is answered, and what was open stays open: the words of
an opinion are dropped only by a "no".
"""

from collections.abc import Collection
from dataclasses import replace

from city.fines.talk.conversation.answers import as_answer
from city.fines.talk.conversation.heard import Heard
from city.fines.talk.conversation.wishes import (
    ASKED_FOR,
    MAY_HIDE_A_REASON,
    as_wish,
)
from city.fines.talk.details import Detail
from city.fines.talk.dialogue import HandOff, Memory, Wants, Wish
from city.fines.talk.understanding import Intent

# What is told in one of these is a reason, whatever else it says.
_TOLD_AS_A_REASON = frozenset({Detail.SOLD, Detail.RENTER, Detail.THEFT, Detail.OTHER_DRIVER})

# Asked as a question these are no excuse, even where the asker tells what they are: "감경 되나요, 장애인인데".
_PLAIN_QUESTIONS = frozenset({Intent.REDUCTION, Intent.INSTALLMENT, Intent.SEIZURE_RELEASE, Intent.FINE_LOOKUP})

_OF_SUMS = frozenset({Intent.FINE_LOOKUP, Intent.DUE_DATE, Intent.UNCLEAR, Intent.COMPLAINT, Intent.SEIZURE_RELEASE})


def understand_in_context(heard: Heard, remembered: Memory | None, own_plates: Collection[str] = ()) -> Wish:
    """Reads a text in its conversation. `own_plates`: the cars filed under the sender's own telephone."""
    memory = remembered or Memory()
    heard = _more_plainly(heard, memory)
    memory = _with_subject(heard, replace(memory, language=heard.said.language or memory.language))
    if heard.asks_total and heard.of_both_cars and own_plates and not heard.names_a_case:
        memory = replace(memory, plates=tuple(sorted(own_plates)), notice_numbers=())
    if memory.plates and all(plate in own_plates for plate in memory.plates):
        memory = replace(memory, found=True)
    if heard.spoken_of_before and memory.filed_on and not heard.names_a_case:
        memory = replace(memory, plates=(), notice_numbers=memory.filed_on)
    answer = as_answer(heard, memory)
    wish = answer if answer is not None else as_wish(heard, memory)
    told_more = heard.sent_money or heard.narrates or heard.tells
    if memory.handed_over and wish.wants is Wants.CASE and wish.hand_off is None and told_more and not heard.asks:
        # Whoever was asked for reads that, too.
        return replace(wish, hand_off=HandOff.ASKED)
    return wish


def _more_plainly(heard: Heard, memory: Memory) -> Heard:
    """What the words together say more plainly than each reading by itself."""
    said = heard.said
    unsure = said.intent in (Intent.UNCLEAR, Intent.COMPLAINT, Intent.APPEAL, Intent.OWNERSHIP)
    owned = bool(_TOLD_AS_A_REASON & set(heard.details)) or said.intent is Intent.OWNERSHIP
    story = unsure and heard.narrates and not heard.details and not memory.handed_over
    shown = heard.has_photo and unsure and not (heard.asks or heard.requests) and heard.is_statement
    told = heard.tells or shown or (owned and (heard.narrates or heard.asks_why or not heard.asks)) or (story and not heard.asks)
    elsewhere = heard.office is not None and not heard.names_a_case
    if elsewhere and (heard.asks or heard.asks_account or not heard.tells):
        said, told = replace(said, intent=Intent.OTHER_OFFICE), False
    elif said.intent is Intent.OTHER_OFFICE and heard.office is None and (memory.found or heard.names_a_case):
        said = replace(said, intent=Intent.UNCLEAR, likely=())
    elif heard.the_same_too and heard.names_a_case and memory.topic is Intent.ACCOUNT_REQUEST and not told:
        said = replace(said, intent=Intent.ACCOUNT_REQUEST)
    elif heard.all_at_once and memory.topic is Intent.INSTALLMENT:
        said, told = replace(said, intent=Intent.FINE_LOOKUP if heard.asks else Intent.ACCOUNT_REQUEST), False
    elif heard.topic is Intent.SEIZURE_RELEASE and (heard.asks or heard.requests) and said.intent in _OF_SUMS:
        # "My plate is gone, how much is it all together?": the sums stand in the answer on the seizure.
        said = replace(said, intent=Intent.SEIZURE_RELEASE)
        heard = replace(heard, details=tuple(d for d in heard.details if d is not Detail.TOTAL))
    elif said.intent is Intent.NOTICE_RESEND and heard.said.notice_numbers and not (heard.asks or heard.requests):
        # The number is read out of the notice: it is at hand.
        said = replace(said, intent=Intent.FINE_LOOKUP)
    elif heard.asks_why_so_much and memory.found and not heard.circumstance:
        said, told = replace(said, intent=Intent.DUE_DATE), False
    elif said.intent is Intent.APPEAL and heard.asks_how_much and heard.only_asks and memory.plates and not memory.filed_on:
        said = replace(said, intent=Intent.DUE_DATE)
    elif said.intent is Intent.TOWING and heard.of_a_fine and heard.names_a_case and heard.asks_how_much:
        said = replace(said, intent=Intent.FINE_LOOKUP)
    elif heard.asks_refund and _unsure(said.intent) and not (heard.asks_how_long or heard.circumstance):
        said, told = replace(said, intent=Intent.REFUND), told and heard.circumstance
    elif heard.topic is not None and (heard.asks or heard.requests) and _unsure(said.intent):
        said, told = replace(said, intent=heard.topic), told and not heard.only_asks
    elif memory.topic is Intent.REDUCTION and said.intent is Intent.REFUND and heard.asks and not heard.names_a_case:
        # "May I pay first and have it back later?"
        said = replace(said, intent=Intent.REDUCTION)
    elif memory.found and heard.of_money and _may_be_of_what_was_sent(heard):
        # Half of it was sent already; it is on hold; a digit too many.
        said, told = replace(said, intent=Intent.PAYMENT_CONFIRM), told and heard.circumstance
    elif heard.offers_photo and said.intent is Intent.PHOTO:
        said, told = replace(said, intent=Intent.UNCLEAR, likely=()), told or heard.narrates
    elif heard.asks_person and said.intent in (*MAY_HIDE_A_REASON, Intent.NOTICE_RESEND):
        said = replace(said, intent=Intent.HUMAN_AGENT)
    elif (
        heard.asks_photo
        and not heard.tells
        and said.intent
        in (
            Intent.UNCLEAR,
            Intent.FINE_LOOKUP,
            Intent.SMALLTALK,
            Intent.NOTICE_RESEND,
        )
    ):
        said = replace(said, intent=Intent.PHOTO)
    elif _goes_on_about_it(heard, memory):
        said = replace(said, intent=memory.topic)
        heard = replace(heard, details=tuple(d for d in heard.details if d is not Detail.AMOUNT_AFTER))
    asked_amount = heard.asks_how_much and heard.wished in ASKED_FOR
    if heard.only_asks and not owned and (said.intent in _PLAIN_QUESTIONS or asked_amount or heard.details):
        told = False
    return replace(heard, said=said, tells=told)


def _may_be_of_what_was_sent(heard: Heard) -> bool:
    """Words of money that the model takes for instalments, a seizure or nothing, where no such matter is named."""
    if heard.said.intent is Intent.INSTALLMENT:
        return True
    guessed = heard.said.intent in (Intent.UNCLEAR, Intent.SEIZURE_RELEASE) and heard.topic is None
    return guessed and not heard.asks_account and heard.wished not in (Intent.APPEAL, Intent.COMPLAINT)


def _goes_on_about_it(heard: Heard, memory: Memory) -> bool:
    """A question about what was answered last: "and how much would it be then", "how many days does that take"."""
    if heard.names_a_case or heard.asks_account or not (heard.asks or heard.requests):
        return False
    match memory.topic:
        case Intent.REDUCTION:
            sums = heard.wished in (*ASKED_FOR, Intent.INSTALLMENT, Intent.REDUCTION)
            return heard.of_arrears or heard.if_granted or (heard.asks_how_much and sums)
        case Intent.PAYMENT_CONFIRM:
            return heard.asks_what_now and heard.said.intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.INSTALLMENT)
        case Intent.PHOTO:
            return heard.sees_or_comes and heard.said.intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.PAYMENT_METHODS)
        case Intent.INSTALLMENT:
            return heard.asks_how_long and heard.said.intent in (Intent.UNCLEAR, *ASKED_FOR)
        case Intent.SEIZURE_RELEASE:
            return heard.asks_how_long and heard.said.intent in (Intent.UNCLEAR, *ASKED_FOR)
    return False


def _unsure(intent: Intent) -> bool:
    return intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.COMPLAINT, Intent.OWNERSHIP)


def _with_subject(heard: Heard, memory: Memory) -> Memory:
    """The cars and notices it is about from now on. A number and its car may come in two texts, in either order."""
    plates, numbers = tuple(plate.text for plate in heard.said.plates), heard.said.notice_numbers
    if plates and set(plates) != set(memory.plates):
        waiting = memory.notice_numbers if not memory.found else ()
        return replace(memory, plates=plates, notice_numbers=numbers or waiting, found=False, missed=False)
    if numbers and set(numbers) != set(memory.notice_numbers):
        kept = memory.plates if plates or not memory.found else ()
        return replace(memory, plates=kept or memory.plates, notice_numbers=numbers, found=False, missed=False)
    return memory
