"""Asking for cameras, and for more time: what is asked waits for two others."""

from dataclasses import dataclass, replace
from datetime import timedelta

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import count, logger
from city.contracts.operations.staff.viewing import AskGrant, AskLonger, GrantLine
from city.contracts.operations.viewing import GrantState
from city.kernel.clock import Clock, seoul_date
from city.operations.incidents.errors import IncidentUnknown
from city.operations.viewing.automatic import asked_id, choose_cameras, name_cameras
from city.operations.viewing.basis import require_basis
from city.operations.viewing.errors import (
    CamerasMissing,
    GrantChanged,
    TooManyCameras,
    WindowEmpty,
    WindowTooLong,
)
from city.operations.viewing.grants import Extension, Grant, GrantedCamera, ask_longer, ending_of, require_open
from city.operations.viewing.policy import ViewingPolicy, policy_on
from city.operations.viewing.ports import CameraRegistry, Incidents, IncidentSeen
from city.operations.viewing.shown import line_of
from city.operations.viewing.tables.grants import Grants
from city.operations.viewing.tables.people import AgencyPeople

_MOST_TURNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForGrant:
    grants: Grants
    incidents: Incidents
    cameras: CameraRegistry
    people: AgencyPeople
    clock: Clock

    def ask(self, incident_id: str, body: AskGrant, by: StaffPerson) -> GrantLine:
        """The same request again is the one that waits or is in force; after its end it is a new one.

        Raises IncidentUnknown, IncidentOver, ExerciseOpensNoCamera, BasisUnknown, BasisNotForOthers, DocumentMissing,
        WindowTooLong, WindowEmpty, CamerasMissing, TooManyCameras.
        """
        now = self.clock.now()
        policy = policy_on(seoul_date(now))
        seen = self.incidents.find(incident_id)
        require_open(seen.standing if seen is not None else None)
        if seen is None:
            raise IncidentUnknown
        basis = require_basis(body.basis, body.organisation, body.document)
        lasts = timedelta(minutes=body.minutes)
        if lasts > policy.longest_window:
            raise WindowTooLong
        if body.not_before is not None and body.not_before + lasts <= now:
            raise WindowEmpty
        if body.not_before is not None and body.not_before > now + policy.longest_total:
            raise WindowTooLong
        cameras = self._cameras(body, seen, policy)
        asked = Grant(
            id="",
            incident_id=incident_id,
            organisation=body.organisation,
            person=body.person,
            person_name=self._named(body.person),
            basis=basis,
            document=body.document,
            purpose=body.purpose,
            cameras=cameras,
            lasts=lasts,
            inactive_after=policy.inactive_after,
            asked_by=by.id,
            asked_by_name=by.name or by.email,
            asked_at=now,
            event_kind=seen.kind,
            not_before=body.not_before,
        )
        return line_of(self._add(asked, seen), seen.standing, now)

    def _named(self, person_id: str | None) -> str | None:
        person = self.people.find(person_id) if person_id else None
        return person.name if person is not None else None

    def _cameras(self, body: AskGrant, seen: IncidentSeen, policy: ViewingPolicy) -> tuple[GrantedCamera, ...]:
        if body.cameras is None:
            if seen.place is None:
                raise CamerasMissing
            near = choose_cameras(self.cameras.near(seen.place, policy.radius_m, policy.nearest), policy)
            chosen = name_cameras(near, self.cameras.find([each.id for each in near]))
        else:
            wanted = dict.fromkeys(body.cameras)
            if len(wanted) > policy.most_cameras:
                raise TooManyCameras
            chosen = tuple(self.cameras.find(wanted))
            if {camera.id for camera in chosen} != set(wanted):
                raise CamerasMissing
        if not chosen:
            raise CamerasMissing
        return chosen

    def _add(self, asked: Grant, seen: IncidentSeen) -> Grant:
        """Under the first of its ids that is free: those before it are over."""
        key = (
            asked.incident_id,
            asked.organisation,
            asked.person or "",
            asked.basis.value,
            asked.document or "",
            asked.purpose,
            str(asked.lasts),
            str(asked.not_before),
            asked.asked_by,
            *(camera.id for camera in asked.cameras),
        )
        for turn in range(_MOST_TURNS):
            new = replace(asked, id=asked_id(*key, str(turn)))
            known = self.grants.find(new.id)
            if known is None and self.grants.add(new):
                count("GrantAsked")
                logger().info("grant asked for", extra={"grant_id": new.id, "incident_id": new.incident_id})
                return new
            known = known or self.grants.read(new.id)
            if known.state is GrantState.WAITING:
                return known
            if known.state is GrantState.GIVEN and ending_of(known, seen.standing, asked.asked_at) is None:
                return known
        raise GrantChanged(_MOST_TURNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForLonger:
    grants: Grants
    incidents: Incidents
    clock: Clock

    def ask(self, grant_id: str, body: AskLonger, by: StaffPerson) -> GrantLine:
        """Raises GrantUnknown, GrantChanged, GrantNotWaiting, ExtensionWaits, WindowTooLong."""
        now, grant = self.clock.now(), self.grants.read(grant_id)
        seen = self.incidents.find(grant.incident_id)
        standing = seen.standing if seen else None
        extension = Extension(
            longer=timedelta(minutes=body.minutes),
            reason=body.reason,
            asked_by=by.id,
            asked_at=now,
            asked_by_name=by.name or by.email,
        )
        asked = ask_longer(grant, extension, policy_on(seoul_date(now)), standing)
        if asked is not grant:
            if grant.revision != body.revision:
                raise GrantChanged(grant.revision)
            self.grants.save(asked, grant.revision)
        return line_of(asked, standing, now)
