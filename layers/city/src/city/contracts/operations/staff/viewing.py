"""What staff and agencies ask of grants and views, and what they are answered. No answer holds a camera's address."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.viewing import CameraVerdict, Ending, GrantBasis, GrantState
from city.contracts.staff import RequestBody

MAX_BODY_BYTES = 16 * 1024
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Organisation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
CameraKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
# How long a grant lasts is bounded by the dated policy; these are the most that a body may say.
_Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]


class AskGrant(RequestBody):
    """Asks that cameras be opened for an incident.

    - basis: one ground, by its word; one that is unknown is refused.
    - document: the number of the document that asks, where the ground needs one.
    - organisation, person: for whom; without a person, for whoever belongs to the body.
    - cameras: by their ids; without, those that the policy in force opens for an emergency call.
    - minutes: for how long from when it is given, or from `not_before`.
    """

    basis: Annotated[str, StringConstraints(max_length=40)]
    document: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None = None
    organisation: Organisation
    person: PersonId | None = None
    cameras: Annotated[tuple[CameraKey, ...], Field(max_length=100)] | None = None
    minutes: _Minutes
    not_before: AwareMoment | None = None
    purpose: Reason


class DecideGrant(RequestBody):
    """One of two decides what they saw at `revision`."""

    approves: bool
    reason: Reason
    revision: Annotated[int, Field(ge=0)]


class RevokeGrant(RequestBody):
    """Takes a grant back, or a request that waits. It needs no second person, and no revision."""

    reason: Reason


class AskLonger(RequestBody):
    minutes: _Minutes
    reason: Reason
    revision: Annotated[int, Field(ge=0)]


class GrantedCameraLine(Contract):
    """`sees`: it looks there; `may_see`: nobody knows whether it does; `near`: it looks elsewhere; `picked`: by hand."""

    camera_id: str
    name: str
    verdict: CameraVerdict


class VoiceLine(Contract):
    by: str
    by_name: str | None = None
    at: AwareMoment
    approves: bool
    reason: str


class ExtensionLine(Contract):
    """More time that waits for two people."""

    minutes: int
    reason: str
    asked_by: str
    asked_by_name: str | None = None
    asked_at: AwareMoment
    voices: tuple[VoiceLine, ...]


class BasisLine(Contract):
    code: GrantBasis
    article: str
    ko: str
    en: str


class GrantLine(Contract):
    """A grant as it stands at this moment.

    - state: `ended` as soon as it would refuse a look, whether or not anything has written that down.
    - automatic: it opened by itself, by the policy in force, without being asked.
    - ends_at: when its window ends; an incident, a revocation or idleness may end it before.
    """

    grant_id: str
    incident_id: str
    state: GrantState
    organisation: str
    person: str | None
    person_name: str | None = None
    basis: BasisLine
    document: str | None
    purpose: str
    cameras: tuple[GrantedCameraLine, ...]
    automatic: bool
    minutes: int
    asked_by: str
    asked_by_name: str | None = None
    asked_at: AwareMoment
    voices: tuple[VoiceLine, ...]
    starts_at: AwareMoment | None
    ends_at: AwareMoment | None
    used_at: AwareMoment | None
    inactive_minutes: int
    extension: ExtensionLine | None
    ending: Ending | None
    ended_by: str | None
    ended_by_name: str | None = None
    ended_at: AwareMoment | None
    ended_because: str | None
    revision: int


class GrantPage(Contract):
    """Newest first. `next_page`: the page after this one, which may be empty; None after the last."""

    grants: tuple[GrantLine, ...]
    next_page: str | None = None


class ProposePerson(RequestBody):
    """Says for which agency somebody works."""

    organisation: Organisation
    reason: Reason


class DecidePerson(RequestBody):
    approves: bool
    reason: Reason


class EndPerson(RequestBody):
    reason: Reason


class PersonLine(Contract):
    """Somebody who signed in for an agency. `seen`: nobody has placed them yet, and they see nothing."""

    person_id: str
    name: str | None
    organisation: str | None
    state: Literal["seen", "proposed", "active", "ended"]
    reason: str | None
    seen_at: AwareMoment
    proposed_by: str | None
    proposed_by_name: str | None = None
    proposed_at: AwareMoment | None
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    decided_because: str | None


class PersonPage(Contract):
    """Those who wait first, then by name."""

    people: tuple[PersonLine, ...]


class OpenView(RequestBody):
    """Opens one camera under a grant."""

    camera_id: CameraKey


class ViewOpened(Contract):
    """`playlist`: where the film is, below this API; fetched as whoever opened the view, and by nobody else."""

    view_id: str
    camera_id: str
    camera_name: str
    playlist: str
    opened_at: AwareMoment
    ends_at: AwareMoment
