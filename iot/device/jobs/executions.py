"""The talk with AWS IoT jobs: which execution comes next, and how far it is. Each request has an answer by its token."""

import json
import logging
import queue
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from iot.device.line.answers import ClientTokens, read_count, read_document
from iot.device.line.link import Link, LinkBusy

logger = logging.getLogger(__name__)

Status = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"]
_ANSWER_S: Final = 15.0
_LISTEN_S: Final = 0.1
_TRIES: Final = 4
# Status details of AWS IoT: values of 1 to 1,024 characters.
_MOST_DETAIL: Final = 1000
_OPEN: Final = ("QUEUED", "IN_PROGRESS")
# AWS IoT: 1 to 64 characters; it becomes a level of a topic.
_JOB_ID: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class JobGone(Exception):
    """Cancelled, timed out or deleted in the cloud: nobody waits for its end any more."""


@dataclass(slots=True)
class Execution:
    """A job handed to this device, and the version of its state that we saw last."""

    job: str
    number: int
    version: int
    document: dict[str, Any]


class Executions:
    """Asks for executions and says how far they are; `wake` is called when there may be a new one."""

    def __init__(
        self,
        *,
        device: str,
        link: Link,
        monotonic_s: Callable[[], float],
        pause: Callable[[float], None],
        wake: Callable[[], None],
    ) -> None:
        self._topic = f"$aws/things/{device}/jobs"
        self._link, self._monotonic_s, self._pause = link, monotonic_s, pause
        self._answers: queue.SimpleQueue[tuple[str, dict[str, Any]]] = queue.SimpleQueue()
        # Set by whoever ends the program: no answer is waited for any more.
        self._stopping = threading.Event()
        self._tokens = ClientTokens(device)
        for suffix in ("start-next/accepted", "start-next/rejected", "+/update/accepted", "+/update/rejected"):
            link.listen(f"{self._topic}/{suffix}", self._on_answer)
        link.listen(f"{self._topic}/notify-next", lambda *_: wake())
        link.when_connected(wake)

    def stop(self) -> None:
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def _on_answer(self, topic: str, payload: bytes) -> None:
        self._answers.put((topic.removeprefix(f"{self._topic}/"), read_document(payload)))

    def start_next(self) -> Execution | None:
        answer = self._ask("start-next", {})
        return None if answer is None or answer.refused else _read_execution(answer.document.get("execution"))

    def update(
        self, execution: Execution, status: Status, details: Mapping[str, str], *, minutes: int | None = None
    ) -> bool:
        """Says how far a job is. Whether the city heard it. Raises JobGone."""
        for _ in range(_TRIES):
            request: dict[str, Any] = {
                "status": status,
                "statusDetails": {name: value[:_MOST_DETAIL] or "-" for name, value in details.items()},
                "expectedVersion": execution.version,
                "executionNumber": execution.number,
            }
            if minutes is not None:
                # The cloud gives the job up by itself if this device never comes back.
                request["stepTimeoutInMinutes"] = minutes
            answer = self._ask(f"{execution.job}/update", request)
            if answer is None:
                continue
            if not answer.refused:
                execution.version += 1
                return True
            code, state = answer.document.get("code"), answer.document.get("executionState")
            if code == "VersionMismatch" and isinstance(state, dict) and state.get("status") in _OPEN:
                seen = read_count(state, "versionNumber")
                execution.version = execution.version + 1 if seen is None else seen
                continue
            raise JobGone(str(answer.document.get("message", code)))
        return False

    def _ask(self, topic: str, request: dict[str, Any]) -> "_Answer | None":
        """One request and its own answer, by its token; None if none comes."""
        token = self._tokens.draw()
        while not self._answers.empty():
            self._answers.get_nowait()
        try:
            self._link.publish(
                f"{self._topic}/{topic}", json.dumps({**request, "clientToken": token}).encode(), urgent=True
            )
        except LinkBusy:
            self._pause(0.1)
            return None
        deadline_s = self._monotonic_s() + _ANSWER_S
        while (left_s := deadline_s - self._monotonic_s()) > 0 and not self._stopping.is_set():
            if not self._link.connected:
                return None
            try:
                suffix, document = self._answers.get(timeout=min(left_s, _LISTEN_S))
            except queue.Empty:
                continue
            if document.get("clientToken") == token and suffix in (f"{topic}/accepted", f"{topic}/rejected"):
                return _Answer(document, refused=suffix.endswith("/rejected"))
        return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What AWS IoT jobs said to a request of ours."""

    document: dict[str, Any]
    refused: bool


def _read_execution(found: Any) -> Execution | None:
    """The execution that `start-next` hands out; None if there is none, or none that could be answered for."""
    if not isinstance(found, dict):
        return None
    job, document = found.get("jobId"), found.get("jobDocument")
    number, version = read_count(found, "executionNumber"), read_count(found, "versionNumber")
    if not isinstance(job, str) or _JOB_ID.fullmatch(job) is None or number is None or version is None:
        logger.warning("a job that nobody can read is left alone")
        return None
    return Execution(job, number, version, document if isinstance(document, dict) else {})
