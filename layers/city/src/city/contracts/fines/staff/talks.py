"""What staff ask about talks with citizens and tickets, and what the API answers."""

from typing import Annotated

from pydantic import StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.staff.fields import Note
from city.contracts.staff import RequestBody


class AnswerTicket(RequestBody):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class CloseTicket(RequestBody):
    reason: Note


class TurnLine(Contract):
    at: AwareMoment
    channel: str
    outcome: str
    said: str | None
    reply: str | None
    intent: str | None
    language: str | None
    abstained: bool
    ticket: str | None
    by: str | None
    by_name: str | None = None


class Talk(Contract):
    """The last turns of a talk, oldest first."""

    holder: str
    phone: str | None
    turns: tuple[TurnLine, ...]


class TicketLine(Contract):
    number: str
    state: str
    reason: str
    holder: str
    phone: str | None
    channel: str
    language: str
    notice_number: str | None
    opened_at: AwareMoment
    # Words of an opinion that are on no case.
    words: str | None
    answer: str | None
    answered_by: str | None
    answered_by_name: str | None = None
    answered_at: AwareMoment | None


class TicketStory(TicketLine):
    turns: tuple[TurnLine, ...]


class TicketPage(Contract):
    tickets: tuple[TicketLine, ...]
    next_page: str | None
