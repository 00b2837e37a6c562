"""Incidents as they stand, out of their own table: what a grant's life hangs on, read strongly consistent at each look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from city.operations.incidents.incident import Incident
from city.operations.incidents.lifecycle import OPEN
from city.operations.incidents.tables.correlation import AGENCY_SOURCE
from city.operations.incidents.tables.incidents import Incidents
from city.operations.viewing.grants import IncidentStanding
from city.operations.viewing.ports import IncidentSeen

# Steps after which an incident is over: a grant of before does not come back with it.
_ENDS: Final = frozenset({"resolve", "cancel", "false"})
# An incident is merged into an older one; nobody merges a chain as long as this.
_MOST_MERGES = 20


@dataclass(frozen=True, slots=True)
class StandingIncidents:
    incidents: Incidents

    def find(self, incident_id: str) -> IncidentSeen | None:
        """Of the survivor where it was merged; over, if any part of the way there was over before it was merged."""
        chain = list(self._chain(incident_id))
        if not chain or chain[-1].merged_into is not None:
            return None
        survivor = chain[-1]
        over = [moment for part in chain for moment in self._ends_of(part)]
        standing = IncidentStanding(
            survivor.incident_id,
            open=all(part.shown_state in OPEN for part in chain),
            over_at=max(over, default=None),
            exercise=any(part.exercise for part in chain),
            ended_for={
                part.source.removeprefix(AGENCY_SOURCE): part.ended
                for part in survivor.parts
                if part.source.startswith(AGENCY_SOURCE)
            },
            rests=survivor.rests,
        )
        sources = tuple(each for each in survivor.sources if each not in survivor.sources_over)
        return IncidentSeen(standing, survivor.place, sources, survivor.absorbed, survivor.lead.kind)

    def _chain(self, incident_id: str) -> Iterator[Incident]:
        following: str | None = incident_id
        for _ in range(_MOST_MERGES):
            if following is None:
                return
            found = self.incidents.find_all({following}).get(following)
            if found is None:
                return
            yield found
            following = found.merged_into

    def _ends_of(self, incident: Incident) -> Iterator[datetime]:
        yield from (step.at for step in self.incidents.steps_of(incident.incident_id) if step.what in _ENDS)
        for mark in incident.marks:
            # What was taken back before anybody answered it was over, and so was what has been reopened.
            answered = incident.acknowledged_at is not None and incident.acknowledged_at <= mark.at
            if mark.what == "reopened" or (mark.what == "withdrawn" and not answered):
                yield mark.at
        if incident.rested_at is not None:
            yield incident.rested_at
        if incident.ended_at is not None:
            yield incident.ended_at
