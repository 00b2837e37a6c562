"""Staff by name: the names each id signed in under, and since when. An act is by whoever bore the name at its time."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from city.fines.law.tables.worklist import DeskTable


class PersonRecord(DeskTable, discriminator="person"):
    """A name and an address as a token had them when their bearer first did something under them."""

    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    seen_at = UTCDateTimeAttribute()

    @property
    def label(self) -> str | None:
        """`김민지 (minji.kim@example.go.kr)`, or what there is of it."""
        name: str | None = self.name
        email: str | None = self.email
        if name and email and name != email:
            return f"{name} ({email})"
        return name or email


def keep_name(person_id: str, name: str | None, email: str | None, at: datetime) -> None:
    entry = f"name#{at:%Y-%m-%dT%H:%M:%S.%f}"
    PersonRecord(_subject(person_id), entry, name=name, email=email, seen_at=at).save()


def names_of(person_id: str) -> list[PersonRecord]:
    """Every name of an id, the last one at the end."""
    return list(PersonRecord.query(_subject(person_id), PersonRecord.entry.startswith("name#"), consistent_read=True))


def _subject(person_id: str) -> str:
    return f"staff#{person_id}"
