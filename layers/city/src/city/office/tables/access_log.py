"""Who looked at personal data, and why (개인정보의 안전성 확보조치 기준 §8), in a domain's own desk table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model

from city.aws.paging import name_page, read_page

VIEW = "view#"


class ViewAttributes:
    """The attributes of a look at personal data, for a record of the desk's table to take in."""

    by = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    reason = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class AccessLog:
    """`record`: the desk's own record class, with a `subject`, an `entry` and ViewAttributes."""

    record: type[Model]
    newest_first: bool = False

    def keep(self, subject: str, *, by: str, reason: str, at: datetime, **more: str) -> None:
        """Writes down who looks at what, and why; `more` goes into the record's own attributes."""
        entry = f"{VIEW}{at:%Y-%m-%dT%H:%M:%S.%f}#{by}"
        attributes: dict[str, Any] = {"by": by, "at": at, "reason": reason, **more}
        self.record(subject, entry, **attributes).save()

    def keep_all(self, subjects: Iterable[str], *, by: str, reason: str, at: datetime) -> None:
        """Writes down who looks at many at once, and why, a batch of writes at a time."""
        entry = f"{VIEW}{at:%Y-%m-%dT%H:%M:%S.%f}#{by}"
        with self.record.batch_write() as batch:
            for subject in subjects:
                batch.save(self.record(subject, entry, by=by, at=at, reason=reason))

    def list(self, subject: str, limit: int, page: str | None) -> tuple[list[Model], str | None]:
        """A page of who looked, and the name of the next page. Raises Invalid."""
        entry: Any = self.record.entry  # type: ignore[attr-defined]  # every desk's table has one
        found = self.record.query(
            subject,
            entry.startswith(VIEW),
            scan_index_forward=not self.newest_first,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "entry", subject=subject) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")
