"""Windows of five minutes: nothing lost, nothing twice, wherever the borders fall and whenever they are taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.crosswalk.devices import UnitStatisticsV1
from iot.crosswalk_unit.watch.statistics import CrossingStatistics, Window

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STARTED_S = 1000.0


def wall(now_s: float, start: datetime = NOON) -> datetime:
    """The wall clock that stands at `start` when the unit starts."""
    return start + timedelta(seconds=now_s - STARTED_S)


def total(windows: list[Window], name: str) -> float:
    return sum(getattr(window, name) for window in windows)


def test_windows_start_at_whole_five_minutes() -> None:
    statistics = CrossingStatistics(STARTED_S)
    start = NOON + timedelta(minutes=2, seconds=30)

    first = statistics.take(STARTED_S + 149, wall(STARTED_S + 149, start))
    second = statistics.take(STARTED_S + 151, wall(STARTED_S + 151, start))
    third = statistics.take(STARTED_S + 800, wall(STARTED_S + 800, start))

    assert first == ()
    assert [(w.window_start, w.covered_s) for w in second] == [(NOON, pytest.approx(150))]
    assert [(w.window_start, w.covered_s) for w in third] == [
        (NOON + timedelta(minutes=5), pytest.approx(300)),
        (NOON + timedelta(minutes=10), pytest.approx(300)),
    ]


def test_what_happened_is_in_the_window_it_happened_in() -> None:
    statistics = CrossingStatistics(STARTED_S)
    statistics.count("people_left_to_right", STARTED_S + 299.9)
    statistics.count("people_left_to_right", STARTED_S + 300.1)
    statistics.count_vehicle(49.9, STARTED_S + 10)
    statistics.count_vehicle(50.0, STARTED_S + 310)
    statistics.count_vehicle(None, STARTED_S + 310)
    statistics.count_vehicle(170.0, STARTED_S + 310)

    first, second = statistics.take(STARTED_S + 601, wall(STARTED_S + 601))

    assert (first.people_left_to_right, second.people_left_to_right) == (1, 1)
    assert (first.vehicles, first.vehicle_speeds) == (1, [0, 0, 0, 0, 1, 0, 0, 0, 0])
    assert (second.vehicles, second.vehicle_speeds) == (3, [0, 0, 0, 0, 0, 1, 0, 0, 1])


def test_a_light_over_a_border_is_cut_at_the_border() -> None:
    statistics = CrossingStatistics(STARTED_S)
    statistics.set_level("lit", 1.0, STARTED_S + 290)
    statistics.set_level("waiting", 3, STARTED_S + 290)
    statistics.set_level("waiting", 2, STARTED_S + 295)

    # Taken late, as after a stalled loop.
    (first,) = statistics.take(STARTED_S + 312, wall(STARTED_S + 312))
    statistics.set_level("lit", 0.0, STARTED_S + 315)
    statistics.set_level("waiting", 0, STARTED_S + 315)
    (second,) = statistics.take(STARTED_S + 600, wall(STARTED_S + 600))

    assert (first.lit_s, second.lit_s) == (pytest.approx(10), pytest.approx(15))
    assert (first.waiting_s_total, second.waiting_s_total) == (pytest.approx(15 + 10), pytest.approx(30))


def test_a_restart_sends_what_it_has() -> None:
    statistics = CrossingStatistics(STARTED_S)
    statistics.count("bicycles", STARTED_S + 5)

    (rest,) = statistics.take(STARTED_S + 20, wall(STARTED_S + 20), final=True)

    assert (rest.window_start, rest.covered_s, rest.bicycles) == (NOON, pytest.approx(20), 1)
    assert statistics.take(STARTED_S + 20, wall(STARTED_S + 20), final=True) == ()


def test_a_clock_set_forward_loses_nothing() -> None:
    """Without network time the unit believed it was 1970; then it learned better, by years and some minutes."""
    statistics = CrossingStatistics(STARTED_S)
    for second in range(400):
        statistics.count("bicycles", STARTED_S + second)
    past = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)

    windows = list(statistics.take(STARTED_S + 200, wall(STARTED_S + 200, past)))
    windows += statistics.take(STARTED_S + 400, wall(STARTED_S + 400), final=True)

    assert total(windows, "bicycles") == 400
    assert total(windows, "covered_s") == pytest.approx(400)


@given(
    starts=st.integers(0, 299_999),
    events=st.lists(st.integers(1, 1_800_000), max_size=60),
    lights=st.lists(st.integers(1, 1_800_000), max_size=12),
    takes=st.lists(st.integers(1, 1_800_000), max_size=12),
    jumps=st.lists(st.integers(-4_000_000, 4_000_000), min_size=12, max_size=12),
)
def test_whatever_is_taken_adds_up(starts, events, lights, takes, jumps) -> None:
    """Milliseconds of half an hour; the wall clock may be set between any two takings."""
    statistics = CrossingStatistics(STARTED_S)
    start = NOON + timedelta(milliseconds=starts)
    windows: list[Window] = []
    happenings = [(at, "event") for at in events] + [(at, "light") for at in lights] + [(at, "take") for at in takes]
    lit, lit_ms, since = False, 0, 0
    jump = iter(jumps)
    for at, what in sorted(happenings):
        now_s = STARTED_S + at / 1000
        if what == "event":
            statistics.count("people_right_to_left", now_s)
            statistics.count_vehicle(31.0, now_s)
        elif what == "light":
            lit_ms += (at - since) * lit
            lit, since = not lit, at
            statistics.set_level("lit", float(lit), now_s)
        else:
            windows += statistics.take(now_s, wall(now_s, start))
            start += timedelta(milliseconds=next(jump))
    end_s = STARTED_S + 1800.001
    lit_ms += (1_800_001 - since) * lit
    windows += statistics.take(end_s, wall(end_s, start), final=True)

    assert total(windows, "people_right_to_left") == total(windows, "vehicles") == len(events)
    assert sum(window.vehicle_speeds[3] for window in windows) == len(events)
    assert total(windows, "lit_s") == pytest.approx(lit_ms / 1000, abs=0.01)
    assert total(windows, "covered_s") == pytest.approx(1800.001, abs=0.01)
    for window in windows:
        assert window.window_start.minute % 5 == window.window_start.second == window.window_start.microsecond == 0
        assert window.lit_s <= window.covered_s + 0.01


def test_a_window_fits_the_contract() -> None:
    statistics = CrossingStatistics(STARTED_S)
    statistics.set_level("night", 1.0, STARTED_S)
    (window,) = statistics.take(STARTED_S + 300, wall(STARTED_S + 300))

    fields = {name: getattr(window, name) for name in Window.__slots__}  # type: ignore[attr-defined]
    report = UnitStatisticsV1(unit="drawn-01", journal="0123abcd", sequence=1, at=NOON, **fields)

    assert report.night_s == 300
    assert len(report.vehicle_speeds) == 9
