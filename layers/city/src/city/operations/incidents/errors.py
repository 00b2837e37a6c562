"""Refusals of incidents, each a fact."""

from typing import Any

from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Transient


class EventUnreadable(Invalid):
    """A message of the queue is neither a city event nor an event of the bus; it becomes a dead letter."""

    message_ko = "이벤트를 읽을 수 없습니다."
    message_en = "A message of the queue of city events could not be read."


class ReportTooLarge(Invalid):
    """More messages of one thing than an item of the table can hold."""

    message_ko = "한 건에 대한 통보가 너무 많습니다."
    message_en = "A source told too often of one thing."


class IncidentUnknown(NotFound):
    message_ko = "그런 사건이 없습니다."
    message_en = "There is no such incident."


class StepNotPossible(Conflict):
    message_ko = "지금 상태에서는 할 수 없습니다."
    message_en = "This cannot be done in the state the incident is in."


class StepNotYours(Forbidden):
    message_ko = "이 처리를 할 권한이 없습니다."
    message_en = "Your group may not take this step."


class IncidentMoved(Conflict):
    """`more`: the incident as it stands now, for a page to show beside what was seen."""

    message_ko = "다른 사람이 먼저 처리했거나 사건이 합쳐졌습니다. 지금 상태를 확인하세요."
    message_en = "Somebody was faster, or the incident was merged: see how it stands now."

    def __init__(self, now: dict[str, Any]) -> None:
        super().__init__()
        self.more = {"now": now}


class WorkersRaced(Transient):
    """Other workers changed the same incidents again and again; asking again works."""
