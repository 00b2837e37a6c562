"""The procedures, and the versions of one."""

from dataclasses import dataclass

from city.contracts.operations.staff.procedures import ProcedureList, ProcedureVersions
from city.operations.procedures.errors import ProcedureUnknown
from city.operations.procedures.service.shown import procedure_line
from city.operations.procedures.tables.procedures import Procedures


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProcedures:
    procedures: Procedures

    def show(self) -> ProcedureList:
        return ProcedureList(procedures=tuple(procedure_line(record) for record in self.procedures.list_newest()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowVersions:
    procedures: Procedures

    def show(self, procedure_id: str) -> ProcedureVersions:
        """Raises ProcedureUnknown."""
        versions = self.procedures.versions(procedure_id)
        if not versions:
            raise ProcedureUnknown(procedure_id)
        return ProcedureVersions(versions=tuple(procedure_line(record) for record in versions))
