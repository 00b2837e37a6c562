"""The line: how long it waits, how much it sends, who hears what."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.crosswalk.devices import MOST_FRAME_BYTES
from iot.device.line.link import matches
from iot.device.line.pace import PublishBudget, draw_wait_s

# --- waiting ---------------------------------------------------------------------------------------


@given(st.integers(0, 2000), st.integers(0, 2**32))
def test_a_wait_is_at_least_a_second_and_at_most_the_longest(attempt: int, seed: int) -> None:
    assert 1.0 <= draw_wait_s(attempt, Random(seed)) <= 128.0


def test_waits_spread_evenly_under_a_bound_that_doubles() -> None:
    chance = Random(1)

    for attempt, bound_s in ((0, 1.0), (3, 8.0), (20, 127.0)):
        waits = sorted(draw_wait_s(attempt, chance) - 1.0 for _ in range(2000))
        assert waits[-1] <= bound_s
        assert waits[1000] == pytest.approx(bound_s / 2, rel=0.1)
        assert waits[200] == pytest.approx(bound_s / 10, rel=0.3)


def test_two_units_do_not_come_back_in_step() -> None:
    first, second = Random("okgye-01"), Random("okgye-02")

    assert [draw_wait_s(n, first) for n in range(5)] != [draw_wait_s(n, second) for n in range(5)]


# --- the budget ------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(0, 0.2), st.integers(1, 100_000), st.booleans()), max_size=400))
def test_no_second_carries_more_than_the_quota(calls: list[tuple[float, int, bool]]) -> None:
    budget, now_s, taken = PublishBudget(), 0.0, []
    for pause_s, size, urgent in calls:
        now_s += pause_s
        if budget.take(size, now_s, urgent=urgent):
            taken.append((now_s, size))

    for start, _ in taken:
        within = [size for at, size in taken if start <= at < start + 1]
        assert len(within) <= 100
        assert sum(within) <= 512 * 1024


def test_a_steady_sender_gets_four_fifths_of_the_quota() -> None:
    budget = PublishBudget(messages_per_s=100)

    taken = sum(budget.take(500, tick / 1000) for tick in range(10_000))

    assert taken == pytest.approx(10 * 80 + 15, abs=3)


def test_a_frame_of_the_largest_size_fits() -> None:
    assert PublishBudget().take(MOST_FRAME_BYTES, 0.0)


def test_urgent_messages_still_go_when_the_journal_has_used_its_share() -> None:
    budget = PublishBudget()
    while budget.take(100, 0.0):
        pass

    assert [budget.take(100, 0.0, urgent=True) for _ in range(7)] == [True] * 5 + [False] * 2


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    budget = PublishBudget(messages_per_s=10, reserve=0)
    while budget.take(1, 100.0):
        pass

    assert not budget.take(1, 50.0)
    assert budget.take(1, 100.3)


# --- filters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic_filter", "topic", "falls_under"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/b/c", False),
        ("a/+/c", "a/b/c", True),
        ("a/+", "a", False),
        ("a/#", "a/b/c", True),
        ("#", "$aws/things/x", False),
        ("+/things/x", "$aws/things/x", False),
        ("$aws/things/x/jobs/+/update/accepted", "$aws/things/x/jobs/j1/update/accepted", True),
        ("$aws/things/x/jobs/+/update/accepted", "$aws/things/x/jobs/j1/update/rejected", False),
    ],
)
def test_a_topic_falls_under_a_filter(topic_filter: str, topic: str, falls_under: bool) -> None:
    assert matches(topic_filter, topic) is falls_under
