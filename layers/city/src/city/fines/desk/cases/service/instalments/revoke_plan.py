"""Revoking instalments (질서위반행위규제법 §24의3⑤)."""

from dataclasses import dataclass
from datetime import date

from city.contracts.fines.staff.cases import CaseLine, RevokeInstalments
from city.fines.desk.cases.service.instalments.decide_instalments import DecideInstalments, TextOwner, running_plan
from city.fines.desk.errors import InstalmentNotMissed
from city.fines.law.instalments import (
    GrantedPlan,
    RevocationGround,
)
from city.fines.law.lifecycle import Move, after
from city.fines.law.notices import Notice, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePlan:
    """Ends a plan: all that is left is due at once."""

    decide_instalments: DecideInstalments
    text_owner: TextOwner

    def revoke(self, number: str, request: RevokeInstalments, by: str) -> CaseLine:
        """Makes all that is left due at once; the same revocation again changes nothing.

        Raises NoticeUnknown, NoInstalments, InstalmentNotMissed, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            plan = running_plan(notice)
            after(state_of(notice, today), Move.REVOKE_INSTALMENTS)
            if RevocationGround(request.ground) is RevocationGround.MISSED and not plan.missed_on(today):
                raise InstalmentNotMissed
            return plan.ended(today)

        note = f"{request.ground}: {request.reason}"
        record, _ = self.decide_instalments.decide(number, Move.REVOKE_INSTALMENTS, decide, note=note, by=by)
        return self.text_owner.text(record)
