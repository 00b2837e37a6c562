"""What the topic rules of the crosswalk domain hand over: a message as it came, and the topic it came on.

A rule carries the body in base64 and untouched, so that nothing in a body can pose as the topic: which unit speaks is what
the broker let it publish to, and what the body says has to agree.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import Contract, ForeignContract
from city.contracts.crosswalk.devices import REPORTS, PresenceV1, UnitReport
from city.contracts.crosswalk.site import UnitName

MOST_BODY_BYTES = 128 * 1024  # what IoT Core takes

ReportKind = Literal["telemetry", "statistics", "incidents", "faults"]
PresenceKind = Literal["presence", "connected", "disconnected"]

_REPORT_BY_KIND: dict[str, type[UnitReport]] = {kind.topic.rpartition("/")[2]: kind for kind in REPORTS}


class SpokenForAnother(ValueError):
    """The body names another unit than the topic."""


class LifecycleEvent(ForeignContract):
    """What IoT Core itself says of a client that came or went (field names as documented)."""

    topic: ClassVar[str] = "$aws/events/presence/{event}/{client}"

    client_id: Annotated[str, Field(alias="clientId", max_length=128)]
    timestamp: Annotated[int, Field(ge=0, description="milliseconds since 1970")]
    event_type: Annotated[Literal["connected", "disconnected"], Field(alias="eventType")]


class PresenceWord(Contract):
    """That a unit is connected or not, whichever way the city heard of it.

    IoT Core tells of every client, and not all of them are units: a box that claims its certificate is none yet.
    """

    unit: Annotated[str, Field(max_length=128)]
    connected: bool
    at: datetime


class Arrived(ForeignContract):
    """One item of the reports queue."""

    kind: ReportKind | PresenceKind
    unit: Annotated[str, Field(max_length=128)]
    body: Annotated[str, Field(max_length=4 * -(-MOST_BODY_BYTES // 3))]
    received_ms: Annotated[int, Field(ge=0, le=32_503_680_000_000)]

    @property
    def received_at(self) -> datetime:
        return datetime.fromtimestamp(self.received_ms / 1000, UTC)

    @property
    def is_report(self) -> bool:
        return self.kind in _REPORT_BY_KIND

    def read_report(self) -> UnitReport:
        """Raises SpokenForAnother, or ValueError (pydantic.ValidationError among them)."""
        report = _REPORT_BY_KIND[self.kind].model_validate_json(self._text())
        if report.unit != self.unit:
            raise SpokenForAnother
        return report

    def read_presence(self) -> PresenceWord:
        """Raises SpokenForAnother, or ValueError (pydantic.ValidationError among them)."""
        if self.kind == "presence":
            word = PresenceV1.model_validate_json(self._text())
            if word.unit != self.unit:
                raise SpokenForAnother
            return PresenceWord(unit=word.unit, connected=word.connected, at=self.received_at)
        event = LifecycleEvent.model_validate_json(self._text())
        if event.client_id != self.unit or event.event_type != self.kind:
            raise SpokenForAnother
        moment = datetime.fromtimestamp(event.timestamp / 1000, UTC)
        return PresenceWord(unit=event.client_id, connected=event.event_type == "connected", at=moment)

    def _text(self) -> bytes:
        try:
            return b64decode(self.body, validate=True)
        except NotBase64 as error:
            raise ValueError("not base64") from error


class ArrivedFrame(ForeignContract):
    """What the topic rule hands over of a thin unit's frame; too large or unreadable, it is answered all the same."""

    unit: UnitName
    frame: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    jpeg: Annotated[str, Field(max_length=4 * -(-MOST_BODY_BYTES // 3), description="base64")] = ""


class AdmissionAsked(ForeignContract):
    """What IoT Core asks the pre-provisioning hook (field names as documented)."""

    certificate_id: Annotated[str, Field(alias="certificateId", max_length=128)] = ""
    parameters: dict[str, str] = Field(default_factory=dict)


def read_arrived(body: str) -> Arrived:
    """Raises ValueError (pydantic.ValidationError, json.JSONDecodeError among them)."""
    return Arrived.model_validate(json.loads(body))
