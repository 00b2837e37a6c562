"""Knowing staff by name: who proposed it, who approved it, who looked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from city.aws.edge.staff_api import StaffPerson
from city.contracts.base import Contract
from city.fines.desk.tables.people import PersonRecord, keep_name, names_of
from city.kernel.clock import Clock

_NAME = "_name"
# Another process may have taken down a new name meanwhile.
_KNOWN_FOR = timedelta(minutes=5)


class KnowPeople:
    """Takes names down before what is done under them, and puts them beside ids: the id for the record, the name to read."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._noted: set[StaffPerson] = set()
        self._known: dict[str, tuple[datetime, Sequence[PersonRecord]]] = {}

    def note(self, person: StaffPerson) -> None:
        """Writes a name down if it is new."""
        if person in self._noted or not (person.name or person.email):
            return
        names = names_of(person.id)
        if not names or (names[-1].name, names[-1].email) != (person.name, person.email):
            keep_name(person.id, person.name, person.email, self._clock.now())
            self._known.pop(person.id, None)
        self._noted.add(person)

    def named(self, answer: Contract) -> Contract:
        """The answer with a name in each field `…by_name` whose `…by` is somebody known at its time."""
        named: Contract = self._named(answer)
        return named

    def _named(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._named(each) for each in value)
        if not isinstance(value, BaseModel):
            return value
        fields = type(value).model_fields
        changed: dict[str, Any] = {
            name: self._named(inner) for name in fields if isinstance(inner := getattr(value, name), tuple | BaseModel)
        }
        for name in fields:
            person_id = getattr(value, name.removesuffix(_NAME), None)
            if name.endswith("by" + _NAME) and isinstance(person_id, str):
                at = getattr(value, name.removesuffix("by" + _NAME) + "at", None)
                changed[name] = self._name_at(person_id, at)
        return value.model_copy(update=changed) if changed else value

    def _name_at(self, person_id: str, at: datetime | None) -> str | None:
        """The name an id bore at a moment; the first it is known by, for what it did before names were kept."""
        names = self._names(person_id)
        before = [name for name in names if at is None or name.seen_at <= at]
        chosen = before[-1] if before else names[0] if names else None
        return chosen.label if chosen is not None else None

    def _names(self, person_id: str) -> Sequence[PersonRecord]:
        now = self._clock.now()
        read_at, names = self._known.get(person_id, (None, ()))
        if read_at is None or now - read_at > _KNOWN_FOR:
            names = names_of(person_id)
            self._known[person_id] = now, names
        return names
