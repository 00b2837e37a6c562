"""Windows are declared and aligned, take nothing when their key must be dead, and say what they cannot say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi.errors import BadWindow, TooEarly, TooLate, WindowCannotSay
from city.mobility.wifi.questions import Question, present_in_quarter, require_answerable
from city.mobility.wifi.windows import LENGTHS_S, Kind, Window, window_of
from tests.effort import examples

LENGTHS = [(kind, length) for kind in Kind for length in sorted(LENGTHS_S[kind])]
NOON = 1_767_225_600 + 12 * 3600
MINUTES = [Window(Kind.NOW, NOON + 60 * minute, 60) for minute in range(15)]
QUARTER = Window(Kind.VISIT, NOON, 900)
HOUR = Window(Kind.JOURNEY, NOON, 3600)


@settings(max_examples=examples(150))
@given(st.sampled_from(LENGTHS), st.floats(0, 4e9))
def test_every_moment_is_of_one_window_of_each_length(declared: tuple[Kind, int], moment: float) -> None:
    kind, length = declared

    window = window_of(kind, moment, length)

    assert window.holds(moment)
    assert not Window(kind, window.start_s + length, length).holds(moment)
    assert window.end_s - window.start_s == length
    assert window.start_s % length == 0


@pytest.mark.parametrize(
    ("kind", "start", "length"),
    [
        (Kind.NOW, NOON, 120),
        (Kind.VISIT, NOON, 86_400),
        (Kind.VISIT, NOON + 60, 900),
        (Kind.JOURNEY, NOON, 86_400),
        (Kind.NOW, -60, 60),
    ],
)
def test_a_window_that_is_not_declared_is_refused(kind: Kind, start: int, length: int) -> None:
    with pytest.raises(BadWindow):
        Window(kind, start, length)


@pytest.mark.parametrize(("moment", "length"), [(-1.0, 0), (5.0, 300)])
def test_a_moment_has_no_window_that_is_not_declared(moment: float, length: int) -> None:
    with pytest.raises(BadWindow):
        window_of(Kind.VISIT, moment, length)


def test_data_is_taken_until_the_key_must_be_dead_a_minute_after_the_end() -> None:
    QUARTER.require_open(NOON)
    QUARTER.require_open(NOON + 959.9)

    assert QUARTER.key_dead_at_s == NOON + 960
    assert not QUARTER.is_closed(NOON + 959.9)
    assert QUARTER.is_closed(NOON + 960)
    with pytest.raises(TooLate):
        QUARTER.require_open(NOON + 960)
    with pytest.raises(TooEarly):
        QUARTER.require_open(NOON - 1)


@pytest.mark.parametrize(
    ("question", "windows"),
    [
        (Question.PRESENT_NOW, MINUTES[:1]),
        (Question.PRESENT_IN_QUARTER, MINUTES),
        (Question.VISITORS, [QUARTER]),
        (Question.VISITORS, [HOUR]),
        (Question.DWELL_CLASSES, [HOUR]),
        (Question.FLOWS, [HOUR]),
    ],
)
def test_what_a_window_can_say_is_answered(question: Question, windows: list[Window]) -> None:
    require_answerable(question, windows)


@pytest.mark.parametrize(
    ("question", "windows"),
    [
        (Question.VISITORS, [QUARTER, Window(Kind.VISIT, NOON + 900, 900)]),
        (Question.VISITORS, MINUTES),
        (Question.VISITORS, []),
        (Question.PRESENT_NOW, [QUARTER]),
        (Question.PRESENT_NOW, MINUTES[:2]),
        (Question.PRESENT_IN_QUARTER, MINUTES[:14]),
        (Question.PRESENT_IN_QUARTER, [*MINUTES[:14], MINUTES[0]]),
        (Question.FLOWS, [QUARTER]),
        (Question.DWELL_CLASSES, [QUARTER]),
        (Question.VISITORS_OF_A_DAY, [Window(Kind.VISIT, NOON + 900 * at, 900) for at in range(48)]),
        (Question.VISITORS_OF_SEVERAL_WINDOWS, [QUARTER]),
        (Question.RETURNING_VISITORS, [HOUR]),
    ],
)
def test_what_it_cannot_say_is_refused_and_not_summed(question: Question, windows: list[Window]) -> None:
    with pytest.raises(WindowCannotSay):
        require_answerable(question, windows)


def test_a_quarters_presence_is_the_median_of_its_minutes() -> None:
    people = [30, 2, 31, 29, 400, 30, 30, 28, 33, 30, 30, 31, 29, 30, 32]

    assert present_in_quarter(list(zip(MINUTES, people, strict=True))) == 30
    with pytest.raises(WindowCannotSay):
        present_in_quarter(list(zip(MINUTES[1:], people[1:], strict=True)))
