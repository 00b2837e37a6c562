"""What is open, read from the incidents as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from city.operations.incidents.incident import Incident
from city.operations.incidents.tables.incidents import Incidents
from city.operations.procedures.service.escalate import Unacknowledged
from city.operations.procedures.shifts import OpenIncident

_DETECTED_BY = ("opened", "reopened")


@dataclass(frozen=True, slots=True)
class OpenIncidents:
    incidents: Incidents

    def now(self) -> tuple[OpenIncident, ...]:
        """The worst first. The revision is the last at which what people decide about changed: another report of the
        same thing makes no other list to sign.
        """
        return tuple(
            OpenIncident(
                incident_id=incident.incident_id,
                revision=incident.stepped_at_revision,
                state=incident.shown_state,
                headline=incident.lead.headline,
            )
            for incident in self._open()
        )

    def unacknowledged(self) -> Iterable[Unacknowledged]:
        """Those that nobody has taken a hand in; detected when the city first knew, or when it flared up again."""
        for incident in self._open():
            if incident.shown_state == "detected":
                detected = [mark.at for mark in incident.marks if mark.what in _DETECTED_BY]
                yield Unacknowledged(
                    incident_id=incident.incident_id,
                    severity=incident.severity,
                    detected_at=max(detected, default=incident.began_at),
                    exercise=incident.exercise,
                )

    def _open(self) -> list[Incident]:
        ids = [line.incident_id for line in self.incidents.list_open()]
        found = self.incidents.find_all(ids)
        return [found[each] for each in ids if each in found]
