"""Builds what shows staff the work that waits."""

from dataclasses import dataclass

from city.fines.desk.cases.service.arrears_of_car import ArrearsOfCar
from city.fines.desk.service.staff_parts import StaffParts
from city.fines.desk.work.service.count_work import CountWork
from city.fines.desk.work.service.export_work import ExportWork
from city.fines.desk.work.service.list_work import ListWork
from city.fines.law.tables.due_cases import DueCases


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkUseCases:
    """What shows staff the work that waits."""

    count_work: CountWork
    list_work: ListWork
    export_work: ExportWork


def build_work(parts: StaffParts) -> WorkUseCases:
    due_cases = DueCases(parts.connection)
    return WorkUseCases(
        count_work=CountWork(due_cases=due_cases, desk=parts.desk, deposits=parts.deposits, clock=parts.clock),
        list_work=ListWork(due_cases=due_cases, arrears_of_car=ArrearsOfCar(parts.cases), clock=parts.clock),
        export_work=ExportWork(due_cases=due_cases, desk=parts.desk, deposits=parts.deposits, clock=parts.clock),
    )
