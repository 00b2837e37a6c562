"""Whether somebody may look at this moment. Asked for each view, each playlist and each piece of film."""

from dataclasses import dataclass
from typing import NoReturn

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import count, logger
from city.contracts.operations.viewing import Ending, Refusal
from city.kernel.clock import Clock
from city.operations.viewing import looks
from city.operations.viewing.errors import GrantUnknown, ViewingEnded, ViewLogClosed, ViewNotYours, ViewRefused
from city.operations.viewing.grants import Grant, Viewer, refusal_of, uses
from city.operations.viewing.people import AGENCY, organisations_of
from city.operations.viewing.ports import Incidents, ViewLog
from city.operations.viewing.tables.grants import Grants
from city.operations.viewing.tables.people import AgencyPeople
from city.operations.viewing.tables.views import OpenedView, Views

LINK_OF_ANOTHER = "link_of_another"
_ENDINGS = frozenset(each.value for each in Ending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, by their token, and the number of the request: a refusal is logged once for each."""

    person: StaffPerson
    groups: tuple[str, ...]
    request_id: str

    @property
    def name(self) -> str:
        return self.person.name or self.person.email or self.person.id


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeLook:
    """Everything it judges by is read at that moment and strongly consistent; it remembers nothing."""

    grants: Grants
    incidents: Incidents
    people: AgencyPeople
    log: ViewLog
    clock: Clock

    def judge(self, grant_id: str, camera_id: str, caller: Caller) -> Grant:
        """The grant under which the caller sees the camera now. Raises GrantUnknown, ViewingEnded, ViewRefused."""
        grant = self.grants.read(grant_id)
        seen = self.incidents.find(grant.incident_id)
        person = self.people.find(caller.person.id) if AGENCY in caller.groups else None
        viewer = Viewer(caller.person.id, organisations_of(frozenset(caller.groups), person))
        now = self.clock.now()
        refusal = refusal_of(grant, seen.standing if seen else None, viewer, camera_id, now)
        if refusal is not None:
            self.refuse(grant, camera_id, caller, refusal.value)
        if uses(grant, now):
            self.grants.use(grant, now)
        return grant

    def refuse(self, grant: Grant, camera_id: str, caller: Caller, reason: str) -> NoReturn:
        """Refuses, and has it written down; a log that is closed makes nothing allowed."""
        count("ViewRefused")
        key = f"refusal#{caller.request_id}"
        entry = looks.look(
            grant,
            "refusal",
            key,
            self.clock.now(),
            who=caller.person.id,
            name=caller.name,
            camera=camera_id,
            reason=reason,
        )
        try:
            self.log.append(entry)
        except ViewLogClosed:
            count("ViewLogFailed")
            logger().error("refusal not in the log", extra={"grant_id": grant.id, "reason": reason})
        if reason == LINK_OF_ANOTHER:
            raise ViewNotYours
        raise ViewingEnded(reason) if reason in _ENDINGS else ViewRefused(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeView:
    """A view is the person's who opened it: in anybody else's hands it shows nothing."""

    views: Views
    grants: Grants
    looks: JudgeLook

    def judge(self, view_id: str, caller: Caller) -> OpenedView:
        """Raises ViewNotYours, ViewingEnded, ViewRefused."""
        view = self.views.find(view_id)
        if view is None:
            raise ViewNotYours
        if view.viewer != caller.person.id:
            grant = self.grants.find(view.grant_id)
            if grant is None:
                raise ViewNotYours
            self.looks.refuse(grant, view.camera_id, caller, LINK_OF_ANOTHER)
        try:
            self.looks.judge(view.grant_id, view.camera_id, caller)
        except GrantUnknown as error:
            raise ViewingEnded(Refusal.NOT_GIVEN.value) from error
        return view
