"""IoT jobs: updates with a trial and a way back, and whatever else a device can be ordered to do. A thread of its own.

The device takes one job at a time, the oldest first, and says at each step how far it is. Whatever it is in the middle of
when the power goes, it either finishes after the next start or undoes, and `start-next` hands the same execution out
again.
"""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from city.contracts.base import Contract
from iot.device.jobs.executions import Execution, Executions, JobGone
from iot.device.jobs.health import HealthLimits
from iot.device.jobs.slots import PackageRefused, Slots
from iot.device.jobs.transfer import TransferFailed, TransferRefused
from iot.device.jobs.updates import JobRejected, RestartNeeded, RunningDevice, Updates
from iot.device.line.link import Link
from iot.device.signatures import CityKey

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """The job cannot be done; why, for whoever ordered it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A job that is done at once.

    `carry_out` takes the order, an instance of `contract`, and returns the details of success.
    Raises JobRejected, JobFailed, TransferRefused, TransferFailed, OSError.
    """

    contract: type[Contract]
    carry_out: Callable[[Any], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKinds:
    """What a device can be ordered to do, by the order's field `operation`.

    - update: the contract of an update, which has the fields of an UpdateOrder.
    - parts: the part that each operation updates.
    """

    update: type[Contract]
    parts: Mapping[str, str]
    others: Mapping[str, Operation]


class Jobs:
    """Takes jobs and does them. `start` makes the thread; tests call `work` instead."""

    def __init__(
        self,
        *,
        device: str,
        link: Link,
        kinds: JobKinds,
        slots: Slots,
        key: CityKey,
        running: RunningDevice,
        limits: HealthLimits,
        scratch: Path,
        monotonic_s: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        self._kinds, self._running = kinds, running
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.executions = Executions(
            device=device, link=link, monotonic_s=monotonic_s, pause=pause, wake=lambda: self._bell.put(None)
        )
        self._updates = Updates(
            executions=self.executions,
            slots=slots,
            key=key,
            running=running,
            limits=limits,
            scratch=scratch,
            monotonic_s=monotonic_s,
            pause=pause,
        )

    # --- the thread ------------------------------------------------------------------------------

    def start(self) -> None:
        threading.Thread(target=self._run, name="jobs", daemon=True).start()

    def stop(self) -> None:
        self.executions.stop()
        self._bell.put(None)

    def _run(self) -> None:
        try:
            self.finish_trial()
            while not self.executions.stopping:
                self._bell.get()
                self.work()
        except RestartNeeded:
            self._running.restart()

    def finish_trial(self) -> None:
        """After a start: the trial that a restart or a power cut interrupted goes on. The city hears of it in `work`.

        Raises RestartNeeded when the software on trial is lost.
        """
        self._updates.finish_trial()

    def work(self) -> None:
        """Does jobs until none is left or the line is down. Raises RestartNeeded."""
        while not self.executions.stopping:
            execution = self.executions.start_next()
            if execution is None:
                return
            self.do(execution)

    def do(self, execution: Execution) -> None:
        """Raises RestartNeeded."""
        if self._updates.take_up(execution):
            return
        try:
            self._carry_out_and_report(execution)
        except JobGone as gone:
            # Also where it was cancelled between our last step and saying so.
            logger.warning("job %s: %s", execution.job, gone)

    def _carry_out_and_report(self, execution: Execution) -> None:
        """Raises JobGone, RestartNeeded."""
        try:
            details = self._carry_out(execution)
        except JobRejected as refusal:
            self.executions.update(execution, "REJECTED", {"reason": str(refusal)})
        except (JobFailed, TransferRefused, TransferFailed, PackageRefused) as failure:
            self.executions.update(execution, "FAILED", {"reason": str(failure)})
        except OSError as error:
            self.executions.update(execution, "FAILED", {"reason": f"the unit's disk failed: {error.strerror}"})
        else:
            if details is not None:
                self.executions.update(execution, "SUCCEEDED", details)

    def _carry_out(self, execution: Execution) -> dict[str, str] | None:
        """The details of success; None if the outcome has been reported already.

        Raises JobRejected, JobFailed, JobGone, TransferRefused, TransferFailed, PackageRefused, OSError, RestartNeeded.
        """
        operation = execution.document.get("operation")
        known = (*self._kinds.parts, *self._kinds.others)
        if not isinstance(operation, str) or operation not in known:
            raise JobRejected(f"no such operation; this unit knows {', '.join(known)}")
        if operation in self._kinds.parts:
            order: Any = _read(self._kinds.update, execution.document)
            self._updates.install(execution, self._kinds.parts[operation], order)
            return None
        other = self._kinds.others[operation]
        return other.carry_out(_read(other.contract, execution.document))


def _read(contract: type[Contract], document: dict[str, Any]) -> Contract:
    """Raises JobRejected."""
    try:
        return contract.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        reason = f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
        raise JobRejected(f"the order does not fit its contract: {reason}") from error
