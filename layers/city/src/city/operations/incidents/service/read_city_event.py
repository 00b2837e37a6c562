"""Reading a message of the queue of city events, whoever sent it."""

from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.translate import read_event


class ReadCityEvent:
    def read(self, number: str, body: str) -> CityEventV1 | None:  # noqa: ARG002  # the queue's number says nothing
        """None for what the room has no use for. Raises EventUnreadable."""
        return read_event(body)
