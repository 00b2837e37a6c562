"""The feed of events, newest first."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from city.aws.paging import name_page, read_page
from city.contracts.operations.staff.events import EventLine, EventPage
from city.kernel.clock import Clock
from city.kernel.errors import Invalid
from city.operations.events.model import CLOCK_AHEAD, moment_text
from city.operations.events.tables import EventRecord, EventsTable

MOST = 200
# Without `since`.
USUAL = timedelta(days=1)
# One answer looks at so many days; empty ones among them may make a page that is empty and not the last.
MOST_DAYS = 31
_DOMAIN = re.compile(r"[a-z][a-z_]{0,30}")
# Sorts after every moment, and after every moment of a day; the name of a page holds no tilde.
_END, _END_OF_DAY = "~", "T99"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEvents:
    events: EventsTable
    clock: Clock

    def show(self, *, domain: str | None, since: str | None, limit: int, page: str | None) -> EventPage:
        """Events of a domain or of all, that happened at `since` (ISO 8601, with its offset) or later. Raises Invalid."""
        if domain is not None and not _DOMAIN.fullmatch(domain):
            raise Invalid
        oldest = moment_text(_read_moment(since) if since else self.clock.now() - USUAL)
        before = read_page(page, "moment")["moment"]["S"] if page else _END
        day = _day_of(before) if page else (self.clock.now() + CLOCK_AHEAD).date()
        found: list[EventRecord] = []
        for _ in range(MOST_DAYS):
            if day.isoformat() < oldest[:10]:
                return _page(found, None)
            for record in self.events.list_day(day, domain, before, limit - len(found) + 1):
                if record.moment < oldest:
                    return _page(found, None)
                if len(found) == limit:
                    return _page(found, found[-1].moment)
                found.append(record)
            day, before = day - timedelta(days=1), _END
        return _page(found, f"{day.isoformat()}{_END_OF_DAY}")


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid from error
    if moment.tzinfo is None:
        raise Invalid
    return moment


def _day_of(moment: str) -> date:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError as error:
        raise Invalid from error


def _page(records: list[EventRecord], last: str | None) -> EventPage:
    return EventPage(
        events=[_line(record) for record in records],
        next=name_page({"moment": {"S": last}}, "moment") if last else None,
    )


def _line(record: EventRecord) -> EventLine:
    return EventLine(
        event_id=record.event_id,
        domain=record.domain,
        name=record.name,
        version=None if record.version is None else int(record.version),
        occurred_at=record.occurred_at,
        recorded_at=record.recorded_at,
        correlation_id=record.correlation_id,
        detail=json.loads(record.detail),
        fault=record.fault,
    )
