"""Packs of cameras by cell, and the head: which snapshot of all packs is the newest. Every write names the version it saw."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

HEAD = "head"


class PackRecord(Model):
    class Meta:
        table_name = "camera_packs"

    # A cell, or `head`.
    cell = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    changed_at = UTCDateTimeAttribute()
    cameras = NumberAttribute(default=0)
    # Of a cell: what `snapshot.pack_cameras` makes of its cameras; none where it is empty.
    content = BinaryAttribute(legacy_encoding=False, null=True)
    # Of the head: names of the newest snapshots in S3, the newest first. Older ones are deleted.
    snapshots: ListAttribute = ListAttribute(default=list)


@dataclass(frozen=True, slots=True)
class Pack:
    """`version` 0: nobody has written it yet."""

    cell: str
    version: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """Which snapshot is the newest. `version` 0 and no name before the first."""

    version: int
    snapshots: tuple[str, ...]
    cameras: int
    changed_at: datetime | None

    @property
    def newest(self) -> str | None:
        return self.snapshots[0] if self.snapshots else None


@dataclass(frozen=True, slots=True)
class PacksTable:
    def head(self) -> Head:
        """As it stands now, whoever wrote it last."""
        try:
            found = PackRecord.get(HEAD, consistent_read=True)
        except PackRecord.DoesNotExist:
            return Head(0, (), 0, None)
        return Head(int(found.version), tuple(found.snapshots), int(found.cameras), found.changed_at)

    def get(self, cell: str) -> Pack:
        """As it stands now."""
        try:
            found = PackRecord.get(cell, consistent_read=True)
        except PackRecord.DoesNotExist:
            return Pack(cell, 0, None)
        return Pack(cell, int(found.version), bytes(found.content) if found.content is not None else None)

    def put(self, seen: Pack, content: bytes | None, cameras: int, at: datetime) -> bool:
        """Writes the version after the one that was seen. False, and nothing written, if another was first."""
        return _save(
            PackRecord(seen.cell, version=seen.version + 1, changed_at=at, cameras=cameras, content=content),
            seen.version,
        )

    def put_head(self, seen: Head, snapshots: tuple[str, ...], cameras: int, at: datetime) -> bool:
        """Names a snapshot made of the one that was seen. False, and nothing written, if another was first."""
        record = PackRecord(HEAD, version=seen.version + 1, changed_at=at, cameras=cameras, snapshots=list(snapshots))
        return _save(record, seen.version)


def _save(record: PackRecord, seen: int) -> bool:
    condition = PackRecord.version == seen if seen else PackRecord.cell.does_not_exist()
    try:
        record.save(condition=condition)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
