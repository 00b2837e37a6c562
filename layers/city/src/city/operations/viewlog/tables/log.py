"""The table of the log: lines by day and place, the end of each day's chain, and where each key stands.

Lines are only ever added. A line, its key and the new end of the chain are one transaction, on the condition that the
chain still ends where it was seen to end: of several who append at once one comes first and the others look again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.contracts.operations.viewlog import ViewEntryV1
from city.kernel.clock import Clock, seoul_date
from city.operations.viewlog.errors import EntryDiffers, EntryUnknown, LogBusy
from city.operations.viewlog.proving.chain import Line, next_line, read_line, start_of, write_entry

# A transaction has a hundred items: two for each entry, and the end of the chain.
MOST_AT_ONCE = 40
_MOST_TRIES = 12
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.6
_END = "end"
_LINE = "line#"
_KEY = "key#"
# A page of a listing.
_MOST_LINES = 500


class LogRecord(Model):
    """`place`: `line#0000000012`, or `end`; a key's own record has its hash for a day and `key` for a place."""

    class Meta:
        table_name = "viewlog"

    day = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    # Of a line: its bytes, as text.
    line = UnicodeAttribute(null=True)
    # Of the end: how many lines there are, the hash of the last, and whether the day takes no more.
    size = NumberAttribute(null=True)
    hash = UnicodeAttribute(null=True)
    closed = BooleanAttribute(null=True)
    # Of a key: where its line stands.
    line_day = UnicodeAttribute(null=True)
    sequence = NumberAttribute(null=True)


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """Where an entry stands for ever. `hash`: of its line; whoever keeps it can prove that the line was not changed."""

    day: date
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class DayEnd:
    """Where the chain of a day ends. `closed`: it takes no more lines."""

    day: date
    size: int
    hash: str
    closed: bool


