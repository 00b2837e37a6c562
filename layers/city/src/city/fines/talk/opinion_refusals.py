"""Why an opinion on a notice is not taken, as the phrase that says so. Pure."""

from datetime import datetime

from city.fines.law.errors import OpinionAfterReducedPayment, OpinionTooLate
from city.fines.law.notices import Notice, state_of
from city.fines.law.procedure.opinions import check_opinion
from city.kernel.clock import seoul_date
from city.kernel.errors import Conflict


def opinion_refusal(notice: Notice, given_at: datetime) -> str | None:
    """The phrase that says why no opinion given at that moment is taken; None if one is."""
    try:
        check_opinion(state_of(notice, seoul_date(given_at)), notice.opinion_until, given_at)
    except OpinionAfterReducedPayment:
        return "opinion_after_payment"
    except OpinionTooLate:
        return "opinion_too_late"
    except Conflict:
        return "nothing_due"
    return None
