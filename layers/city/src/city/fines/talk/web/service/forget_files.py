"""Deleting citizens' files that have served their purpose (개인정보 보호법 §21)."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.incoming import IncomingFiles
from city.aws.observability import count, logger
from city.fines.law.tables.cases import Cases
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.web.limits import has_served
from city.kernel.clock import Clock

ENOUGH_MILLISECONDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetFiles:
    """Those sent with no message after a day, those of a case with the case, the others with their talk."""

    files: Files
    store: IncomingFiles
    cases: Cases
    clock: Clock

    def forget(self, milliseconds_left: Callable[[], int]) -> int:
        """How many were deleted. Stops while there is time to stop; the next night goes on."""
        done, kept = 0, dict[str, bool]()
        for record in self.files.all():
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                count("ForgettingUnfinished")
                break
            if self._has_served(record, kept):
                # The content first: a crash in between is found again by the record.
                self.store.delete(record.key)
                self.store.delete(record.incoming_key)
                self.files.delete(record)
                done += 1
        count("FilesForgotten", done)
        logger().info("files forgotten", extra={"files": done})
        return done

    def _has_served(self, record: FileRecord, kept: dict[str, bool]) -> bool:
        number: str | None = record.notice_number
        if number is not None and number not in kept:
            kept[number] = self.cases.has_number(number)
        return has_served(
            signed_at=record.signed_at,
            sent=record.message_id is not None,
            case_is_kept=None if number is None else kept[number],
            now=self.clock.now(),
        )
