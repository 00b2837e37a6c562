"""Listing incidents: those that are open, worst first; those that ended, newest first."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from city.aws.live.publisher import Cursors
from city.aws.paging import name_page, read_page
from city.contracts.operations.events import IncidentState
from city.contracts.operations.staff.incidents import IncidentBoard, IncidentPage
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid
from city.operations.incidents.announce import TOPIC, line_of
from city.operations.incidents.incident import Incident
from city.operations.incidents.lifecycle import ENDED, OPEN
from city.operations.incidents.tables.incidents import Incidents

MOST = 100
# A board shows the worst of a night in which everything happens; nobody reads more.
MOST_ON_BOARD = 300
# One answer looks at so many days; empty ones may make a page that is empty and not the last.
_MOST_DAYS, _OLDEST = 31, timedelta(days=400)
_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListIncidents:
    incidents: Incidents
    clock: Clock

    def list(self, state: str | None, limit: int, page: str | None) -> IncidentPage:
        """`state`: one of the six, `open` (also without one), or `ended`. Raises Invalid."""
        if state in (None, "open"):
            return self._open(OPEN, limit, page)
        if state == "ended":
            return self._ended(ENDED, limit, page)
        for known in get_args(IncidentState):
            if state == known:
                return (self._open if known in OPEN else self._ended)({known}, limit, page)
        raise Invalid

    def _open(self, states: Set[IncidentState], limit: int, page: str | None) -> IncidentPage:
        after = read_page(page, "rank")["rank"]["S"] if page else ""
        lines = [line for line in self.incidents.list_open() if line.rank > after]
        shown: list[Incident] = []
        at = 0
        while at < len(lines) and len(shown) < limit:
            chunk = lines[at : at + limit - len(shown)]
            found = self.incidents.find_all({line.incident_id for line in chunk})
            shown += [
                found[line.incident_id]
                for line in chunk
                if line.incident_id in found and found[line.incident_id].shown_state in states
            ]
            at += len(chunk)
        following = {"rank": {"S": lines[at - 1].rank}} if at < len(lines) else None
        return IncidentPage(incidents=tuple(line_of(each) for each in shown), next=name_page(following, "rank"))

    def _ended(self, states: Set[IncidentState], limit: int, page: str | None) -> IncidentPage:
        before, day = "-", seoul_date(self.clock.now())
        if page:
            named = read_page(page, "day", "before")
            day, before = _read_day(named["day"]["S"]), named["before"]["S"]
            if before != "-" and not _ID.fullmatch(before):
                raise Invalid
        shown: list[Incident] = []
        for _ in range(_MOST_DAYS):
            for incident in self.incidents.list_day(day, None if before == "-" else before):
                if incident.shown_state not in states:
                    continue
                if len(shown) == limit:
                    return _page_of(shown, seoul_date(shown[-1].began_at), shown[-1].incident_id)
                shown.append(incident)
            day, before = day - timedelta(days=1), "-"
        return _page_of(shown, day if day > seoul_date(self.clock.now()) - _OLDEST else None, "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBoard:
    incidents: Incidents
    cursors: Cursors
    clock: Clock

    def show(self) -> IncidentBoard:
        # Before the incidents are read: what is told later is among them already, or comes after it.
        cursor = self.cursors.read(TOPIC)
        lines = self.incidents.list_open()
        found = self.incidents.find_all({line.incident_id for line in lines[:MOST_ON_BOARD]})
        shown = [found[line.incident_id] for line in lines[:MOST_ON_BOARD] if line.incident_id in found]
        return IncidentBoard(
            at=self.clock.now(),
            cursor=cursor,
            incidents=tuple(line_of(each) for each in shown if each.is_open),
            left_off=max(0, len(lines) - MOST_ON_BOARD),
        )


def _page_of(shown: list[Incident], day: date | None, before: str) -> IncidentPage:
    following = {"day": {"S": day.isoformat()}, "before": {"S": before}} if day is not None else None
    return IncidentPage(incidents=tuple(line_of(each) for each in shown), next=name_page(following, "day", "before"))


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid from error
