import io

import numpy as np

from city.dividend.anonymise.deidentify import watch
from city.dividend.anonymise.equivalence.histogram import count_rows
from city.dividend.anonymise.search.problem import Progress


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_what_is_over_at_once_is_not_told() -> None:
    clock, err = Clock(), io.StringIO()
    watcher = watch(err, 0.0, None, clock)

    clock.at = 1.9
    watcher.rows_read(1000)

    assert err.getvalue() == ""


def test_what_takes_longer_is_told_once_a_second() -> None:
    clock, err = Clock(), io.StringIO()
    watcher = watch(err, 0.0, None, clock)

    for clock.at in (2.1, 2.5, 3.0, 3.2):
        watcher.searching(Progress(7, 42, 0.25))

    assert err.getvalue().count("\n") == 2
    assert "checked 7, 남은 open 42, 손실 loss 0.25" in err.getvalue()


def test_a_stated_time_runs_from_the_beginning_of_the_search() -> None:
    clock = Clock()
    watcher = watch(io.StringIO(), 0.0, 5.0, clock)

    clock.at = 60.0
    assert not watcher.out_of_time()
    watcher.counted(count_rows(["x"], [["a"]], [np.zeros(1, dtype=np.int64)]))
    clock.at = 64.0
    assert not watcher.out_of_time()
    clock.at = 65.5
    assert watcher.out_of_time()
