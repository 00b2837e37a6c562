"""Who of the agencies is who."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition

from city.operations.viewing.errors import GrantChanged, PersonUnknown
from city.operations.viewing.people import AgencyPerson, PersonState
from city.operations.viewing.tables.records import PersonRecord

_FIELDS = (
    "name",
    "organisation",
    "reason",
    "proposed_by",
    "proposed_by_name",
    "proposed_at",
    "supervised",
    "decided_by",
    "decided_by_name",
    "decided_at",
    "decided_because",
    "seen_at",
)


class AgencyPeople:
    def find(self, person_id: str) -> AgencyPerson | None:
        """As it stands now, strongly consistent."""
        try:
            return _person(PersonRecord.get(person_id, consistent_read=True))
        except PersonRecord.DoesNotExist:
            return None

    def read(self, person_id: str) -> AgencyPerson:
        """Raises PersonUnknown."""
        if (person := self.find(person_id)) is None:
            raise PersonUnknown
        return person

    def note(self, person_id: str, name: str | None, at: datetime) -> None:
        """Writes down that somebody of no agency has signed in, once: a supervisor finds them there."""
        person = AgencyPerson(id=person_id, name=name, state=PersonState.SEEN, seen_at=at)
        self._put(person, PersonRecord.person_id.does_not_exist())

    def save(self, person: AgencyPerson, seen: int) -> None:
        """Raises GrantChanged where it is not any more what was seen."""
        if person.revision != seen and not self._put(person, PersonRecord.revision == seen):
            raise GrantChanged(self.read(person.id).revision)

    def all(self) -> Iterator[AgencyPerson]:
        """A few dozen at most: the people of the agencies of one city who watch."""
        return (_person(record) for record in PersonRecord.scan())

    def _put(self, person: AgencyPerson, condition: Condition) -> bool:
        fields = {name: getattr(person, name) for name in _FIELDS}
        record = PersonRecord(person.id, state=person.state.value, revision=person.revision, **fields)
        try:
            record.save(condition=condition)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _person(record: PersonRecord) -> AgencyPerson:
    fields = {name: getattr(record, name) for name in _FIELDS}
    return AgencyPerson(id=record.person_id, state=PersonState(record.state), revision=int(record.revision), **fields)
