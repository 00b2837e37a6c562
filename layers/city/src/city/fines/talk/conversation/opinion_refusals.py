"""Why an opinion on a notice is not taken, as the phrase that says so, and what is still open instead. Pure."""

from datetime import datetime

from city.fines.law.errors import OpinionAfterReducedPayment, OpinionTooLate
from city.fines.law.lifecycle import State, may_object
from city.fines.law.notices import PAID, Notice, state_of
from city.fines.law.procedure.opinions import check_opinion
from city.kernel.clock import seoul_date
from city.kernel.errors import Conflict


def opinion_refusal(notice: Notice, given_at: datetime) -> str | None:
    """The phrase that says why no opinion given at that moment is taken; None if one is."""
    try:
        check_opinion(state_of(notice, seoul_date(given_at)), notice.opinion_ends_on, given_at)
    except OpinionAfterReducedPayment:
        return "opinion_after_payment"
    except OpinionTooLate:
        return too_late(notice, given_at)
    except Conflict:
        if notice.status in (State.OBJECTED, State.COURT):
            return "under_objection"
        return "all_paid" if notice.status in PAID else "nothing_due"
    return None


def too_late(notice: Notice, at: datetime) -> str:
    """What is open once the opinion period is over: the objection of QVA §20, as long as its sixty days may run.

    The day on which the imposition was received is not known here; it is not before that of the imposition, and the
    sixty days are counted from that. Once they are over the office alone can say whether it was received later.
    """
    day = seoul_date(at)
    if notice.imposed_on is None or notice.imposed_on > day:
        return "opinion_too_late_not_imposed"
    return "objection_open" if may_object(state_of(notice, day), notice.imposed_on, day) else "objection_over"
