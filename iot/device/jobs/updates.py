"""Updates with a trial and a way back. Whatever is interrupted is finished after the next start or undone: `slots`
remembers, and the cloud still says IN_PROGRESS.
"""

import logging
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Final, Protocol

from iot.device.jobs.executions import Execution, Executions, JobGone
from iot.device.jobs.health import Health, HealthLimits, find_ailment
from iot.device.jobs.slots import SOFTWARE, Slots, Trial
from iot.device.jobs.transfer import download
from iot.device.signatures import CityKey

logger = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 0.25
# Work needs a moment to begin again after a restart or an update.
_WARM_UP_S: Final = 5.0


class JobRejected(Exception):
    """The device will not even try: it does not know such a job, or the order is not the city's."""


class PartUnusable(Exception):
    """What lies in a part's slot does not load."""


class RestartNeeded(Exception):
    """The program must end now and be started again: the other slot counts."""


class UpdateOrder(Protocol):
    """What an update's contract says at least. `signature`: the city's, over the digest's hex text."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def signature(self) -> str: ...
    @property
    def health_check_s(self) -> int: ...


class RunningDevice(Protocol):
    """What jobs need of the running program."""

    def health(self) -> Health: ...

    def load(self, part: str) -> None:
        """Uses what lies in the slot of `part` that counts. Raises PartUnusable."""
        ...

    def restart(self) -> None:
        """Ends the program; whoever watches over it starts it again."""
        ...


class Updates:
    """Installs what the city signed, tries it out, and keeps it or goes back."""

    def __init__(
        self,
        *,
        executions: Executions,
        slots: Slots,
        key: CityKey,
        running: RunningDevice,
        limits: HealthLimits,
        scratch: Path,
        monotonic_s: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        self._executions, self._slots, self._key, self._running = executions, slots, key, running
        self._limits, self._scratch, self._monotonic_s, self._pause = limits, scratch, monotonic_s, pause

    def take_up(self, execution: Execution) -> bool:
        """Whether this execution's trial has ended already: then its outcome has been reported. Another's end is forgotten."""
        trial = self._slots.trial()
        if trial is None or not trial.decided:
            return False
        if (trial.job, trial.execution) == (execution.job, execution.number):
            self.report_outcome(execution, trial)
            return True
        # Its job was cancelled or timed out in the cloud: nobody is left to tell.
        self._slots.end()
        return False

    def install(self, execution: Execution, part: str, order: UpdateOrder) -> None:
        """Raises JobRejected, JobGone, TransferRefused, TransferFailed, PackageRefused, OSError, RestartNeeded."""
        if not self._key.signed(order.sha256, order.signature):
            raise JobRejected("the city's signature does not hold")
        self._executions.update(
            execution, "IN_PROGRESS", {"step": "downloading"}, minutes=ceil(order.health_check_s / 60) + 30
        )
        self._scratch.mkdir(parents=True, exist_ok=True)
        package = self._scratch / "package"
        try:
            download(order.url, package, size_bytes=order.size_bytes, sha256=order.sha256, pause=self._pause)
            slot = self._slots.lay(part, package, order.name)
        finally:
            package.unlink(missing_ok=True)
        faults_before = tuple(sorted(self._running.health().faults))
        trial = Trial(
            job=execution.job,
            execution=execution.number,
            part=part,
            name=order.name,
            before="",
            health_check_s=float(order.health_check_s),
            faults_before=faults_before,
        )
        self._executions.update(execution, "IN_PROGRESS", {"step": "on trial"})
        self._slots.begin(trial, slot)
        if part == SOFTWARE:
            raise RestartNeeded
        ended = self._try_out()
        if ended is not None:
            self.report_outcome(execution, ended)

    def finish_trial(self) -> None:
        """After a start: the trial that a restart or a power cut interrupted goes on. The city hears of it later.

        Raises RestartNeeded when the software on trial is lost.
        """
        trial = self._slots.trial()
        if trial is not None and not trial.decided:
            ended = self._try_out()
            if ended is not None and ended.lost and ended.part == SOFTWARE:
                raise RestartNeeded

    def _try_out(self) -> Trial | None:
        """The trial with its end; None if the device stops meanwhile, and the trial goes on after the next start."""
        trial = self._slots.trial()
        if trial is None:
            return None
        if trial.part != SOFTWARE:
            try:
                self._running.load(trial.part)
            except PartUnusable as error:
                return self._lose(trial, str(error))
        began_s = self._monotonic_s()
        # Right after a start nothing has been seen yet, and that is no fault.
        while self._monotonic_s() - began_s < _WARM_UP_S and not self._running.health().rounds:
            if self._executions.stopping:
                return None
            self._pause(_LOOK_EVERY_S)
        looks: list[Health] = [self._running.health()]
        while looks[-1].at_s - looks[0].at_s < trial.health_check_s:
            self._pause(_LOOK_EVERY_S)
            if self._executions.stopping:
                return None
            looks.append(self._running.health())
            ailment = find_ailment(frozenset(trial.faults_before), looks, self._limits)
            if ailment is not None:
                return self._lose(trial, ailment)
        if looks[-1].rounds <= looks[0].rounds:
            return self._lose(trial, f"no new {self._limits.result} during the whole trial")
        logger.info("%s %s stays", trial.part, trial.name)
        return self._slots.win(trial)

    def _lose(self, trial: Trial, reason: str) -> Trial:
        logger.warning("%s %s does not stay: %s", trial.part, trial.name, reason)
        lost = self._slots.lose(trial, reason)
        if trial.part != SOFTWARE:
            try:
                self._running.load(trial.part)
            except PartUnusable as error:
                logger.error("and the %s before it does not load either: %s", trial.part, error)  # noqa: TRY400
        return lost

    def report_outcome(self, execution: Execution, trial: Trial) -> None:
        try:
            if trial.won:
                heard = self._executions.update(execution, "SUCCEEDED", {"name": trial.name})
            else:
                heard = self._executions.update(execution, "FAILED", {"reason": f"rolled back: {trial.lost}"})
        except JobGone:
            heard = True
        if heard:
            self._slots.end()
