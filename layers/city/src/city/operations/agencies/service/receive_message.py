"""The agencies' door: a message of the integrated platform comes in and is answered, in the platform's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from city.aws.observability import count, logger
from city.contracts.operations.integrated_platform import AnswerType, PlatformAnswer
from city.kernel.clock import Clock
from city.operations.agencies.errors import AgencyUnknown, PlatformRefused
from city.operations.agencies.keys import AGENCY_KEY, SESSION_KEY, named_in
from city.operations.agencies.message_text import read_utf8
from city.operations.agencies.service.admit_agency import NOBODY, AdmitAgency, Admitted
from city.operations.agencies.service.open_session import OpenSession
from city.operations.agencies.service.take_event import Arrival, TakeEvent
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.messages import MessageNote, Messages
from city.operations.agencies.tables.sessions import Rates
from city.operations.agencies.wire_reading import PlatformMessage, read_event, read_message

_MINUTE = timedelta(minutes=1)
# Lines of refusals that go on file in a minute for one agency; a flood beyond it is counted only.
MOST_REFUSALS_NOTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePlatformMessage:
    """What partner agencies tell the city, and the sessions in which they tell it.

    `own_step`: how the city names itself in the history of a message. `replay_window`: a message asked for earlier or
    later than that is not taken.
    """

    admit: AdmitAgency
    sessions: OpenSession
    take: TakeEvent
    agencies: Agencies
    messages: Messages
    rates: Rates
    clock: Clock
    own_step: str
    replay_window: timedelta

    def receive(self, headers: Mapping[str, str], content: bytes, address: str) -> PlatformAnswer:
        """`0` only for what is safe. What fails on our side is no answer at all, and so is tried again."""
        now = self.clock.now()
        content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
        message_id = f"{now:%Y%m%dT%H%M%S%f}-{sha256(content).hexdigest()[:8]}"
        message: PlatformMessage | None = None
        admitted: Admitted | None = None
        try:
            message = read_message(content_type, headers, content)
            if message.service == "AUTH" and message.is_encrypted:
                self._refuse_encrypted()
            admitted = self.admit.admit(message, address, now)
            arrival = Arrival(
                message_id=message_id,
                at=now,
                content_type=content_type,
                text=read_utf8(content),
                size_bytes=len(content),
            )
            return self._take(admitted, message, arrival)
        except PlatformRefused as refused:
            named = _named_in(message, admitted)
            self._note_refusal(named, refused, message_id, len(content), now)
            return PlatformAnswer(result="1", type=refused.type.value, message=refused.because)

    def _take(self, admitted: Admitted, message: PlatformMessage, arrival: Arrival) -> PlatformAnswer:
        """Raises PlatformRefused."""
        agency_id, now = admitted.agency.agency_id, arrival.at
        if self.rates.count(f"in#{agency_id}", _MINUTE, now) > admitted.terms.per_minute:
            raise PlatformRefused(AnswerType.TOO_MANY, "too many")
        if message.requested_at is None:
            raise PlatformRefused(AnswerType.MISSING, "reqDate")
        if abs(now - message.requested_at) > self.replay_window:
            raise PlatformRefused(AnswerType.WRONG_VALUE, "reqDate")
        if message.service == "AUTH":
            session_key = self.sessions.open(admitted, message.secret, now)
            self._note(agency_id, arrival, "taken", "session")
            return _taken(session_key)
        if message.is_encrypted:
            self._refuse_encrypted()
        if self.own_step in message.passed:
            # What the city told comes round: it is no news, and told on it would go round for ever.
            self._note(agency_id, arrival, "own", None)
            return _taken()
        self.take.take(admitted, read_event(message.body), arrival)
        return _taken()

    def _refuse_encrypted(self) -> None:
        """Nobody here reads ARIA as the authors write it (docs/agencies.md); whoever turned it on must hear of it."""
        count("EncryptedMessageRefused")
        raise PlatformRefused(AnswerType.NOT_SUPPORTED, "encAt")

    def _note(self, agency_id: str, arrival: Arrival, outcome: str, because: str | None) -> None:
        self.messages.note(
            MessageNote(
                agency_id=agency_id,
                message_id=arrival.message_id,
                at=arrival.at,
                direction="in",
                outcome=outcome,
                because=because,
                size_bytes=arrival.size_bytes,
            )
        )

    def _note_refusal(
        self, named: str, refused: PlatformRefused, message_id: str, size_bytes: int, now: datetime
    ) -> None:
        count("PlatformMessageRefused")
        agency_id = named if self._is_known(named) else NOBODY
        told = {"agency": agency_id, "type": refused.type.value, "because": refused.because}
        logger().warning("platform message refused", extra={**told, "message_id": message_id})
        if self.rates.count(f"refused#{agency_id}", _MINUTE, now) > MOST_REFUSALS_NOTED:
            return
        self.messages.note(
            MessageNote(
                agency_id=agency_id,
                message_id=message_id,
                at=now,
                direction="in",
                outcome="refused",
                because=f"{refused.type.value} {refused.because}",
                size_bytes=size_bytes,
            )
        )

    def _is_known(self, named: str) -> bool:
        try:
            self.agencies.get(named)
        except AgencyUnknown:
            return False
        return True


def _named_in(message: PlatformMessage | None, admitted: Admitted | None) -> str:
    """Whose refusal it is: of whoever proved it, or else of whom the key names that was shown."""
    if admitted is not None:
        return admitted.agency.agency_id
    if message is None:
        return NOBODY
    kind = AGENCY_KEY if message.service == "AUTH" else SESSION_KEY
    return named_in(kind, message.secret) or NOBODY


def _taken(message: str = "") -> PlatformAnswer:
    return PlatformAnswer(result="0", type=AnswerType.OK.value, message=message)
