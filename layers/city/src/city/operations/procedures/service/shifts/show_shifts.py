"""What is open, and the last shifts that were handed over."""

from dataclasses import dataclass

from city.contracts.operations.staff.procedures import ShiftBoard
from city.operations.procedures.service.shifts.open_incidents import OpenIncidents
from city.operations.procedures.service.shown import hand_over_line, open_line
from city.operations.procedures.shifts import HandOverState, differences, list_digest
from city.operations.procedures.tables.hand_overs import HandOvers

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowShifts:
    incidents: OpenIncidents
    hand_overs: HandOvers

    def show(self) -> ShiftBoard:
        now = self.incidents.now()
        known = self.hand_overs.newest(MOST_SHOWN)
        offered = next((record for record in known if record.state == HandOverState.OFFERED.value), None)
        return ShiftBoard(
            open=tuple(open_line(each) for each in now),
            digest=list_digest(now),
            changed=differences(offered.to_hand_over().incidents, now) if offered else (),
            hand_overs=tuple(hand_over_line(record) for record in known),
        )
