"""The make-believe partner of a local city: as strict as a real one, and writes down what it was told.

It is all agencies at once, whatever their addresses. Refused when the stage is prod. A test or a demo looks at what it
took by `received`; another process finds the same in the table of messages, subject `sandbox#<the address's last part>`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from city.contracts.operations.integrated_platform import SESSION_HEADER
from city.contracts.operations.partners import DELIVERY_HEADER, SIGNATURE_HEADER
from city.kernel.clock import Clock
from city.operations.agencies.errors import AgencyUnreachable, PlatformRefused
from city.operations.agencies.ports import AgencyKeys
from city.operations.agencies.signatures import check_signature
from city.operations.agencies.tables.records import AgencyMessageTable
from city.operations.agencies.wire_reading import read_event, read_message

_KEPT = timedelta(days=7)


class SandboxRecord(AgencyMessageTable, discriminator="sandbox"):
    """What the make-believe partner took."""

    at = UTCDateTimeAttribute()
    headers = UnicodeAttribute()
    body = UnicodeAttribute()


@dataclass(slots=True)
class SandboxPartner:
    """Each of `faults` in turn befalls a call: `down`, it does not answer; `expired`, its sessions are all over.

    `events_per_session`: after so many events a session is over; 0 for never. `keeps`: writes into the table too.
    """

    clock: Clock
    keys: AgencyKeys
    events_per_session: int = 0
    faults: list[str] = field(default_factory=list)
    keeps: bool = True
    received: list[tuple[str, bytes]] = field(default_factory=list)
    asked_for_sessions: int = 0
    _left: int = 0

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            raise AgencyUnreachable("sandbox")
        if fault == "expired":
            self._left = -1
        if SIGNATURE_HEADER in headers:
            return self._webhook(url, headers, body)
        return self._platform(url, headers, body)

    def _webhook(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        agency_id = headers.get(DELIVERY_HEADER, "").partition("/")[0]
        secret = self.keys.find(agency_id, "webhook")
        if secret is None or not check_signature(secret, headers, body, self.clock.now()):
            return 400, b""
        self._keep(url, headers, body)
        return 204, b""

    def _platform(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        try:
            message = read_message(headers.get("Content-Type", ""), headers, body)
            if message.service == "AUTH":
                self.asked_for_sessions += 1
                self._left = self.events_per_session or 10**9
                return 200, _answer("0", f"sandbox-session-{self.asked_for_sessions}")
            # A worker of another process may have asked for the session: only its own end is known here.
            if self._left < 0 or (self._left == 0 and self.events_per_session):
                return 200, _answer("1", "session")
            if headers.get(SESSION_HEADER, "") == "":
                return 200, _answer("1", "session")
            read_event(message.body)
        except PlatformRefused as refused:
            return 200, _answer("1", refused.because)
        self._left -= 1
        self._keep(url, headers, body)
        return 200, _answer("0", "")

    def _keep(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        self.received.append((url, body))
        if not self.keeps:
            return
        now = self.clock.now()
        shown = {name: value for name, value in headers.items() if name != SESSION_HEADER}
        SandboxRecord(
            f"sandbox#{url.rpartition('/')[2]}",
            f"{now:%Y%m%dT%H%M%S%f}-{len(self.received):06d}",
            at=now,
            headers=json.dumps(shown),
            body=body.decode(),
            expires=now + _KEPT,
        ).save()


def _answer(result: str, message: str) -> bytes:
    """As the authors' own programme answers: without the type that it documents."""
    return json.dumps(
        {"startTag": "$DA", "endTag": "$DB", "finishTag": "$DF", "result": result, "message": message}
    ).encode()
