"""What staff ask about requests of people seen and about holds, and what they are answered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.staff import RequestBody

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
_Short = Annotated[str, StringConstraints(min_length=1, max_length=120)]
_Text = Annotated[str, StringConstraints(max_length=500)]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Revision = Annotated[int, Field(ge=1)]
AccessAnswer = Literal["whole", "part", "refuse", "postpone"]
AccessGround = Literal["law_forbids", "harms_others", "hinders_duty", "not_the_person", "destroyed"]
AccessStanding = Literal["received", "postponed", "allowed", "refused", "prepared", "released"]


class ReceiveAccess(RequestBody):
    """A request as it was handed in. `received_on`: the day it came, from which the ten days are counted."""

    received_on: date
    requester: _Short
    contact: _Short
    camera: _Id
    starts: AwareMoment
    ends: AwareMoment
    description: _Text


class AnswerAccess(RequestBody):
    """`whole` and `part` need place and time; all but `whole` a reason; `refuse` its ground in 법 35조④ too."""

    answer: AccessAnswer
    revision: _Revision
    reason: _Text = ""
    ground: AccessGround | None = None
    place: _Text = ""
    seen_at: AwareMoment | None = None


class PrepareCopy(RequestBody):
    """`box_count`: rectangles on the copy; `detector`: what proposed them, none where a person drew all."""

    revision: _Revision
    sha256: _Sha256
    box_count: Annotated[int, Field(ge=0, le=1_000_000)]
    detector: _Short | None = None


class ReleaseCopy(RequestBody):
    """`sha256`: of the copy that was watched; `nobody_else`: no one else can be recognised on it."""

    revision: _Revision
    sha256: _Sha256
    nobody_else: bool


class PlaceHold(RequestBody):
    """Video of a camera, or of all, that is not destroyed until the hold is lifted."""

    camera: _Id | None
    starts: AwareMoment
    ends: AwareMoment
    reason: _Short


class FilmGap(Contract):
    """From when until when a camera's film could not be had, and why."""

    starts: AwareMoment
    ends: AwareMoment
    why: Literal["no_film", "no_stream", "has_sound", "too_large"]


class FilmLine(Contract):
    """How far the film of a case is fetched: of `pieces`, `done` are here (`fetched`) or, as `gaps` says, not to be had."""

    pieces: int
    done: int
    fetched: int
    is_complete: bool
    gaps: list[FilmGap]


class AccessLine(Contract):
    """`due`: the last day for an answer; `plain_due`: the tenth day, before weekends and holidays moved it.

    `film`: None where nobody has had it fetched.
    """

    request_id: str
    received_on: date
    due: date
    plain_due: date
    days_left: int
    late: bool
    requester: str
    contact: str
    camera: str
    starts: AwareMoment
    ends: AwareMoment
    description: str
    state: AccessStanding
    answer: AccessAnswer | None
    ground: AccessGround | None
    reason: str
    appeal: str
    place: str
    seen_at: AwareMoment | None
    copy_sha256: str | None
    box_count: int
    detector: str | None
    prepared_by: str | None
    released_by: str | None
    revision: int
    received_by: str
    received_by_name: str | None
    answered_by: str | None
    answered_by_name: str | None
    film: FilmLine | None


class AccessList(Contract):
    """By their last day. `next`: the page after this one; None after the last."""

    requests: list[AccessLine]
    next: str | None


# --- exports ---

ExportBasis = Literal[
    "own_purpose",
    "consent",
    "other_law",
    "urgent_danger",
    "commission_decision",
    "treaty",
    "investigation",
    "court",
    "sentence",
    "public_safety",
]
ExportStanding = Literal["requested", "approved", "declined", "made"]


class AskExport(RequestBody):
    """A recorded piece that is to leave under a grant. `investigation` and `court` need the document that asks."""

    grant: _Short
    camera: _Id
    starts: AwareMoment
    ends: AwareMoment
    basis: ExportBasis
    document: _Short | None = None
    purpose: _Short
    safeguards: _Text = ""


class DecideExport(RequestBody):
    revision: _Revision
    approves: bool
    because: _Short


class ExportLine(Contract):
    """`requested_by`, `decided_by`: names. `sha256`: of the archive, once it is made.

    `asked_by`: who may not decide. `film`: None where nobody has had it fetched.
    """

    export_id: str
    grant: str
    incident: str
    organisation: str
    camera: str
    starts: AwareMoment
    ends: AwareMoment
    basis: ExportBasis
    document: str | None
    purpose: str
    safeguards: str
    requested_by: str
    requested_at: AwareMoment
    state: ExportStanding
    decided_by: str | None
    decided_at: AwareMoment | None
    decided_because: str
    sha256: str | None
    revision: int
    asked_by: str
    film: FilmLine | None


class ExportList(Contract):
    """Earliest first. `next`: the page after this one; None after the last."""

    exports: list[ExportLine]
    next: str | None


class ExportLink(Contract):
    """An address for so many seconds. `sha256`: of what is fetched from it."""

    url: str
    expires_in: int
    sha256: str
