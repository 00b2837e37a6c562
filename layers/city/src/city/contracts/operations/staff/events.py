"""What staff ask of the feed of events, and what they are answered."""

from typing import Any

from city.contracts.base import AwareMoment, Contract


class EventLine(Contract):
    """An event as it was told. `fault`: what of it no contract knows, naming fields and never their values."""

    event_id: str
    domain: str
    name: str
    version: int | None
    occurred_at: AwareMoment
    recorded_at: AwareMoment
    correlation_id: str | None
    detail: Any
    fault: str | None


class EventPage(Contract):
    """Newest first. `next`: the page after this one, which may be empty; None after the last."""

    events: list[EventLine]
    next: str | None
