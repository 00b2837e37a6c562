import pytest
from hypothesis import given
from hypothesis import strategies as st

from iot.crosswalk_unit.sight.voting import Vote

frames = st.lists(st.sampled_from([0.0, 1.0]), max_size=30)


@given(seen=frames)
def test_two_of_three_is_what_it_says(seen) -> None:
    vote = Vote()
    for index, one in enumerate(seen):
        assert vote.cast(one) == (sum(seen[max(0, index - 2) : index + 1]) >= 2)


@given(seen=frames)
def test_a_pending_vote_is_one_that_the_next_sighting_carries(seen) -> None:
    vote, other = Vote(), Vote()
    for one in seen:
        vote.cast(one)
        other.cast(one)

    assert vote.pending == other.cast(1.0)


@given(weights=st.lists(st.floats(0, 3), max_size=30))
def test_faint_sightings_must_be_more(weights) -> None:
    vote = Vote(least=3.6, over=5)
    for index, weight in enumerate(weights):
        carried = vote.cast(weight)
        assert not carried or sum(weights[max(0, index - 4) : index + 1]) >= 3.6


def test_two_clear_sightings_carry_at_once_and_two_faint_ones_do_not() -> None:
    clear, faint = Vote(least=3.6), Vote(least=3.6)

    assert [clear.cast(2.0), clear.cast(2.0)] == [False, True]
    assert [faint.cast(1.1) for _ in range(4)] == [False, False, False, True]


@pytest.mark.parametrize(("needed", "of", "over"), [(0, 3, 5), (4, 3, 5), (2, 3, 2)])
def test_a_vote_that_nothing_or_nobody_can_carry_is_refused(needed, of, over) -> None:
    with pytest.raises(ValueError, match="no vote"):
        Vote(needed, of, over=over)
