"""Which agencies are to be told of what the bus says of an incident: one order for each."""

from dataclasses import dataclass

from pydantic import ValidationError

from city.aws.observability import count
from city.contracts.operations.arrivals import BusMessage
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.partners import TellAgencyV1
from city.operations.agencies.errors import NoticeUnreadable
from city.operations.agencies.ports import NoticeQueue
from city.operations.agencies.reach import fact_of, refusal_to_reach
from city.operations.agencies.tables.agencies import Agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAgencies:
    agencies: Agencies
    queue: NoticeQueue

    def choose(self, body: str) -> None:
        """Told again, it orders again: whoever tells an agency knows what it was told. Raises NoticeUnreadable."""
        event = _event_in(body)
        fact = fact_of(event)
        if fact.exercise:
            count("ExerciseKept")
        for standing in self.agencies.list():
            if refusal_to_reach(standing.value, fact) is not None:
                continue
            order = TellAgencyV1(
                agency_id=standing.value.agency_id,
                opened=event if isinstance(event, IncidentOpenedV1) else None,
                changed=event if isinstance(event, IncidentChangedV1) else None,
            )
            self.queue.send(order.model_dump_json())


def _event_in(body: str) -> IncidentOpenedV1 | IncidentChangedV1:
    try:
        message = BusMessage.model_validate_json(body)
        kinds: dict[str, type[IncidentOpenedV1 | IncidentChangedV1]] = {
            kind.detail_type: kind for kind in (IncidentOpenedV1, IncidentChangedV1)
        }
        # As JSON: a detail comes as values of JSON, in which a tuple is a list.
        kind = kinds.get(message.detail_type)
        if kind is None:
            raise NoticeUnreadable
        return kind.model_validate(message.detail)
    except ValidationError as error:
        raise NoticeUnreadable from error
