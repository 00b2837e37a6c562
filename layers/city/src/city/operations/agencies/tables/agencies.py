"""Agencies as they are configured, the table of codes, and what is kept of keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.contracts.operations.partners import AgencyConfig, EventCode
from city.operations.agencies import codes, terms
from city.operations.agencies.errors import AgencyUnknown, RevisionMoved
from city.operations.agencies.keys import KeptKey
from city.operations.agencies.tables.records import AGENCIES, AgencyTable, KeyRecord, WordsRecord

_CODES, _CURRENT = "codes", "current"
_CODE_TABLE = TypeAdapter(tuple[EventCode, ...])
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Generic[_Value]):
    """What stands, and who wrote it. Revision 0 is what the city ships, written by nobody."""

    value: _Value
    revision: int = 0
    changed_by: str | None = None
    changed_by_name: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """By whom, when and why something is changed."""

    by: str
    by_name: str | None
    at: datetime
    reason: str


class Agencies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- configurations ---

    def list(self) -> list[Standing[AgencyConfig]]:
        """All, by name: those that were written, and those that ship. Eventually consistent."""
        found = {each.agency_id: Standing(value=each) for each in terms.SHIPPED}
        for record in WordsRecord.query(AGENCIES):
            found[record.entry] = _config_of(record)
        return [found[name] for name in sorted(found)]

    def get(self, agency_id: str) -> Standing[AgencyConfig]:
        """Read consistently. Raises AgencyUnknown."""
        record = _find(WordsRecord, AGENCIES, agency_id)
        if record is not None:
            return _config_of(record)
        shipped = next((each for each in terms.SHIPPED if each.agency_id == agency_id), None)
        if shipped is None:
            raise AgencyUnknown
        return Standing(value=shipped)

    def change(self, config: AgencyConfig, revision: int, change: Change) -> Standing[AgencyConfig]:
        """Writes what stands after `revision`. Raises RevisionMoved."""
        self._write(
            (AGENCIES, config.agency_id), _subject(config.agency_id), config.model_dump_json(), revision, change
        )
        return _standing(config, revision + 1, change)

    # --- codes ---

    def codes(self) -> Standing[tuple[EventCode, ...]]:
        record = _find(WordsRecord, _CODES, _CURRENT)
        if record is None:
            return Standing(value=codes.SHIPPED)
        return _standing_of(record, _CODE_TABLE.validate_json(record.body))

    def change_codes(
        self, table: tuple[EventCode, ...], revision: int, change: Change
    ) -> Standing[tuple[EventCode, ...]]:
        """Raises RevisionMoved."""
        self._write((_CODES, _CURRENT), _CODES, _CODE_TABLE.dump_json(table).decode(), revision, change)
        return _standing(table, revision + 1, change)

    def _write(self, key: tuple[str, str], past: str, body: str, revision: int, change: Change) -> None:
        def record(subject: str, entry: str) -> WordsRecord:
            return WordsRecord(
                subject,
                entry,
                revision=revision + 1,
                body=body,
                changed_by=change.by,
                changed_by_name=change.by_name,
                changed_at=change.at,
                reason=change.reason,
            )

        seen = WordsRecord.revision == revision if revision else WordsRecord.subject.does_not_exist()
        now, kept = record(*key), record(past, f"past#{revision + 1:06d}")
        writes = Writes()
        writes.add("now", lambda t: t.save(now, condition=seen))
        writes.add("past", lambda t: t.save(kept, condition=AgencyTable.subject.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise RevisionMoved(revision) from None

    # --- keys ---

    def kept_keys(self, agency_id: str) -> tuple[KeptKey, ...]:
        """What is kept of the keys by which an agency comes in; none for one that is unknown."""
        record = _find(KeyRecord, _subject(agency_id), "key#incoming")
        if record is None:
            return ()
        return tuple(
            KeptKey(
                each["digest"],
                datetime.fromisoformat(each["made_at"]),
                datetime.fromisoformat(each["until"]) if each["until"] else None,
            )
            for each in json.loads(record.digests)
        )

    def key_kinds(self, agency_id: str) -> tuple[str, ...]:
        """Which kinds of key an agency has."""
        found = KeyRecord.query(_subject(agency_id), AgencyTable.entry.startswith("key#"))
        return tuple(record.entry.removeprefix("key#") for record in found)

    def add_key(
        self, writes: Writes, agency_id: str, kind: str, kept: Sequence[KeptKey], *, by: str, at: datetime
    ) -> None:
        """Adds to a transaction that an agency has this key; `kept` is what is kept of it, if the city made it for it."""
        digests = [
            {
                "digest": each.digest,
                "made_at": each.made_at.isoformat(),
                "until": each.until.isoformat() if each.until else None,
            }
            for each in kept
        ]
        record = KeyRecord(_subject(agency_id), f"key#{kind}", digests=json.dumps(digests), made_at=at, made_by=by)
        writes.add("key", lambda t: t.save(record))


_RecordT = TypeVar("_RecordT", bound=AgencyTable)


def _find(record: type[_RecordT], subject: str, entry: str) -> _RecordT | None:
    try:
        return record.get(subject, entry, consistent_read=True)
    except record.DoesNotExist:
        return None


def _subject(agency_id: str) -> str:
    return f"agency#{agency_id}"


def _config_of(record: WordsRecord) -> Standing[AgencyConfig]:
    return _standing_of(record, AgencyConfig.model_validate_json(record.body))


def _standing_of(record: WordsRecord, value: _Value) -> Standing[_Value]:
    return Standing(
        value=value,
        revision=int(record.revision),
        changed_by=record.changed_by,
        changed_by_name=record.changed_by_name,
        changed_at=record.changed_at,
    )


def _standing(value: _Value, revision: int, change: Change) -> Standing[_Value]:
    return Standing(
        value=value,
        revision=revision,
        changed_by=change.by,
        changed_by_name=change.by_name,
        changed_at=change.at,
    )
