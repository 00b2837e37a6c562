"""What a start shows of itself: which step, and how long is left."""

from io import StringIO

import pytest
from rich.console import Console

from infra.local.machine.progress import Estimate, step

ESTIMATE = Estimate({"build": 30.0, "deploy": 20.0})


@pytest.mark.parametrize(
    ("what", "gone_s", "left"),
    [
        ("build", 0, "약 50초 남음 (about 50 s left)"),
        ("build", 12.4, "약 38초 남음 (about 38 s left)"),
        ("build", 99, "약 20초 남음 (about 20 s left)"),
        ("deploy", 5, "약 15초 남음 (about 15 s left)"),
        ("deploy", 99, "곧 끝납니다 (nearly done)"),
        ("dance", 1, ""),
    ],
)
def test_what_is_left_is_of_this_step_and_those_after_it(what: str, gone_s: float, left: str) -> None:
    assert ESTIMATE.left(what, gone_s) == left


def test_a_step_says_at_its_beginning_how_long_is_left_and_is_remembered_when_it_has_succeeded() -> None:
    shown, took = StringIO(), list[float]()

    with step(Console(file=shown, width=200), "build", ESTIMATE, took.append):
        pass

    assert "… build · 약 50초 남음 (about 50 s left)" in shown.getvalue()
    assert len(took) == 1


def test_a_step_that_fails_teaches_nothing() -> None:
    took = list[float]()

    with pytest.raises(ZeroDivisionError), step(Console(file=StringIO()), "build", ESTIMATE, took.append):
        raise ZeroDivisionError

    assert took == []