class ViewLog:
    """Appends and reads. `jitter` gives numbers from 0 to 1, `pause` waits for so many seconds."""

    def __init__(
        self, connection: Connection, clock: Clock, jitter: Callable[[], float], pause: Callable[[float], None]
    ) -> None:
        self._connection, self._clock, self._jitter, self._pause = connection, clock, jitter, pause

    # --- appending ---

    def append(self, entry: ViewEntryV1) -> LoggedEntry:
        """Writes one entry at the end of today's chain; the same key again is the entry that stands.

        Raises EntryDiffers where the key stands with other words (`at` aside), and LogBusy, after which it may be sent again.
        """
        return self.append_all([entry])[0]

    def append_all(self, entries: Sequence[ViewEntryV1]) -> list[LoggedEntry]:
        """Writes entries in their order, as few transactions as they take. Raises EntryDiffers and LogBusy."""
        logged: list[LoggedEntry] = []
        for start in range(0, len(entries), MOST_AT_ONCE):
            logged += self._append_some(entries[start : start + MOST_AT_ONCE])
        return logged

    def close(self, day: date) -> DayEnd:
        """Ends a day's chain for ever: what comes later goes to the day after. Raises LogBusy."""
        for attempt in range(_MOST_TRIES):
            end = self.end_of(day)
            if end.closed:
                return end
            writes = Writes()
            self._move_end(writes, end, size=end.size, last=end.hash, closed=True)
            try:
                writes.commit(self._connection)
            except WritesRefused:
                self._wait(attempt)
            else:
                return DayEnd(day, end.size, end.hash, True)
        raise LogBusy

    def _append_some(self, entries: Sequence[ViewEntryV1]) -> list[LoggedEntry]:
        wanted = _one_of_each(entries)
        known: dict[str, LoggedEntry] = {}
        for attempt in range(_MOST_TRIES):
            end = self._open_end()
            new = [entry for key, entry in wanted.items() if key not in known]
            lines = _chain(end, new, self._clock)
            try:
                self._commit(end, lines)
            except WritesRefused as refused:
                if any(name.startswith(_KEY) for name in refused.names):
                    known |= self._known(new)
                if len(known) == len(wanted):
                    break
                self._wait(attempt)
            else:
                known |= {line.entry["key"]: LoggedEntry(line.day, line.sequence, line.hash) for line in lines}
                break
        else:
            raise LogBusy
        return [known[entry.key] for entry in entries]

    def _open_end(self) -> DayEnd:
        """The end of today's chain, or of the first day after it that is not closed."""
        day = seoul_date(self._clock.now())
        while (end := self.end_of(day)).closed:
            day += timedelta(days=1)
        return end

    def _commit(self, end: DayEnd, lines: Sequence[Line]) -> None:
        writes = Writes()
        for line in lines:
            record = LogRecord(line.day.isoformat(), _place(line.sequence), line=line.to_bytes().decode())
            _add_new(writes, f"{_LINE}{line.sequence}", record)
            key = LogRecord(
                _key_of(line.entry["key"]), "key", line_day=line.day.isoformat(), sequence=line.sequence, hash=line.hash
            )
            _add_new(writes, f"{_KEY}{line.entry['key']}", key)
        self._move_end(writes, end, size=end.size + len(lines), last=lines[-1].hash, closed=False)
        writes.commit(self._connection)

    def _move_end(self, writes: Writes, end: DayEnd, *, size: int, last: str, closed: bool) -> None:
        record = LogRecord(end.day.isoformat(), _END, size=size, hash=last, closed=closed)
        # The end of a day without lines is not in the table.
        unmoved: Condition = LogRecord.place.does_not_exist()
        if end.size:
            unmoved = (LogRecord.size == end.size) & (LogRecord.hash == end.hash) & (LogRecord.closed == False)  # noqa: E712
        writes.add("end", lambda transaction: transaction.save(record, condition=unmoved))

    def _known(self, entries: Sequence[ViewEntryV1]) -> dict[str, LoggedEntry]:
        found: dict[str, LoggedEntry] = {}
        for entry in entries:
            try:
                at = LogRecord.get(_key_of(entry.key), "key", consistent_read=True)
            except LogRecord.DoesNotExist:
                continue
            logged = LoggedEntry(date.fromisoformat(at.line_day), int(at.sequence), at.hash)
            if not _same(entry, read_line(self.line(logged.day, logged.sequence))):
                raise EntryDiffers
            found[entry.key] = logged
        return found

    def _wait(self, attempt: int) -> None:
        self._pause(self._jitter() * min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt))

    # --- reading ---

    def end_of(self, day: date) -> DayEnd:
        """Where a day's chain ends now; a day without lines ends at its start."""
        try:
            record = LogRecord.get(day.isoformat(), _END, consistent_read=True)
        except LogRecord.DoesNotExist:
            return DayEnd(day, 0, start_of(day), False)
        return DayEnd(day, int(record.size), record.hash, bool(record.closed))

    def line(self, day: date, sequence: int) -> bytes:
        """The bytes of one line. Raises EntryUnknown."""
        try:
            record = LogRecord.get(day.isoformat(), _place(sequence), consistent_read=True)
        except LogRecord.DoesNotExist as error:
            raise EntryUnknown from error
        return str(record.line).encode()

    def lines(self, day: date, start: int = 0, limit: int | None = None) -> Iterator[tuple[int, bytes]]:
        """A day's lines from a place on: the place that each stands at, and its bytes. They are what the table holds."""
        found = LogRecord.query(
            day.isoformat(),
            LogRecord.place.between(_place(start), _LINE + "~"),
            consistent_read=True,
            limit=limit,
            page_size=_MOST_LINES,
        )
        for record in found:
            yield int(record.place.removeprefix(_LINE)), str(record.line).encode()

    def find(self, key: str) -> LoggedEntry | None:
        """Where the entry of a key stands."""
        try:
            at = LogRecord.get(_key_of(key), "key", consistent_read=True)
        except LogRecord.DoesNotExist:
            return None
        return LoggedEntry(date.fromisoformat(at.line_day), int(at.sequence), at.hash)


def _one_of_each(entries: Sequence[ViewEntryV1]) -> dict[str, ViewEntryV1]:
    """By their keys, in their order. Raises EntryDiffers where one key has two meanings."""
    wanted: dict[str, ViewEntryV1] = {}
    for entry in entries:
        before = wanted.setdefault(entry.key, entry)
        if _words(write_entry(before)) != _words(write_entry(entry)):
            raise EntryDiffers
    return wanted


def _chain(end: DayEnd, entries: Sequence[ViewEntryV1], clock: Clock) -> list[Line]:
    lines: list[Line] = []
    previous, now = end.hash, clock.now()
    for sequence, entry in enumerate(entries, start=end.size):
        line = next_line(end.day, sequence, previous, entry, now)
        lines.append(line)
        previous = line.hash
    return lines


def _same(entry: ViewEntryV1, line: Line) -> bool:
    return _words(write_entry(entry)) == _words(line.entry)


def _words(written: object) -> object:
    # Whoever sends again may have looked at the clock again.
    return {name: value for name, value in dict(written).items() if name != "at"}  # type: ignore[call-overload]


def _add_new(writes: Writes, name: str, record: LogRecord) -> None:
    writes.add(name, lambda transaction: transaction.save(record, condition=LogRecord.place.does_not_exist()))


def _place(sequence: int) -> str:
    return f"{_LINE}{sequence:010}"


def _key_of(key: str) -> str:
    # By its hash: keys of one kind begin alike, and would lie on one partition.
    return f"{_KEY}{sha256(key.encode()).hexdigest()}"
