import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law import lifecycle
from city.fines.law.amounts import base_fine_krw
from city.fines.law.errors import (
    CaseIsBarred,
    CaseIsCancelled,
    CaseIsClosed,
    ImpositionLostEffect,
    MoveNotAllowed,
    NotImposedYet,
    NotYetImposed,
    ObjectionAfterReducedPayment,
    ObjectionAtCourt,
    ObjectionTooLate,
    OpinionAfterReducedPayment,
    OpinionNotDecided,
    OpinionTooLate,
    PaidAndAwaitingRelease,
    ReducedPaymentTooLate,
    ReversalDoesNotFit,
    SeizureStandsUntilPaid,
)
from city.fines.law.lifecycle import FINAL, PAYABLE, Move, State, after
from city.fines.law.notices import PaymentStage
from city.fines.law.quotes import quote
from city.kernel.errors import Conflict
from tests.unit.fines.law.notices import a_notice, days

moves = st.sampled_from(Move)
states = st.sampled_from(State)


def after_all(*path: Move) -> State:
    state = State.DETECTED
    for move in path:
        state = after(state, move)
    return state


# --- the machine ---


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ((Move.NOTIFY, Move.PAY_REDUCED), State.CLOSED_FINAL),
        ((Move.NOTIFY, Move.GIVE_OPINION, Move.PAY_REDUCED), State.CLOSED_FINAL),
        ((Move.NOTIFY, Move.GIVE_OPINION, Move.ACCEPT_OPINION), State.CANCELLED),
        ((Move.NOTIFY, Move.GIVE_OPINION, Move.GIVE_OPINION, Move.REJECT_OPINION), State.NOTICED),
        ((Move.NOTIFY, Move.IMPOSE, Move.PAY), State.CLOSED),
        ((Move.NOTIFY, Move.IMPOSE, Move.FALL_OVERDUE, Move.PAY), State.CLOSED),
        ((Move.NOTIFY, Move.IMPOSE, Move.OBJECT, Move.REPORT_TO_COURT, Move.COURT_CANCELS), State.CANCELLED),
        ((Move.NOTIFY, Move.IMPOSE, Move.OBJECT, Move.REPORT_TO_COURT, Move.COURT_DECIDES_AGAINST), State.IMPOSED),
        ((Move.NOTIFY, Move.IMPOSE, Move.OBJECT, Move.WITHDRAW_OBJECTION), State.IMPOSED),
        ((Move.NOTIFY, Move.IMPOSE, Move.OBJECT, Move.ACCEPT_OBJECTION), State.CANCELLED),
        ((Move.NOTIFY, Move.BAR), State.BARRED),
    ],
)
def test_a_case_takes_the_ways_of_the_law(path: tuple[Move, ...], end: State) -> None:
    assert after_all(*path) is end


def test_a_seized_car_is_released_after_payment_and_its_plate_before() -> None:
    held = after_all(Move.NOTIFY, Move.IMPOSE, Move.FALL_OVERDUE, Move.DUN, Move.DUN, Move.SEIZE, Move.HOLD_PLATE)

    paid = after(held, Move.PAY)

    assert (held, paid) == (State.PLATE_HELD, State.AWAITING_RELEASE)
    assert after(paid, Move.RETURN_PLATE) is State.AWAITING_RELEASE
    assert after(paid, Move.RELEASE) is State.RELEASED
    assert after(State.SEIZED, Move.PAY) is State.AWAITING_RELEASE


def test_a_plate_lent_back_to_a_livelihood_leaves_the_seizure() -> None:
    assert after(State.PLATE_HELD, Move.RETURN_PLATE) is State.SEIZED


