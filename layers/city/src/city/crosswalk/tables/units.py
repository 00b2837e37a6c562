"""Units: the register, and what the city knows of each; serial numbers that may be installed; the watch's own mark."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.crosswalk.errors import StandingUnchanged, UnitMoved, UnitRegistered, UnitUnknown
from city.crosswalk.tables.desk import add_history
from city.crosswalk.unit_state import UnitState

_UNIT, _SERIAL, _ROLL = "unit", "serial", "crosswalk"
# No unit's name has a "#".
_WATCH = "#watch"
_BATCH = 100


class Roll(GlobalSecondaryIndex["UnitsTable"]):
    class Meta:
        index_name = "roll"
        # Nothing that ever changes: telemetry rewrites a unit every minute, and should not rewrite an index with it.
        projection = IncludeProjection(["kind"])

    roll = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute(range_key=True)


class UnitsTable(Model):
    class Meta:
        table_name = "units"

    unit = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    roll = UnicodeAttribute(null=True)

    by_roll = Roll()


class UnitRecord(UnitsTable, discriminator="unit"):
    """`live` is the unit's state as JSON, `turn` counts its versions: whoever writes names the version it read.

    `untold`: boards may not have been told yet of what its last version shows.
    """

    serial = UnicodeAttribute()
    name_ko = UnicodeAttribute()
    name_en = UnicodeAttribute(default="")
    latitude = NumberAttribute()
    longitude = NumberAttribute()
    ring = UnicodeAttribute()
    standing = UnicodeAttribute(default="active")
    registered_by = UnicodeAttribute()
    registered_at = UTCDateTimeAttribute()
    claimed_at = UTCDateTimeAttribute(null=True)
    certificate_id = UnicodeAttribute(null=True)
    reclaim_allowed = BooleanAttribute(default=False)
    active_revision = NumberAttribute(null=True)
    live = UnicodeAttribute(null=True)
    turn = NumberAttribute(default=0)
    untold = BooleanAttribute(default=False)

    @property
    def state(self) -> UnitState:
        return _states().validate_json(self.live) if self.live else UnitState()

    @property
    def is_installed(self) -> bool:
        """Provisioned by its serial number, or heard all the same: somebody gave it a certificate by hand."""
        return self.claimed_at is not None or self.live is not None

    @property
    def site_in_force(self) -> int | None:
        """The revision the city activated last."""
        return int(self.active_revision) if self.active_revision is not None else None


class SerialRecord(UnitsTable, discriminator="serial"):
    """Whose serial number it is."""

    named = UnicodeAttribute()


class WatchRecord(UnitsTable, discriminator="watch"):
    """Whether a storm of silence is on."""

    storm_since = UTCDateTimeAttribute(null=True)


@cache
def _states() -> TypeAdapter[UnitState]:
    return TypeAdapter(UnitState)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    unit: str
    serial: str
    name_ko: str
    name_en: str
    latitude: float
    longitude: float
    ring: str


class Units:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, unit: str) -> UnitRecord | None:
        try:
            record: UnitRecord = UnitRecord.get(unit, _UNIT, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def get(self, unit: str) -> UnitRecord:
        """Raises UnitUnknown."""
        record = self.find(unit)
        if record is None:
            raise UnitUnknown
        return record

    def list_all(self) -> list[UnitRecord]:
        """Every unit as it is now; one that was registered a moment ago may be missing."""
        names = [found.unit for found in UnitsTable.by_roll.query(_ROLL)]
        return [
            record
            for batch in _batches(names)
            for record in UnitRecord.batch_get([(n, _UNIT) for n in batch], consistent_read=True)
        ]

    def register(self, new: NewUnit, by: str, now: datetime) -> UnitRecord:
        """Raises UnitRegistered if the name or the serial number is taken."""
        record = UnitRecord(
            new.unit,
            _UNIT,
            roll=_ROLL,
            serial=new.serial,
            name_ko=new.name_ko,
            name_en=new.name_en,
            latitude=new.latitude,
            longitude=new.longitude,
            ring=new.ring,
            registered_by=by,
            registered_at=now,
            untold=True,
        )
        serial = SerialRecord(_serial_key(new.serial), _SERIAL, named=new.unit)
        writes = Writes()
        absent = UnitsTable.unit.does_not_exist()
        writes.add("unit", lambda t: t.save(record, condition=absent))
        writes.add("serial", lambda t: t.save(serial, condition=absent))
        add_history(writes, new.unit, "registered", by=by, at=now)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            raise UnitRegistered from refused
        return record

    def find_by_serial(self, serial: str) -> UnitRecord | None:
        try:
            found: SerialRecord = SerialRecord.get(_serial_key(serial), _SERIAL, consistent_read=True)
        except DoesNotExist:
            return None
        return self.find(found.named)

    def claim(self, record: UnitRecord, certificate_id: str, now: datetime) -> bool:
        """Whether the unit became this certificate's; False if another claim came first."""
        free = (
            UnitRecord.claimed_at.does_not_exist()
            | (UnitRecord.reclaim_allowed == True)  # noqa: E712  # a condition, not a comparison
            | (UnitRecord.certificate_id == certificate_id)
        )
        actions: list[Any] = [
            UnitRecord.claimed_at.set(now),
            UnitRecord.certificate_id.set(certificate_id),
            UnitRecord.reclaim_allowed.set(False),
        ]
        try:
            record.update(actions=actions, condition=free)
        except UpdateError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def allow_reclaim(self, record: UnitRecord, by: str, reason: str, now: datetime) -> None:
        writes = Writes()
        writes.add("unit", lambda t: t.update(record, actions=[UnitRecord.reclaim_allowed.set(True)]))
        add_history(writes, record.unit, "reclaim allowed", by=by, at=now, note=reason)
        writes.commit(self._connection)

    def change_standing(self, record: UnitRecord, standing: str, *, by: str, reason: str, now: datetime) -> None:
        """Raises StandingUnchanged."""
        writes = Writes()
        writes.add(
            "unit",
            lambda t: t.update(
                record,
                # Boards know a unit's changes by its turn.
                actions=[UnitRecord.standing.set(standing), UnitRecord.turn.add(1), UnitRecord.untold.set(True)],
                condition=UnitRecord.standing != standing,
            ),
        )
        add_history(writes, record.unit, standing.replace("_", " "), by=by, at=now, note=reason)
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            raise StandingUnchanged from refused

    def write_state(
        self, record: UnitRecord, state: UnitState, writes: Writes | None = None, *, untold: bool = False
    ) -> None:
        """Writes the state over the version that was read: alone, or as one write of a transaction.

        Raises UnitMoved if somebody else wrote it meanwhile; in a transaction, "state" is then to blame.
        """
        actions, condition = self._state_update(record, state, untold)
        if writes is not None:
            writes.add("state", lambda t: t.update(record, actions=actions, condition=condition))
            return
        try:
            record.update(actions=actions, condition=condition)
        except UpdateError as error:
            # The second: a transaction has the item in hand.
            if error.cause_response_code in ("ConditionalCheckFailedException", "TransactionConflictException"):
                raise UnitMoved from error
            raise

    def mark_told(self, unit: str, turn: int) -> None:
        """Boards were told of this version, whether or not there is a later one."""
        try:
            UnitRecord(unit, _UNIT).update(actions=[UnitRecord.untold.set(False)], condition=UnitRecord.turn == turn)
        except UpdateError as error:
            if error.cause_response_code not in ("ConditionalCheckFailedException", "TransactionConflictException"):
                raise

    def _state_update(self, record: UnitRecord, state: UnitState, untold: bool) -> tuple[list[Any], Any]:
        live = _states().dump_json(state, exclude_defaults=True).decode()
        untold = untold or record.untold
        actions = [UnitRecord.live.set(live), UnitRecord.turn.set(record.turn + 1), UnitRecord.untold.set(untold)]
        return actions, UnitRecord.turn == record.turn

    def storm_since(self) -> datetime | None:
        try:
            found: WatchRecord = WatchRecord.get(_WATCH, _WATCH, consistent_read=True)
        except DoesNotExist:
            return None
        return found.storm_since

    def set_storm(self, since: datetime | None) -> None:
        WatchRecord(_WATCH, _WATCH, storm_since=since).save()


def _serial_key(serial: str) -> str:
    return f"serial#{serial}"


def _batches(names: list[str]) -> Collection[list[str]]:
    return [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]
