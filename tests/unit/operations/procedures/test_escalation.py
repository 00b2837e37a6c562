"""Who is told when nobody acknowledges, and a shift that two people sign."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Severity
from city.operations.procedures.errors import HandOverDecided, HandOverOfAnotherList, SameWhoHandsOver
from city.operations.procedures.escalation import levels_due, levels_of
from city.operations.procedures.shifts import (
    HandOver,
    HandOverState,
    OpenIncident,
    differences,
    list_digest,
    sign,
    withdraw,
)
from tests.effort import examples

NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("severity", list(Severity))
def test_levels_go_from_the_operators_up_and_later(severity: Severity) -> None:
    levels = levels_of(severity)

    assert [level.number for level in levels] == [1, 2, 3]
    assert levels[0].who == "operator"
    assert [level.after for level in levels] == sorted({level.after for level in levels})


def test_worse_is_told_sooner() -> None:
    ranked = [Severity.EXTREME, Severity.SEVERE, Severity.MODERATE, Severity.MINOR]

    firsts = [levels_of(severity)[0].after for severity in ranked]

    assert firsts == sorted(set(firsts))


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(list(Severity))), max_size=30).map(
        lambda sweeps: sorted(sweeps, key=lambda sweep: sweep[0])
    )
)
@settings(max_examples=examples(200), deadline=None)
def test_whenever_the_sweeps_come_and_severity_turns_each_level_is_told_once(
    sweeps: list[tuple[int, Severity]],
) -> None:
    told: list[int] = []
    for seconds, severity in sweeps:
        due = levels_due(severity, NOW, NOW + timedelta(seconds=seconds), max(told, default=0))
        assert all(timedelta(seconds=seconds) >= level.after for level in due)
        told += [level.number for level in due]

    assert told == list(range(1, len(told) + 1))
    if sweeps and sweeps[-1][0] >= levels_of(sweeps[-1][1])[-1].after.total_seconds():
        assert told == [1, 2, 3]


# --- shifts ---------------------------------------------------------------------------------------

incidents = st.lists(
    st.builds(
        OpenIncident,
        incident_id=st.integers(0, 20).map(lambda n: f"20261130T18{n:02}00-aaaaaaaa"),
        revision=st.integers(1, 3),
        state=st.just("detected"),
    ),
    unique_by=lambda incident: incident.incident_id,
    max_size=8,
).map(tuple)


def offered(*some: OpenIncident) -> HandOver:
    return HandOver(hand_over_id="1", offered_by="leaves", offered_at=NOW, incidents=some)


def incident(number: int = 1, revision: int = 1, note: str = "") -> OpenIncident:
    return OpenIncident(incident_id=f"2026-{number}", revision=revision, state="detected", note=note)


def test_who_comes_signs_what_is_open_with_the_notes_of_who_leaves() -> None:
    before = offered(incident(1, note="문이 열려 있음"), incident(2))
    now = (incident(1), incident(2))

    signed = sign(before, "comes", NOW, list_digest(now), now)

    assert (signed.state, signed.signed_by) == (HandOverState.SIGNED, "comes")
    assert [each.note for each in signed.incidents] == ["문이 열려 있음", ""]
    assert sign(signed, "comes", NOW + timedelta(hours=1), "x", ()) == signed


def test_one_person_does_not_sign_for_both() -> None:
    with pytest.raises(SameWhoHandsOver):
        sign(offered(), "leaves", NOW, list_digest(()), ())


@given(incidents, incidents)
@settings(max_examples=examples(200), deadline=None)
def test_a_list_that_changed_is_signed_only_as_it_is_now(
    before: tuple[OpenIncident, ...], now: tuple[OpenIncident, ...]
) -> None:
    changed = differences(before, now)

    if list_digest(before) == list_digest(now):
        assert changed == ()
    else:
        assert changed
        with pytest.raises(HandOverOfAnotherList):
            sign(offered(*before), "comes", NOW, list_digest(before), now)
    assert sign(offered(*before), "comes", NOW, list_digest(now), now).state is HandOverState.SIGNED


def test_what_was_decided_stays_decided() -> None:
    signed = sign(offered(), "comes", NOW, list_digest(()), ())
    gone = withdraw(offered(), "leaves")

    assert withdraw(gone, "leaves") == gone
    with pytest.raises(HandOverDecided):
        withdraw(signed, "leaves")
    with pytest.raises(HandOverDecided):
        withdraw(offered(), "somebody")
    with pytest.raises(HandOverDecided):
        sign(gone, "comes", NOW, list_digest(()), ())
    with pytest.raises(HandOverDecided):
        sign(signed, "third", NOW, list_digest(()), ())
