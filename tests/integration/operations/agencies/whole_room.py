"""Agencies and incidents in one moto: what a partner posts becomes an incident, by the real door and the real handlers."""

import json
from datetime import timedelta
from typing import Any

from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.operations.incidents.incident import Incident
from tests.integration.operations.agencies.room import AgenciesRoom, take
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto
from tests.unit.operations.agencies.golden import event_body


class WholeRoom:
    """Create inside moto."""

    def __init__(self) -> None:
        self.incidents = IncidentsInMoto()
        self.agencies = AgenciesRoom()
        self.incidents.clock = self.agencies.clock
        self._sessions: dict[str, str] = {}

    def tell(self, agency_id: str = "112", code: str = "DN112001", **changes: Any) -> None:
        """What a partner tells at the door; it is taken."""
        if agency_id not in self._sessions:
            self._sessions[agency_id] = self.agencies.session_of(agency_id)
        body = event_body(evtId=code, **changes)
        status, answer = self.agencies.tell(self._sessions[agency_id], body)
        assert (status, answer["result"]) == (200, "0"), answer

    def flow(self, order: int = 1) -> None:
        """What is in the queue of city events is taken in: the other way round where `order` is -1."""
        while bodies := take(self.agencies.city_queue):
            assert self.incidents.deliver(*bodies[::order]) == []

    def only(self) -> Incident:
        (incident,) = self.incidents.going_on()
        return incident

    def spread(self) -> list[IncidentOpenedV1 | IncidentChangedV1]:
        """What the bus was told goes to the agencies. Returns it."""
        told: list[IncidentOpenedV1 | IncidentChangedV1] = []
        for kind, detail in self.incidents.told_bus():
            contract: Any = IncidentOpenedV1 if kind == "IncidentOpened" else IncidentChangedV1
            event = contract.model_validate_json(json.dumps(detail))
            assert self.agencies.happen(event) == []
            told.append(event)
        self.agencies.work_off()
        return told

    def wait(self, **by: float) -> None:
        self.agencies.clock.moment += timedelta(**by)
