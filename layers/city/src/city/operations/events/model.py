"""Reading an event off the bus: what it is called, when it happened, and what of it no contract knows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pydantic import Field, ValidationError

from city.contracts.base import AwareMoment, ForeignContract
from city.contracts.events import BusEvent, Event
from city.contracts.operations.arrivals import BusMessage

SOURCES = "dongne."
# Clocks of devices are a little ahead of ours; one that is further ahead does not push its events into the future.
CLOCK_AHEAD = timedelta(minutes=5)
# Source, detail type, version.
KnownEvents = Mapping[tuple[str, str, int], type[BusEvent]]


class _Envelope(ForeignContract):
    """What events have had since their second version, whatever else is in them."""

    version: int
    event_id: str = Field(min_length=1, max_length=Event.LONGEST_ID)
    occurred_at: AwareMoment
    correlation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """An event of the feed.

    - listed_at: where it stands among the others; when it occurred, by a clock that can be trusted.
    - fault: why no contract takes it; what it said is kept all the same.
    """

    event_id: str
    domain: str
    name: str
    version: int | None
    occurred_at: datetime
    listed_at: datetime
    correlation_id: str | None
    detail: str
    fault: str | None


def read_event(message: BusMessage, known: KnownEvents) -> FeedEvent:
    """The event in a message of the bus; one that no contract knows or takes says so in `fault`.

    An event without a trustworthy id, such as one of a first version, is known by its publication's: told twice by its
    domain it is listed twice, replayed it is not.
    """
    domain = message.source.removeprefix(SOURCES)
    detail = json.dumps(message.detail, ensure_ascii=False, separators=(",", ":"))
    envelope = _read_envelope(detail, f"{domain}/{message.detail_type}/")
    occurred_at = envelope.occurred_at if envelope else message.time
    return FeedEvent(
        event_id=envelope.event_id if envelope else f"bus/{message.id}",
        domain=domain,
        name=message.detail_type,
        version=envelope.version if envelope else _version_of(message.detail),
        occurred_at=occurred_at,
        listed_at=occurred_at if occurred_at <= message.time + CLOCK_AHEAD else message.time,
        correlation_id=envelope.correlation_id if envelope else None,
        detail=detail,
        fault=_fault_of(message, detail, known),
    )


def moment_of(event: FeedEvent) -> str:
    """Where an event stands in the feed: its moment in UTC, then a mark that parts it from others of that moment."""
    return f"{moment_text(event.listed_at)}#{sha256(event.event_id.encode()).hexdigest()[:16]}"


def moment_text(moment: datetime) -> str:
    """Sorts as moments do; the first ten characters are the day in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def _read_envelope(detail: str, prefix: str) -> _Envelope | None:
    try:
        envelope = _Envelope.model_validate_json(detail)
    except ValidationError:
        return None
    return envelope if envelope.event_id.startswith(prefix) and envelope.event_id != prefix else None


def _version_of(detail: object) -> int | None:
    version = detail.get("version") if isinstance(detail, dict) else None
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def _fault_of(message: BusMessage, detail: str, known: KnownEvents) -> str | None:
    versions = {version for source, name, version in known if (source, name) == (message.source, message.detail_type)}
    version = _version_of(message.detail)
    if not versions:
        return "unknown event"
    if version not in versions:
        return f"unknown version {version}"
    try:
        known[message.source, message.detail_type, version].model_validate_json(detail)
    except ValidationError as error:
        # Which fields and why, never their values.
        fields = (f"{'.'.join(map(str, e['loc'])) or 'detail'} ({e['type']})" for e in error.errors())
        return "malformed: " + ", ".join(sorted(fields))
    return None
