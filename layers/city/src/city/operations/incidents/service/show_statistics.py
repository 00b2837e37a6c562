"""Counting incidents by day, category, kind and source, as the ministry's relay of the integrated platform does."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from city.contracts.operations.staff.incidents import DayCount, IncidentStatistics, SourceCount
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid
from city.operations.incidents.incident import Incident
from city.operations.incidents.kind_words import kind_ko
from city.operations.incidents.tables.incidents import Incidents

_MOST_DAYS, _USUAL_DAYS = 31, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIncidentStatistics:
    incidents: Incidents
    clock: Clock

    def show(self, first: str | None, last: str | None) -> IncidentStatistics:
        """Days in Seoul, the last seven without any. Raises Invalid."""
        end = _read_day(last) if last else seoul_date(self.clock.now())
        start = _read_day(first) if first else end - timedelta(days=_USUAL_DAYS - 1)
        if not timedelta(0) <= end - start < timedelta(days=_MOST_DAYS):
            raise Invalid
        lines: list[DayCount] = []
        sources: Counter[str] = Counter()
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            counted = [each for each in self.incidents.list_day(day) if not each.exercise]
            lines += _lines(day, counted)
            sources.update(source for each in counted for source in each.sources)
        return IncidentStatistics(
            first=start.isoformat(),
            last=end.isoformat(),
            days=tuple(lines),
            sources=tuple(SourceCount(source=source, incidents=of) for source, of in sorted(sources.items())),
        )


def _lines(day: date, incidents: list[Incident]) -> list[DayCount]:
    kinds: dict[tuple[str, str], list[Incident]] = {}
    for each in incidents:
        kinds.setdefault((each.lead.category.value, each.lead.kind), []).append(each)
    return [
        DayCount(
            day=day.isoformat(),
            category=of[0].lead.category,
            kind=kind,
            kind_ko=kind_ko(of[0].lead.category, kind),
            incidents=len(of),
            events=sum(each.count for each in of),
            answered=sum(each.acknowledged_at is not None for each in of),
            false=sum(each.state == "false" for each in of),
        )
        for (_, kind), of in sorted(kinds.items())
    ]


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid from error
    if day.isoformat() != text or not 2020 <= day.year <= 2100:
        raise Invalid
    return day
