"""Answers of AWS IoT jobs that are not the one that is waited for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iot.device.jobs.executions import JobGone
from tests.unit.device.jobs.job_bench import UNIT, Bench, bench, order
from tests.unit.device.jobs.shop import Shop


def hear_before(there: Bench, noise: Callable[[str, str], list[tuple[str, Any]]]) -> None:
    """Before each right answer these are heard: `noise` makes them of the topic and the token that is asked with."""
    answer = there.cloud.respond

    def noisy(topic: str, payload: bytes) -> None:
        for heard_on, content in noise(topic, json.loads(payload)["clientToken"]):
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            there.cloud.link.hear(heard_on, raw)
        answer(topic, payload)

    there.cloud.respond = noisy


EXECUTION = {"jobId": "job-9", "executionNumber": 1, "versionNumber": 1, "jobDocument": {}}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", {}, {"clientToken": None}, {"clientToken": ["x"]}],
)
def test_noise_on_the_jobs_topics_harms_nothing(disk: Path, shop: str, content: Any) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    hear_before(there, lambda topic, _: [(f"{topic}/accepted", content), (f"{topic}/rejected", content)])

    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_an_answer_to_an_earlier_request_is_not_taken_for_this_ones(disk: Path, shop: str) -> None:
    """Late, twice, and of the start of the program before: an order that is long over."""
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    stale = [f"{UNIT}-1", f"{UNIT}-2", f"{UNIT}-0000000a-1"]
    seen: list[str] = []

    def late(topic: str, token: str) -> list[tuple[str, Any]]:
        earlier = [*stale, *seen]
        seen.append(token)
        return [
            (f"{topic}/{outcome}", {"clientToken": old, "execution": EXECUTION, "code": "TerminalStateReached"})
            for old in earlier
            for outcome in ("accepted", "rejected")
        ]

    hear_before(there, late)
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"
    assert [status for status, _ in there.cloud.updates] == ["IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED"]


def test_two_starts_of_the_program_never_ask_with_the_same_token(new_disk: Callable[[], Path]) -> None:
    tokens = []
    for _ in range(10):
        there = bench(new_disk(), {})
        there.jobs.executions.start_next()
        tokens.append(json.loads(there.cloud.link.sent[-1].payload)["clientToken"])

    assert len(set(tokens)) == 10
    assert all(len(token) <= 64 for token in tokens)


def test_our_token_on_another_requests_topic_is_not_our_answer(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    base = f"$aws/things/{UNIT}/jobs"

    def swapped(topic: str, token: str) -> list[tuple[str, Any]]:
        other = f"{base}/job-1/update" if topic.endswith("start-next") else f"{base}/start-next"
        refused = {"clientToken": token, "code": "InvalidStateTransition"}
        return [(f"{other}/accepted", {"clientToken": token, "execution": EXECUTION}), (f"{other}/rejected", refused)]

    hear_before(there, swapped)
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


@pytest.mark.parametrize(
    "execution",
    [
        None,
        [],
        "job",
        5,
        {**EXECUTION, "jobId": None},
        {**EXECUTION, "jobId": ["job-9"]},
        {**EXECUTION, "jobId": "a/b"},
        {**EXECUTION, "jobId": "+"},
        {**EXECUTION, "jobId": ""},
        {**EXECUTION, "jobId": "x" * 65},
        {**EXECUTION, "executionNumber": "one"},
        {**EXECUTION, "executionNumber": None},
        {**EXECUTION, "versionNumber": {}},
        {**EXECUTION, "versionNumber": -1},
        {**EXECUTION, "versionNumber": True},
        {**EXECUTION, "versionNumber": 10**40},
    ],
)
def test_an_execution_that_nobody_can_read_is_left_alone(disk: Path, execution: Any) -> None:
    there = bench(disk, {})

    def answer(topic: str, payload: bytes) -> None:
        assert topic.endswith("start-next")
        token = json.loads(payload)["clientToken"]
        there.cloud.answer(topic, "accepted", {"clientToken": token, "execution": execution})

    there.cloud.respond = answer
    there.jobs.work()

    assert there.cloud.updates == []


@pytest.mark.parametrize("document", [None, [], "update", 5, {"operation": ["update_model"]}])
def test_an_order_of_any_shape_is_rejected_with_a_reason(disk: Path, document: Any) -> None:
    there = bench(disk, document)

    there.jobs.work()

    ((status, details),) = there.cloud.updates
    assert status == "REJECTED"
    assert details["reason"]


@pytest.mark.parametrize(
    "refusal",
    [
        {},
        {"code": None},
        {"code": "VersionMismatch"},
        {"code": "VersionMismatch", "executionState": "IN_PROGRESS"},
        {"code": "VersionMismatch", "executionState": {"status": ["QUEUED"]}},
        {"code": ["VersionMismatch"], "executionState": 5},
    ],
)
def test_a_refused_update_of_any_shape_ends_the_job_and_is_no_success(disk: Path, refusal: dict[str, Any]) -> None:
    there = bench(disk, {"operation": "unheard of"})
    given_out = there.jobs.executions.start_next()
    assert given_out is not None

    def refuse(topic: str, payload: bytes) -> None:
        there.cloud.answer(topic, "rejected", {**refusal, "clientToken": json.loads(payload)["clientToken"]})

    there.cloud.respond = refuse
    with pytest.raises(JobGone):
        there.jobs.executions.update(given_out, "SUCCEEDED", {})


@pytest.mark.parametrize("number", ["five", None, {}, -1, 10**40])
def test_a_version_that_nobody_can_read_is_guessed_and_given_up_in_the_end(disk: Path, number: Any) -> None:
    there = bench(disk, {"operation": "unheard of"})
    given_out = there.jobs.executions.start_next()
    assert given_out is not None
    state = {"status": "IN_PROGRESS", "versionNumber": number}

    def refuse(topic: str, payload: bytes) -> None:
        mismatch = {"code": "VersionMismatch", "executionState": state}
        there.cloud.answer(topic, "rejected", {**mismatch, "clientToken": json.loads(payload)["clientToken"]})

    there.cloud.respond = refuse

    assert there.jobs.executions.update(given_out, "IN_PROGRESS", {}) is False


def test_a_job_whose_refusal_is_refused_ends_no_thread(disk: Path) -> None:
    """Cancelled in the cloud just before the unit says that it will not do it."""
    there = bench(disk, {"operation": "unheard of"})
    start = there.cloud.respond

    def cancel(topic: str, payload: bytes) -> None:
        if topic.endswith("/update"):
            there.cloud.status = "CANCELED"
        start(topic, payload)

    there.cloud.respond = cancel
    there.jobs.work()

    assert there.cloud.updates == []
