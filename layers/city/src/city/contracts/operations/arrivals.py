"""What EventBridge hands to a queue: an event as it is on the bus, around the `detail` that a domain wrote."""

from typing import Any

from pydantic import Field

from city.contracts.base import AwareMoment, ForeignContract


class BusMessage(ForeignContract):
    """https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html"""

    # Of this publication: an event that is published twice has two. A replay keeps it.
    id: str = Field(min_length=1, max_length=100)
    source: str
    detail_type: str = Field(alias="detail-type")
    time: AwareMoment
    detail: Any
    # Only on what an archive hands out again.
    replay: str | None = Field(default=None, alias="replay-name")
