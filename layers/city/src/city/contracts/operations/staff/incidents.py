"""What staff ask of incidents, and what they are answered; a line is also what boards are told of on the live topic."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.city_event import Category, CityEventV1, MessageType, Place, Severity
from city.contracts.operations.events import IncidentState
from city.contracts.staff import RequestBody

Note = Annotated[str, StringConstraints(min_length=1, max_length=1_000, strip_whitespace=True)]
Step = Literal["acknowledge", "dispatch", "resolve", "cancel", "false", "reopen", "note"]


class IncidentLine(Contract):
    """An incident as lists and boards show it.

    - revision: to be handed back with whatever is asked of it.
    - count: how many things told of it are its members; `withdrawn` of them were taken back by their sources.
    - sources_over: those of `sources` that told that nothing goes on for them. Where all did, an incident that nobody
      has answered is resolved; one that somebody has in hand stays open until they end it.
    - storm: its source told of too many places at once: it is probably the source that is out of order.
    - merged_into: the incident that goes on. A board takes this one away.
    """

    incident_id: str
    revision: int
    state: IncidentState
    category: Category
    kind: str
    kind_ko: str
    severity: Severity
    headline: str
    began_at: AwareMoment
    last_at: AwareMoment
    acknowledged_at: AwareMoment | None
    dispatched_at: AwareMoment | None
    ended_at: AwareMoment | None
    place: Place | None
    sources: tuple[str, ...]
    sources_over: tuple[str, ...] = ()
    count: int
    withdrawn: int
    storm: bool
    exercise: bool
    merged_into: str | None = None


class IncidentPage(Contract):
    """Open ones worst first, ended ones newest first. `next`: the page after this one, which may be empty."""

    incidents: tuple[IncidentLine, ...]
    next: str | None


class IncidentBoard(Contract):
    """All that is open, worst first, and the place from which a board goes on to be told (docs/live.md).

    - left_off: how many more are open than a board shows.
    """

    at: AwareMoment
    cursor: int
    incidents: tuple[IncidentLine, ...]
    left_off: int


class IncidentStep(Contract):
    """One step of an incident's life.

    - what: what somebody did (`acknowledge` …), or the city noted (`opened`, `merged`, `severity`, `storm`, `reopened`,
      `withdrawn`, `over`).
    - about: the incident that was merged in, the new severity, the note.
    - incident_id: of the incident it happened to, which may have been merged since.
    """

    at: AwareMoment
    what: str
    by: str | None
    by_name: str | None
    about: str
    incident_id: str


class MemberEvent(Contract):
    """What one source told of one thing: how it stands now, and every message in the order of its revisions."""

    source: str
    source_id: str
    event: CityEventV1
    withdrawn: bool
    messages: tuple["MemberMessage", ...]


class MemberMessage(Contract):
    message_type: MessageType
    revision: int
    severity: Severity
    headline: str
    occurred_at: AwareMoment
    reported_at: AwareMoment


class MemberPage(Contract):
    """Oldest first, within each incident that was merged."""

    incident_id: str
    events: tuple[MemberEvent, ...]
    next: str | None


class ParkedReport(Contract):
    """Updates or a cancel of something whose event has not come.

    - since: when the first of its messages was reported; `is_long`: for longer than its event could be late.
    - until: from then on nobody waits for it; it is taken in if its event comes after all.
    - messages: how many came; the other fields are of the last of them.
    """

    source: str
    source_id: str
    message_type: MessageType
    category: Category
    kind: str
    headline: str
    since: AwareMoment
    until: AwareMoment
    messages: int
    is_long: bool
    exercise: bool


class ParkedPage(Contract):
    """The oldest first. `next`: the page after this one; None after the last."""

    parked: tuple[ParkedReport, ...]
    next: str | None


class IncidentFile(Contract):
    """One incident whole. `asked`: the id it was asked by, if that was merged into this one.

    - steps_possible: what whoever asks may do now.
    """

    asked: str
    line: IncidentLine
    absorbed: tuple[str, ...]
    timeline: tuple[IncidentStep, ...]
    members: MemberPage
    steps_possible: tuple[Step, ...]


class OpenByHand(RequestBody):
    """What an operator saw or was told.

    - number: chosen by the page when it opens the form, so that sending twice opens one. No name or telephone here.
    """

    number: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    category: Category
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    severity: Severity
    occurred_at: AwareMoment | None = None
    place: Place | None = None
    headline: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    description: Annotated[str, StringConstraints(max_length=2_000)] = ""
    exercise: bool = False


class TakeStep(RequestBody):
    """`revision`: the one that was seen. A step that somebody else took since is a conflict; news of events is none."""

    revision: Annotated[int, Field(strict=True, ge=1)]
    note: Note | None = None


class WriteNote(RequestBody):
    note: Note


class DayCount(Contract):
    """Incidents that began on a day in Seoul, and the events that are their members."""

    day: str
    category: Category
    kind: str
    kind_ko: str
    incidents: int
    events: int
    answered: int
    false: int


class SourceCount(Contract):
    """How many incidents of the time asked for a source had a part in."""

    source: str
    incidents: int


class IncidentStatistics(Contract):
    """As the ministry's relay counts them: by day, category and kind of event. Drills are not counted."""

    first: str
    last: str
    days: tuple[DayCount, ...]
    sources: tuple[SourceCount, ...]
