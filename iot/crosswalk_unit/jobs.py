"""IoT jobs: updates with a trial and a way back, and pictures for somebody with a reason. A thread of its own.

The unit takes one job at a time, the oldest first, and says at each step how far it is. Whatever it is in the middle of
when the power goes, it either finishes after the next start or undoes: `slots` remembers, the cloud still says
IN_PROGRESS, and `start-next` hands the same execution out again.
"""

import json
import logging
import queue
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from city.contracts.crosswalk.devices import PictureJobV1, UpdateJobV1
from iot.crosswalk_unit.answers import ClientTokens, read_count, read_document
from iot.crosswalk_unit.health import Health, find_ailment
from iot.crosswalk_unit.link import Link, LinkBusy
from iot.crosswalk_unit.signatures import CityKey
from iot.crosswalk_unit.slots import PackageRefused, Part, Slots, Trial
from iot.crosswalk_unit.transfer import TransferFailed, TransferRefused, download, upload

logger = logging.getLogger(__name__)

Status = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"]
_PARTS: Final[dict[str, Part]] = {"update_model": "model", "update_software": "software"}
_OPERATIONS: Final = TypeAdapter[UpdateJobV1 | PictureJobV1](UpdateJobV1 | PictureJobV1)
_ANSWER_S: Final = 15.0
_LISTEN_S: Final = 0.1
_TRIES: Final = 4
# Status details of AWS IoT: values of 1 to 1,024 characters.
_MOST_DETAIL: Final = 1000
_LOOK_EVERY_S: Final = 0.25
_OPEN: Final = ("QUEUED", "IN_PROGRESS")
# AWS IoT: 1 to 64 characters; it becomes a level of a topic.
_JOB_ID: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
# Frames need a moment to come again after a restart or a new model.
_WARM_UP_S: Final = 5.0


class JobFailed(Exception):
    """The job cannot be done; why, for whoever ordered it."""


class JobRejected(Exception):
    """The unit will not even try: it does not know such a job, or the order is not the city's."""


class JobGone(Exception):
    """Cancelled, timed out or deleted in the cloud: nobody waits for its end any more."""


class ModelUnusable(Exception):
    """The model in the slot does not load."""


class RestartNeeded(Exception):
    """The program must end now and be started again: the other slot counts."""


class RunningUnit(Protocol):
    """What jobs need of the unit."""

    def health(self) -> Health: ...

    def load_model(self) -> None:
        """Uses the model in the slot that counts. Raises ModelUnusable."""
        ...

    def restart(self) -> None:
        """Ends the program; whoever watches over it starts it again."""
        ...

    def last_picture(self) -> bytes | None:
        """The last frame as JPEG with its boxes, faces and plates blurred; None without a frame."""
        ...

    def clip(self, journal: str, sequence: int) -> bytes | None:
        """The seconds around an incident as MP4, blurred; None if they are not kept any more."""
        ...


@dataclass(slots=True)
class _Execution:
    """A job handed to this unit, and the version of its state that we saw last."""

    job: str
    number: int
    version: int
    document: dict[str, Any]


