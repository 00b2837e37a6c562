"""One entry of the log of views: who looked, was refused, exported or was told, on what ground.

An entry is kept for years and proved against signed tree heads, so a field is never taken away: what is new is optional.
It names staff, for that is what it is for; it holds no plate, no telephone, no face and no address of a camera.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract

_Short = Annotated[str, StringConstraints(min_length=1, max_length=120)]
_Text = Annotated[str, StringConstraints(max_length=500)]


class ViewOutcome(StrEnum):
    """What happened. The ledger of personal video prints `view` as 이용 or 제공, by who looked."""

    # Somebody sees moving or still pictures: once a session of looking, not once a segment.
    VIEW = "view"
    REFUSAL = "refusal"
    # A grant was decided, or has ended.
    GRANT = "grant"
    END = "end"
    # A recorded piece left the room as a file.
    EXPORT = "export"
    # Pictures or data went to another body otherwise than by `view` and `export`.
    DISCLOSURE = "disclosure"
    # The person seen was answered (열람).
    ACCESS = "access"
    # Video was destroyed (파기).
    DESTRUCTION = "destruction"
    # A notice of 개인정보 보호법 18조④ was published.
    NOTICE = "notice"


class LegalBasis(StrEnum):
    """The ground in 개인정보 보호법, one for each entry and each grant; another is refused."""

    OWN_PURPOSE = "own_purpose"  # 25조①: what the camera was set up for
    CONSENT = "consent"  # 18조②1
    OTHER_LAW = "other_law"  # 18조②2
    URGENT_DANGER = "urgent_danger"  # 18조②3: life, body or property, clear and urgent
    COMMISSION_DECISION = "commission_decision"  # 18조②5
    TREATY = "treaty"  # 18조②6
    INVESTIGATION = "investigation"  # 18조②7: with the number of the document that asks
    COURT = "court"  # 18조②8
    SENTENCE = "sentence"  # 18조②9: sentence, custody, electronic monitoring
    PUBLIC_SAFETY = "public_safety"  # 18조②10
    PERSON_SEEN = "person_seen"  # 35조: the person in the picture asks


class ViewEntryV1(Contract):
    """What a caller appends to the log. Times with their offset.

    - key: the business key; the same key is one entry, however often it is sent: `view#<session>`, `grant#<id>#approved`.
    - who, name, organisation: the person who acted or was refused, by id, by name and by body (`112`, `119`, `city`).
      `who` is `city` where a rule decided.
    - grant, incident, camera: by their public ids. Several cameras under one grant: `camera` None, `scope` says which.
    - camera_name: what the register called the camera then: its address, and which of the cameras there.
    - outside: the body is not the city's own, so that the entry is a disclosure to a third party (제공), not a use (이용).
    - reason: for a refusal its code; else why it was done.
    - document: the number of the document that asks (공문, 영장), which `investigation` and `court` need once video leaves.
    - handler: who of the city answers for it (담당자), by name.
    - subject: name and form of the video (파일명/형태); items: what personal data it holds (항목).
    - form: how it was used or given: `실시간 열람`, `사본 제공`.
    - starts, ends: the time that the entry is about: of the video, or of the grant.
    - safeguards: what limits or measures the city asked the receiver for (법 18조⑤).
    """

    version: Literal[1] = 1
    key: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    outcome: ViewOutcome
    at: AwareMoment
    who: _Short
    name: _Short
    organisation: _Short
    outside: bool = False
    grant: _Short | None = None
    incident: _Short | None = None
    camera: _Short | None = None
    camera_name: _Short | None = None
    event_kind: _Short | None = None
    basis: LegalBasis | None = None
    purpose: _Text = ""
    reason: _Text = ""
    document: _Short | None = None
    handler: _Short | None = None
    subject: _Text = ""
    items: _Text = ""
    form: _Text = ""
    scope: _Text = ""
    starts: AwareMoment | None = None
    ends: AwareMoment | None = None
    safeguards: _Text = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    exercise: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.outcome in _NEED_BASIS and self.basis is None:
            raise ValueError(f"{self.outcome} needs its legal basis")
        if self.outcome is ViewOutcome.REFUSAL and not self.reason:
            raise ValueError("a refusal says why")
        if self.outcome is ViewOutcome.EXPORT and self.basis in _NEED_DOCUMENT and self.document is None:
            raise ValueError("video that leaves for an investigation or a court needs the document that asks for it")
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise ValueError("a time ends after it starts")
        return self


_NEED_BASIS = frozenset(
    {ViewOutcome.VIEW, ViewOutcome.GRANT, ViewOutcome.EXPORT, ViewOutcome.DISCLOSURE, ViewOutcome.ACCESS}
)
_NEED_DOCUMENT = frozenset({LegalBasis.INVESTIGATION, LegalBasis.COURT})
# The form that stands now, under the name that other areas use.
ViewEntry = ViewEntryV1
