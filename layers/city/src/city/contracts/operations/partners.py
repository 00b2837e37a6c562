"""What the city and its partner agencies agree on: who they are, which events cross, and what a webhook is told."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.city_event import Category, Place, Severity
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1, IncidentState
from city.contracts.operations.integrated_platform import PlatformStatus

# The headers of a webhook. The signature is `v1=` and the HMAC-SHA-256, in hexadecimal, of the timestamp, a full stop and
# the body, under the secret that was shown once. A receiver refuses what is older or newer than five minutes, and takes
# a delivery that it knows once.
TIMESTAMP_HEADER = "X-Dongne-Timestamp"
DELIVERY_HEADER = "X-Dongne-Delivery"
SIGNATURE_HEADER = "X-Dongne-Signature"

# 112신고의 운영 및 처리에 관한 법률 시행령 6조: what 112 was told is kept for three years, of a minor call for one.
LONGEST_KEPT_DAYS = 1_095

# Beside what an agency could be called: routes of the staff's API.
RESERVED_NAMES = frozenset({"codes", "statistics", "unknown"})

AgencyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,19}$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
# A city, by its eleven letters or by its name, as `sendCd` and `rcvCd` have it.
CityCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{1,300}$")]


class GradeSeverity(Contract):
    """What a grade (`evtGrad`) of an event means."""

    grade: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,4}$")]
    severity: Severity


class EventCode(Contract):
    """One `evtId`, and what it means in this city.

    - direction: `in`, agencies tell it; `out`, agencies are told it; `both`.
    - kind: for what goes out, `other` stands for every kind of its category that has no code of its own.
    - grade: `evtGrad` of what goes out.
    - grades: severities by the grade of what comes in; without a row, `severity`.
    - place_text: whether the sender's words for the place (`ocrPlc`) may stand in the incident. Not where it may be a home.
    - is_minor: a minor call, kept a year and not three (112신고법 시행령 6조).
    """

    code: Code
    name_ko: Words
    name_en: Words
    category: Category
    kind: Kind
    severity: Severity = Severity.UNKNOWN
    direction: Literal["in", "out", "both"] = "in"
    grade: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,4}$")] = "10"
    grades: Annotated[tuple[GradeSeverity, ...], Field(max_length=20)] = ()
    place_text: bool = False
    is_minor: bool = False
    note: Annotated[str, StringConstraints(max_length=200)] = ""


class IncomingTerms(Contract):
    """What an agency may tell.

    - send_codes: `sendCd` by which it may name itself.
    - event_codes: the `evtId` it may tell; all others are refused.
    - per_minute: how many messages a minute are taken.
    - kept_days: how long what it said is kept, by law or by agreement.
    - is_trial: all that it tells counts as an exercise.
    """

    send_codes: Annotated[tuple[CityCode, ...], Field(min_length=1, max_length=10)]
    event_codes: Annotated[tuple[Code, ...], Field(max_length=200)]
    per_minute: Annotated[int, Field(ge=1, le=600)] = 60
    kept_days: Annotated[int, Field(ge=1, le=LONGEST_KEPT_DAYS)] = 365
    is_trial: bool = False


class OutgoingTerms(Contract):
    """What an agency wants to be told, and how.

    - way: `platform`, as events of the integrated platform; `webhook`, as signed AgencyNoticeV1.
    - url: where events or notices go; auth_url: where the platform gives sessions.
    - receive_code: `rcvCd` under which the platform knows the receiver.
    - categories: at least one; kinds: within them, empty for all; least_severity: and so severe at least.
    - states: of an incident, those that are told; `detected` is its beginning.
    """

    way: Literal["platform", "webhook"]
    url: Url
    auth_url: Url | None = None
    receive_code: CityCode | None = None
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Field(max_length=100)] = ()
    least_severity: Severity = Severity.UNKNOWN
    states: Annotated[tuple[IncidentState, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _platform_has_its_own(self) -> Self:
        if self.way == "platform" and (self.auth_url is None or self.receive_code is None):
            raise ValueError("a platform needs auth_url and receive_code")
        if self.way == "webhook" and (self.auth_url is not None or self.receive_code is not None):
            raise ValueError("a webhook has neither auth_url nor receive_code")
        return self


class AgencyConfig(Contract):
    """A partner agency. Without `incoming` it tells nothing, without `outgoing` it is told nothing."""

    agency_id: AgencyId
    name_ko: Words
    name_en: Words
    is_active: bool = True
    incoming: IncomingTerms | None = None
    outgoing: OutgoingTerms | None = None

    @field_validator("agency_id")
    @classmethod
    def _not_reserved(cls, agency_id: str) -> str:
        if agency_id in RESERVED_NAMES:
            raise ValueError("a reserved name")
        return agency_id


class AgencyNoticeV1(Contract):
    """What a webhook is told of an incident: no person, no camera.

    - notice_id: the same on every try; also in the header X-Dongne-Delivery.
    - status: as the integrated platform counts: 10 occurred, 40 changed, 50 released, 90 cancelled, 91 ended.
    """

    version: Literal[1] = 1
    notice_id: str
    agency_id: AgencyId
    status: PlatformStatus
    incident_id: str
    revision: Annotated[int, Field(ge=1)]
    state: IncidentState
    category: Category
    kind: str
    severity: Severity
    began_at: AwareMoment
    changed_at: AwareMoment
    place: Place | None = None
    merged_into: str | None = None


class TellAgencyV1(Contract):
    """An order on the queue of notices: one agency is to be told of one fact. `attempt`: how often it was tried in vain."""

    version: Literal[1] = 1
    agency_id: AgencyId
    attempt: Annotated[int, Field(ge=0, le=100)] = 0
    opened: IncidentOpenedV1 | None = None
    changed: IncidentChangedV1 | None = None

    @model_validator(mode="after")
    def _one_fact(self) -> Self:
        if (self.opened is None) == (self.changed is None):
            raise ValueError("one fact: opened or changed")
        return self
