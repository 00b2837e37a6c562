"""Which question which windows can answer. What needs one identifier over several windows is refused, not summed."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import median_low

from city.mobility.wifi.errors import WindowCannotSay
from city.mobility.wifi.windows import QUARTER_S, Kind, Window


class Question(StrEnum):
    """What somebody may want to know of a zone."""

    PRESENT_NOW = "present_now"
    PRESENT_IN_QUARTER = "present_in_quarter"
    VISITORS = "visitors"
    DWELL_CLASSES = "dwell_classes"
    FLOWS = "flows"
    VISITORS_OF_SEVERAL_WINDOWS = "visitors_of_several_windows"
    VISITORS_OF_A_DAY = "visitors_of_a_day"
    RETURNING_VISITORS = "returning_visitors"


_KINDS = {
    Question.PRESENT_NOW: {Kind.NOW},
    Question.PRESENT_IN_QUARTER: {Kind.NOW},
    Question.VISITORS: {Kind.VISIT, Kind.JOURNEY},
    Question.DWELL_CLASSES: {Kind.JOURNEY},
    Question.FLOWS: {Kind.JOURNEY},
}


def require_answerable(question: Question, windows: Sequence[Window]) -> None:
    """Raises WindowCannotSay: no window, another kind, or more than one where identifiers do not outlive one."""
    if question not in _KINDS:
        raise WindowCannotSay(f"{question}: a device has another identifier in each window, and would count in each")
    if not windows:
        raise WindowCannotSay(f"{question}: of no window")
    kinds = {window.kind for window in windows}
    if not kinds <= _KINDS[question]:
        raise WindowCannotSay(f"{question}: not by windows {', '.join(sorted(kinds - _KINDS[question]))}")
    if question is Question.PRESENT_IN_QUARTER:
        _require_quarter(windows)
    elif len(windows) != 1:
        raise WindowCannotSay(f"{question}: {len(windows)} windows are not added up, a stay over an edge counts twice")


def present_in_quarter(present: Sequence[tuple[Window, int]]) -> int:
    """How many were there at once in a quarter of an hour: the median of its minutes, each counted.

    Raises WindowCannotSay unless it is fifteen minutes of one quarter, each once: none is made up.
    """
    require_answerable(Question.PRESENT_IN_QUARTER, [window for window, _ in present])
    return median_low(people for _, people in present)


def _require_quarter(windows: Sequence[Window]) -> None:
    starts = sorted(window.start_s for window in windows)
    first = starts[0] // QUARTER_S * QUARTER_S
    if starts != list(range(first, first + QUARTER_S, 60)):
        raise WindowCannotSay(f"{Question.PRESENT_IN_QUARTER}: not the fifteen minutes of one quarter, each once")