@pytest.mark.parametrize(
    ("state", "move", "refusal"),
    [
        (State.CLOSED_FINAL, Move.GIVE_OPINION, OpinionAfterReducedPayment),
        (State.CLOSED_FINAL, Move.OBJECT, ObjectionAfterReducedPayment),
        (State.CLOSED_FINAL, Move.PAY, CaseIsClosed),
        (State.CLOSED_FINAL, Move.IMPOSE, CaseIsClosed),
        (State.CLOSED, Move.OBJECT, CaseIsClosed),
        (State.RELEASED, Move.SEIZE, CaseIsClosed),
        (State.CANCELLED, Move.PAY, CaseIsCancelled),
        (State.CANCELLED, Move.REVERSE_PAYMENT, CaseIsCancelled),
        (State.BARRED, Move.IMPOSE, CaseIsBarred),
        (State.AWAITING_RELEASE, Move.PAY, PaidAndAwaitingRelease),
        (State.NOTICED, Move.OBJECT, NotImposedYet),
        (State.NOTICED, Move.PAY, NotImposedYet),
        (State.DETECTED, Move.DUN, NotImposedYet),
        (State.UNDER_REVIEW, Move.IMPOSE, OpinionNotDecided),
        (State.OBJECTED, Move.PAY, ImpositionLostEffect),
        (State.COURT, Move.SEIZE, ImpositionLostEffect),
        (State.COURT, Move.WITHDRAW_OBJECTION, ObjectionAtCourt),
        (State.IMPOSED, Move.GIVE_OPINION, OpinionTooLate),
        (State.OVERDUE, Move.PAY_REDUCED, ReducedPaymentTooLate),
        (State.SEIZED, Move.OBJECT, ObjectionTooLate),
        (State.PLATE_HELD, Move.RELEASE, SeizureStandsUntilPaid),
        (State.IMPOSED, Move.HOLD_PLATE, MoveNotAllowed),
        (State.NOTICED, Move.REVERSE_PAYMENT, MoveNotAllowed),
    ],
)
def test_a_refused_move_is_refused_by_its_name(state: State, move: Move, refusal: type[Conflict]) -> None:
    with pytest.raises(refusal):
        after(state, move)


def test_a_move_without_a_name_of_its_own_tells_what_and_where() -> None:
    with pytest.raises(MoveNotAllowed) as refusal:
        after(State.DETECTED, Move.RELEASE)

    assert (refusal.value.state, refusal.value.move) == (State.DETECTED, Move.RELEASE)


@pytest.mark.parametrize("move", sorted(set(Move) - {Move.REFUND, Move.REVERSE_PAYMENT, Move.CANCEL}))
@pytest.mark.parametrize("state", [State.CLOSED_FINAL, State.CLOSED])
def test_a_paid_case_takes_nothing_but_a_refund_a_reversal_and_a_cancellation(state: State, move: Move) -> None:
    with pytest.raises(Conflict) as refusal:
        after(state, move, before_payment=State.NOTICED)

    assert not isinstance(refusal.value, MoveNotAllowed)


@pytest.mark.parametrize("state", State)
def test_a_refund_moves_no_case(state: State) -> None:
    assert after(state, Move.REFUND) is state


@given(states, moves)
def test_a_move_leads_to_a_state_or_to_a_refusal_with_words_of_its_own(state: State, move: Move) -> None:
    try:
        following = after(state, move)
    except Conflict as refusal:
        words = vars(type(refusal))
        assert re.search("[가-힣]", words["message_ko"])
        assert words["message_en"].isascii()
    else:
        assert following in State


@given(st.lists(st.tuples(moves, states)))
def test_no_sequence_of_moves_leaves_the_machine_or_a_final_state(path: list[tuple[Move, State]]) -> None:
    state = State.DETECTED
    for move, before in path:
        try:
            following = after(state, move, before_payment=before)
        except Conflict:
            continue
        assert following in State
        assert state not in FINAL or following is state or move is Move.REVERSE_PAYMENT
        state = following


def test_every_state_is_reached_from_the_detection() -> None:
    reached, unread = {State.DETECTED}, [State.DETECTED]
    while unread:
        state = unread.pop()
        new = {targets[state] for targets in lifecycle.TRANSITIONS.values() if state in targets} - reached
        reached |= new
        unread.extend(new)

    assert reached == set(State)


