"""A dry run of a procedure that is being written: what would be asked of whom, and when."""

from dataclasses import dataclass
from datetime import timedelta

from city.contracts.operations.staff.procedures import TrialLine, TrialStory, TryProcedure
from city.operations.procedures.errors import ProcedureFaulty
from city.operations.procedures.procedure import faults_of
from city.operations.procedures.service.write_procedure import MAY_BE_ASKED, read_procedure
from city.operations.procedures.walk import Answer, dry_run, longest


@dataclass(frozen=True, slots=True)
class TryProcedures:
    def try_out(self, request: TryProcedure) -> TrialStory:
        """Raises ProcedureFaulty."""
        procedure = read_procedure("trial", 1, request.procedure)
        if faults := faults_of(procedure, MAY_BE_ASKED):
            raise ProcedureFaulty(", ".join(faults))
        supposed: dict[tuple[int, int], tuple[Answer, timedelta]] = {
            (each.number, each.turn): (Answer(each.answer), timedelta(seconds=each.took_s)) for each in request.supposed
        }
        run = dry_run(procedure, supposed)
        lines = []
        for trial in run.trials:
            step = procedure.steps[trial.asked.number - 1]
            lines.append(
                TrialLine(
                    number=trial.asked.number,
                    turn=trial.asked.turn,
                    who=trial.asked.who,
                    ko=step.ko,
                    en=step.en,
                    at_s=int(trial.at.total_seconds()),
                    answer=trial.answer.value,
                    took_s=int(trial.took.total_seconds()),
                )
            )
        return TrialStory(
            trials=tuple(lines),
            ending="complete" if run.ending.value == "complete" else "stopped",
            took_s=int(run.took.total_seconds()),
            longest_s=int(longest(procedure).total_seconds()),
        )
