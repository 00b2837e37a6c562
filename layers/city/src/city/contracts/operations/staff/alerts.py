"""What is said about alerts of CAP 1.2: to the offices that send them, and to the staff who read and publish them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.city_event import Category, Place, Severity

OfficeName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
CapName = Annotated[str, StringConstraints(pattern=r"^[^\s,<&]{1,200}$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Certificates = Annotated[
    str,
    StringConstraints(
        pattern=r"^(-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)*$", max_length=12_000
    ),
]
# Told: an event of the city came of it. Recorded: a test, a draft or an acknowledgement, of which none comes.
Outcome = Literal["told", "recorded"]


class AlertFault(Contract):
    """A rule of CAP 1.2 and where it was not kept: `alert/info[1]/area[1]/polygon[1]`."""

    rule: str
    element: str
    ko: str
    en: str


class AlertReceipt(Contract):
    """What an office is answered: the alert is kept, and what the city makes of it will happen.

    - repeated: it was here before, and nothing happens a second time.
    - remarks: what the standard advises against.
    """

    alert_id: str
    outcome: Outcome
    repeated: bool
    sha256: str
    remarks: list[AlertFault]


# --- what came ------------------------------------------------------------------------------------


class AlertLine(Contract):
    """An alert of the list. `event`: what it is about in its office's words; no more text than that."""

    alert_id: str
    office: str
    office_title: str
    identifier: str
    sent: AwareMoment
    received_at: AwareMoment
    status: str
    message_kind: str
    scope: str
    event: str
    severity: Severity
    outcome: Outcome
    signed: bool


class AlertPage(Contract):
    alerts: list[AlertLine]
    next: str | None


class AlertText(Contract):
    """An info of an alert, in its language."""

    language: str
    event: str
    urgency: str
    severity: str
    certainty: str
    headline: str
    description: str
    instruction: str
    contact: str
    expires: AwareMoment | None
    areas: list[str]


class AlertDetail(Contract):
    """`source_id`: under which the event of the city is found, with `source`. `document`: as it came."""

    line: AlertLine
    sender: str
    references: list[str]
    source: str
    source_id: str
    place: Place | None
    texts: list[AlertText]
    remarks: list[AlertFault]
    sha256: str
    document: str


# --- who may send ---------------------------------------------------------------------------------


class SenderChange(Contract):
    """All that staff say of a sender.

    - certificates: PEM; with any, each alert of this sender has to be signed.
    - heard_every_hours: how long it is silent at most where all is well, as agreed with it: messages of status Test or
      System count. None where nobody expects it to speak.
    """

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    speaks_for: Annotated[list[CapName], Field(min_length=1, max_length=50)]
    per_minute: Annotated[int, Field(ge=1, le=600)] = 60
    certificates: Certificates = ""
    signer: Annotated[str, StringConstraints(max_length=200)] | None = None
    kinds: Annotated[
        dict[Annotated[str, StringConstraints(max_length=100)], Kind], Field(max_length=200, default_factory=dict)
    ]
    paused: bool = False
    heard_every_hours: Annotated[int, Field(ge=1, le=744)] | None = None


class RegisterSender(SenderChange):
    name: OfficeName


class ChangeSender(SenderChange):
    """`revision`: what the page showed; another one stands by now if somebody changed it."""

    revision: Annotated[int, Field(ge=1)]


class SenderLine(SenderChange):
    name: str
    revision: int
    signed: bool
    last_alert_at: AwareMoment | None
    changed_at: AwareMoment
    changed_by: str
    changed_by_name: str | None


class SenderPage(Contract):
    senders: list[SenderLine]


class SenderKey(Contract):
    """The key, shown this once. Whatever key there was before opens nothing any more."""

    name: str
    key: str


# --- what goes out --------------------------------------------------------------------------------


class TextToPublish(Contract):
    headline: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    description: Annotated[str, StringConstraints(max_length=2_000)] = ""
    instruction: Annotated[str, StringConstraints(max_length=2_000)] = ""


class PublishAlert(Contract):
    """- number: of this incident's alerts, as the draft has it; the same number and text again publishes nothing new.
    - incident_revision: of the incident that the page showed.
    """

    number: Annotated[int, Field(ge=1, le=1_000)]
    incident_revision: Annotated[int, Field(ge=1)]
    urgency: Literal["Immediate", "Expected", "Future", "Past", "Unknown"]
    certainty: Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]
    severity: Severity
    area: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    valid_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)]
    ko: TextToPublish
    en: TextToPublish | None = None


class AlertDraft(Contract):
    """What would be published of an incident now; `proposed` is filled into the page's form.

    - message_kind: Alert for the first, Update after it, Cancel once the incident is over.
    - status: Exercise for a drill, which no agency ever receives.
    """

    incident_id: str
    message_kind: str
    status: str
    category: Category
    kind: str
    place: Place | None
    proposed: PublishAlert
    document: str


class PublishedAlert(Contract):
    """`document`: CAP 1.2, signed if the city has a certificate; `sha256` is of its bytes in UTF-8."""

    incident_id: str
    number: int
    identifier: str
    message_kind: str
    status: str
    sent: AwareMoment
    headline: str
    published_by: str
    published_by_name: str | None
    sha256: str
    document: str


class PublishedAlertPage(Contract):
    alerts: list[PublishedAlert]


class PublicAlert(Contract):
    """`document`: CAP 1.2; `sha256` is of its bytes in UTF-8."""

    identifier: str
    message_kind: str
    sent: AwareMoment
    sha256: str
    document: str


class AlertFeed(Contract):
    """What the city tells everybody, newest first. No drill is among it."""

    alerts: list[PublicAlert]
