"""What runs at an incident, and what waits for an answer of somebody's group."""

from collections.abc import Collection
from dataclasses import dataclass

from city.contracts.operations.staff.procedures import IncidentProcedures, LevelLine, RunStory, WaitingSteps
from city.operations.procedures.errors import ProcedureUnknown
from city.operations.procedures.service.shown import run_story, step_line
from city.operations.procedures.tables.procedures import Procedures
from city.operations.procedures.tables.runs import RunKey, RunRecord, Runs

MOST_WAITING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRuns:
    procedures: Procedures
    runs: Runs

    def show(self, incident_id: str) -> IncidentProcedures:
        runs = tuple(self._story(run) for run in self.runs.of_incident(incident_id))
        levels = tuple(
            LevelLine(number=int(level.entry.rpartition("#")[2]), who=level.who, told_at=level.told_at)
            for level in self.runs.levels_told(incident_id)
        )
        return IncidentProcedures(runs=runs, levels=levels)

    def _story(self, run: RunRecord) -> RunStory:
        procedure = self.procedures.version(run.key.procedure_id, int(run.version))
        if procedure is None:
            raise ProcedureUnknown(run.key.procedure_id)
        return run_story(run, procedure, self.runs.steps(run.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWaiting:
    runs: Runs

    def show(self, groups: Collection[str]) -> WaitingSteps:
        """What waits for any of these groups, the oldest first."""
        found = [step for group in groups for step in self.runs.waiting_for(group, MOST_WAITING)]
        known: dict[RunKey, RunRecord] = {}
        for step in found:
            if step.key not in known:
                known[step.key] = self.runs.get(step.key)
        oldest = sorted(found, key=lambda step: step.asked_at)
        return WaitingSteps(steps=tuple(step_line(known[step.key], step) for step in oldest))
