"""The log of changes: every topic's own, numbered without a gap, kept for a day.

Numbers begin at the millisecond of the first change: a log that is begun anew, in a city that lost its tables, uses no
number again that a page has seen.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.contracts.live.changes import ChangeV1
from city.contracts.live.messages import Change
from city.live.errors import TopicMoved

_HEAD = 0
_TRIES = 12
# A dead letter may come back after a fortnight; it must not pass for news then.
_THINGS_KEPT = timedelta(days=15)
_Pause = Callable[[int], None]


class LiveRecord(Model):
    class Meta:
        table_name = "changes"

    topic = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    # Of a head.
    first = NumberAttribute(null=True)
    last = NumberAttribute(null=True)
    # Of a change; and of the last change of a thing, whose number is `told`.
    key = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    told = NumberAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)
    body = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Log:
    """Where a topic's log begins and ends; both 0 before the first change."""

    first: int
    last: int


class Changes:
    def __init__(self, connection: Connection, kept: timedelta, pause: _Pause) -> None:
        """`pause` waits a little, longer with each try, so that two workers with one topic part."""
        self._connection, self._kept, self._pause = connection, kept, pause

    def append(self, topic: str, changes: Sequence[ChangeV1], now: datetime) -> list[Change]:
        """Numbers what is news. Returns it, with what has its number already and may not have been told.

        At most 40 changes, as many as a transaction takes. Raises TopicMoved.
        """
        for attempt in range(_TRIES):
            head, known = read_log(topic), {each.topic: each for each in self._last_of(topic, changes)}
            news, again = _news(topic, changes, known)
            numbered = self._numbered(head, news, now)
            if not numbered:
                return _read_again(topic, again)
            try:
                self._writes(topic, head, numbered, known, now).commit(self._connection)
            except WritesRefused:
                self._pause(attempt)
            else:
                return [*_read_again(topic, again), *numbered]
        raise TopicMoved

    def _last_of(self, topic: str, changes: Sequence[ChangeV1]) -> list[LiveRecord]:
        keys = {(_thing(topic, change.key), _HEAD) for change in changes}
        return list(LiveRecord.batch_get(sorted(keys), consistent_read=True))

    def _numbered(self, head: Log, news: Sequence[ChangeV1], now: datetime) -> list[Change]:
        last = head.last or int(now.timestamp() * 1000) - 1
        return [
            Change(number=number, key=change.key, version=change.version, at=change.at, body=change.body)
            for number, change in enumerate(news, start=last + 1)
        ]

    def _writes(
        self, topic: str, head: Log, numbered: Sequence[Change], known: dict[str, LiveRecord], now: datetime
    ) -> Writes:
        writes = Writes()
        first, last = head.first or numbered[0].number, numbered[-1].number
        beginning = LiveRecord(topic, _HEAD, first=first, last=last)
        unmoved = LiveRecord.last == head.last if head.last else LiveRecord.last.does_not_exist()
        _put(writes, beginning, unmoved)
        for change in numbered:
            record = _record(topic, change.number, change, now + self._kept)
            _put(writes, record, LiveRecord.topic.does_not_exist())
        for change in {change.key: change for change in numbered}.values():
            thing = _thing(topic, change.key)
            record = LiveRecord(thing, _HEAD, version=change.version, told=change.number, expires=now + _THINGS_KEPT)
            before = known.get(thing)
            _put(
                writes, record, LiveRecord.topic.does_not_exist() if before is None else LiveRecord.told == before.told
            )
        return writes


def _put(writes: Writes, record: LiveRecord, condition: Any) -> None:
    writes.add(f"{record.topic} {record.number}", lambda transaction: transaction.save(record, condition=condition))


def read_log(topic: str) -> Log:
    try:
        head: LiveRecord = LiveRecord.get(topic, _HEAD, consistent_read=True)
    except DoesNotExist:
        return Log(0, 0)
    return Log(int(head.first or 0), int(head.last or 0))


def read_changes(topic: str, after: int, limit: int) -> list[Change]:
    """What is kept of the changes after a number, in order; there may be gaps where some have been forgotten."""
    found = LiveRecord.query(topic, LiveRecord.number > max(after, _HEAD), consistent_read=True, limit=limit)
    return [_change(record) for record in found]


def _news(topic: str, changes: Sequence[ChangeV1], known: dict[str, LiveRecord]) -> tuple[list[ChangeV1], list[int]]:
    """Changes to be numbered, each thing's in order; and the numbers of those that were published again."""
    news: list[ChangeV1] = []
    again: list[int] = []
    versions = {name: int(record.version or 0) for name, record in known.items()}
    for change in sorted(changes, key=lambda change: change.version):
        thing = _thing(topic, change.key)
        if thing not in versions or change.version > versions[thing]:
            news.append(change)
            versions[thing] = change.version
        elif thing in known and change.version == int(known[thing].version or 0):
            again.append(int(known[thing].told or 0))
    return news, again


def _read_again(topic: str, numbers: Sequence[int]) -> list[Change]:
    found = LiveRecord.batch_get([(topic, number) for number in sorted(set(numbers))], consistent_read=True)
    return sorted((_change(record) for record in found), key=lambda change: change.number)


def _record(topic: str, number: int, change: Change, expires: datetime) -> LiveRecord:
    body = json.dumps(change.body, ensure_ascii=False, separators=(",", ":"))
    return LiveRecord(topic, number, key=change.key, version=change.version, at=change.at, body=body, expires=expires)


def _change(record: LiveRecord) -> Change:
    return Change(
        number=int(record.number),
        key=record.key or "",
        version=int(record.version or 0),
        at=record.at,
        body=json.loads(record.body or "{}"),
    )


def _thing(topic: str, key: str) -> str:
    # No topic has a "#".
    return f"{topic}#{key}"
