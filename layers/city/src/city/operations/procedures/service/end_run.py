"""A run is over: complete, stopped, or ended with its incident."""

from dataclasses import dataclass

from city.aws.observability import count
from city.contracts.operations.machine import EndTask
from city.kernel.clock import Clock
from city.operations.procedures.tables.runs import RunKey, Runs
from city.operations.procedures.walk import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRun:
    runs: Runs
    clock: Clock

    def end(self, task: EndTask) -> None:
        """Raises RunUnknown."""
        ending = Ending(task.ending)
        self.runs.end(self.runs.get(RunKey.of(task.run_id)), ending, self.clock.now())
        if task.broken:
            count("ProcedureBroken")
        elif ending is Ending.STOPPED:
            count("ProcedureStopped")
