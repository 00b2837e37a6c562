"""What a citizen reads when the office put their case right. Pure."""

from city.fines.law.language import Language
from city.fines.law.lifecycle import Move
from city.fines.law.notices import Notice
from city.fines.talk.replies import Replies
from city.fines.talk.wording import day_text


def corrected_text(
    replies: Replies, language: Language, move: Move, before: Notice, now: Notice, *, paid: bool = False
) -> str:
    """`before` names the case as its owner knows it; `now` has the days that hold from here on."""
    plate, number = before.plate.text, before.number
    match move:
        case Move.SERVE_AGAIN:
            until = day_text(now.opinion_ends_on, language)
            return replies.plain("correction_served_again", language, plate=plate, number=number, until=until)
        case Move.SERVE_IMPOSITION_AGAIN:
            until = day_text(now.payment_ends_on or now.opinion_ends_on, language)
            return replies.plain(
                "correction_imposition_served_again", language, plate=plate, number=number, until=until
            )
        case Move.CANCEL if paid:
            return replies.plain("correction_cancelled_paid", language, plate=plate, number=number)
        case Move.CANCEL:
            return replies.plain("correction_cancelled", language, plate=plate, number=number)
        case Move.HAND_TO_RENTER:
            return replies.plain("correction_passed_on", language, plate=plate, number=number)
    return replies.plain("correction_not_yours", language, plate=plate, number=number)
