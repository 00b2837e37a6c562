"""Saying for which agency somebody works: one proposes, another decides, one takes away."""

from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import logger
from city.contracts.operations.staff.viewing import DecidePerson, EndPerson, PersonLine, PersonPage, ProposePerson
from city.kernel.clock import Clock
from city.operations.viewing.people import PersonState, decide, end, propose
from city.operations.viewing.shown import person_line
from city.operations.viewing.tables.people import AgencyPeople

_ORDER = (PersonState.PROPOSED, PersonState.SEEN, PersonState.ACTIVE, PersonState.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAgencyPeople:
    people: AgencyPeople

    def list(self) -> PersonPage:
        found = sorted(self.people.all(), key=lambda each: (_ORDER.index(each.state), each.name or "", each.id))
        return PersonPage(people=tuple(map(person_line, found)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAgencyPerson:
    people: AgencyPeople
    clock: Clock

    def propose(self, person_id: str, body: ProposePerson, by: StaffPerson, *, supervises: bool) -> PersonLine:
        """Raises PersonUnknown, PersonProposedBefore, CannotDecideOneself, GrantChanged."""
        person = self.people.read(person_id)
        proposed = propose(
            person,
            body.organisation,
            body.reason,
            by.id,
            self.clock.now(),
            supervises=supervises,
            by_name=by.name or by.email,
        )
        self.people.save(proposed, person.revision)
        return person_line(proposed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnPerson:
    people: AgencyPeople
    clock: Clock

    def decide(self, person_id: str, body: DecidePerson, by: StaffPerson, *, supervises: bool) -> PersonLine:
        """Raises PersonUnknown, PersonDecidedBefore, AskedOneself, CannotDecideOneself, NeedsSupervisor, GrantChanged."""
        person = self.people.read(person_id)
        decided = decide(
            person,
            body.approves,
            by.id,
            body.reason,
            self.clock.now(),
            supervises=supervises,
            by_name=by.name or by.email,
        )
        self.people.save(decided, person.revision)
        logger().info(
            "agency person decided", extra={"person_id": person_id, "state": decided.state.value, "by": by.id}
        )
        return person_line(decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAgencyPerson:
    people: AgencyPeople
    clock: Clock

    def end(self, person_id: str, body: EndPerson, by: StaffPerson) -> PersonLine:
        """At once: their next piece of film is refused. Raises PersonUnknown, GrantChanged."""
        person = self.people.read(person_id)
        ended = end(person, by.id, body.reason, self.clock.now(), by_name=by.name or by.email)
        self.people.save(ended, person.revision)
        return person_line(ended)
