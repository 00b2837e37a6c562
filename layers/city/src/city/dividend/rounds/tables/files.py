"""The operators' files of a round, each taken once by its name and once by its content."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.rounds.tables.rounds import RoundsTable
from city.dividend.rounds.tables.steps import StepRecord


class FileRecord(RoundsTable, discriminator="file"):
    file = UnicodeAttribute()
    digest = UnicodeAttribute()
    accepted = NumberAttribute()
    quarantined = NumberAttribute()
    received_at = UTCDateTimeAttribute()


class RoundFiles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: FileRecord) -> FileRecord | None:
        """Enters a file under its name and its content, each taken once. Returns the one that is in the way, if any."""
        record.entry = f"file#{record.digest}"
        name = StepRecord(
            round_id=record.round_id,
            entry=f"name#{record.file}",
            result=record.digest,
            at=record.received_at,
        )
        writes = Writes()
        writes.add("file", lambda t: t.save(record, condition=RoundsTable.entry.does_not_exist()))
        writes.add("name", lambda t: t.save(name, condition=RoundsTable.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return next(
                known
                for known in self.of_round(record.round_id)
                if known.digest == record.digest or known.file == record.file
            )
        return None

    def of_round(self, round_id: str) -> list[FileRecord]:
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith("file#"), consistent_read=True)
        return [record for record in found if isinstance(record, FileRecord)]
