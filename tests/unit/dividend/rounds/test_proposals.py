"""Two people: what one of them cannot do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.payout.errors import BatchNotHeld, RulingContradicts
from city.dividend.payout.model import BatchState, LineState, hold
from city.dividend.payout.rail_orders import RailResult, order_of
from city.dividend.payout.rulings import Finding, results_found, rule
from city.dividend.rounds.errors import DecidedBefore, ProposalUnknown, ProposedBefore, SameWhoProposed
from city.dividend.rounds.proposals import decide, propose
from city.office.approvals import Proposal, ProposalState
from tests.unit.dividend.payout.rail_store import AT, payees, planned, sending, states

NEW = Proposal("batch#x", "{}", "운영사가 공문으로 확인했습니다", "kim", AT)
LATER = AT + timedelta(days=1)

people = st.sampled_from(["kim", "lee", "park"])
acts = st.lists(st.tuples(st.sampled_from(["propose", "approve", "decline"]), people), max_size=12)


@given(acts)
def test_whatever_is_tried_nothing_is_approved_by_one_person(tried) -> None:
    known: Proposal | None = None
    for act, who in tried:
        try:
            known = (
                propose(known, replace(NEW, proposed_by=who))
                if act == "propose"
                else decide(known, act == "approve", who, "확인했습니다 확실합니다", LATER)
            )
        except (ProposedBefore, ProposalUnknown, SameWhoProposed, DecidedBefore):
            continue
        if known.state is not ProposalState.PROPOSED:
            assert known.decided_by not in (None, known.proposed_by)


def test_what_was_decided_stays_decided() -> None:
    approved = decide(NEW, True, "lee", "공문 원본을 확인했습니다", LATER)

    assert decide(approved, True, "lee", "다른 말로 다시 말해도", LATER) is approved
    for approves, who in ((False, "lee"), (True, "park"), (False, "park")):
        with pytest.raises(DecidedBefore):
            decide(approved, approves, who, "생각이 바뀌었습니다", LATER)
    with pytest.raises(ProposedBefore):
        propose(approved, NEW)


def test_what_was_declined_may_be_proposed_in_another_turn() -> None:
    declined = decide(NEW, False, "lee", "날인이 없습니다 반려합니다", LATER)

    again = propose(declined, replace(NEW, proposed_by="park"))

    assert (again.turn, again.state, again.proposed_by) == (2, ProposalState.PROPOSED, "park")


# --- what two people may make of a held batch ------------------------------------------------------


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_a_ruling_by_line_settles_every_line_as_the_operator_says(paid: list[bool]) -> None:
    held = hold(sending(len(paid)), "rail_contradicts")
    results = [RailResult(n, 120, yes, None if yes else "card_closed") for n, yes in enumerate(paid, start=1)]

    ruled = rule(
        held,
        Finding.BY_LINE,
        results=results_found(held, Finding.BY_LINE, "letter", results),
        in_transit=True,
        because="word",
        now=LATER,
    )

    assert (ruled.state, ruled.rail_key, ruled.reason) == (BatchState.SETTLED, held.rail_key, "word")
    assert states(ruled) == ["paid" if yes else "returned" for yes in paid]
    assert ruled.total(*LineState) == held.total(*LineState)


def test_all_paid_is_every_line_paid_under_the_letters_name() -> None:
    held = hold(sending(3), "key_reused")

    results = results_found(held, Finding.ALL_PAID, "letter 17")

    assert {(result.paid, result.reference) for result in results} == {(True, "letter 17")}
    assert (
        states(rule(held, Finding.ALL_PAID, results=results, in_transit=True, because="word", now=LATER))
        == ["paid"] * 3
    )


def test_only_the_word_that_nothing_was_paid_gives_another_key() -> None:
    held = hold(sending(2), "rail_contradicts")

    anew = rule(held, Finding.NONE_PAID, results=(), in_transit=True, because="word", now=LATER)

    assert (anew.state, anew.attempt, anew.sent_at) == (BatchState.SENDING, 2, LATER)
    assert order_of(anew, payees(2)).key != order_of(held, payees(2)).key
    assert anew.lines == held.lines


@pytest.mark.parametrize(
    "results",
    [
        (),
        (RailResult(1, 120, True),),
        (RailResult(1, 120, True), RailResult(2, 119, True)),
        (RailResult(1, 120, True), RailResult(2, 120, False)),
        (RailResult(1, 120, True), RailResult(2, 120, True), RailResult(3, 120, True)),
    ],
)
def test_a_word_that_leaves_a_line_open_is_no_ruling(results) -> None:
    with pytest.raises(RulingContradicts):
        results_found(hold(sending(2), "x"), Finding.BY_LINE, "letter", results)


def test_money_that_never_left_cannot_have_been_paid() -> None:
    held = hold(sending(2), "operator_busy")

    with pytest.raises(RulingContradicts):
        rule(
            held,
            Finding.ALL_PAID,
            results=results_found(held, Finding.ALL_PAID, "letter"),
            in_transit=False,
            because="word",
            now=LATER,
        )


@pytest.mark.parametrize("batch", [sending(2), planned(2)[0]])
def test_nobody_rules_on_a_batch_that_goes_its_way(batch) -> None:
    with pytest.raises(BatchNotHeld):
        rule(batch, Finding.NONE_PAID, results=(), in_transit=True, because="word", now=LATER)
