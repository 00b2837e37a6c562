"""Views that were opened. The session with the source is in them, and leaves them for the source alone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from city.operations.viewing.ports import OpenFilm
from city.operations.viewing.tables.records import ViewRecord

# Longer than any grant can last, a view is of no use; the log of views keeps what has to be kept.
_KEPT = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedView:
    id: str
    grant_id: str
    camera_id: str
    viewer: str
    viewer_name: str
    opened_at: datetime
    film: OpenFilm = field(repr=False)


class Views:
    def add(self, view: OpenedView) -> None:
        ViewRecord(
            view.id,
            grant_id=view.grant_id,
            camera_id=view.camera_id,
            viewer=view.viewer,
            viewer_name=view.viewer_name,
            opened_at=view.opened_at,
            session=view.film.session,
            session_until=view.film.until,
            expires=view.opened_at + _KEPT,
        ).save()

    def find(self, view_id: str) -> OpenedView | None:
        try:
            record = ViewRecord.get(view_id, consistent_read=True)
        except ViewRecord.DoesNotExist:
            return None
        return OpenedView(
            id=record.view_id,
            grant_id=record.grant_id,
            camera_id=record.camera_id,
            viewer=record.viewer,
            viewer_name=record.viewer_name,
            opened_at=record.opened_at,
            film=OpenFilm(record.session, record.session_until),
        )

    def go_on(self, view: OpenedView, film: OpenFilm) -> None:
        """With a new session, after the one before has ended."""
        ViewRecord(view.id).update(
            actions=[ViewRecord.session.set(film.session), ViewRecord.session_until.set(film.until)],
            condition=ViewRecord.view_id.exists(),
        )
