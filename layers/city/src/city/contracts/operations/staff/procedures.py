"""What staff ask of procedures, escalation and shifts, and what they are answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.city_event import Category, Severity

ProcedureId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,38}$")]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
_Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
_Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_LimitS = Annotated[int, Field(ge=10, le=86_400)]


class StepBody(Contract):
    """`when_late`: what follows when a supervisor did not answer it in time either."""

    ko: _Words
    en: _Words
    who: Literal["operator", "supervisor"]
    limit_s: _LimitS
    may_refuse: bool = True
    when_late: Literal["go_on", "stop"] = "go_on"


class WriteProcedure(Contract):
    """A procedure as it is to be from now on. `version`: the one that the writer saw, 0 for a new procedure."""

    version: Annotated[int, Field(ge=0)]
    ko: _Words
    en: _Words
    category: Category
    kinds: Annotated[tuple[_Kind, ...], Field(max_length=50)] = ()
    from_severity: Severity
    steps: Annotated[tuple[StepBody, ...], Field(min_length=1, max_length=20)]
    in_force: bool = True


class ProcedureLine(Contract):
    procedure_id: str
    version: int
    ko: str
    en: str
    category: Category
    kinds: tuple[str, ...]
    from_severity: Severity
    steps: tuple[StepBody, ...]
    in_force: bool
    written_by: str
    written_by_name: str | None
    written_at: AwareMoment


class ProcedureList(Contract):
    procedures: tuple[ProcedureLine, ...]


class ProcedureVersions(Contract):
    """The newest first."""

    versions: tuple[ProcedureLine, ...]


class SupposedAnswer(Contract):
    number: Annotated[int, Field(ge=1, le=20)]
    turn: Literal[1, 2] = 1
    answer: Literal["done", "refused", "late"]
    took_s: Annotated[int, Field(ge=0, le=86_400)]


class TryProcedure(Contract):
    """A dry run: nobody is told, nothing is kept. What is not supposed is done after half its limit."""

    procedure: WriteProcedure
    supposed: Annotated[tuple[SupposedAnswer, ...], Field(max_length=40)] = ()


class TrialLine(Contract):
    number: int
    turn: int
    who: str
    ko: str
    en: str
    at_s: int
    answer: Literal["done", "refused", "late"]
    took_s: int


class TrialStory(Contract):
    """`longest_s`: how long a run may take when every step is late twice."""

    trials: tuple[TrialLine, ...]
    ending: Literal["complete", "stopped"]
    took_s: int
    longest_s: int


class StartRun(Contract):
    procedure_id: ProcedureId


class StepLine(Contract):
    run_id: str
    incident_id: str
    procedure_ko: str
    procedure_en: str
    number: int
    turn: int
    who: str
    ko: str
    en: str
    may_refuse: bool
    asked_at: AwareMoment
    due_at: AwareMoment
    answer: Literal["done", "refused", "late", "ended"] | None
    answered_by: str | None
    answered_by_name: str | None
    answered_at: AwareMoment | None
    note: str | None


class RunStory(Contract):
    """`steps_all`: how many the procedure has. `started_by`: None where it started by itself."""

    run_id: str
    incident_id: str
    procedure_id: str
    version: int
    ko: str
    en: str
    exercise: bool
    started_at: AwareMoment
    started_by: str | None
    started_by_name: str | None
    ended_at: AwareMoment | None
    ending: Literal["complete", "stopped", "ended_with_incident"] | None
    steps_all: int
    steps: tuple[StepLine, ...]


class LevelLine(Contract):
    number: int
    who: str
    told_at: AwareMoment


class IncidentProcedures(Contract):
    """Runs at an incident, and who was told that nobody had acknowledged it."""

    runs: tuple[RunStory, ...]
    levels: tuple[LevelLine, ...]


class WaitingSteps(Contract):
    """What waits for an answer of whoever asks, the oldest first."""

    steps: tuple[StepLine, ...]


class AnswerStep(Contract):
    """`turn`: of the step as it was seen, so that an answer never reaches a later question."""

    turn: Literal[1, 2]
    answer: Literal["done", "refused"]
    note: _Note = ""


class HandOverStep(Contract):
    turn: Literal[1, 2]
    to: Literal["operator", "supervisor"]
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class OpenIncidentLine(Contract):
    incident_id: str
    revision: int
    state: str
    headline: str = ""
    note: str = ""


class IncidentNote(Contract):
    incident_id: Annotated[str, StringConstraints(max_length=60)]
    note: _Note


class OfferHandOver(Contract):
    """`seen`: the digest of the list of what is open that the person has before them."""

    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    notes: Annotated[tuple[IncidentNote, ...], Field(max_length=200)] = ()
    remark: _Note = ""


class SignHandOver(Contract):
    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class HandOverLine(Contract):
    hand_over_id: str
    state: Literal["offered", "signed", "withdrawn"]
    offered_by: str
    offered_by_name: str | None
    offered_at: AwareMoment
    signed_by: str | None
    signed_by_name: str | None
    signed_at: AwareMoment | None
    incidents: tuple[OpenIncidentLine, ...]
    remark: str


class ShiftBoard(Contract):
    """What is open now, with the digest that both sign, and the last hand-overs, the newest first.

    `changed`: incidents of an offered hand-over that are otherwise now.
    """

    open: tuple[OpenIncidentLine, ...]
    digest: str
    changed: tuple[str, ...]
    hand_overs: tuple[HandOverLine, ...]
