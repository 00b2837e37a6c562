"""Letting staff open a citizen's file, for a reason."""

from dataclasses import dataclass

from city.aws.incoming import IncomingFiles
from city.aws.observability import logger
from city.contracts.fines.staff.evidence import FileLink
from city.fines.desk.tables.desk import DeskEntries, talk_subject
from city.fines.law.tables.history import notice_subject
from city.fines.talk.tables.files import Files
from city.fines.talk.web.file_types import plain_name
from city.fines.talk.web.limits import LINK_EXPIRES_IN
from city.kernel.clock import Clock
from city.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseFile:
    """Writes down who looks and why, then signs an address that is good for minutes."""

    files: Files
    store: IncomingFiles
    desk: DeskEntries
    clock: Clock

    def disclose(self, holder: str, file_id: str, reason: str, by: str) -> FileLink:
        """Raises NotFound, also for a file that went with no message: it is nobody's yet."""
        record = self.files.find(holder, file_id)
        if record is None or record.state != "checked" or record.message_id is None:
            raise NotFound
        subject = notice_subject(record.notice_number) if record.notice_number else talk_subject(holder)
        self.desk.keep_view(subject, by=by, reason=reason, at=self.clock.now())
        logger().info("file disclosed", extra={"file_id": file_id, "by": by})
        url = self.store.link(
            record.key,
            file_name=plain_name(file_id[:8], record.content_type),
            content_type=record.content_type,
            expires_in=LINK_EXPIRES_IN,
        )
        return FileLink(url=url, expires_in=LINK_EXPIRES_IN)
