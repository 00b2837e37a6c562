"""For which agency somebody works: one person proposes it and another decides, one of them a supervisor. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from city.office.approvals import DualControl, Proposal
from city.operations.viewing.basis import CITY
from city.operations.viewing.errors import (
    AskedOneself,
    CannotDecideOneself,
    NeedsSupervisor,
    PersonDecidedBefore,
    PersonProposedBefore,
    PersonUnknown,
)

AGENCY, ROOM = "agency", frozenset({"operator", "supervisor"})


class PersonState(StrEnum):
    # Signed in, and of no agency yet.
    SEEN = "seen"
    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPerson:
    """By the id that Cognito gave them (`sub`), which stays when a name changes."""

    id: str
    name: str | None
    state: PersonState
    seen_at: datetime
    organisation: str | None = None
    reason: str | None = None
    proposed_by: str | None = None
    proposed_by_name: str | None = None
    proposed_at: datetime | None = None
    # Whether whoever proposed it is a supervisor.
    supervised: bool = False
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    decided_because: str | None = None
    revision: int = 1


_CONTROL = DualControl(
    unknown=PersonUnknown,
    proposed_before=PersonProposedBefore,
    same_who_proposed=AskedOneself,
    decided_before=PersonDecidedBefore,
)


def propose(
    person: AgencyPerson,
    organisation: str,
    reason: str,
    by: str,
    at: datetime,
    *,
    supervises: bool,
    by_name: str | None = None,
) -> AgencyPerson:
    """Raises PersonProposedBefore, CannotDecideOneself."""
    if by == person.id:
        raise CannotDecideOneself
    if person.state is PersonState.PROPOSED and (person.organisation, person.proposed_by) == (organisation, by):
        return person
    if person.state in (PersonState.PROPOSED, PersonState.ACTIVE):
        raise PersonProposedBefore
    return replace(
        person,
        state=PersonState.PROPOSED,
        organisation=organisation,
        reason=reason,
        proposed_by=by,
        proposed_by_name=by_name,
        proposed_at=at,
        supervised=supervises,
        decided_by=None,
        decided_by_name=None,
        decided_at=None,
        decided_because=None,
        revision=person.revision + 1,
    )


def decide(
    person: AgencyPerson,
    approves: bool,
    by: str,
    reason: str,
    at: datetime,
    *,
    supervises: bool,
    by_name: str | None = None,
) -> AgencyPerson:
    """`supervises`: whoever decides is a supervisor; one of the two has to be. The same decision again changes nothing.

    Raises AskedOneself, CannotDecideOneself, NeedsSupervisor, PersonDecidedBefore.
    """
    if by == person.id:
        raise CannotDecideOneself
    if person.decided_by == by and approves == (person.state is PersonState.ACTIVE):
        return person
    if person.state is not PersonState.PROPOSED or person.proposed_by is None or person.proposed_at is None:
        raise PersonDecidedBefore
    proposal = Proposal(
        person.id, person.organisation or "", person.reason or "", person.proposed_by, person.proposed_at
    )
    decided = _CONTROL.decide(proposal, approves, by, reason, at)
    if not (supervises or person.supervised):
        raise NeedsSupervisor
    return replace(
        person,
        state=PersonState.ACTIVE if approves else PersonState.ENDED,
        decided_by=decided.decided_by,
        decided_by_name=by_name,
        decided_at=decided.decided_at,
        decided_because=decided.decided_because,
        revision=person.revision + 1,
    )


def end(person: AgencyPerson, by: str, reason: str, at: datetime, *, by_name: str | None = None) -> AgencyPerson:
    """Out of the agency at once: taking away needs no second person."""
    if person.state is PersonState.ENDED:
        return person
    return replace(
        person,
        state=PersonState.ENDED,
        decided_by=by,
        decided_by_name=by_name,
        decided_at=at,
        decided_because=reason,
        revision=person.revision + 1,
    )


def organisations_of(groups: frozenset[str], person: AgencyPerson | None) -> frozenset[str]:
    """To which bodies somebody belongs at this moment: the room's people to the city, an agency's to what two decided."""
    city = {CITY} if groups & ROOM else set()
    of_agency = person is not None and person.state is PersonState.ACTIVE and AGENCY in groups
    return frozenset(city | ({person.organisation} if of_agency and person and person.organisation else set()))
