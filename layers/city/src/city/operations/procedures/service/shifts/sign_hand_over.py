"""Who comes signs what is open; who left may take an offer back until then."""

from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.staff.procedures import HandOverLine, SignHandOver
from city.kernel.clock import Clock
from city.operations.procedures.service.shifts.open_incidents import OpenIncidents
from city.operations.procedures.service.shown import hand_over_line
from city.operations.procedures.shifts import sign, withdraw
from city.operations.procedures.tables.hand_overs import HandOvers


@dataclass(frozen=True, slots=True, kw_only=True)
class SignShift:
    incidents: OpenIncidents
    hand_overs: HandOvers
    clock: Clock

    def sign(self, hand_over_id: str, request: SignHandOver, by: StaffPerson) -> HandOverLine:
        """Raises HandOverUnknown, SameWhoHandsOver, HandOverDecided, HandOverOfAnotherList."""
        known = self.hand_overs.get(hand_over_id)
        before = known.to_hand_over()
        signed = sign(before, by.id, self.clock.now(), request.seen, self.incidents.now())
        if signed == before:
            return hand_over_line(known)
        return hand_over_line(self.hand_overs.decide(known, signed, by.name or by.email))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawShift:
    hand_overs: HandOvers

    def withdraw(self, hand_over_id: str, by: StaffPerson) -> HandOverLine:
        """Raises HandOverUnknown, HandOverDecided."""
        known = self.hand_overs.get(hand_over_id)
        before = known.to_hand_over()
        gone = withdraw(before, by.id)
        if gone == before:
            return hand_over_line(known)
        return hand_over_line(self.hand_overs.decide(known, gone, None))
