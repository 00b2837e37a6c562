"""What one source told of one thing: its messages, in whatever order they came, and what they come to.

Every answer here is a function of the set of messages, so that their order and repetition change nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from city.contracts.operations.city_event import CityEventV1, MessageType, Place, Severity
from city.operations.incidents.errors import ReportTooLarge

# A source's clock may be ahead of its own report by so much, and a report may come so long after what it tells of. What
# lies outside is no date (a clock at 1970, a day exchanged for a month), and the report's own moment stands for it.
CLOCK_AHEAD = timedelta(minutes=5)
OLDEST_TOLD = timedelta(days=30)
# Whose event does not come in so long is told of to people, and after so long nobody waits for it any more: it stays in
# the table, off the list, and is taken in if its event comes after all. Own choice: a source that lost its line tells
# what it missed within a day, CAP's up to seven (`alerts.senders.OLDEST`).
PARKED_LONG = timedelta(hours=1)
PARKED_FOR = timedelta(days=7)
# An item of DynamoDB has 400 kB.
_MOST_BYTES = 300_000
_MOST_MESSAGES = 200
_ORDER = {MessageType.NEW: 0, MessageType.UPDATE: 1, MessageType.CANCEL: 2}


def moment_of(event: CityEventV1) -> datetime:
    """When it happened, in UTC and whole milliseconds, by the best clock there is."""
    occurred, reported = event.occurred_at, event.reported_at
    dated = reported - OLDEST_TOLD <= occurred <= reported + CLOCK_AHEAD
    return (
        (occurred if dated else reported)
        .astimezone(UTC)
        .replace(microsecond=(occurred if dated else reported).microsecond // 1000 * 1000)
    )


def ms_of(moment: datetime) -> int:
    return int(moment.timestamp() * 1000 + 0.5)


def report_key(source: str, source_id: str) -> str:
    """Of what one source tells under one id."""
    return sha256(f"{source}\0{source_id}".encode()).hexdigest()[:32]


def incident_id_of(moment: datetime, key: str) -> str:
    """Of the incident whose smallest member this is: `20261130T101502-1a2b3c4d`."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}-{key[:8]}"


@dataclass(frozen=True, slots=True)
class Report:
    """All messages of one (source, source id). `incident`: of which it is a member, perhaps merged since.

    - version: of the item it was read from, 0 for none.
    - bytes_: of its messages, as they are kept.
    """

    key: str
    messages: tuple[CityEventV1, ...] = ()
    incident: str | None = None
    version: int = 0
    bytes_: int = field(default=0, compare=False)

    def knows(self, event: CityEventV1) -> bool:
        told = (event.message_type, event.revision)
        return any((each.message_type, each.revision) == told for each in self.messages)

    def with_message(self, event: CityEventV1) -> "Report":
        """Raises ReportTooLarge."""
        bytes_ = self.bytes_ + len(event.model_dump_json().encode()) + 1
        if len(self.messages) == _MOST_MESSAGES or bytes_ > _MOST_BYTES:
            raise ReportTooLarge
        return replace(self, messages=(*self.messages, event), bytes_=bytes_)

    @property
    def is_parked(self) -> bool:
        """An update or a cancel came, and what it is about did not."""
        return not any(each.message_type is MessageType.NEW for each in self.messages)

    @property
    def parked_at(self) -> datetime:
        """Since when it waits for its event: when the first of its messages was reported."""
        return min(each.reported_at for each in self.messages).astimezone(UTC)

    @property
    def told(self) -> tuple[CityEventV1, ...]:
        """The messages that say that something is, without those that were over before they were told."""
        return tuple(
            each
            for each in self.messages
            if each.message_type is not MessageType.CANCEL
            and (each.valid_until is None or each.valid_until >= each.reported_at)
        )

    @property
    def is_active(self) -> bool:
        """Whether it makes an incident, or joins one."""
        return not self.is_parked and bool(self.told)

    @property
    def is_cancelled(self) -> bool:
        """By its source, for good: whatever is told after it under the same id changes nothing of that."""
        return any(each.message_type is MessageType.CANCEL for each in self.messages)

    @property
    def is_over(self) -> bool:
        """Whether its source said last that nothing goes on any more: what it told is valid until then and no longer.

        The word that something began is never the last beside one of how it went on: it was only overtaken.
        """
        said = [each for each in self.messages if each.message_type is not MessageType.CANCEL]
        if not said:
            return False
        last = said[0] if len(said) == 1 else max(said, key=_by_standing)
        return last.valid_until is not None and last.valid_until <= last.reported_at

    @property
    def goes_on(self) -> bool:
        return not (self.is_cancelled or self.is_over)

    @property
    def moment(self) -> datetime:
        """When it happened: the earliest that any of its messages says."""
        return min(moment_of(each) for each in self.told)

    @property
    def last_moment(self) -> datetime:
        """The latest that any of its messages says."""
        return max(moment_of(each) for each in self.told)

    @property
    def latest(self) -> CityEventV1:
        """What holds now. Two of one revision are told apart by what they say, so that no order decides."""
        told = self.told
        return told[0] if len(told) == 1 else max(told, key=_by_revision)

    @property
    def place(self) -> Place | None:
        """Where it is, by the latest of its messages that says so."""
        placed = [each for each in self.told if each.place is not None]
        return max(placed, key=_by_revision).place if len(placed) > 1 else placed[0].place if placed else None

    @property
    def severity(self) -> Severity:
        return self.latest.severity


def _by_standing(event: CityEventV1) -> tuple[bool, int]:
    return event.message_type is not MessageType.NEW, event.revision


def _by_revision(event: CityEventV1) -> tuple[int, int, str]:
    return event.revision, _ORDER[event.message_type], event.model_dump_json()
