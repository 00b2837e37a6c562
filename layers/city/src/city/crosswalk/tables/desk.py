"""The desk: pictures staff asked for and looked at, updates they started, and each unit's history."""

from datetime import datetime

from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes
from city.aws.paging import name_page, read_page

_HISTORY, _PICTURE, _VIEW, _UPDATES = "history#", "picture#", "view#", "updates"


class DeskTable(Model):
    class Meta:
        table_name = "desk"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class HistoryRecord(DeskTable, discriminator="history"):
    """One thing that happened to a unit."""

    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    note = UnicodeAttribute(null=True)


class PictureRecord(DeskTable, discriminator="picture"):
    """A picture somebody asked a unit for, and why. The picture itself lies in the bucket for thirty days at most."""

    number = UnicodeAttribute()
    what = UnicodeAttribute()  # frame | clip
    asked_at = UTCDateTimeAttribute()
    asked_by = UnicodeAttribute()
    reason = UnicodeAttribute()
    incident = UnicodeAttribute(null=True)
    key = UnicodeAttribute()
    job = UnicodeAttribute()


class ViewRecord(DeskTable, discriminator="view"):
    """Somebody looked at a picture, and said why (개인정보의 안전성 확보조치 기준 §8)."""

    by = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    what = UnicodeAttribute()
    reason = UnicodeAttribute()


class UpdateRecord(DeskTable, discriminator="update"):
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


def unit_subject(unit: str) -> str:
    return f"unit#{unit}"


def add_history(writes: Writes, unit: str, what: str, by: str, at: datetime, note: str | None = None) -> None:
    """Adds one line to a unit's history; the same line at the same moment is written once."""
    record = HistoryRecord(
        unit_subject(unit), f"{_HISTORY}{at:%Y-%m-%dT%H:%M:%S.%f}#{what}", what=what, at=at, by=by, note=note
    )
    writes.add(f"history {unit} {what}", lambda transaction: transaction.save(record))


class Desk:
    def history_of(self, unit: str, most: int = 30) -> list[HistoryRecord]:
        """The last things that happened, newest first."""
        found = HistoryRecord.query(
            unit_subject(unit), DeskTable.entry.startswith(_HISTORY), scan_index_forward=False, limit=most
        )
        return list(found)

    def keep_picture(self, unit: str, record: PictureRecord) -> None:
        record.subject, record.entry = unit_subject(unit), f"{_PICTURE}{record.number}"
        record.save(DeskTable.subject.does_not_exist())

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
            DeskTable.entry.startswith(_PICTURE),
            scan_index_forward=False,
            limit=most,
            consistent_read=True,
        )
        return list(found)

    def keep_view(self, unit: str, what: str, by: str, reason: str, at: datetime) -> None:
        ViewRecord(
            unit_subject(unit), f"{_VIEW}{at:%Y-%m-%dT%H:%M:%S.%f}#{by}", by=by, at=at, what=what, reason=reason
        ).save()

    def list_views(self, unit: str, limit: int, page: str | None) -> tuple[list[ViewRecord], str | None]:
        """A page of who looked at a unit's pictures, newest first, and the name of the next page. Raises Invalid."""
        subject = unit_subject(unit)
        found = ViewRecord.query(
            subject,
            DeskTable.entry.startswith(_VIEW),
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "entry", subject=subject) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")

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
