"""A grant: who may look through which cameras, for which incident, on what ground, and until when. Pure.

`refusal_of` decides at each use from what stands at that moment; nothing has to run in time for a grant to end. What is
written down as ended only says so earlier than the next look would.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from city.contracts.operations.viewing import CameraVerdict, Ending, GrantBasis, GrantState, Refusal
from city.office.approvals import DualControl, Proposal
from city.operations.incidents.errors import IncidentUnknown
from city.operations.viewing.errors import (
    ApprovedBefore,
    AskedOneself,
    ExerciseOpensNoCamera,
    ExtensionWaits,
    GrantNotWaiting,
    GrantUnknown,
    IncidentOver,
    NeedsSupervisor,
    WindowTooLong,
)
from city.operations.viewing.policy import ViewingPolicy

# Besides whoever asked.
VOICES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class GrantedCamera:
    """By its public id and name, and how it stood to the incident's place when the grant was asked for."""

    id: str
    name: str
    verdict: CameraVerdict = "picked"


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the two who decide."""

    by: str
    at: datetime
    approves: bool
    reason: str
    supervises: bool
    by_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time that was asked for and waits."""

    longer: timedelta
    reason: str
    asked_by: str
    asked_at: datetime
    asked_by_name: str | None = None
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """- person: who of the organisation alone; None for whoever belongs to it.
    - …_name: of a person, as they signed in then; None for a rule, and for what was written before names were.
    - event_kind: what its incident was when it was asked for, by which views are counted.
    - lasts: for how long from when it is given, or from `not_before`.
    - starts_at, ends_at: the window, once it is given.
    - used_at: when somebody last looked, to within a minute.
    - logged: whether its ending stands in the log of views.
    """

    id: str
    incident_id: str
    organisation: str
    person: str | None
    person_name: str | None = None
    basis: GrantBasis
    document: str | None
    purpose: str
    cameras: tuple[GrantedCamera, ...]
    lasts: timedelta
    inactive_after: timedelta
    asked_by: str
    asked_at: datetime
    asked_by_name: str | None = None
    event_kind: str | None = None
    not_before: datetime | None = None
    automatic: bool = False
    state: GrantState = GrantState.WAITING
    voices: tuple[Voice, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    used_at: datetime | None = None
    extension: Extension | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    ended_by: str | None = None
    ended_by_name: str | None = None
    ended_because: str | None = None
    logged: bool = False
    revision: int = 1
    # Of a grant that opened by itself: how often its body's part of the incident, or for the room the incident, had been
    # over before.
    turn: int = 0


@dataclass(frozen=True, slots=True)
class IncidentStanding:
    """What stands of an incident now, or of the one it was merged into, whose id this is.

    - over_at: when it was last over, even if it has come back since; a grant of before does not come back with it.
    - ended_for: how often each body told that its own part of it is over.
    - rests: how often all who told of it ended it before anybody had answered.
    """

    incident_id: str
    open: bool
    over_at: datetime | None = None
    exercise: bool = False
    ended_for: Mapping[str, int] = field(default_factory=dict)
    rests: int = 0


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and the bodies they belong to at this moment. A role adds nothing to that."""

    id: str
    organisations: frozenset[str]


# --- giving ----------------------------------------------------------------------------------------

_CONTROL = DualControl(
    unknown=GrantUnknown,
    proposed_before=GrantNotWaiting,
    same_who_proposed=AskedOneself,
    decided_before=GrantNotWaiting,
)


def give(grant: Grant, at: datetime) -> Grant:
    """The grant, in force. Its window begins now, or when it was asked to."""
    starts_at = max(at, grant.not_before or at)
    return replace(
        grant,
        state=GrantState.GIVEN,
        starts_at=starts_at,
        ends_at=starts_at + grant.lasts,
        revision=grant.revision + 1,
    )


def decide(grant: Grant, voice: Voice, incident: IncidentStanding | None) -> Grant:
    """With one more voice: one against declines it, two for it give it; the same voice again changes nothing.

    Raises AskedOneself, ApprovedBefore, NeedsSupervisor, GrantNotWaiting, IncidentOver.
    """
    if _spoke(grant.voices, voice):
        return grant
    if grant.state is not GrantState.WAITING:
        raise GrantNotWaiting
    require_open(incident)
    voices = _hear(grant.voices, voice, grant.asked_by, grant.asked_at)
    if not voice.approves:
        return replace(grant, state=GrantState.DECLINED, voices=voices, revision=grant.revision + 1)
    if len(voices) < VOICES_NEEDED:
        return replace(grant, voices=voices, revision=grant.revision + 1)
    return give(replace(grant, voices=voices), voice.at)


def ask_longer(grant: Grant, extension: Extension, policy: ViewingPolicy, incident: IncidentStanding | None) -> Grant:
    """With more time asked for; the same again changes nothing. Raises WindowTooLong, ExtensionWaits, GrantNotWaiting."""
    _require_standing(grant, incident, extension.asked_at)
    assert grant.starts_at is not None
    assert grant.ends_at is not None
    if (known := grant.extension) is not None:
        if (known.longer, known.reason, known.asked_by) == (extension.longer, extension.reason, extension.asked_by):
            return grant
        raise ExtensionWaits
    too_late = grant.ends_at + extension.longer > grant.starts_at + policy.longest_total
    if extension.longer > policy.longest_extension or too_late:
        raise WindowTooLong
    return replace(grant, extension=extension, revision=grant.revision + 1)


def decide_longer(grant: Grant, voice: Voice, incident: IncidentStanding | None) -> Grant:
    """With one more voice on its extension, as `decide`: what is over by then is not brought back.

    Raises AskedOneself, ApprovedBefore, NeedsSupervisor, GrantNotWaiting.
    """
    _require_standing(grant, incident, voice.at)
    extension = grant.extension
    if extension is None:
        raise GrantNotWaiting
    assert grant.ends_at is not None
    if _spoke(extension.voices, voice):
        return grant
    voices = _hear(extension.voices, voice, extension.asked_by, extension.asked_at)
    if not voice.approves:
        return replace(grant, extension=None, revision=grant.revision + 1)
    if len(voices) < VOICES_NEEDED:
        return replace(grant, extension=replace(extension, voices=voices), revision=grant.revision + 1)
    return replace(grant, extension=None, ends_at=grant.ends_at + extension.longer, revision=grant.revision + 1)


def require_open(incident: IncidentStanding | None) -> None:
    """Raises IncidentUnknown, IncidentOver, ExerciseOpensNoCamera."""
    if incident is None:
        raise IncidentUnknown
    if not incident.open:
        raise IncidentOver
    if incident.exercise:
        raise ExerciseOpensNoCamera


def _require_standing(grant: Grant, incident: IncidentStanding | None, now: datetime) -> None:
    if grant.state is not GrantState.GIVEN or ending_of(grant, incident, now) is not None:
        raise GrantNotWaiting


def _spoke(voices: tuple[Voice, ...], voice: Voice) -> bool:
    return any((known.by, known.approves) == (voice.by, voice.approves) for known in voices)


def _hear(voices: tuple[Voice, ...], voice: Voice, asked_by: str, asked_at: datetime) -> tuple[Voice, ...]:
    """Each seat is decided as the city's office decides: not by whoever asked, and each by somebody else."""
    seat = Proposal(subject="seat", what="", reason="", proposed_by=asked_by, proposed_at=asked_at)
    _CONTROL.decide(seat, voice.approves, voice.by, voice.reason, voice.at)
    if any(known.by == voice.by for known in voices):
        raise ApprovedBefore
    heard = (*voices, voice)
    if voice.approves and len(heard) == VOICES_NEEDED and not any(each.supervises for each in heard):
        raise NeedsSupervisor
    return heard


# --- ending ----------------------------------------------------------------------------------------


def ending_of(grant: Grant, incident: IncidentStanding | None, now: datetime) -> Ending | None:
    """Why a grant that was given is over at this moment; None while it is not."""
    if grant.ending is not None:
        return grant.ending
    if incident is not None and grant.automatic and grant.turn < incident.ended_for.get(grant.organisation, 0):
        # A call opened it; what people gave for another reason outlives the call.
        return Ending.PARTNER
    if incident is None or not incident.open or _came_back(grant, incident):
        return Ending.INCIDENT
    assert grant.starts_at is not None
    assert grant.ends_at is not None
    if now >= grant.ends_at:
        return Ending.WINDOW
    last = max(grant.starts_at, grant.used_at or grant.starts_at)
    if now >= last + grant.inactive_after:
        return Ending.INACTIVE
    return None


def _came_back(grant: Grant, incident: IncidentStanding) -> bool:
    """Whether its incident was over at some time since it was given."""
    given_at = grant.voices[-1].at if grant.voices else grant.asked_at
    return incident.over_at is not None and given_at < incident.over_at


def end(grant: Grant, ending: Ending, by: str, because: str, at: datetime, *, by_name: str | None = None) -> Grant:
    """The grant, over for good; one that is over stays as it was. A request that waits can be taken back the same way."""
    if grant.state in (GrantState.ENDED, GrantState.DECLINED):
        return grant
    return replace(
        grant,
        state=GrantState.ENDED,
        ending=ending,
        ended_by=by,
        ended_by_name=by_name,
        ended_because=because,
        ended_at=at,
        extension=None,
        revision=grant.revision + 1,
    )


# --- at each use -----------------------------------------------------------------------------------


def refusal_of(
    grant: Grant, incident: IncidentStanding | None, viewer: Viewer, camera_id: str, now: datetime
) -> Refusal | None:
    """Why this person does not see this camera under this grant at this moment; None: they may.

    A right that a body has is judged as a right that a person has; no role stands above either.
    """
    if grant.state in (GrantState.WAITING, GrantState.DECLINED) or grant.starts_at is None:
        return Refusal.NOT_GIVEN
    if grant.organisation not in viewer.organisations:
        return Refusal.OTHER_ORGANISATION
    if grant.person is not None and grant.person != viewer.id:
        return Refusal.OTHER_PERSON
    if all(camera.id != camera_id for camera in grant.cameras):
        return Refusal.CAMERA_NOT_INCLUDED
    if (ending := ending_of(grant, incident, now)) is not None:
        return Refusal(ending.value)
    return Refusal.NOT_BEGUN if now < grant.starts_at else None


def uses(grant: Grant, now: datetime, step: timedelta = timedelta(minutes=1)) -> bool:
    """Whether a look at this moment has to be written down, so that the grant does not end for being unused."""
    return grant.used_at is None or now - grant.used_at >= step
