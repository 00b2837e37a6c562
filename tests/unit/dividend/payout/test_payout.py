from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.payout.calendar import next_payout_at
from city.dividend.payout.errors import MoreThanThePool, RailContradicts
from city.dividend.payout.model import (
    MOST_ATTEMPTS,
    Batch,
    BatchState,
    LineState,
    check_plan,
    hold,
    lapse,
    plan_batches,
    prepare,
    take_back,
    try_again,
)
from city.dividend.payout.rail_orders import OperatorLine, RailAnswer, RailResult, RailState, order_of, take_answer
from city.dividend.payout.reconciling import PayoutDifferenceKind, reconcile
from city.kernel.clock import SEOUL
from tests.unit.dividend.payout.rail_store import AT, ROUND, payees, planned, pseudonym, sending, states


def done(batch: Batch, *results: RailResult) -> RailAnswer:
    return RailAnswer(batch.rail_key, RailState.DONE, results)


def paid(position: int, amount_krw: int = 120) -> RailResult:
    return RailResult(position, amount_krw, True, reference=f"R{position}")


def returned(position: int) -> RailResult:
    return RailResult(position, 120, False, "card_closed")


amounts = st.dictionaries(st.integers(0, 10**6).map(pseudonym), st.integers(0, 5000), max_size=40)


@given(amounts, st.integers(1, 7), st.randoms())
def test_a_plan_is_the_allocation_cut_in_order_whatever_order_it_came_in(amounts, size, chance) -> None:
    shuffled = list(amounts.items())
    chance.shuffle(shuffled)

    batches = plan_batches(ROUND, dict(shuffled), size)

    lines = [line for batch in batches for line in batch.lines]
    assert batches == plan_batches(ROUND, amounts, size)
    assert {line.pseudonym: line.amount_krw for line in lines} == {p: a for p, a in amounts.items() if a}
    assert [line.pseudonym for line in lines] == sorted(line.pseudonym for line in lines)
    assert all(len(batch.lines) <= size for batch in batches)
    check_plan(batches, sum(amounts.values()))


def test_parts_that_are_more_or_less_than_the_pool_stop_the_payout() -> None:
    for pool_krw in (359, 361):
        with pytest.raises(MoreThanThePool):
            check_plan(planned(3), pool_krw)


def test_who_opted_out_since_has_no_card_or_too_little_is_not_sent_and_the_reason_stands_there() -> None:
    (batch,) = plan_batches(ROUND, {pseudonym(n): 100 + n for n in range(4)})

    ready = prepare(batch, known={pseudonym(n) for n in (0, 1, 3)}, opted_out={pseudonym(1)}, minimum_krw=102, now=AT)

    assert [(line.state.value, line.reason) for line in ready.lines] == [
        ("carried", "below_minimum"),
        ("withheld", "opted_out"),
        ("withheld", "no_card"),
        ("sent", None),
    ]
    assert order_of(ready, payees(4)).total_krw == 103


def test_a_batch_of_which_nothing_travels_is_settled_at_once() -> None:
    (batch,) = planned(2)

    assert prepare(batch, known=(), opted_out=(), minimum_krw=1, now=AT).state is BatchState.SETTLED


def test_what_was_decided_before_sending_is_decided_once() -> None:
    batch = sending(2)

    assert prepare(batch, known=(), opted_out={pseudonym(0)}, minimum_krw=1_000, now=AT + timedelta(days=1)) is batch


def test_the_same_batch_makes_the_same_order_and_another_attempt_another_key() -> None:
    batch = sending(2)

    assert order_of(batch, payees(2)).digest == order_of(batch, payees(2)).digest
    again = try_again(take_answer(batch, RailAnswer(batch.rail_key, RailState.REFUSED, reason="operator_busy")))
    assert (again.rail_key, again.state) == (f"{ROUND}-00000-2", BatchState.SENDING)
    assert order_of(again, payees(2)).digest != order_of(batch, payees(2)).digest


def test_a_partial_rejection_pays_some_and_says_why_of_the_others() -> None:
    batch = sending(3)

    settled = take_answer(batch, done(batch, paid(1), returned(2), paid(3)))

    assert settled.state is BatchState.SETTLED
    assert [(line.state.value, line.reason) for line in settled.lines] == [
        ("paid", None),
        ("returned", "card_closed"),
        ("paid", None),
    ]


def test_a_line_told_twice_in_the_same_words_is_one_line() -> None:
    batch = sending(2)

    assert states(take_answer(batch, done(batch, paid(1), paid(2), paid(2)))) == ["paid", "paid"]


@pytest.mark.parametrize(
    "results",
    [
        (paid(1),),
        (paid(1), paid(2), paid(3)),
        (paid(1), paid(2, 121)),
        (paid(1), paid(2), returned(2)),
        (paid(1), RailResult(2, 120, False)),
    ],
)
def test_an_answer_that_does_not_cover_the_order_exactly_is_refused(results: tuple[RailResult, ...]) -> None:
    batch = sending(2)

    with pytest.raises(RailContradicts):
        take_answer(batch, done(batch, *results))


def test_an_answer_about_another_batch_is_refused() -> None:
    with pytest.raises(RailContradicts):
        take_answer(sending(1), RailAnswer("2026-1-00009-1", RailState.ACCEPTED))


