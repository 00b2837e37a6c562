"""What people do about an incident: each step timed and by name, and only over what they have seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from city.aws.dynamo import Cancelled, all_or_nothing
from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import count, logger
from city.contracts.operations.staff.incidents import IncidentFile, TakeStep, WriteNote
from city.kernel.clock import Clock
from city.operations.incidents.announce import event_of, line_of
from city.operations.incidents.errors import IncidentMoved, WorkersRaced
from city.operations.incidents.incident import Incident
from city.operations.incidents.lifecycle import ENDED, Step, require_right, take_step
from city.operations.incidents.service.show_incident import ShowIncident
from city.operations.incidents.service.tell_incidents import TellIncidents
from city.operations.incidents.tables.incidents import Incidents, Tell, tell_entry

if TYPE_CHECKING:
    from pynamodb.connection import Connection

# Events go on joining meanwhile, and each is a revision.
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIncidentStep:
    connection: Connection
    incidents: Incidents
    tell: TellIncidents
    show: ShowIncident
    clock: Clock

    def take(
        self, incident_id: str, step: Step, asked: TakeStep | WriteNote, by: StaffPerson, groups: Collection[str]
    ) -> IncidentFile:
        """Over the revision that was seen; a note needs none.

        What only events changed since is no conflict: in a storm nobody could ever answer. Raises IncidentUnknown,
        StepNotYours, StepNotPossible, IncidentMoved, WorkersRaced.
        """
        require_right(step, groups)
        for _ in range(_TRIES):
            before = self.incidents.find(incident_id)
            if isinstance(asked, TakeStep) and not self._was_seen(before, incident_id, asked.revision):
                raise IncidentMoved(line_of(before).model_dump(mode="json"))
            now = self.clock.now()
            after = _stepped(before, step, now)
            tell = self._write(before, after, step, asked.note, by, now)
            if tell is not None:
                self.tell.tell([tell])
                count("IncidentSteps")
                logger().info("incident step", extra={"incident": after.incident_id, "step": step})
                return self.show.show(after.incident_id, groups)
        raise WorkersRaced

    def _was_seen(self, now: Incident, asked: str, seen: int) -> bool:
        """Whether nobody did anything about it since: under an id that was merged since, nobody saw this one."""
        return asked == now.incident_id and now.stepped_at_revision <= seen <= now.revision

    def _write(
        self, before: Incident, after: Incident, step: Step, note: str | None, by: StaffPerson, now: datetime
    ) -> Tell | None:
        event = event_of(before, after, now)
        told = ((event.source, event.detail_type, event.model_dump_json()),) if event is not None else ()
        tell = Tell(tell_entry([after], now), told, (after,))
        try:
            with all_or_nothing(self.connection) as transaction:
                self.incidents.put(transaction, after, now)
                self.incidents.put_open(transaction, before, after)
                self.incidents.put_step(
                    transaction, after, what=step, at=now, by=by.id, by_name=by.name or by.email, note=note
                )
                self.incidents.put_tell(transaction, tell, now)
        except Cancelled:
            return None
        return tell


def _stepped(before: Incident, step: Step, now: datetime) -> Incident:
    """Raises StepNotPossible."""
    stepped = take_step(before.shown_state, step)
    after = replace(before, revision=before.revision + 1)
    if not stepped.has_moved:
        return after
    return replace(
        after,
        state=stepped.state,
        stepped_at_revision=after.revision,
        # The first stays: whoever answered first, answered.
        acknowledged_at=before.acknowledged_at or (now if stepped.state in ("acknowledged", "dispatched") else None),
        dispatched_at=before.dispatched_at or (now if stepped.state == "dispatched" else None),
        ended_at=now if stepped.state in ENDED else None,
        kept_open=before.kept_open or step == "reopen",
    )
