"""What the office puts right of itself: service, car, owner, renter, cancellation. Pure; QVA is the 질서위반행위규제법.

A prior notice that did not arrive, or went to somebody else, gave nobody an opinion period (QVA §16①): served anew, the
period runs anew, and an imposition that followed it falls. Nothing here takes a right away from whoever is told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from city.fines.law.errors import (
    CorrectionGroundDoesNotFit,
    InstalmentsRunning,
    OpinionPeriodTooShort,
    ServedBeforeViolation,
)
from city.fines.law.lifecycle import OPINION_DAYS_AT_LEAST, Move, after, opinion_until, payable_until
from city.fines.law.notices import Notice, state_of
from city.fines.law.procedure.deadlines import Deadline, Due, next_deadline
from city.kernel.clock import seoul_date
from city.kernel.errors import Conflict
from city.kernel.plate import Plate


class CorrectionGround(StrEnum):
    """Why it has to be put right."""

    UNDELIVERED = "undelivered"  # 반송: 이사, 폐문부재, 수취인불명
    WRONG_ADDRESS = "wrong_address"
    PUBLIC_NOTICE = "public_notice"  # 공시송달
    MISREAD_PLATE = "misread_plate"  # 차량번호 착오
    SOLD_BEFORE = "sold_before"  # 위반일 전 명의 이전
    WRONG_OWNER = "wrong_owner"
    RENTED = "rented"  # 도로교통법 §160④: whoever rented the car owes it
    DUPLICATE = "duplicate"  # 이중 단속
    NO_VIOLATION = "no_violation"
    SIGN_MISSING = "sign_missing"
    EVIDENCE_MISSING = "evidence_missing"  # 도로교통법 시행령 §88②: there is to be a picture
    STOLEN = "stolen"  # 도로교통법 §160④
    OWNER_DIED = "owner_died"
    LEGITIMATE_REASON = "legitimate_reason"  # 도로교통법 시행규칙 §142
    OTHER = "other"


_SERVICE = frozenset({CorrectionGround.UNDELIVERED, CorrectionGround.WRONG_ADDRESS, CorrectionGround.PUBLIC_NOTICE})
GROUNDS_OF: Mapping[Move, frozenset[CorrectionGround]] = {
    Move.SERVE_AGAIN: _SERVICE,
    Move.SERVE_IMPOSITION_AGAIN: _SERVICE,
    Move.CORRECT_CAR: frozenset({CorrectionGround.MISREAD_PLATE}),
    Move.CORRECT_OWNER: frozenset({CorrectionGround.SOLD_BEFORE, CorrectionGround.WRONG_OWNER}),
    Move.HAND_TO_RENTER: frozenset({CorrectionGround.RENTED}),
    Move.CANCEL: frozenset(
        {
            CorrectionGround.DUPLICATE,
            CorrectionGround.NO_VIOLATION,
            CorrectionGround.SIGN_MISSING,
            CorrectionGround.EVIDENCE_MISSING,
            CorrectionGround.STOLEN,
            CorrectionGround.OWNER_DIED,
            CorrectionGround.LEGITIMATE_REASON,
            CorrectionGround.OTHER,
        }
    ),
}
# Somebody else owes the fine afterwards, or nobody does: two people decide.
BY_TWO = frozenset({Move.CORRECT_CAR, Move.CORRECT_OWNER, Move.HAND_TO_RENTER, Move.CANCEL})
CHANGES_OWNER = frozenset({Move.CORRECT_CAR, Move.CORRECT_OWNER, Move.HAND_TO_RENTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is to be put right, and why. `served_on`: the day it was served, or the imposition received."""

    move: Move
    ground: CorrectionGround
    served_on: date | None = None
    opinion_until: date | None = None
    plate: Plate | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """The case as it is then, and what is due next in it."""

    notice: Notice
    deadline: Deadline | None


def correct(notice: Notice, correction: Correction, today: date) -> Corrected:
    """Raises CorrectionGroundDoesNotFit, InstalmentsRunning, ServedBeforeViolation, OpinionPeriodTooShort, and what `after` raises."""
    move, before = correction.move, state_of(notice, today)
    if correction.ground not in GROUNDS_OF[move]:
        raise CorrectionGroundDoesNotFit
    following = after(before, move)
    if move is Move.CANCEL:
        plan = notice.plan.ended(today) if notice.plan is not None and notice.plan.runs else notice.plan
        cancelled = replace(notice, status=following, plan=plan)
        return Corrected(cancelled, next_deadline(following, cancelled, today, came_from=before))
    if notice.plan is not None and (notice.plan.runs or notice.plan.payments):
        raise InstalmentsRunning
    served_on = _check_served(notice, correction.served_on or today)
    if move is Move.SERVE_IMPOSITION_AGAIN:
        imposed = replace(notice, status=following, pay_until=payable_until(served_on, calendar=notice.calendar))
        return Corrected(imposed, next_deadline(following, imposed, today))
    served = replace(
        notice,
        status=following,
        notified_on=served_on,
        opinion_until=_opinion_until(notice, served_on, correction.opinion_until),
        imposed_on=None,
        pay_until=None,
        plan=None,
    )
    if move is Move.SERVE_AGAIN:
        return Corrected(served, next_deadline(following, served, today))
    # Its new owner has not been written to: the notice goes out first, and its day is told then (SERVE_AGAIN).
    other = replace(served, plate=correction.plate or notice.plate, social_reduction=False)
    return Corrected(other, Deadline(Due.SERVE, today))


def may_correct(notice: Notice, move: Move, today: date) -> bool:
    """Whether the state of a case lets it be put right so."""
    try:
        after(state_of(notice, today), move)
    except Conflict:
        return False
    return True


def _check_served(notice: Notice, served_on: date) -> date:
    if served_on < seoul_date(notice.violation.at):
        raise ServedBeforeViolation
    return served_on


def _opinion_until(notice: Notice, served_on: date, wished: date | None) -> date:
    """The period the owner had, from the new day on; or the day the office names, never under ten days (QVA §16①)."""
    if wished is None:
        days = max((notice.opinion_until - notice.notified_on).days, OPINION_DAYS_AT_LEAST)
        return opinion_until(served_on, days, notice.calendar)
    if wished < served_on + timedelta(days=OPINION_DAYS_AT_LEAST):
        raise OpinionPeriodTooShort
    return wished
