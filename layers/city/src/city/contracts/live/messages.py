"""What a page and the city say to one another over the WebSocket, and what the polling fallback answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.live.changes import Topic
from city.contracts.staff import RequestBody

MOST_TOPICS = 20


class Place(RequestBody):
    """How far a page has come on a topic; without a cursor, from now on. `part`: how much of the next change it has."""

    topic: Topic
    cursor: Annotated[int, Field(ge=0)] | None = None
    part: Annotated[int, Field(ge=0, le=64)] = 0


class Asked(RequestBody):
    """`watch`: be told from now on, and of what was missed. `more`: of what was missed alone. `leave`: of nothing more.

    `ping` keeps the connection from idling and asks whether something was missed.
    """

    action: Literal["watch", "more", "leave", "ping"]
    topics: Annotated[tuple[Place, ...], Field(max_length=MOST_TOPICS)] = ()


class Change(Contract):
    """A change with its number. Numbers of a topic have no gaps."""

    number: int
    key: str
    version: int
    at: AwareMoment
    body: dict[str, Any]


class Part(Contract):
    """A piece of the JSON of a change that is too large for one message."""

    number: int
    part: int
    parts: int
    text: str


class News(Contract):
    """What there is on a topic: changes in order, or one part of one.

    An answer repeats the cursor it was asked with, in `after`, and has come as far as `cursor`; `more` says that there is
    more to be asked for. `reset`: what was missed is no longer kept; the page reads its list again and goes on from
    `cursor`. `refused`: nobody may watch the topic who is not in its groups.
    """

    topic: str
    changes: tuple[Change, ...] = ()
    part: Part | None = None
    after: int | None = None
    cursor: int | None = None
    more: bool = False
    reset: bool = False
    refused: bool = False


class Told(Contract):
    """A message of the city's."""

    type: Literal["changes", "pong", "error"]
    topics: tuple[News, ...] = ()


class Ticket(Contract):
    """Opens one connection, once, within so many seconds."""

    ticket: str
    expires_in: int
