"""Deciding what was asked for, and taking back what was given."""

from dataclasses import dataclass
from datetime import datetime

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import count, logger
from city.contracts.operations.staff.viewing import DecideGrant, GrantLine, RevokeGrant
from city.contracts.operations.viewing import Ending, GrantState
from city.kernel.clock import Clock
from city.operations.viewing import looks
from city.operations.viewing.errors import GrantChanged
from city.operations.viewing.grants import Voice, decide, decide_longer
from city.operations.viewing.ports import Incidents, ViewLog
from city.operations.viewing.service.note_endings import NoteEndings
from city.operations.viewing.shown import line_of
from city.operations.viewing.tables.grants import Grants

_TRIES = 5


def _voice(by: StaffPerson, body: DecideGrant, at: datetime, *, supervises: bool) -> Voice:
    return Voice(by.id, at, body.approves, body.reason, supervises, by.name or by.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnGrant:
    grants: Grants
    incidents: Incidents
    log: ViewLog
    clock: Clock

    def decide(self, grant_id: str, body: DecideGrant, by: StaffPerson, *, supervises: bool) -> GrantLine:
        """One of two voices. The log is told before the grant is in force: what is not logged is not given.

        Raises GrantUnknown, GrantChanged, GrantNotWaiting, AskedOneself, ApprovedBefore, NeedsSupervisor, IncidentOver,
        IncidentUnknown, ExerciseOpensNoCamera, ViewLogClosed.
        """
        now, grant = self.clock.now(), self.grants.read(grant_id)
        seen = self.incidents.find(grant.incident_id)
        standing = seen.standing if seen else None
        decided = decide(grant, _voice(by, body, now, supervises=supervises), standing)
        if decided is not grant:
            if grant.revision != body.revision:
                raise GrantChanged(grant.revision)
            if decided.state is GrantState.GIVEN:
                self.log.append(looks.given(decided, now))
            self.grants.save(decided, grant.revision)
            count("GrantDecided")
            logger().info("grant decided", extra={"grant_id": grant.id, "state": decided.state.value, "by": by.id})
        return line_of(decided, standing, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnLonger:
    grants: Grants
    incidents: Incidents
    log: ViewLog
    clock: Clock

    def decide(self, grant_id: str, body: DecideGrant, by: StaffPerson, *, supervises: bool) -> GrantLine:
        """One of two voices on more time.

        Raises GrantUnknown, GrantChanged, GrantNotWaiting, AskedOneself, ApprovedBefore, NeedsSupervisor, ViewLogClosed.
        """
        now, grant = self.clock.now(), self.grants.read(grant_id)
        seen = self.incidents.find(grant.incident_id)
        standing = seen.standing if seen else None
        decided = decide_longer(grant, _voice(by, body, now, supervises=supervises), standing)
        if decided is not grant:
            if grant.revision != body.revision:
                raise GrantChanged(grant.revision)
            if decided.ends_at != grant.ends_at:
                self.log.append(looks.longer(decided, by.id, by.name or by.email or by.id, now))
            self.grants.save(decided, grant.revision)
        return line_of(decided, standing, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeGivenGrant:
    grants: Grants
    incidents: Incidents
    endings: NoteEndings
    clock: Clock

    def revoke(self, grant_id: str, body: RevokeGrant, by: StaffPerson) -> GrantLine:
        """Over at once, whoever changes it at the same time, and whether or not the log can be told.

        Raises GrantUnknown.
        """
        for turn in range(_TRIES):
            grant = self.grants.read(grant_id)
            try:
                ended = self.endings.as_over(grant, Ending.REVOKED, by.id, body.reason, by_name=by.name or by.email)
            except GrantChanged:
                if turn == _TRIES - 1:
                    raise
                continue
            break
        seen = self.incidents.find(ended.incident_id)
        return line_of(ended, seen.standing if seen else None, self.clock.now())
