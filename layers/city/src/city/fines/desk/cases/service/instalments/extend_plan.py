"""Extending instalments, once (질서위반행위규제법 시행령 §7의2)."""

from dataclasses import dataclass
from datetime import date

from city.contracts.fines.staff.cases import CaseLine, ExtendInstalments
from city.fines.desk.cases.service.instalments.decide_instalments import DecideInstalments, TextOwner, running_plan
from city.fines.law.instalments import (
    GrantedPlan,
)
from city.fines.law.lifecycle import Move, after
from city.fines.law.notices import Notice, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendPlan:
    """Divides what is left anew."""

    decide_instalments: DecideInstalments
    text_owner: TextOwner

    def extend(self, number: str, request: ExtendInstalments, by: str) -> CaseLine:
        """Once a plan; the same extension again changes nothing.

        Raises NoticeUnknown, NoInstalments, AlreadyExtended, ExtensionOutOfRange, AmountTooSmallToDivide, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            plan = running_plan(notice)
            after(state_of(notice, today), Move.EXTEND_INSTALMENTS)
            return plan.extended_by(request.months, today, notice.calendar)

        note = f"{request.months} months: {request.reason}"
        record, _ = self.decide_instalments.decide(number, Move.EXTEND_INSTALMENTS, decide, note=note, by=by)
        return self.text_owner.text(record)
