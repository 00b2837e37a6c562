"""Knowing staff by name: who proposed it, who approved it, who looked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from city.aws.edge.staff_api import StaffPerson
from city.contracts.base import Contract
from city.kernel.clock import Clock
from city.office.tables.people import KnownName, StaffNames

_NAME = "_name"
# Whoever did something stands as `…by`, at `…at`; or as one of these, at that moment.
_ROLES = {"author": "written_at", "member": "at"}
# Another process may have taken down a new name meanwhile.
_KNOWN_FOR = timedelta(minutes=5)


class KnowPeople:
    """Takes names down before what is done under them, and puts them beside ids: the id for the record, the name to read."""

    def __init__(self, *, names: StaffNames, clock: Clock) -> None:
        self._names, self._clock = names, clock
        self._noted: set[StaffPerson] = set()
        self._known: dict[str, tuple[datetime, Sequence[KnownName]]] = {}

    def note(self, person: StaffPerson) -> None:
        """Writes a name down if it is new."""
        if person in self._noted or not (person.name or person.email):
            return
        names = self._names.of(person.id)
        if not names or (names[-1].name, names[-1].email) != (person.name, person.email):
            self._names.keep(person.id, person.name, person.email, self._clock.now())
            self._known.pop(person.id, None)
        self._noted.add(person)

    def named(self, answer: Contract) -> Contract:
        """The answer with a name in each field `…_name` whose person is somebody known at its time."""
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
            role = name.removesuffix(_NAME)
            person_id = getattr(value, role, None)
            if role != name and isinstance(person_id, str) and (moment := _moment_of(role)):
                changed[name] = self._name_at(person_id, getattr(value, moment, None))
        return value.model_copy(update=changed) if changed else value

    def _name_at(self, person_id: str, at: datetime | None) -> str | None:
        """The name an id bore at a moment; the first it is known by, for what it did before names were kept."""
        names = self._names_of(person_id)
        before = [name for name in names if at is None or name.seen_at <= at]
        chosen = before[-1] if before else names[0] if names else None
        return chosen.label if chosen is not None else None

    def _names_of(self, person_id: str) -> Sequence[KnownName]:
        now = self._clock.now()
        read_at, names = self._known.get(person_id, (None, ()))
        if read_at is None or now - read_at > _KNOWN_FOR:
            names = self._names.of(person_id)
            self._known[person_id] = now, names
        return names


def _moment_of(role: str) -> str | None:
    """The field that says when: `decided_at` of `decided_by`. None for what is nobody's role, as `file` of `file_name`."""
    return role.removesuffix("by") + "at" if role.endswith("by") else _ROLES.get(role)
