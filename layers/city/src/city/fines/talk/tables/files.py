"""Files that citizens hand in on the web: what they are, and which message, ticket and case they belong to."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.models import Model


class FileRecord(Model):
    """One file. Its content lies in a bucket under `key`; `message_id` is missing until it went with a message."""

    class Meta:
        table_name = "files"

    holder = UnicodeAttribute(hash_key=True)
    file_id = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(default="signed")  # signed | checked
    name = UnicodeAttribute()
    content_type = UnicodeAttribute()
    size_bytes = NumberAttribute()
    signed_at = UTCDateTimeAttribute()
    message_id = UnicodeAttribute(null=True)
    sent_at = UTCDateTimeAttribute(null=True)
    notice_number = UnicodeAttribute(null=True)
    ticket = UnicodeAttribute(null=True)

    @property
    def incoming_key(self) -> str:
        """Where its form puts it."""
        return f"incoming/{self.holder}/{self.file_id}"

    @property
    def key(self) -> str:
        """Where it lies once it was looked at; no form reaches there."""
        return f"checked/{self.holder}/{self.file_id}"


class Files:
    def of(self, holder: str) -> list[FileRecord]:
        """A session's files, the oldest first."""
        return sorted(FileRecord.query(holder, consistent_read=True), key=lambda record: record.signed_at)

    def find(self, holder: str, file_id: str) -> FileRecord | None:
        try:
            record: FileRecord = FileRecord.get(holder, file_id, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def keep(self, record: FileRecord) -> None:
        record.save()

    def mark_checked(self, record: FileRecord, content_type: str) -> None:
        record.update(actions=[FileRecord.state.set("checked"), FileRecord.content_type.set(content_type)])

    def to_send(self, holder: str, file_ids: Sequence[str], message_id: str) -> list[FileRecord]:
        """Those of the named files that may go with this message: checked, and in no other message."""
        wanted = set(file_ids)
        return [
            record
            for record in self.of(holder)
            if record.file_id in wanted and record.state == "checked" and record.message_id in (None, message_id)
        ]

    def mark_sent(
        self, record: FileRecord, *, message_id: str, at: datetime, notice_number: str | None, ticket: str | None
    ) -> None:
        """Attaches a file to its message, ticket and case; of two messages at once the first has it."""
        actions: list[Action] = [FileRecord.message_id.set(message_id), FileRecord.sent_at.set(at)]
        if notice_number is not None:
            actions.append(FileRecord.notice_number.set(notice_number))
        if ticket is not None:
            actions.append(FileRecord.ticket.set(ticket))
        free = FileRecord.message_id.does_not_exist() | (FileRecord.message_id == message_id)
        try:
            record.update(actions=actions, condition=FileRecord.file_id.exists() & free)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def sent_by(self, holder: str) -> list[FileRecord]:
        """The files of a session that went with a message."""
        return [record for record in self.of(holder) if record.message_id]

    def all(self) -> Iterator[FileRecord]:
        """Every file. A scan: for once a night."""
        yield from FileRecord.scan()

    def delete(self, record: FileRecord) -> None:
        record.delete()
