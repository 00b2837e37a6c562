"""Listing cases that wait for a person, by their deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from city.contracts.fines.staff.work import WorkLine, WorkPage
from city.fines.desk.cases.service.arrears_of_car import ArrearsOfCar
from city.fines.desk.cases.service.case_stories import moves_now
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.work.case_lists import case_list
from city.fines.law.errors import PlateHoldAnnouncedTooLate, PlateHoldNotAnnounced
from city.fines.law.privacy import Mask
from city.fines.law.procedure.arrears import check_plate_hold
from city.fines.law.procedure.deadlines import read_deadline
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.due_cases import DueCases
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWork:
    """The most urgent first."""

    due_cases: DueCases
    arrears_of_car: ArrearsOfCar
    clock: Clock

    MOST = 50

    def list(self, name: str, first: str | None, last: str | None, limit: int, page: str | None) -> WorkPage:
        """Cases whose deadline lies between two days, both included. Raises WorkListUnknown, Invalid."""
        wanted, today = case_list(name), seoul_date(self.clock.now())
        found, following = self.due_cases.page(wanted.between(read_day(first), read_day(last), today), limit, page)
        cases = [case for case in found if wanted.has(case.to_notice(), today)]
        lines = tuple(show_work(case, today, Mask()) for case in cases)
        if name == "seized":
            lines = tuple(self._with_arrears(lines, cases, today))
        return WorkPage(list=name, cases=lines, next_page=following)

    def _with_arrears(
        self, lines: Iterable[WorkLine], cases: Iterable[NoticeRecord], today: date
    ) -> Iterable[WorkLine]:
        """One read of what each owner owes."""
        known: dict[tuple[str, str], bool] = {}
        for line, case in zip(lines, cases, strict=True):
            car = (case.holder, case.plate)
            if car not in known:
                known[car] = self._enough(case, today)
            yield line.model_copy(update={"plate_may_be_held": known[car]})

    def _enough(self, case: NoticeRecord, today: date) -> bool:
        try:
            check_plate_hold(self.arrears_of_car.add_up(case, today), None, today)
        except (PlateHoldNotAnnounced, PlateHoldAnnouncedTooLate):
            return True
        except Conflict:
            return False
        return True


def show_work(record: NoticeRecord, today: date, mask: Mask) -> WorkLine:
    deadline = read_deadline(record.next_due).on
    return WorkLine(
        **dict(show_case(record, today, mask)),
        deadline=deadline,
        days_left=(deadline - today).days,
        moves=moves_now(record, today),
    )


def read_day(text: str | None) -> date | None:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid from None
