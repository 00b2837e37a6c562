"""Money that came back, and money that came late: what may become of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.books import ledger
from city.dividend.books.ledger import Account, RoundJournal
from city.dividend.payout.model import (
    CAME_BACK,
    Batch,
    BatchState,
    Line,
    LineState,
    claimed_until,
    lapse,
    pay_again,
    prepare,
    take_back,
)
from city.dividend.payout.rail_orders import RailAnswer, RailResult, RailState, order_of, take_answer
from city.dividend.rounds.model import BOOKS_OPEN, RoundState, round_for_money, round_order
from city.kernel.clock import SEOUL
from tests.unit.dividend.payout.rail_store import AT, ROUND, payees, planned, pseudonym, sending

ids = st.builds("20{:02d}-{}".format, st.integers(20, 30), st.integers(1, 20))
rounds = st.dictionaries(ids, st.sampled_from(RoundState), max_size=8)


def settled(*paid: bool) -> Batch:
    results = tuple(RailResult(n, 120, yes, None if yes else "card_closed") for n, yes in enumerate(paid, start=1))
    batch = sending(len(paid))
    return take_answer(batch, RailAnswer(batch.rail_key, RailState.DONE, results))


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.sets(st.integers(0, 6).map(lambda n: n * 50_000)))
def test_a_second_batch_owes_exactly_what_came_back_and_the_first_owes_it_no_longer(paid, taken) -> None:
    batch = settled(*paid)

    split = pay_again(batch, taken | {0})

    if all(paid):
        assert split is None
        return
    assert split is not None
    moved, again = split
    assert again.number not in taken | {0}
    assert again.key != batch.key
    assert again.dues(LineState.DUE) == batch.dues(*CAME_BACK)
    assert moved.dues(*CAME_BACK) == {}
    assert moved.dues(LineState.PAID) == batch.dues(LineState.PAID)
    assert pay_again(moved, taken) is None


@pytest.mark.parametrize("state", [BatchState.SENDING, BatchState.ACCEPTED, BatchState.HELD, BatchState.REFUSED])
def test_what_may_still_be_paid_is_never_paid_again(state: BatchState) -> None:
    assert pay_again(replace(settled(False), state=state), {0}) is None


def test_a_line_keeps_its_position_at_the_operator_whatever_becomes_of_it() -> None:
    """The operator names lines by position: a moved or lapsed line must not shift those behind it."""
    batch = settled(False, True, True)
    split = pay_again(batch, {0})
    assert split is not None

    for changed in (split[0], lapse(batch)):
        taken_back, line = take_back(changed, 3, "card_closed")

        assert line.pseudonym == pseudonym(2)
        assert taken_back.dues(LineState.REVERSED) == {pseudonym(2): 120}


@pytest.mark.parametrize("end", [lapse, lambda batch: pay_again(batch, {0})[0]])
def test_a_reversal_told_again_after_its_line_moved_on_changes_nothing(end) -> None:
    reversed_once, _ = take_back(settled(True), 1, "card_closed")
    ended = end(reversed_once)

    assert take_back(ended, 1, "card_closed")[0] == ended


def test_a_second_payment_is_sent_whatever_the_minimum() -> None:
    split = pay_again(settled(False), {0})
    assert split is not None

    again = prepare(split[1], known=payees(1), opted_out=(), minimum_krw=1_000, now=AT)

    assert again.dues(LineState.SENT) == {pseudonym(0): 120}
    assert order_of(again, payees(1)).key == f"{ROUND}-50000-1"


def test_a_claim_ends_with_its_day_in_seoul_months_after_the_sending() -> None:
    until = claimed_until(replace(sending(1), sent_at=AT.replace(month=8, day=31)), 6)

    assert until is not None
    assert (until - timedelta(seconds=1)).astimezone(SEOUL).isoformat() == "2027-02-28T23:59:59+09:00"
    assert claimed_until(planned(1)[0], 6) is None


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_lapsing_leaves_the_ledger_balanced_and_nobody_owed(paid: list[bool]) -> None:
    batch = settled(*paid)
    journal, total = RoundJournal(), 120 * len(paid)
    dues = {line.pseudonym: line.amount_krw for line in batch.lines}
    for entry in (
        ledger.sale_paid(ROUND, "b:o", total, AT),
        ledger.books_closed(ROUND, costs_krw=0, city_krw=0, pool_krw=total, at=AT),
        ledger.allocated(ROUND, batch.key, dues, AT),
        ledger.sent(ROUND, batch.rail_key, dues, AT),
        ledger.settled(
            ROUND, batch.rail_key, paid=batch.dues(LineState.PAID), returned=batch.dues(LineState.RETURNED), at=AT
        ),
    ):
        journal.post(entry)
    owed = batch.total(LineState.RETURNED)

    if owed:
        journal.post(ledger.lapsed(ROUND, batch.key, batch.dues(LineState.RETURNED), AT))
        journal.post(ledger.unclaimed_to_city(ROUND, 1, owed, AT))

    assert journal.balance(Account.PAYABLE) == journal.balance(Account.UNCLAIMED) == 0
    assert (journal.balance(Account.CITY), journal.balance(Account.CASH)) == (owed, owed)


@given(st.integers(1, 10**9))
def test_money_that_changes_rounds_leaves_the_one_and_comes_to_the_other(amount: int) -> None:
    here, there = RoundJournal(), RoundJournal()
    here.post(ledger.sale_waits(ROUND, "b:o", amount, AT))
    here.post(ledger.sale_moved(ROUND, "b:o", amount, AT))
    there.post(ledger.sale_paid("2026-2", "b:o", amount, AT))

    assert (here.balance(Account.CASH), here.balance(Account.LATE_SALES)) == (0, 0)
    assert (there.balance(Account.CASH), there.balance(Account.SALES)) == (amount, amount)
    for entry in ledger.unclaimed_to_round(ROUND, 1, amount_krw=amount, then="2026-2", at=AT):
        assert sum(leg.amount_krw for leg in entry.legs) == 0


@given(rounds, ids)
def test_money_is_counted_in_the_first_round_with_open_books_from_its_own_on(known, round_id: str) -> None:
    then = round_for_money(known, round_id)

    open_later = sorted(
        (each for each in known if known[each] in BOOKS_OPEN and round_order(each) >= round_order(round_id)),
        key=round_order,
    )
    assert then == (open_later[0] if open_later else None)


def test_rounds_follow_one_another_by_number_and_not_by_letter() -> None:
    states = {"2026-10": RoundState.OPEN, "2026-9": RoundState.PAID, "2027-1": RoundState.OPEN}

    assert round_for_money(states, "2026-9") == "2026-10"


def test_a_line_of_a_batch_is_a_line() -> None:
    split = pay_again(settled(False), {0})

    assert split is not None
    assert split[1].lines == (Line(pseudonym(0), 120),)