def test_an_answer_that_comes_after_the_end_changes_nothing() -> None:
    batch = sending(1)
    settled = take_answer(batch, done(batch, paid(1)))

    assert take_answer(settled, done(batch, returned(1))) is settled


def test_a_batch_refused_too_often_is_held_for_a_person() -> None:
    batch = sending(1)
    for _ in range(MOST_ATTEMPTS):
        batch = try_again(take_answer(batch, RailAnswer(batch.rail_key, RailState.REFUSED, reason="operator_busy")))

    assert batch.state is BatchState.HELD
    assert batch.attempt == MOST_ATTEMPTS


def test_what_may_have_been_paid_never_gets_another_key() -> None:
    batch = sending(1)
    accepted = take_answer(batch, RailAnswer(batch.rail_key, RailState.ACCEPTED))

    assert [try_again(known).rail_key for known in (batch, accepted, hold(batch, "looked at"))] == [batch.rail_key] * 3


def test_a_payment_the_operator_gives_back_is_reversed_once_and_may_lapse() -> None:
    batch = sending(2)
    settled = take_answer(batch, done(batch, paid(1), returned(2)))

    taken_back, line = take_back(settled, 1, "card_closed")

    assert (line.pseudonym, line.amount_krw, line.state) == (pseudonym(0), 120, LineState.REVERSED)
    assert take_back(taken_back, 1, "card_closed") == (taken_back, line)
    assert states(lapse(taken_back)) == ["lapsed", "lapsed"]
    with pytest.raises(RailContradicts):
        take_back(settled, 2, "card_closed")
    with pytest.raises(RailContradicts):
        take_back(settled, 3, "card_closed")


# --- reconciling -----------------------------------------------------------------------------------


def record(batch: Batch, *lines: tuple[int, int, bool, str]) -> list[OperatorLine]:
    return [OperatorLine(batch.rail_key, *line) for line in lines]


SETTLED = take_answer(sending(2), done(sending(2), paid(1), returned(2)))
IN_DOUBT = sending(1)


@pytest.mark.parametrize(
    ("ours", "theirs", "ledger_krw", "expected"),
    [
        (SETTLED, [(1, 120, True, "a"), (2, 120, False, "")], 120, []),
        (SETTLED, [(1, 120, True, "a")], 120, []),
        (SETTLED, [(1, 120, True, "a"), (1, 120, True, "a")], 120, []),
        (SETTLED, [], 120, [PayoutDifferenceKind.NEVER_ARRIVED]),
        (SETTLED, [(1, 120, True, "a"), (3, 50, True, "c")], 120, [PayoutDifferenceKind.NOT_OURS]),
        (SETTLED, [(1, 12, True, "a")], 120, [PayoutDifferenceKind.AMOUNT_DIFFERS]),
        (SETTLED, [(1, 120, False, "a")], 120, [PayoutDifferenceKind.PAID_HERE_NOT_THERE]),
        (SETTLED, [(1, 120, True, "a"), (2, 120, True, "b")], 120, [PayoutDifferenceKind.PAID_THERE_NOT_HERE]),
        (SETTLED, [(1, 120, True, "a"), (1, 120, True, "b")], 120, [PayoutDifferenceKind.PAID_TWICE]),
        (SETTLED, [(1, 120, True, "a")], 240, [PayoutDifferenceKind.LEDGER_DIFFERS]),
        (IN_DOUBT, [], 0, [PayoutDifferenceKind.NEVER_ARRIVED]),
        (IN_DOUBT, [(1, 120, True, "a")], 0, [PayoutDifferenceKind.PAID_THERE_NOT_HERE]),
    ],
)
def test_every_difference_has_a_name(ours, theirs, ledger_krw, expected) -> None:
    found = reconcile([ours], record(ours, *theirs), ledger_krw)

    assert [difference.kind for difference in found] == expected


@given(st.lists(st.tuples(st.integers(1, 500), st.booleans()), min_size=1, max_size=30), st.integers(1, 5))
def test_a_faithful_operator_never_differs(lines, size) -> None:
    batches, record_lines, paid_krw = [], [], 0
    for batch in plan_batches(ROUND, {pseudonym(n): amount for n, (amount, _) in enumerate(lines)}, size):
        ready = prepare(batch, known=batch.dues(LineState.DUE), opted_out=(), minimum_krw=1, now=AT)
        results = []
        for position, line in enumerate(batch.lines, start=1):
            ok = lines[int(line.pseudonym, 16)][1]
            results.append(RailResult(position, line.amount_krw, ok, None if ok else "card_closed", f"{position}"))
            record_lines.append(OperatorLine(ready.rail_key, position, line.amount_krw, ok, f"{position}"))
            paid_krw += line.amount_krw if ok else 0
        batches.append(take_answer(ready, done(ready, *results)))

    assert reconcile(batches, record_lines, paid_krw) == ()


# --- when ------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), st.integers(1, 31))  # noqa: DTZ001
def test_the_next_payout_is_never_in_the_past_and_within_two_months(now, day) -> None:
    moment = next_payout_at(now, day)

    assert now < moment <= now + timedelta(days=62)
    local = moment.astimezone(SEOUL)
    assert local.hour == 10
    assert local.day == day or (local + timedelta(days=1)).day == 1


def test_a_batch_that_only_differs_in_state_keeps_its_keys() -> None:
    batch = sending(1)

    assert replace(batch, state=BatchState.ACCEPTED).rail_key == batch.rail_key
