"""How hard a property is tried: `--full` on five times as many examples as the everyday run."""

from hypothesis import settings

_DEEP = 150


def examples(when_deep: int) -> int:
    """The number of examples for `@settings(max_examples=…)`: `when_deep` with `--full`, its share in the everyday run."""
    return max(3, when_deep * settings().max_examples // _DEEP)
