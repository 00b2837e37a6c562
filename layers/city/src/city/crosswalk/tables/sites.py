"""Site files: the draft that is reviewed, and every file that was ever in force."""

from datetime import datetime

from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.crosswalk.errors import DraftChanged
from city.crosswalk.tables.desk import add_history
from city.crosswalk.tables.units import UnitRecord

_DRAFT, _REVISION = "draft", "revision#"


class SitesTable(Model):
    """`document` is the exact text that is signed."""

    class Meta:
        table_name = "sites"

    unit = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    revision = NumberAttribute()
    document = UnicodeAttribute()
    digest = UnicodeAttribute()
    author = UnicodeAttribute()
    written_at = UTCDateTimeAttribute()
    note = UnicodeAttribute(default="")
    restored_from = NumberAttribute(null=True)


class DraftRecord(SitesTable, discriminator="draft"):
    pass


class SiteRevisionRecord(SitesTable, discriminator="revision"):
    signature = UnicodeAttribute()
    activated_by = UnicodeAttribute()
    activated_at = UTCDateTimeAttribute()


class Sites:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def draft_of(self, unit: str) -> DraftRecord | None:
        try:
            record: DraftRecord = DraftRecord.get(unit, _DRAFT, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def keep_draft(self, draft: DraftRecord) -> None:
        draft.entry = _DRAFT
        draft.save()

    def find(self, unit: str, revision: int) -> SiteRevisionRecord | None:
        try:
            record: SiteRevisionRecord = SiteRevisionRecord.get(unit, _entry(revision), consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def newest(self, unit: str, most: int) -> list[SiteRevisionRecord]:
        found = SiteRevisionRecord.query(
            unit,
            SitesTable.entry.startswith(_REVISION),
            scan_index_forward=False,
            limit=most,
            consistent_read=True,
        )
        return list(found)

    def activate(
        self, draft: DraftRecord, record: UnitRecord, *, signature: str, by: str, now: datetime
    ) -> SiteRevisionRecord:
        """Makes a draft the file in force, once. Raises DraftChanged if draft or file moved meanwhile."""
        revision = SiteRevisionRecord(
            draft.unit,
            _entry(int(draft.revision)),
            revision=draft.revision,
            document=draft.document,
            digest=draft.digest,
            author=draft.author,
            written_at=draft.written_at,
            note=draft.note,
            restored_from=draft.restored_from,
            signature=signature,
            activated_by=by,
            activated_at=now,
        )
        before = record.active_revision
        writes = Writes()
        writes.add("draft", lambda t: t.delete(draft, condition=SitesTable.digest == draft.digest))
        writes.add("revision", lambda t: t.save(revision, condition=SitesTable.unit.does_not_exist()))
        writes.add(
            "unit",
            lambda t: t.update(
                record,
                actions=[UnitRecord.active_revision.set(draft.revision)],
                condition=UnitRecord.active_revision == before
                if before is not None
                else UnitRecord.active_revision.does_not_exist(),
            ),
        )
        add_history(
            writes, draft.unit, f"site file {int(draft.revision)} activated", by=by, at=now, note=draft.note or None
        )
        try:
            writes.commit(self._connection)
        except WritesRefused as refused:
            raise DraftChanged from refused
        return revision


def _entry(revision: int) -> str:
    return f"{_REVISION}{revision:06d}"
