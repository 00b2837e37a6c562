"""A supervisor writes a procedure: a new version, in force from then on. What runs keeps the version it began with."""

from dataclasses import dataclass
from datetime import timedelta

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.staff.procedures import ProcedureLine, WriteProcedure
from city.kernel.clock import Clock
from city.operations.procedures.errors import ProcedureChanged, ProcedureFaulty
from city.operations.procedures.procedure import Procedure, Step, WhenLate, faults_of
from city.operations.procedures.service.shown import procedure_line
from city.operations.procedures.tables.procedures import Procedures

MAY_BE_ASKED = ("operator", "supervisor")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteProcedures:
    procedures: Procedures
    clock: Clock

    def write(self, procedure_id: str, request: WriteProcedure, by: StaffPerson) -> ProcedureLine:
        """Raises ProcedureFaulty, ProcedureChanged."""
        written = read_procedure(procedure_id, request.version + 1, request)
        if faults := faults_of(written, MAY_BE_ASKED):
            raise ProcedureFaulty(", ".join(faults))
        newest = next(iter(self.procedures.versions(procedure_id)), None)
        if (int(newest.version) if newest else 0) != request.version:
            raise ProcedureChanged(procedure_id)
        return procedure_line(self.procedures.add_version(written, by.id, by.name or by.email, self.clock.now()))


def read_procedure(procedure_id: str, version: int, request: WriteProcedure) -> Procedure:
    """A procedure out of what a supervisor wrote, sound or not."""
    return Procedure(
        procedure_id=procedure_id,
        version=version,
        ko=request.ko,
        en=request.en,
        category=request.category,
        kinds=frozenset(request.kinds),
        from_severity=request.from_severity,
        steps=tuple(
            Step(
                ko=step.ko,
                en=step.en,
                who=step.who,
                limit=timedelta(seconds=step.limit_s),
                may_refuse=step.may_refuse,
                when_late=WhenLate(step.when_late),
            )
            for step in request.steps
        ),
        in_force=request.in_force,
    )
