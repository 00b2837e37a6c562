"""Clients of the domains' APIs at a local city that is busy."""

from types import SimpleNamespace
from typing import Any

import pytest

from infra.local import staff

NO_WORKER = (429, {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded"})


@pytest.mark.parametrize(
    ("answers", "got", "times"),
    [
        ([NO_WORKER, NO_WORKER, (200, {"ok": 1})], (200, {"ok": 1}), 3),
        # What somebody's own limit says is no want of workers: it is answered as it came.
        ([(429, {"message": "Too Many Requests"}), (200, {})], (429, {"message": "Too Many Requests"}), 1),
        ([NO_WORKER] * 40, NO_WORKER, 30),
    ],
)
def test_a_request_that_no_worker_began_is_made_again(
    monkeypatch: pytest.MonkeyPatch, answers: list[tuple[int, Any]], got: tuple[int, Any], times: int
) -> None:
    asked: list[str] = []

    def call(url: str, *_: Any) -> tuple[int, Any]:
        asked.append(url)
        return answers[len(asked) - 1]

    monkeypatch.setattr(staff, "call", call)
    monkeypatch.setattr("time.sleep", lambda _: None)
    city: Any = SimpleNamespace(api_url=lambda domain: f"http://localhost/api/{domain}")

    assert staff.ApiClient(city, "dividend").ask("POST", "/rounds") == got
    assert len(asked) == times
