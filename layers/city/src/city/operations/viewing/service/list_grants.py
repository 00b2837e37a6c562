"""Showing grants: of an incident, those that wait, one's own body's."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from city.contracts.operations.staff.viewing import GrantLine, GrantPage
from city.kernel.clock import Clock
from city.operations.incidents.errors import IncidentUnknown
from city.operations.viewing.errors import NoAgency
from city.operations.viewing.grants import Grant, IncidentStanding
from city.operations.viewing.people import AGENCY, organisations_of
from city.operations.viewing.ports import Incidents
from city.operations.viewing.shown import line_of
from city.operations.viewing.tables.grants import DECISION, Grants
from city.operations.viewing.tables.people import AgencyPeople

MOST = 50


def _lines(grants: Iterable[Grant], incidents: Incidents, clock: Clock) -> tuple[GrantLine, ...]:
    known: dict[str, IncidentStanding | None] = {}
    lines = []
    for grant in grants:
        if grant.incident_id not in known:
            seen = incidents.find(grant.incident_id)
            known[grant.incident_id] = seen.standing if seen else None
        lines.append(line_of(grant, known[grant.incident_id], clock.now()))
    return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListIncidentGrants:
    grants: Grants
    incidents: Incidents
    clock: Clock

    def list(self, incident_id: str) -> GrantPage:
        """All of an incident, and of those that became part of it. Raises IncidentUnknown."""
        seen = self.incidents.find(incident_id)
        if seen is None:
            raise IncidentUnknown
        ids = dict.fromkeys((seen.standing.incident_id, incident_id, *seen.absorbed))
        found = list(chain.from_iterable(self.grants.of_incident(each) for each in ids))
        found.sort(key=lambda grant: grant.asked_at, reverse=True)
        return GrantPage(grants=_lines(found, self.incidents, self.clock))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWaitingGrants:
    grants: Grants
    incidents: Incidents
    clock: Clock

    def list(self) -> GrantPage:
        """What waits for two people, the oldest first."""
        return GrantPage(grants=_lines(self.grants.due(DECISION), self.incidents, self.clock))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowGrant:
    grants: Grants
    incidents: Incidents
    clock: Clock

    def show(self, grant_id: str) -> GrantLine:
        """Raises GrantUnknown."""
        return _lines([self.grants.read(grant_id)], self.incidents, self.clock)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyGrants:
    grants: Grants
    incidents: Incidents
    people: AgencyPeople
    clock: Clock

    def list(
        self, person_id: str, name: str | None, groups: tuple[str, ...], limit: int, page: str | None
    ) -> GrantPage:
        """Of the body somebody belongs to now, without those that are another person's.

        Somebody of no agency yet is written down, so that a supervisor finds them. Raises NoAgency, Invalid.
        """
        person = self.people.find(person_id) if AGENCY in groups else None
        bodies = organisations_of(frozenset(groups), person)
        if not bodies:
            if person is None:
                self.people.note(person_id, name, self.clock.now())
            raise NoAgency
        # Whoever is of an agency and of the room looks as the agency here; the room has its own lists.
        body = min(bodies, key=lambda each: each == "city")
        found, following = self.grants.of_organisation(body, limit, page)
        own = [grant for grant in found if grant.person in (None, person_id)]
        return GrantPage(grants=_lines(own, self.incidents, self.clock), next_page=following)
