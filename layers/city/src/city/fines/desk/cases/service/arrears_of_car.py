"""What the owner of a car owes for it, and for how long."""

from dataclasses import dataclass
from datetime import date

from city.fines.law.lifecycle import State
from city.fines.law.notices import state_of
from city.fines.law.procedure.arrears import Arrear
from city.fines.law.quotes import quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases

IN_ARREARS = frozenset({State.OVERDUE, State.DUNNED, State.SEIZED, State.PLATE_HELD})


@dataclass(frozen=True, slots=True)
class ArrearsOfCar:
    """Adds up what is overdue, by one query of the owner's cases."""

    cases: Cases

    def add_up(self, record: NoticeRecord, day: date) -> list[Arrear]:
        """What the holder owes for this car."""
        filed = (other.to_notice() for other in self.cases.every_notice(record.holder))
        return [
            Arrear(quote(notice, day).amount_krw, notice.payment_ends_on)
            for notice in filed
            if notice.plate.text == record.plate
            and notice.payment_ends_on
            and state_of(notice, day) in IN_ARREARS
            and not (notice.plan and notice.plan.runs)  # put off: no arrear
        ]
