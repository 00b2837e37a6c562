"""The desk: pictures staff asked for and looked at, updates they started, and each unit's history."""

from datetime import datetime

from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes
from city.office.tables.access_log import AccessLog, ViewAttributes
from city.office.tables.history import HISTORY, HistoryAttributes, add_history_line
from city.office.tables.people import NameAttributes, StaffNames

_PICTURE, _UPDATES = "picture#", "updates"


class UnitDeskRecord(Model):
    class Meta:
        table_name = "desk"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class UnitHistoryRecord(HistoryAttributes, UnitDeskRecord, discriminator="history"):
    """One thing that happened to a unit."""


class PictureRecord(UnitDeskRecord, discriminator="picture"):
    """A picture somebody asked a unit for, and why. The picture itself lies in the bucket for thirty days at most."""

    number = UnicodeAttribute()
    what = UnicodeAttribute()  # frame | clip
    asked_at = UTCDateTimeAttribute()
    asked_by = UnicodeAttribute()
    reason = UnicodeAttribute()
    incident = UnicodeAttribute(null=True)
    key = UnicodeAttribute()
    job = UnicodeAttribute()


class PictureViewRecord(ViewAttributes, UnitDeskRecord, discriminator="view"):
    """Somebody looked at a picture; `what` says at which."""

    what = UnicodeAttribute()


class UpdateRecord(UnitDeskRecord, discriminator="update"):
    """A release that was sent to a ring of units. `jobs`: names of its IoT jobs, with blanks between."""

    number = UnicodeAttribute()
    operation = UnicodeAttribute()
    name = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    ring = UnicodeAttribute()
    started_at = UTCDateTimeAttribute()
    started_by = UnicodeAttribute()
    reason = UnicodeAttribute()
    units = NumberAttribute()
    jobs = UnicodeAttribute()


class PersonRecord(NameAttributes, UnitDeskRecord, discriminator="person"):
    """A name that somebody of the office had."""


def unit_subject(unit: str) -> str:
    return f"unit#{unit}"


def add_history(writes: Writes, unit: str, what: str, *, by: str, at: datetime, note: str | None = None) -> None:
    """Adds one line to a unit's history; the same line at the same moment is written once."""
    add_history_line(writes, UnitHistoryRecord, unit_subject(unit), what=what, by=by, at=at, note=note)


ACCESS_LOG = AccessLog(PictureViewRecord, newest_first=True)
NAMES = StaffNames(PersonRecord)


class UnitDesk:
    def history_of(self, unit: str, most: int = 30) -> list[UnitHistoryRecord]:
        """The last things that happened, newest first."""
        found = UnitHistoryRecord.query(
            unit_subject(unit), UnitDeskRecord.entry.startswith(HISTORY), scan_index_forward=False, limit=most
        )
        return list(found)

    def keep_picture(self, unit: str, record: PictureRecord) -> None:
        record.subject, record.entry = unit_subject(unit), f"{_PICTURE}{record.number}"
        record.save(UnitDeskRecord.subject.does_not_exist())

    def find_picture(self, unit: str, number: str) -> PictureRecord | None:
        try:
            record: PictureRecord = PictureRecord.get(unit_subject(unit), f"{_PICTURE}{number}", consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def pictures_of(self, unit: str, most: int) -> list[PictureRecord]:
        """Newest first."""
        found = PictureRecord.query(
            unit_subject(unit),
            UnitDeskRecord.entry.startswith(_PICTURE),
            scan_index_forward=False,
            limit=most,
            consistent_read=True,
        )
        return list(found)

    def keep_view(self, unit: str, what: str, *, by: str, reason: str, at: datetime) -> None:
        ACCESS_LOG.keep(unit_subject(unit), by=by, reason=reason, at=at, what=what)

    def keep_update(self, record: UpdateRecord) -> None:
        record.subject, record.entry = _UPDATES, record.number
        record.save()

    def find_update(self, number: str) -> UpdateRecord | None:
        try:
            record: UpdateRecord = UpdateRecord.get(_UPDATES, number, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def list_updates(self, most: int) -> list[UpdateRecord]:
        """Newest first."""
        return list(UpdateRecord.query(_UPDATES, scan_index_forward=False, limit=most, consistent_read=True))
