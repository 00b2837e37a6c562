"""Events by their kinds, for tests."""

from typing import Any


def kinds(events: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [kind for kind, _ in events]
