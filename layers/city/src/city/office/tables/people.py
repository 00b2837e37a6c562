"""Staff by name, in a domain's own table: the names each id signed in under, and since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model

_NAME = "name#"


class NameAttributes:
    """A name and an address as a token had them when their bearer first did something under them.

    For a record of the domain's table to take in.
    """

    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    seen_at = UTCDateTimeAttribute()


@dataclass(frozen=True, slots=True)
class KnownName:
    name: str | None
    email: str | None
    seen_at: datetime

    @property
    def label(self) -> str | None:
        """`김민지 (minji.kim@example.go.kr)`, or what there is of it."""
        if self.name and self.email and self.name != self.email:
            return f"{self.name} ({self.email})"
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class StaffNames:
    """`record`: the domain's own record class, with a `subject`, an `entry` and NameAttributes."""

    record: type[Model]

    def keep(self, person_id: str, name: str | None, email: str | None, at: datetime) -> None:
        attributes: dict[str, Any] = {"name": name, "email": email, "seen_at": at}
        self.record(_subject(person_id), f"{_NAME}{at:%Y-%m-%dT%H:%M:%S.%f}", **attributes).save()

    def of(self, person_id: str) -> list[KnownName]:
        """Every name of an id, the last one at the end."""
        entry: Any = self.record.entry  # type: ignore[attr-defined]  # every such table has one
        found: Any = self.record.query(_subject(person_id), entry.startswith(_NAME), consistent_read=True)
        return [KnownName(each.name, each.email, each.seen_at) for each in found]


def _subject(person_id: str) -> str:
    return f"staff#{person_id}"
