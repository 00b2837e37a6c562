"""What crosses the city's bus: the envelope of every event. Names are facts; each domain's stand in `<domain>/events.py`.

No plate, phone, name or account leaves its domain in one.
"""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from city.contracts.base import AwareMoment, Contract


class BusEvent(Contract):
    """Anything a domain publishes. `source` and `detail_type` are what EventBridge patterns match.

    First versions, of before the envelope, derive from it directly.
    """

    source: ClassVar[str]
    detail_type: ClassVar[str]


class Event(BusEvent):
    """An event with its envelope.

    - event_id: of the fact's business key, so that a retry of the same fact has the same one; made by `id_of`.
    - occurred_at: when the fact became true.
    - correlation_id: what set it off, the same through every log line and event that follows from it.
    """

    LONGEST_ID: ClassVar[int] = 256

    version: int
    event_id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
    occurred_at: AwareMoment
    correlation_id: Annotated[str, Field(min_length=1, max_length=256)]

    @classmethod
    def id_of(cls, *key: str | int) -> str:
        """The id of the fact with this business key: `fines/FinePaid/<key>`. A key holds no personal data."""
        return cls._id_prefix() + "/".join(str(part) for part in key)

    @classmethod
    def _id_prefix(cls) -> str:
        return f"{cls.source.removeprefix('dongne.')}/{cls.detail_type}/"

    @model_validator(mode="after")
    def _id_names_its_event(self) -> Self:
        """Ids of two domains, or of two kinds of event, never meet; a policy may be held to a domain's by their beginning."""
        if len(self.event_id) <= len(self._id_prefix()) or not self.event_id.startswith(self._id_prefix()):
            raise ValueError(f"an event id begins with {self._id_prefix()} and goes on")
        return self
