"""How hard things are tried. Everyday runs try a share of what `--full` tries, and see every kind of thing once."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

_DEEP = 150


def examples(when_deep: int) -> int:
    """The number of examples for `@settings(max_examples=…)`: `when_deep` with `--full`, its share in the everyday run."""
    return max(3, when_deep * settings().max_examples // _DEEP)


def one_in(every: int, cases: Iterable[Any]) -> list[Any]:
    """Cases for `parametrize`, of which the first of every `every` runs every day and the others only with `--full`.

    A case that is a tuple stands for several arguments.
    """
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=[pytest.mark.exhaustive] * bool(at % every))
        for at, case in enumerate(cases)
    ]