def test_every_state_that_is_not_final_can_still_come_to_an_end() -> None:
    ends = set(FINAL)
    for _ in State:
        ends |= {state for targets in lifecycle.TRANSITIONS.values() for state, end in targets.items() if end in ends}

    assert ends == set(State)


def test_money_is_taken_wherever_a_payment_leads_on_and_nowhere_else() -> None:
    for state in State:
        ways = [move for move in (Move.PAY, Move.PAY_REDUCED) if state in lifecycle.TRANSITIONS[move]]
        assert (state in PAYABLE) is bool(ways)
        assert len(ways) <= 1
    assert not PAYABLE & FINAL
    assert not PAYABLE & {State.DETECTED, State.OBJECTED, State.COURT, State.AWAITING_RELEASE}


@pytest.mark.parametrize("before", sorted(PAYABLE))
def test_a_reversed_payment_returns_the_case_to_where_it_was(before: State) -> None:
    reduced = before in lifecycle.TRANSITIONS[Move.PAY_REDUCED]
    paid = after(before, Move.PAY_REDUCED if reduced else Move.PAY)

    assert after(paid, Move.REVERSE_PAYMENT, before_payment=before) is before


def test_a_reversal_after_the_release_finds_nothing_seized() -> None:
    assert after(State.RELEASED, Move.REVERSE_PAYMENT, before_payment=State.SEIZED) is State.DUNNED


@pytest.mark.parametrize(
    ("state", "before"),
    [
        (State.CLOSED_FINAL, None),
        (State.CLOSED_FINAL, State.IMPOSED),
        (State.CLOSED, State.NOTICED),
        (State.CLOSED, State.SEIZED),
        (State.AWAITING_RELEASE, State.DUNNED),
        (State.RELEASED, State.CANCELLED),
    ],
)
def test_a_reversal_that_does_not_fit_is_refused(state: State, before: State | None) -> None:
    with pytest.raises(ReversalDoesNotFit):
        after(state, Move.REVERSE_PAYMENT, before_payment=before)


@pytest.mark.parametrize(
    ("state", "pay_until", "day", "becomes"),
    [
        (State.IMPOSED, date(2027, 1, 30), date(2027, 1, 30), State.IMPOSED),
        (State.IMPOSED, date(2027, 1, 30), date(2027, 1, 31), State.OVERDUE),
        (State.IMPOSED, None, date(2030, 1, 1), State.IMPOSED),
        (State.OBJECTED, date(2027, 1, 30), date(2027, 1, 31), State.OBJECTED),
        (State.CLOSED, date(2027, 1, 30), date(2027, 1, 31), State.CLOSED),
    ],
)
def test_the_calendar_alone_makes_a_case_overdue(
    state: State, pay_until: date | None, day: date, becomes: State
) -> None:
    assert lifecycle.state_on(state, pay_until, day) is becomes


@given(st.integers(min_value=0, max_value=2500), st.booleans())
def test_state_and_amount_agree_on_every_day(wait: int, social: bool) -> None:
    notice = a_notice(social_reduction=social)
    day = notice.notified_on + days(wait)
    fine = base_fine_krw(notice.violation)

    offer = quote(notice, day)
    state = State.NOTICED if day <= notice.opinion_until else lifecycle.state_on(State.IMPOSED, notice.pay_until, day)

    stages = {State.NOTICED: PaymentStage.EARLY, State.IMPOSED: PaymentStage.FULL, State.OVERDUE: PaymentStage.OVERDUE}
    assert offer.stage is stages[state]
    assert 0 < offer.amount_krw <= fine * 175 // 100
    assert offer.amount_krw <= quote(notice, day + days(1)).amount_krw


@given(st.dates(min_value=date(2026, 11, 26), max_value=date(2031, 1, 1)))
def test_before_the_imposition_no_day_has_an_amount_that_could_fall_overdue(day: date) -> None:
    with pytest.raises(NotYetImposed):
        quote(a_notice(imposed_on=None, pay_until=None), day)

    assert lifecycle.state_on(State.NOTICED, None, day) is State.NOTICED
