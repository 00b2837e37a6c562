"""Opening and ending grants as incidents are told of on the bus. A look never waits for it to end."""

from dataclasses import dataclass, replace

from pydantic import ValidationError

from city.aws.observability import count, logger, measure_seconds
from city.contracts.operations.arrivals import BusMessage
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.viewing import Ending
from city.kernel.clock import Clock, seoul_date
from city.operations.errors import MessageUnreadable
from city.operations.viewing import looks
from city.operations.viewing.automatic import (
    automatic_id,
    choose_cameras,
    name_cameras,
    open_by_themselves,
    opens_by_itself,
)
from city.operations.viewing.errors import IncidentNotThere
from city.operations.viewing.grants import Grant
from city.operations.viewing.policy import policy_on
from city.operations.viewing.ports import CameraRegistry, Incidents, IncidentSeen, ViewLog
from city.operations.viewing.service.note_endings import NoteEndings
from city.operations.viewing.tables.grants import Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowIncident:
    """Told again, or out of order, it comes to the same: what stands is read, not what the message says."""

    grants: Grants
    incidents: Incidents
    cameras: CameraRegistry
    endings: NoteEndings
    log: ViewLog
    clock: Clock

    def follow(self, body: str) -> None:
        """Raises MessageUnreadable, IncidentNotThere, and ViewLogClosed: then no camera opens until the log can be told."""
        event = _read(body)
        seen = self.incidents.find(event.incident_id)
        if seen is None:
            # Told before it can be read: it comes again.
            raise IncidentNotThere
        # A grant stays with the incident it was given for, whatever that was merged into since.
        for part in sorted({event.incident_id, seen.standing.incident_id, *seen.absorbed}):
            for grant in self.grants.of_incident(part):
                self.endings.over(self.grants.read(grant.id))
        if seen.standing.open and not seen.standing.exercise and opens_by_itself(seen.sources, self.clock.now()):
            self._open(seen)
            if isinstance(event, IncidentOpenedV1):
                measure_seconds("GrantDelay", (self.clock.now() - event.occurred_at).total_seconds())

    def _open(self, seen: IncidentSeen) -> None:
        now, incident_id = self.clock.now(), seen.standing.incident_id
        policy = policy_on(seoul_date(now))
        wanted = open_by_themselves(seen.standing, seen.sources, (), policy, now)
        new = [grant for grant in wanted if not self._had_one(seen, grant)]
        if not new:
            return
        if seen.place is None:
            count("AutomaticGrantWithoutPlace")
            logger().warning("no place to open cameras for", extra={"incident_id": incident_id})
            return
        near = choose_cameras(self.cameras.near(seen.place, policy.radius_m, policy.nearest), policy)
        chosen = name_cameras(near, self.cameras.find([each.id for each in near]))
        if not chosen:
            count("AutomaticGrantWithoutCamera")
            logger().warning("no camera to open", extra={"incident_id": incident_id})
            return
        for grant in new:
            opened = replace(grant, cameras=chosen, event_kind=seen.kind)
            self.log.append(looks.given(opened, now))
            if self.grants.add(opened):
                count("AutomaticGrantOpened")

    def _had_one(self, seen: IncidentSeen, wanted: Grant) -> bool:
        """One for each body and incident, or any part of it: what ran out does not open again, and what people took back
        never does; what a body itself ended opens with its next call."""
        ids = [
            automatic_id(part, wanted.organisation, turn)
            for part in (seen.standing.incident_id, *seen.absorbed)
            for turn in range(wanted.turn + 1)
        ]
        known = [grant for each in ids if (grant := self.grants.find(each)) is not None]
        return any(grant.turn == wanted.turn or grant.ending is Ending.REVOKED for grant in known)


def _read(body: str) -> IncidentOpenedV1 | IncidentChangedV1:
    try:
        message = BusMessage.model_validate_json(body)
        if message.detail_type == IncidentOpenedV1.detail_type:
            return IncidentOpenedV1.model_validate(message.detail)
        return IncidentChangedV1.model_validate(message.detail)
    except ValidationError as error:
        raise MessageUnreadable from error
