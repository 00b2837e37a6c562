"""Under load each event counts once and boards miss nothing, whichever workers die and however often a line is cut."""

import pytest

from benchmarks.operations.city_load import Load, Outcome, put_on
from infra.local.city import City

LOAD = Load(events=600, a_second=40, kills=3, cuts=20, happenings=40)


@pytest.fixture(scope="module")
def outcome(city: City) -> Outcome:
    return put_on(city, LOAD)


def test_each_event_is_in_one_incident_and_counted_once(outcome: Outcome) -> None:
    assert outcome.killed == LOAD.kills
    assert outcome.incidents == LOAD.happenings
    assert (outcome.unrecorded, outcome.unplaced, outcome.miscounted) == (0, 0, 0)
    assert outcome.too_many == 0
    assert outcome.dead_letters == 0


def test_each_event_comes_onto_the_board(outcome: Outcome) -> None:
    assert len(outcome.delays_ms) == LOAD.events


def test_a_board_that_is_cut_misses_nothing_and_never_goes_back(outcome: Outcome) -> None:
    assert outcome.cut == LOAD.cuts
    assert (outcome.gaps, outcome.backwards, outcome.differing) == (0, 0, 0)
