"""When an update on trial counts as ill."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from iot.crosswalk_unit.profile import HEALTH_LIMITS
from iot.device.jobs.health import Health, find_ailment


def looks(*frames: int, every_s: float = 0.5, p95: float = 40.0) -> list[Health]:
    return [Health(n * every_s, count, p95, frozenset()) for n, count in enumerate(frames)]


def test_a_unit_whose_frames_come_is_well() -> None:
    assert find_ailment(frozenset(), looks(0, 5, 10, 15), HEALTH_LIMITS) is None


def test_a_unit_whose_frames_stop_is_not() -> None:
    ailment = find_ailment(frozenset(), looks(0, 5, 5, 5, 5, 5, 5), HEALTH_LIMITS)

    assert ailment is not None
    assert "no new frame" in ailment


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60))
def test_a_gap_is_found_exactly_when_it_is_longer_than_allowed(steps: list[int]) -> None:
    counts = [sum(steps[: n + 1]) for n in range(len(steps))]
    longest_still, still = 0, 0
    for earlier, later in itertools.pairwise(counts):
        still = still + 1 if later == earlier else 0
        longest_still = max(longest_still, still)

    ailment = find_ailment(frozenset(), looks(*counts), HEALTH_LIMITS)

    assert (ailment is not None) == (longest_still * 0.5 > HEALTH_LIMITS.longest_gap_s)


def test_a_new_fault_is_the_updates_and_an_old_one_is_not() -> None:
    faulty = [Health(n, n * 10, 40.0, frozenset({"camera_dark"})) for n in range(3)]

    assert find_ailment(frozenset({"camera_dark"}), faulty, HEALTH_LIMITS) is None
    assert find_ailment(frozenset(), faulty, HEALTH_LIMITS) == "new fault: camera_dark"


def test_a_model_that_takes_too_long_is_not_well() -> None:
    assert "decisions take 900 ms" in str(find_ailment(frozenset(), looks(0, 5, 10, p95=900.0), HEALTH_LIMITS))
