"""The film of a case: its pieces, what of it is not there, and how long it is kept where it is recorded."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.evidence.film import Film, Gap, GapReason, begin_again, pass_piece
from city.operations.evidence.recordings import read_name
from city.operations.evidence.retention import RecordingPurpose, kept_at_source
from tests.effort import examples

AT = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def film(starts: datetime = AT, ends: datetime = AT + timedelta(minutes=3)) -> Film:
    return Film(id="export-x-1", camera="cam-1", starts=starts, ends=ends, asked_at=AT + timedelta(hours=1))


def test_a_film_is_pieces_that_end_with_their_minutes() -> None:
    pieces = film(AT + timedelta(seconds=50), AT + timedelta(seconds=130)).pieces

    assert [(each.starts.second, each.seconds) for each in pieces] == [(50, 10), (0, 60), (0, 10)]


@given(st.integers(0, 86_400_000), st.integers(1, 7_200_000))
@settings(max_examples=examples(200))
def test_pieces_follow_one_another_and_hold_what_was_asked_for(at_ms: int, lasts_ms: int) -> None:
    starts = AT + timedelta(milliseconds=at_ms)
    ends = starts + timedelta(milliseconds=lasts_ms)
    found = film(starts, ends)
    pieces = found.pieces

    assert all(before.ends == after.starts for before, after in itertools.pairwise(pieces))
    assert timedelta(0) <= starts - pieces[0].starts < timedelta(seconds=1)
    assert timedelta(0) <= pieces[-1].ends - ends < timedelta(seconds=1)
    assert all(1 <= each.seconds <= 60 for each in pieces)
    for each in pieces:
        named = read_name(found.name_of(each))
        assert named is not None
        assert (named.starts, named.ends, named.camera) == (each.starts, each.ends, "cam-1")


def test_two_cases_about_one_minute_share_its_piece() -> None:
    one, other = film(), film(AT + timedelta(seconds=30), AT + timedelta(minutes=5))

    assert one.name_of(one.pieces[1]) == other.name_of(other.pieces[1])


def test_what_is_not_there_is_said_by_its_minutes_and_its_reason() -> None:
    passed = film()
    for why in (GapReason.NO_FILM, GapReason.NO_FILM, None):
        passed = pass_piece(passed, why)

    assert passed.is_complete
    assert (passed.done, passed.fetched) == (3, 1)
    assert passed.gaps == (Gap(AT, AT + timedelta(minutes=2), GapReason.NO_FILM),)

    other = pass_piece(pass_piece(film(), GapReason.NO_FILM), GapReason.HAS_SOUND)
    assert [gap.why for gap in other.gaps] == [GapReason.NO_FILM, GapReason.HAS_SOUND]
    assert not other.is_complete
    assert begin_again(other) == film()


def test_film_is_kept_where_it_is_recorded_for_as_long_as_its_purpose_allows() -> None:
    assert kept_at_source(RecordingPurpose.PUBLIC_PLACE, AT) == timedelta(days=30)
    # A month of the calendar, the longest there is: a floor is not to be fallen short of.
    assert kept_at_source(RecordingPurpose.ROOFED_PARKING, AT) == timedelta(days=31)