class Jobs:
    """Takes jobs and does them. `start` makes the thread; tests call `work` instead."""

    def __init__(
        self,
        unit: str,
        link: Link,
        slots: Slots,
        key: CityKey,
        running: RunningUnit,
        scratch: Path,
        monotonic_s: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        self._topic = f"$aws/things/{unit}/jobs"
        self._unit, self._link, self._slots, self._key = unit, link, slots, key
        self._running, self._scratch, self._monotonic_s, self._pause = running, scratch, monotonic_s, pause
        self._bell: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[str, dict[str, Any]]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._tokens = ClientTokens(unit)
        for suffix in ("start-next/accepted", "start-next/rejected", "+/update/accepted", "+/update/rejected"):
            link.listen(f"{self._topic}/{suffix}", self._on_answer)
        link.listen(f"{self._topic}/notify-next", lambda *_: self._bell.put("notified"))
        link.when_connected(lambda: self._bell.put("connected"))

    def _on_answer(self, topic: str, payload: bytes) -> None:
        self._answers.put((topic.removeprefix(f"{self._topic}/"), read_document(payload)))

    # --- the thread ------------------------------------------------------------------------------

    def start(self) -> None:
        threading.Thread(target=self._run, name="jobs", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._bell.put("stopping")

    def _run(self) -> None:
        try:
            self.finish_trial()
            while not self._stopping.is_set():
                self._bell.get()
                self.work()
        except RestartNeeded:
            self._running.restart()

    def work(self) -> None:
        """Does jobs until none is left or the line is down. Raises RestartNeeded."""
        while not self._stopping.is_set():
            execution = self._start_next()
            if execution is None:
                return
            self._do(execution)

    def _do(self, execution: _Execution) -> None:
        """Raises RestartNeeded."""
        trial = self._slots.trial()
        if trial is not None and trial.decided and (trial.job, trial.execution) == (execution.job, execution.number):
            self._tell_outcome(execution, trial)
            return
        if trial is not None and trial.decided:
            # Its job was cancelled or timed out in the cloud: nobody is left to tell.
            self._slots.end()
        try:
            self._carry_out_and_tell(execution)
        except JobGone as gone:
            # Also where it was cancelled between our last step and saying so.
            logger.warning("job %s: %s", execution.job, gone)

    def _carry_out_and_tell(self, execution: _Execution) -> None:
        """Raises JobGone, RestartNeeded."""
        try:
            details = self._carry_out(execution)
        except JobRejected as refusal:
            self._update(execution, "REJECTED", {"reason": str(refusal)})
        except (JobFailed, TransferRefused, TransferFailed, PackageRefused) as failure:
            self._update(execution, "FAILED", {"reason": str(failure)})
        except OSError as error:
            self._update(execution, "FAILED", {"reason": f"the unit's disk failed: {error.strerror}"})
        else:
            if details is not None:
                self._update(execution, "SUCCEEDED", details)

    def _carry_out(self, execution: _Execution) -> dict[str, str] | None:
        """The details of success; None if the outcome has been told already.

        Raises JobRejected, JobFailed, JobGone, TransferRefused, TransferFailed, PackageRefused, OSError, RestartNeeded.
        """
        try:
            order = _OPERATIONS.validate_python(execution.document)
        except ValidationError as error:
            operation = execution.document.get("operation")
            known = (*_PARTS, "send_frame", "send_clip")
            if operation not in known:
                raise JobRejected(f"no such operation; this unit knows {', '.join(known)}") from error
            raise JobRejected(f"the order does not fit its contract: {_first_reason(error, operation)}") from error
        if isinstance(order, PictureJobV1):
            return self._send_picture(order)
        self._install(execution, order)
        return None

    # --- pictures --------------------------------------------------------------------------------

    def _send_picture(self, order: PictureJobV1) -> dict[str, str]:
        """Raises JobRejected, JobFailed, TransferRefused, TransferFailed."""
        if order.operation == "send_frame":
            content, kind = self._running.last_picture(), "image/jpeg"
            if content is None:
                raise JobFailed("there is no frame to send")
        else:
            if order.incident_sequence is None or order.journal is None:
                raise JobRejected("a clip needs the journal and the number of its incident")
            content, kind = self._running.clip(order.journal, order.incident_sequence), "video/mp4"
            if content is None:
                raise JobFailed("the clip is not kept any more")
        upload(order.url, content, kind, pause=self._pause)
        return {"bytes": str(len(content))}

    # --- updates ---------------------------------------------------------------------------------

    def _install(self, execution: _Execution, order: UpdateJobV1) -> None:
        """Raises JobRejected, JobGone, TransferRefused, TransferFailed, PackageRefused, OSError, RestartNeeded."""
        if not self._key.signed(order.sha256, order.signature):
            raise JobRejected("the city's signature does not hold")
        part = _PARTS[order.operation]
        self._update(execution, "IN_PROGRESS", {"step": "downloading"}, minutes=ceil(order.health_check_s / 60) + 30)
        self._scratch.mkdir(parents=True, exist_ok=True)
        package = self._scratch / "package"
        try:
            download(order.url, package, size_bytes=order.size_bytes, sha256=order.sha256, pause=self._pause)
            slot = self._slots.lay(part, package, order.name)
        finally:
            package.unlink(missing_ok=True)
        faults_before = tuple(sorted(self._running.health().faults))
        trial = Trial(execution.job, execution.number, part, order.name, "", float(order.health_check_s), faults_before)
        self._update(execution, "IN_PROGRESS", {"step": "on trial"})
        self._slots.begin(trial, slot)
        if part == "software":
            raise RestartNeeded
        ended = self._try_out()
        if ended is not None:
            self._tell_outcome(execution, ended)

    def finish_trial(self) -> None:
        """After a start: the trial that a restart or a power cut interrupted goes on. The city is told later, by `work`.

        Raises RestartNeeded when the software on trial is lost.
        """
        trial = self._slots.trial()
        if trial is not None and not trial.decided:
            ended = self._try_out()
            if ended is not None and ended.lost and ended.part == "software":
                raise RestartNeeded

    def _try_out(self) -> Trial | None:
        """The trial with its end; None if the unit stops meanwhile, and the trial goes on after the next start."""
        trial = self._slots.trial()
        if trial is None:
            return None
        if trial.part == "model":
            try:
                self._running.load_model()
            except ModelUnusable as error:
                return self._lose(trial, str(error))
        began_s = self._monotonic_s()
        # Right after a start nothing has been seen yet, and that is no fault.
        while self._monotonic_s() - began_s < _WARM_UP_S and not self._running.health().frames:
            if self._stopping.is_set():
                return None
            self._pause(_LOOK_EVERY_S)
        looks: list[Health] = [self._running.health()]
        while looks[-1].at_s - looks[0].at_s < trial.health_check_s:
            self._pause(_LOOK_EVERY_S)
            if self._stopping.is_set():
                return None
            looks.append(self._running.health())
            ailment = find_ailment(frozenset(trial.faults_before), looks)
            if ailment is not None:
                return self._lose(trial, ailment)
        if looks[-1].frames <= looks[0].frames:
            return self._lose(trial, "no new frame during the whole trial")
        logger.info("%s %s stays", trial.part, trial.name)
        return self._slots.win(trial)

    def _lose(self, trial: Trial, reason: str) -> Trial:
        logger.warning("%s %s does not stay: %s", trial.part, trial.name, reason)
        lost = self._slots.lose(trial, reason)
        if trial.part == "model":
            try:
                self._running.load_model()
            except ModelUnusable as error:
                logger.error("and the model before it does not load either: %s", error)  # noqa: TRY400
        return lost

    def _tell_outcome(self, execution: _Execution, trial: Trial) -> None:
        try:
            if trial.won:
                told = self._update(execution, "SUCCEEDED", {"name": trial.name})
            else:
                told = self._update(execution, "FAILED", {"reason": f"rolled back: {trial.lost}"})
        except JobGone:
            told = True
        if told:
            self._slots.end()

    # --- talking with AWS IoT jobs ---------------------------------------------------------------

    def _start_next(self) -> _Execution | None:
        answer = self._ask("start-next", {})
        return None if answer is None or answer.refused else _read_execution(answer.document.get("execution"))

    def _update(
        self, execution: _Execution, status: Status, details: Mapping[str, str], *, minutes: int | None = None
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
                # The cloud gives the job up by itself if this unit never comes back.
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


def _read_execution(found: Any) -> _Execution | None:
    """The execution that `start-next` hands out; None if there is none, or none that could be answered for."""
    if not isinstance(found, dict):
        return None
    job, document = found.get("jobId"), found.get("jobDocument")
    number, version = read_count(found, "executionNumber"), read_count(found, "versionNumber")
    if not isinstance(job, str) or _JOB_ID.fullmatch(job) is None or number is None or version is None:
        logger.warning("a job that nobody can read is left alone")
        return None
    return _Execution(job, number, version, document if isinstance(document, dict) else {})


def _first_reason(error: ValidationError, operation: object) -> str:
    wanted = "UpdateJobV1" if operation in _PARTS else "PictureJobV1"
    reasons = [e for e in error.errors(include_input=False, include_url=False) if wanted in e["loc"]]
    first = (reasons or error.errors(include_input=False, include_url=False))[0]
    return f"{'.'.join(str(step) for step in first['loc'][1:])}: {first['msg']}"
