"""Agencies as staff see them: how they fare, what came and went, what it said, and how much it was."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.partners import AgencyConfig
from city.contracts.operations.staff.agencies import (
    AgencyCount,
    AgencyHealth,
    AgencyLine,
    AgencyList,
    AgencyStatistics,
    EventCodeTable,
    MessageContent,
    MessageLine,
    MessagePage,
    ReadMessage,
)
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid
from city.office.tables.access_log import AccessLog
from city.operations.agencies.service.admit_agency import NOBODY
from city.operations.agencies.service.credentials import shown_proposal
from city.operations.agencies.tables.agencies import Agencies, Standing
from city.operations.agencies.tables.messages import DayCount, Messages
from city.operations.agencies.tables.proposals import KeyProposals

MOST_MESSAGES = 200
MOST_DAYS = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAgencies:
    """Every partner agency, how it fares today, and which keys it has."""

    agencies: Agencies
    messages: Messages
    proposals: KeyProposals
    clock: Clock

    def show(self) -> AgencyList:
        today = seoul_date(self.clock.now())
        counts = list(self.messages.counts(today, today))
        return AgencyList(agencies=tuple(self._line(each, counts) for each in self.agencies.list()))

    def _line(self, standing: Standing[AgencyConfig], counts: list[DayCount]) -> AgencyLine:
        agency_id = standing.value.agency_id
        named = self.proposals.newest(agency_id)
        kinds: Any = self.agencies.key_kinds(agency_id)
        return AgencyLine(
            config=standing.value,
            revision=standing.revision,
            changed_by=standing.changed_by,
            changed_by_name=standing.changed_by_name,
            changed_at=standing.changed_at,
            health=self._health(agency_id, [each for each in counts if each.agency_id == agency_id]),
            credentials=kinds,
            proposal=shown_proposal(named) if named else None,
        )

    def _health(self, agency_id: str, counts: list[DayCount]) -> AgencyHealth:
        known = self.messages.health(agency_id)
        came, went = ([each for each in counts if each.direction == way] for way in ("in", "out"))
        return AgencyHealth(
            last_heard_at=known.last_heard_at if known else None,
            last_told_at=known.last_told_at if known else None,
            failing_since=known.failing_since if known else None,
            taken_today=sum(each.requests - each.refused for each in came),
            told_today=sum(each.requests - each.refused for each in went),
            refused_today=sum(each.refused for each in came),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMessages:
    """What came from an agency and went to it, newest first, without what it said."""

    agencies: Agencies
    messages: Messages
    clock: Clock

    def show(self, agency_id: str, limit: int, page: str | None) -> MessagePage:
        """`unknown` is whoever proved to be nobody. Raises AgencyUnknown, Invalid."""
        if agency_id != NOBODY:
            self.agencies.get(agency_id)
        found, following = self.messages.list(agency_id, limit, page)
        now = self.clock.now()
        lines: list[Any] = [
            {
                **{name: getattr(record, name) for name in MessageLine.model_fields if name != "is_kept"},
                "is_kept": record.kept_until is not None and record.kept_until > now,
            }
            for record in found
        ]
        return MessagePage(messages=tuple(MessageLine.model_validate(line) for line in lines), next=following)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessageContent:
    """What an agency said, whole, to somebody who says why: the look goes on file before anything is shown."""

    messages: Messages
    views: AccessLog
    clock: Clock

    def read(self, agency_id: str, message_id: str, asked: ReadMessage, by: StaffPerson) -> MessageContent:
        """Raises MessageUnknown."""
        now = self.clock.now()
        found = self.messages.content(agency_id, message_id, now)
        self.views.keep(f"message#{agency_id}/{message_id}", by=by.id, reason=asked.reason, at=now)
        return MessageContent(message_id=message_id, content_type=found.content_type, text=found.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAgencyStatistics:
    """Messages and events by agency, code and day, as the ministry's relay counts them."""

    messages: Messages
    clock: Clock

    def show(self, first: str | None, last: str | None) -> AgencyStatistics:
        """Of the days between, in Seoul; of the last thirty where none are named. Raises Invalid."""
        today = seoul_date(self.clock.now())
        until = _day(last) if last else today
        since = _day(first) if first else until - timedelta(days=29)
        if not 0 <= (until - since).days < MOST_DAYS:
            raise Invalid
        counts: list[Any] = list(self.messages.counts(since, until))
        shown = tuple(AgencyCount.model_validate(each, from_attributes=True) for each in counts)
        return AgencyStatistics(first=since, last=until, counts=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEventCodes:
    """Which event codes there are and what each means."""

    agencies: Agencies

    def show(self) -> EventCodeTable:
        standing = self.agencies.codes()
        return EventCodeTable(
            revision=standing.revision,
            changed_by=standing.changed_by,
            changed_by_name=standing.changed_by_name,
            changed_at=standing.changed_at,
            codes=standing.value,
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid from None
