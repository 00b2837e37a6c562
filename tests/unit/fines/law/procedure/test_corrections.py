from datetime import date

import pytest

from city.fines.law.errors import (
    CaseIsBarred,
    CaseIsCancelled,
    CaseIsClosed,
    CorrectionGroundDoesNotFit,
    MoveNotAllowed,
    NotImposedYet,
    ObjectionAtCourt,
    OpinionPeriodTooShort,
    ServedBeforeViolation,
)
from city.fines.law.lifecycle import Move, State
from city.fines.law.notices import PaymentStage
from city.fines.law.procedure.corrections import GROUNDS_OF, Correction, CorrectionGround, correct, may_correct
from city.fines.law.procedure.deadlines import Due
from city.fines.law.quotes import quote
from city.kernel.errors import Rejected
from city.kernel.plate import Plate
from tests.unit.fines.law.notices import a_notice

OPEN = date(2026, 11, 20)
IMPOSED = date(2026, 12, 10)
OVERDUE = date(2027, 3, 1)


def a_correction(move: Move, **more: object) -> Correction:
    return Correction(move=move, **{"ground": min(GROUNDS_OF[move]), **more})  # type: ignore[arg-type]


# --- served anew ---


@pytest.mark.parametrize("today", [OPEN, IMPOSED, OVERDUE])
def test_a_notice_served_anew_gives_the_whole_period_anew_and_the_reduced_amount(today: date) -> None:
    served = correct(a_notice(), a_correction(Move.SERVE_AGAIN, served_on=today), today).notice

    assert (served.status, served.imposed_on, served.pay_until) == (State.NOTICED, None, None)
    assert (served.opinion_until - served.notified_on).days >= 20
    assert served.notified_on == today
    assert quote(served, today).stage is PaymentStage.EARLY


def test_a_period_the_office_names_is_never_under_ten_days() -> None:
    ten = a_correction(Move.SERVE_AGAIN, served_on=OPEN, opinion_until=date(2026, 11, 30))
    nine = a_correction(Move.SERVE_AGAIN, served_on=OPEN, opinion_until=date(2026, 11, 29))

    assert correct(a_notice(), ten, OPEN).notice.opinion_until == date(2026, 11, 30)
    with pytest.raises(OpinionPeriodTooShort):
        correct(a_notice(), nine, OPEN)


def test_nothing_is_served_before_it_happened() -> None:
    with pytest.raises(ServedBeforeViolation):
        correct(a_notice(), a_correction(Move.SERVE_AGAIN, served_on=date(2026, 11, 2)), OPEN)


def test_an_opinion_that_is_under_review_stays_so_when_the_notice_is_served_anew() -> None:
    notice = a_notice(status=State.UNDER_REVIEW)

    assert correct(notice, a_correction(Move.SERVE_AGAIN, served_on=OPEN), OPEN).notice.status is State.UNDER_REVIEW


def test_an_imposition_served_anew_is_due_anew_and_its_surcharge_falls() -> None:
    before = quote(a_notice(), OVERDUE)

    corrected = correct(a_notice(), a_correction(Move.SERVE_IMPOSITION_AGAIN, served_on=OVERDUE), OVERDUE)

    assert before.amount_krw > 40_000
    assert (corrected.notice.pay_until or OVERDUE) >= date(
        2027, 4, 30
    )  # sixty days, and more where they end on a holiday
    assert quote(corrected.notice, OVERDUE).amount_krw == 40_000
    assert corrected.deadline is not None
    assert corrected.deadline.due is Due.PAY


def test_what_is_not_imposed_has_no_imposition_to_serve() -> None:
    with pytest.raises((NotImposedYet, MoveNotAllowed)):
        correct(a_notice(), a_correction(Move.SERVE_IMPOSITION_AGAIN, served_on=OPEN), OPEN)


# --- somebody else owes it ---


@pytest.mark.parametrize("move", [Move.CORRECT_CAR, Move.CORRECT_OWNER, Move.HAND_TO_RENTER])
@pytest.mark.parametrize("today", [OPEN, IMPOSED, OVERDUE])
def test_whoever_owes_it_now_is_heard_first_and_has_not_been_written_to(move: Move, today: date) -> None:
    corrected = correct(a_notice(social_reduction=True), a_correction(move, plate=Plate("34나5678")), today)

    notice = corrected.notice
    assert (notice.status, notice.imposed_on, notice.social_reduction) == (State.NOTICED, None, False)
    assert notice.plate == Plate("34나5678")
    assert (notice.opinion_until - today).days >= 20
    assert corrected.deadline is not None
    assert (corrected.deadline.due, corrected.deadline.on) == (Due.SERVE, today)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (State.CLOSED_FINAL, CaseIsClosed),
        (State.CLOSED, CaseIsClosed),
        (State.CANCELLED, CaseIsCancelled),
        (State.BARRED, CaseIsBarred),
        (State.SEIZED, MoveNotAllowed),
    ],
)
def test_what_is_over_or_seized_is_not_handed_to_somebody_else(state: State, refusal: type[Rejected]) -> None:
    with pytest.raises(refusal):
        correct(a_notice(status=state), a_correction(Move.HAND_TO_RENTER), OVERDUE)
    assert not may_correct(a_notice(status=state), Move.HAND_TO_RENTER, OVERDUE)


# --- cancelled ---


@pytest.mark.parametrize("state", sorted(set(State) - {State.COURT, State.CANCELLED, State.BARRED}))
def test_the_office_may_cancel_what_is_not_at_court_paid_or_not(state: State) -> None:
    corrected = correct(a_notice(status=state), a_correction(Move.CANCEL), OVERDUE)

    assert corrected.notice.status is State.CANCELLED


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.PLATE_HELD, Due.PLATE),
        (State.SEIZED, Due.RELEASE),
        (State.AWAITING_RELEASE, Due.RELEASE),
        (State.DUNNED, None),
        (State.CLOSED, None),
    ],
)
def test_a_seizure_outlives_the_fine_it_was_for_until_it_is_lifted(state: State, due: Due | None) -> None:
    deadline = correct(a_notice(status=state), a_correction(Move.CANCEL), OVERDUE).deadline

    assert (deadline.due if deadline else None) is due


def test_the_court_ends_what_lies_there() -> None:
    with pytest.raises(ObjectionAtCourt):
        correct(a_notice(status=State.COURT), a_correction(Move.CANCEL), OVERDUE)


@pytest.mark.parametrize("move", GROUNDS_OF)
def test_each_correction_has_grounds_of_its_own(move: Move) -> None:
    for ground in set(CorrectionGround) - GROUNDS_OF[move]:
        with pytest.raises(CorrectionGroundDoesNotFit):
            correct(a_notice(), Correction(move=move, ground=ground, served_on=OVERDUE), OVERDUE)
