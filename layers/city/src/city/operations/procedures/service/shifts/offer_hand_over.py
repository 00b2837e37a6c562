"""Who leaves offers what is open, with a note on each, to whoever comes."""

from dataclasses import dataclass, replace

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.staff.procedures import HandOverLine, OfferHandOver
from city.kernel.clock import Clock
from city.operations.procedures.errors import HandOverOfAnotherList
from city.operations.procedures.service.shifts.open_incidents import OpenIncidents
from city.operations.procedures.service.shown import hand_over_line
from city.operations.procedures.shifts import HandOver, list_digest
from city.operations.procedures.tables.hand_overs import HandOvers, hand_over_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShift:
    incidents: OpenIncidents
    hand_overs: HandOvers
    clock: Clock

    def offer(self, request: OfferHandOver, by: StaffPerson) -> HandOverLine:
        """Raises HandOverOfAnotherList where what is open changed since the person looked."""
        now = self.incidents.now()
        if request.seen != list_digest(now):
            raise HandOverOfAnotherList
        notes = {each.incident_id: each.note for each in request.notes}
        at = self.clock.now()
        offered = HandOver(
            hand_over_id=hand_over_id(by.id, at),
            offered_by=by.id,
            offered_at=at,
            incidents=tuple(replace(each, note=notes.get(each.incident_id, "")) for each in now),
            remark=request.remark,
        )
        return hand_over_line(self.hand_overs.offer(offered, by.name or by.email))
