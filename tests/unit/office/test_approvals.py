"""Dual control: whatever two, three or one person try, nobody decides alone, and nothing is decided twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.errors import Conflict, Forbidden, NotFound
from city.office.approvals import DualControl, Proposal, ProposalState


class Unknown(NotFound):
    """Of a domain."""


class Proposed(Conflict):
    """Of a domain."""


class Same(Forbidden):
    """Of a domain."""


class Decided(Conflict):
    """Of a domain."""


AT = datetime(2026, 11, 24, 5, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NEW = Proposal("thing#1", "{}", "두 사람이 정합니다", "kim", AT)
STRICT = DualControl(unknown=Unknown, proposed_before=Proposed, same_who_proposed=Same, decided_before=Decided)
LENIENT = replace(STRICT, anybody_repeats=True)
CONTROLS = st.sampled_from([STRICT, LENIENT])
PEOPLE = st.sampled_from(["kim", "lee", "park"])
ACTS = st.lists(st.tuples(st.sampled_from(["propose", "approve", "decline"]), PEOPLE), max_size=14)


def attempt(control: DualControl, known: Proposal | None, act: str, who: str) -> Proposal | None:
    """What stands after an act, or what stood before one that was refused."""
    try:
        if act == "propose":
            return control.propose(known, replace(NEW, proposed_by=who))
        return control.decide(known, act == "approve", who, "확인했습니다", LATER)
    except (Unknown, Proposed, Same, Decided):
        return known


@given(CONTROLS, ACTS)
def test_whatever_is_tried_two_people_stand_behind_every_decision(
    control: DualControl, acts: list[tuple[str, str]]
) -> None:
    known: Proposal | None = None
    for act, who in acts:
        known = attempt(control, known, act, who)
        if known is not None and known.state is not ProposalState.PROPOSED:
            assert known.decided_by not in (None, known.proposed_by)
            assert known.decided_at == LATER


@given(CONTROLS, ACTS)
def test_an_approval_is_never_undone_and_a_turn_never_goes_back(
    control: DualControl, acts: list[tuple[str, str]]
) -> None:
    known: Proposal | None = None
    for act, who in acts:
        before, known = known, attempt(control, known, act, who)
        if before is not None and known is not None:
            assert before.state is not ProposalState.APPROVED or known is before
            assert known.turn in (before.turn, before.turn + 1)
            assert known.turn == before.turn or before.state is ProposalState.DECLINED


@given(CONTROLS, ACTS, st.sampled_from(["propose", "approve", "decline"]), PEOPLE)
def test_what_was_told_again_changes_nothing(
    control: DualControl, acts: list[tuple[str, str]], act: str, who: str
) -> None:
    known: Proposal | None = None
    for each in acts:
        known = attempt(control, known, *each)

    once = attempt(control, known, act, who)

    assert attempt(control, once, act, who) is once


def test_a_decision_is_repeated_by_whoever_made_it_or_by_anybody() -> None:
    approved = STRICT.decide(NEW, True, "lee", "확인했습니다", LATER)

    assert LENIENT.decide(approved, True, "park", "나도 확인했습니다", LATER) is approved
    with pytest.raises(Decided):
        STRICT.decide(approved, True, "park", "나도 확인했습니다", LATER)
    for control in (STRICT, LENIENT):
        with pytest.raises(Decided):
            control.decide(approved, False, "lee", "생각이 바뀌었습니다", LATER)


def test_each_refusal_is_the_domains_own() -> None:
    with pytest.raises(Unknown):
        STRICT.decide(None, True, "lee", "확인했습니다", AT)
    with pytest.raises(Same):
        STRICT.decide(NEW, True, "kim", "확인했습니다", AT)
    with pytest.raises(Proposed):
        STRICT.propose(NEW, replace(NEW, what='{"other": 1}'))
