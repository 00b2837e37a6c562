"""Looking at what a citizen's file is before anybody may open it."""

from dataclasses import dataclass

from city.aws.incoming import IncomingFiles
from city.aws.observability import count, logger
from city.contracts.fines.chat import CheckedFile, CheckFile
from city.fines.talk.errors import FileMissing, FileNotAllowed
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.web.file_types import LOOKED_AT_BYTES, type_of
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFiles:
    """What is a picture or a PDF by its content is set apart, where no form reaches; all else is deleted at once."""

    files: Files
    store: IncomingFiles
    hashed: KeyedHash

    def check(self, ask: CheckFile) -> CheckedFile:
        """Raises FileMissing, FileNotAllowed."""
        record = self.files.find(self.hashed.of("web", f"web:{ask.session}"), ask.file_id)
        if record is None:
            raise FileMissing
        if record.state != "checked":
            self._look_at(record)
        return CheckedFile(file_id=record.file_id, content_type=record.content_type, size_bytes=int(record.size_bytes))

    def _look_at(self, record: FileRecord) -> None:
        start = self.store.start_of(record.incoming_key, LOOKED_AT_BYTES)
        if start is None:
            raise FileMissing
        found = type_of(start.content)
        if found is None:
            self.store.delete(record.incoming_key)
            self.files.delete(record)
            count("FileRefused")
            logger().warning("file refused", extra={"file_id": record.file_id, "said": record.content_type})
            raise FileNotAllowed
        if not self.store.set_apart(record.incoming_key, start, record.key, found):
            raise FileMissing  # another file was put in its place meanwhile: that one was not looked at
        self.files.mark_checked(record, found)
        self.store.delete(record.incoming_key)
        count("FileTaken")
