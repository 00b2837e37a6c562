"""What staff ask of partner agencies, and what they are answered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.partners import AgencyConfig, EventCode
from city.contracts.reasons import gives_reason
from city.contracts.staff import RequestBody

MAX_BODY_BYTES = 128 * 1024
MOST_CODES = 300


def _is_reason(text: str) -> str:
    if not gives_reason(text):
        raise ValueError("no reason")
    return text


Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_is_reason)]
Direction = Literal["in", "out"]
# `incoming`: the key by which an agency comes in. `webhook`: the secret by which the city signs. `platform`: the key
# that an integrated platform gave the city.
Credential = Literal["incoming", "webhook", "platform"]


class AgencyHealth(Contract):
    """`refused_today`: of what it sent since midnight in Seoul. `failing_since`: since when it takes nothing."""

    last_heard_at: AwareMoment | None
    last_told_at: AwareMoment | None
    failing_since: AwareMoment | None
    taken_today: int
    told_today: int
    refused_today: int


class CredentialsProposal(Contract):
    """A new key that waits for a second person."""

    credential: Credential
    overlap_hours: int
    reason: str
    proposed_by: str
    proposed_by_name: str | None
    proposed_at: AwareMoment
    state: Literal["proposed", "approved", "declined"]
    decided_by: str | None
    decided_by_name: str | None
    decided_at: AwareMoment | None
    decided_because: str | None


class AgencyLine(Contract):
    """A partner agency, how it fares, and which keys it has."""

    config: AgencyConfig
    revision: int
    changed_by: str | None
    changed_by_name: str | None
    changed_at: AwareMoment | None
    health: AgencyHealth
    credentials: tuple[Credential, ...]
    proposal: CredentialsProposal | None


class AgencyList(Contract):
    agencies: tuple[AgencyLine, ...]


class ChangeAgency(RequestBody):
    """`revision`: the one that was seen; 0 for an agency that is new."""

    revision: Annotated[int, Field(ge=0, strict=True)]
    reason: Reason
    config: AgencyConfig


class ProposeCredentials(RequestBody):
    """`overlap_hours`: for how long the old key of an agency stays good; 0 where it may be in wrong hands."""

    credential: Credential
    overlap_hours: Annotated[int, Field(ge=0, le=72, strict=True)] = 0
    reason: Reason


class DecideCredentials(RequestBody):
    """`given`: the key that a platform gave the city, with an approval of `platform` alone."""

    approve: Annotated[bool, Field(strict=True)]
    reason: Reason
    given: SecretStr | None = None


class CredentialsDecided(Contract):
    """`secret`: shown this once, to whoever approved; None where nothing was made."""

    proposal: CredentialsProposal
    secret: str | None


class MessageLine(Contract):
    """One message that came or went. What it said is not here: it is read with a reason.

    - outcome: `taken`, `repeated`, `refused`, `own`, `told`, `failed`, `skipped`.
    - because: the type of the answer, or why nothing was told.
    """

    message_id: str
    at: AwareMoment
    direction: Direction
    outcome: str
    because: str | None
    event_code: str | None
    event_name_ko: str | None
    occurrence: str | None
    status: str | None
    incident_id: str | None
    size_bytes: int
    is_kept: bool


class MessagePage(Contract):
    """Newest first. `next`: the page after this one; None after the last."""

    messages: tuple[MessageLine, ...]
    next: str | None


class IncidentMessage(Contract):
    """One message between the city and an agency about an incident, for somebody who reads on the incident's page.

    - outcome: `taken` of what came; `told` or `failed` of what went.
    - status: as the integrated platform counts: 10, 40, 50, 90, 91.
    - summary: what it was about, by the name of its event code. What it said is read with a reason.
    """

    at: AwareMoment
    message_id: str
    agency_id: str
    agency_ko: str
    agency_en: str
    direction: Direction
    outcome: str
    status: str | None
    status_ko: str
    status_en: str
    summary_ko: str
    summary_en: str


class IncidentMessagePage(Contract):
    """Newest first. `incident_id`: the one that goes on. `next`: the page after this one; None after the last."""

    incident_id: str
    messages: tuple[IncidentMessage, ...]
    next: str | None


class ReadMessage(RequestBody):
    reason: Reason


class MessageContent(Contract):
    """What an agency said, whole. The reading is on file."""

    message_id: str
    content_type: str
    text: str


class EventCodeTable(Contract):
    """`revision` 0 is what the city ships."""

    revision: int
    changed_by: str | None
    changed_by_name: str | None
    changed_at: AwareMoment | None
    codes: tuple[EventCode, ...]


class ChangeEventCodes(RequestBody):
    revision: Annotated[int, Field(ge=0, strict=True)]
    reason: Reason
    codes: Annotated[tuple[EventCode, ...], Field(min_length=1, max_length=MOST_CODES)]


class AgencyCount(Contract):
    """Of one day in Seoul. `requests`: messages, repeated ones too; `events`: different occurrences among them."""

    day: date
    agency_id: str
    direction: Direction
    event_code: str
    requests: int
    events: int
    refused: int


class AgencyStatistics(Contract):
    first: date
    last: date
    counts: tuple[AgencyCount, ...]
