"""Opening an incident by hand: what an operator saw is an event like any other, and may join an incident that is open."""

from collections.abc import Collection
from dataclasses import dataclass

from city.contracts.operations.city_event import CityEventV1
from city.contracts.operations.staff.incidents import IncidentFile, OpenByHand
from city.kernel.clock import Clock
from city.operations.incidents.errors import IncidentUnknown
from city.operations.incidents.reports import report_key
from city.operations.incidents.service.receive_events import ReceiveEvents
from city.operations.incidents.service.show_incident import ShowIncident
from city.operations.incidents.tables.correlation import CorrelationTables

_SOURCE = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentByHand:
    receive: ReceiveEvents
    tables: CorrelationTables
    show: ShowIncident
    clock: Clock

    def open(self, asked: OpenByHand, groups: Collection[str]) -> IncidentFile:
        """The incident it is of. The same number again is the same incident. Raises WorkersRaced."""
        now = self.clock.now()
        event = CityEventV1(
            source=_SOURCE,
            source_id=asked.number,
            category=asked.category,
            kind=asked.kind,
            severity=asked.severity,
            occurred_at=asked.occurred_at or now,
            reported_at=now,
            place=asked.place,
            headline=asked.headline,
            description=asked.description,
            exercise=asked.exercise,
        )
        self.receive.receive([event])
        key = report_key(_SOURCE, asked.number)
        report = self.tables.find_reports({key}).get(key)
        if report is None or report.incident is None:
            raise IncidentUnknown
        return self.show.show(report.incident, groups)
