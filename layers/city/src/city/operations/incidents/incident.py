"""An incident: what its members come to, and what people did about it. Merging two is a join, whatever order they meet in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from city.contracts.operations.city_event import Category, Place, Severity
from city.contracts.operations.events import IncidentState
from city.operations.incidents.lifecycle import OPEN, state_of_merged
from city.operations.incidents.reports import Report

SEVERITIES = (Severity.EXTREME, Severity.SEVERE, Severity.MODERATE, Severity.MINOR, Severity.UNKNOWN)
_MOST_MARKS = 60
Marked = Literal["opened", "severity", "merged", "storm", "reopened", "withdrawn", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something the city noted by itself. `about`: the incident that was merged in, the new severity."""

    what: Marked
    at: datetime
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What an incident shows of its smallest member."""

    report: str
    moment: datetime
    category: Category
    kind: str
    headline: str
    place: Place | None

    @property
    def order(self) -> tuple[datetime, str]:
        return self.moment, self.report


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one source told of an incident. `going_on`: how many of its members it has neither ended nor taken back;
    `ended`: how often there was none any more."""

    source: str
    going_on: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`revision` counts everything; `stepped_at_revision` is the last at which what people decide about changed.

    - lead: the smallest member; `placed`: the smallest of those that say where.
    - severities: how many members that were not withdrawn have each severity, by its rank.
    - absorbed: every incident that became part of this one; `merged_into`: the one this became part of.
    - parts: of each source; none in an incident of before parts were counted, which no source ends.
    - rested_at, rests: when, and how often, its sources ended it while nobody had answered; of this id alone.
    - kept_open: somebody opened it again after its sources had ended it; from then on people end it.
    """

    incident_id: str
    revision: int = 0
    stepped_at_revision: int = 1
    state: IncidentState = "detected"
    lead: Lead
    placed: Lead | None
    last_at: datetime
    severities: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    withdrawn: int = 0
    sources: tuple[str, ...] = ()
    exercise: bool = False
    storm: bool = False
    acknowledged_at: datetime | None = None
    dispatched_at: datetime | None = None
    ended_at: datetime | None = None
    absorbed: tuple[str, ...] = ()
    merged_into: str | None = None
    marks: tuple[Mark, ...] = ()
    parts: tuple[Part, ...] = ()
    rested_at: datetime | None = None
    rests: int = 0
    kept_open: bool = False

    @property
    def began_at(self) -> datetime:
        return self.lead.moment

    @property
    def count(self) -> int:
        """How many members it has, each told by its source as one thing."""
        return sum(self.severities) + self.withdrawn

    @property
    def is_withdrawn(self) -> bool:
        """Every source took back what it told."""
        return not any(self.severities)

    @property
    def is_over(self) -> bool:
        """Every source ended what it told, or took it back, and one at least ended it."""
        return bool(self.parts) and not self.is_withdrawn and not any(part.going_on for part in self.parts)

    @property
    def sources_over(self) -> tuple[str, ...]:
        """Those of its sources for which nothing of it goes on."""
        return tuple(part.source for part in self.parts if not part.going_on)

    @property
    def is_at_rest(self) -> bool:
        """Its sources ended it, and nobody of the room has it in hand."""
        return self.state == "detected" and not self.kept_open and (self.is_withdrawn or self.is_over)

    @property
    def shown_state(self) -> IncidentState:
        """Nobody has to answer what was over or taken back before anybody had; what people answer, people end."""
        if not self.is_at_rest:
            return self.state
        return "cancelled" if self.is_withdrawn else "resolved"

    @property
    def is_open(self) -> bool:
        return self.merged_into is None and self.shown_state in OPEN

    @property
    def severity(self) -> Severity:
        """The worst of its members. One that was wholly withdrawn has none any more."""
        return next((SEVERITIES[rank] for rank, of in enumerate(self.severities) if of), Severity.UNKNOWN)

    @property
    def place(self) -> Place | None:
        return self.placed.place if self.placed is not None else None

    def with_report(self, before: Report | None, after: Report) -> "Incident":
        """With a member as it is now. `before`: as it was when it was counted; None for a new member."""
        severities, withdrawn = list(self.severities), self.withdrawn
        for report, by in ((before, -1), (after, 1)):
            if report is not None and report.is_cancelled:
                withdrawn += by
            elif report is not None:
                severities[SEVERITIES.index(report.severity)] += by
        lead = _lead_of(after)
        return replace(
            self,
            severities=(severities[0], severities[1], severities[2], severities[3], severities[4]),
            withdrawn=withdrawn,
            lead=_smaller(self.lead, lead),
            placed=_smaller(self.placed or lead, lead) if lead.place is not None else self.placed,
            last_at=max(self.last_at, after.last_moment),
            sources=tuple(sorted({*self.sources, after.messages[0].source})),
            parts=self._parts_with(before, after),
        )

    def _parts_with(self, before: Report | None, after: Report) -> tuple[Part, ...]:
        if self.sources and not self.parts:
            return ()
        source = after.messages[0].source
        known = next((part for part in self.parts if part.source == source), None)
        part = known or Part(source=source)
        going_on = part.going_on + int(after.goes_on) - int(before is not None and before.goes_on)
        ends = not going_on and (known is None or known.going_on > 0)
        if known is not None and not ends and going_on == known.going_on:
            return self.parts
        others = [each for each in self.parts if each.source != source]
        now = Part(source=source, going_on=going_on, ended=part.ended + int(ends))
        return tuple(sorted((*others, now), key=lambda each: each.source))

    def rested(self, at: datetime) -> "Incident":
        return replace(self, rested_at=at, rests=self.rests + 1)

    def marked(self, what: Marked, at: datetime, about: str = "") -> "Incident":
        return replace(self, marks=(*self.marks, Mark(what=what, at=at, about=about))[-_MOST_MARKS:])


def incident_of(incident_id: str, report: Report) -> Incident:
    """A new incident whose only member this is, not counted yet."""
    lead = _lead_of(report)
    return Incident(
        incident_id=incident_id,
        lead=lead,
        placed=lead if lead.place is not None else None,
        last_at=report.last_moment,
        exercise=report.latest.exercise,
    )


def merge(into: str, incidents: Sequence[Incident]) -> Incident:
    """The incident that several become, under the id of the smallest member. What people did in any of them stays.

    Its revision is that of the one whose id it has, or 0 for a new one.
    """
    goes_on = next((each for each in incidents if each.incident_id == into), None)
    state = state_of_merged([each.state for each in incidents])
    ids = {each.incident_id for each in incidents if each.incident_id != into}
    absorbed = ids.union(*(each.absorbed for each in incidents)) - {into}
    ends = [each.ended_at for each in incidents if each.ended_at is not None]
    sums = [sum(of) for of in zip(*(each.severities for each in incidents), strict=True)]
    placed = [each.placed for each in incidents if each.placed is not None]
    marks = sorted(
        (mark for each in incidents for mark in each.marks), key=lambda mark: (mark.at, mark.what, mark.about)
    )
    return Incident(
        incident_id=into,
        revision=goes_on.revision if goes_on is not None else 0,
        stepped_at_revision=(goes_on.revision if goes_on is not None else 0) + 1,
        state=state,
        lead=min((each.lead for each in incidents), key=lambda lead: lead.order),
        placed=min(placed, key=lambda lead: lead.order) if placed else None,
        last_at=max(each.last_at for each in incidents),
        severities=(sums[0], sums[1], sums[2], sums[3], sums[4]),
        withdrawn=sum(each.withdrawn for each in incidents),
        sources=tuple(sorted({source for each in incidents for source in each.sources})),
        exercise=any(each.exercise for each in incidents),
        storm=any(each.storm for each in incidents),
        acknowledged_at=_first(each.acknowledged_at for each in incidents),
        dispatched_at=_first(each.dispatched_at for each in incidents),
        ended_at=max(ends) if state not in OPEN and ends else None,
        absorbed=tuple(sorted(absorbed)),
        marks=tuple(marks[-_MOST_MARKS:]),
        parts=_parts_of(incidents),
        # When each of them was over stays with each: it is no end of the others.
        rested_at=goes_on.rested_at if goes_on is not None else None,
        rests=max(each.rests for each in incidents),
        kept_open=any(each.kept_open for each in incidents),
    )


def _parts_of(incidents: Sequence[Incident]) -> tuple[Part, ...]:
    if not all(each.parts for each in incidents if each.sources):
        return ()
    every = [part for each in incidents for part in each.parts]
    return tuple(
        Part(
            source=source,
            going_on=sum(part.going_on for part in every if part.source == source),
            ended=max(part.ended for part in every if part.source == source),
        )
        for source in sorted({part.source for part in every})
    )


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _lead_of(report: Report) -> Lead:
    latest = report.latest
    return Lead(
        report=report.key,
        moment=report.moment,
        category=latest.category,
        kind=latest.kind,
        headline=latest.headline,
        place=report.place,
    )


def _smaller(one: Lead, other: Lead) -> Lead:
    """The smaller of two; of one member at two times the later, `other`."""
    return other if one.report == other.report else min(one, other, key=lambda lead: lead.order)
