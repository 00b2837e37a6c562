"""The table of incidents: how each stands, what people did, which are open, and what is still to be told."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from pynamodb.attributes import (
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.kernel.clock import seoul_date
from city.operations.incidents.announce import rank_of
from city.operations.incidents.errors import IncidentUnknown
from city.operations.incidents.incident import Incident

_STATE, _OPEN, _TELLS = "state", "#open", "#tells"


class DayIndex(GlobalSecondaryIndex["IncidentsTable"]):
    class Meta:
        index_name = "day"
        projection = AllProjection()

    day = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)


class IncidentsTable(Model):
    class Meta:
        table_name = "incidents"

    incident = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    day = UnicodeAttribute(null=True)
    moment = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)

    by_day = DayIndex()


class StateRecord(IncidentsTable, discriminator="state"):
    """How an incident stands. `revision`: whoever writes names the one that was read. One that was merged has no day."""

    revision = NumberAttribute()
    body = UnicodeAttribute()


class StepRecord(IncidentsTable, discriminator="step"):
    """What somebody did, by name: a name is whose it was when it was done."""

    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    by_name = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)


class OpenRecord(IncidentsTable, discriminator="open"):
    """That an incident is open, and where it stands among the others. One partition: it is read whole, consistently."""

    rank = UnicodeAttribute()


class TellRecord(IncidentsTable, discriminator="tell"):
    """What one transaction made true and is not known to be told: events of the bus, and incidents for boards."""

    added_at = UTCDateTimeAttribute()
    events = UnicodeAttribute()
    incidents = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class OpenLine:
    incident_id: str
    rank: str

    @property
    def began_at(self) -> datetime:
        """To the second, which an id begins with."""
        return datetime.strptime(self.incident_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tell:
    """What is to be told. `entry`: of its record; `events`: source, detail type and body of each."""

    entry: str
    events: tuple[tuple[str, str, str], ...]
    incidents: tuple[Incident, ...]


@cache
def _bodies() -> TypeAdapter[Incident]:
    return TypeAdapter(Incident)


class Incidents:
    def __init__(self, kept: timedelta) -> None:
        """`kept`: how long an incident is kept after its last change."""
        self._kept = kept

    def find_all(self, ids: Collection[str]) -> dict[str, Incident]:
        """As they stand, consistently; those that are unknown are missing."""
        keys = sorted((each, _STATE) for each in ids)
        return {r.incident: _read(r) for r in StateRecord.batch_get(keys, consistent_read=True)}

    def find(self, incident_id: str) -> Incident:
        """The incident that goes on under an id, following merges. Raises IncidentUnknown."""
        following = incident_id
        while True:
            found = self.find_all({following}).get(following)
            if found is None:
                raise IncidentUnknown
            if found.merged_into is None:
                return found
            following = found.merged_into

    def list_open(self) -> list[OpenLine]:
        """All that is open, worst first."""
        found = OpenRecord.query(_OPEN, consistent_read=True)
        return sorted((OpenLine(each.entry, each.rank) for each in found), key=lambda line: line.rank)

    def list_day(self, day: date, before: str | None = None, limit: int | None = None) -> Iterator[Incident]:
        """Incidents that began on a day in Seoul, the newest first. Eventually consistent."""
        condition = IncidentsTable.moment < before if before else None
        found: Any = IncidentsTable.by_day.query(day.isoformat(), condition, scan_index_forward=False, limit=limit)
        return (_read(each) for each in found)

    def steps_of(self, incident_id: str) -> list[StepRecord]:
        return list(StepRecord.query(incident_id, StepRecord.entry.startswith("step#"), consistent_read=True))

    def list_untold(self, before: datetime, limit: int) -> list[Tell]:
        """What was left untold by a worker that died, oldest first; incidents as they stand now."""
        end = f"{before:%Y-%m-%dT%H:%M:%S.%f}"
        found = list(TellRecord.query(_TELLS, TellRecord.entry < end, consistent_read=True, limit=limit))
        named = {each.entry: json.loads(each.incidents) for each in found}
        incidents = self.find_all({each for ids in named.values() for each in ids})
        return [
            Tell(
                each.entry,
                tuple((source, kind, body) for source, kind, body in json.loads(each.events)),
                tuple(incidents[name] for name in named[each.entry] if name in incidents),
            )
            for each in found
        ]

    def forget_told(self, entries: Sequence[str]) -> None:
        with TellRecord.batch_write() as batch:
            for entry in entries:
                batch.delete(TellRecord(_TELLS, entry))

    # --- writes of a transaction ---

    def put(self, transaction: TransactWrite, incident: Incident, now: datetime) -> None:
        """Writes an incident over the revision before its own; a first one only where there is none."""
        record = StateRecord(
            incident.incident_id,
            _STATE,
            revision=incident.revision,
            body=_bodies().dump_json(incident).decode(),
            expires=now + self._kept,
        )
        if incident.merged_into is None:
            record.day, record.moment = seoul_date(incident.began_at).isoformat(), incident.incident_id
        condition = (
            StateRecord.incident.does_not_exist()
            if incident.revision == 1
            else StateRecord.revision == incident.revision - 1
        )
        transaction.save(record, condition=condition)

    def put_open(self, transaction: TransactWrite, before: Incident | None, after: Incident) -> int:
        """Keeps the list of what is open. Returns how many items it wrote."""
        was = rank_of(before) if before is not None and before.is_open else None
        is_ = rank_of(after) if after.is_open else None
        if was == is_:
            return 0
        if is_ is None:
            transaction.delete(OpenRecord(_OPEN, after.incident_id))
        else:
            transaction.save(OpenRecord(_OPEN, after.incident_id, rank=is_))
        return 1

    def put_step(
        self,
        transaction: TransactWrite,
        incident: Incident,
        *,
        what: str,
        at: datetime,
        by: str,
        by_name: str | None,
        note: str | None,
    ) -> None:
        entry = f"step#{at:%Y-%m-%dT%H:%M:%S.%f}#{incident.revision}#{what}"
        record = StepRecord(
            incident.incident_id, entry, what=what, at=at, by=by, by_name=by_name, note=note, expires=at + self._kept
        )
        transaction.save(record, condition=StepRecord.incident.does_not_exist())

    def put_tell(self, transaction: TransactWrite, tell: Tell, now: datetime) -> None:
        record = TellRecord(
            _TELLS,
            tell.entry,
            added_at=now,
            events=json.dumps(tell.events, ensure_ascii=False),
            incidents=json.dumps([each.incident_id for each in tell.incidents]),
        )
        transaction.save(record)


def tell_entry(incidents: Sequence[Incident], now: datetime) -> str:
    """Sorts by time; of these revisions of these incidents, so that no two transactions share one."""
    named = ",".join(f"{each.incident_id}/{each.revision}" for each in incidents)
    return f"{now:%Y-%m-%dT%H:%M:%S.%f}#{sha256(named.encode()).hexdigest()[:16]}"


def _read(record: Any) -> Incident:
    return _bodies().validate_json(record.body)
