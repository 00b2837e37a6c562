"""The journal: what a device has to tell the city, kept on disk and in order until the city has it.

A message gets its number here, and (device, journal, sequence) names it for good. A number is given once and never
again, whatever the power does; a message is removed only after the broker acknowledged it. So the city may hear a
message twice, under one number, and never misses one.

One thread owns a journal. SQLite in WAL mode with `synchronous=FULL`: what `keep` returned survives a power cut.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

logger = logging.getLogger(__name__)

MOST_BYTES: Final = 64 * 1024**2  # about 80,000 messages of 800 bytes: eight weeks of one a minute without a line
_FULL, _ROOM_AGAIN, _THINNED_TO = 0.95, 0.80, 0.85
# What is never given up may still come when everything else has gone, up to this many times the journal's size.
_LAST_RESORT: Final = 1.25
_ROW_BYTES: Final = 64  # what SQLite needs for a row beside its payload, about

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS about (journal TEXT NOT NULL, last_sequence INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS entries (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL
    );
"""


@dataclass(frozen=True, slots=True)
class Number:
    """What names a message for good."""

    device: str
    journal: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that waits for the city."""

    journal: str
    sequence: int
    topic: str
    payload: bytes

    @property
    def key(self) -> tuple[str, int]:
        return self.journal, self.sequence


class Report(Protocol):
    """A message that has its number."""

    @property
    def journal(self) -> str: ...

    @property
    def sequence(self) -> int: ...

    def model_dump_json(self) -> str: ...


# Makes a message once its number is known.
Draft = Callable[[Number], Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKinds:
    """What a device reports: the kind each type is kept as, the topic a report goes to, and what may be given up.

    - given_up: kinds that are thinned when the journal is full, the first first; all others are kept.
    """

    kind_of: Mapping[type, str]
    topic_of: Callable[[Any], str]
    given_up: tuple[str, ...] = ()


class JournalBroken(Exception):
    """The disk does not take or give what the journal asks of it."""


class JournalFile:
    """One SQLite file (or `:memory:`) of numbered messages."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        device: str,
        kinds: ReportKinds,
        name: str,
        last_sequence: int,
        most_bytes: int,
    ) -> None:
        self._connection = connection
        self._device, self._kinds = device, kinds
        self.name = name
        self.last_sequence = last_sequence
        self._most_bytes = most_bytes
        self._bytes, self.waiting = self._measure()
        self.given_up = 0
        # True from the moment something had to be given up until there is room again.
        self.full = self._bytes > most_bytes * _FULL

    @classmethod
    def open(
        cls, path: str, *, device: str, kinds: ReportKinds, name: str, most_bytes: int = MOST_BYTES
    ) -> "JournalFile":
        """The journal at `path`; a new one is called `name`. Raises JournalBroken."""
        connection: sqlite3.Connection | None = None
        try:
            # One thread works on a journal, and it is not the one that opens it.
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(_SCHEMA)
            with _transaction(connection):
                connection.execute("INSERT INTO about SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM about)", (name,))
            ((journal, last_sequence),) = connection.execute("SELECT journal, last_sequence FROM about").fetchall()
            return cls(
                connection,
                device=device,
                kinds=kinds,
                name=str(journal),
                last_sequence=int(last_sequence),
                most_bytes=most_bytes,
            )
        except (sqlite3.Error, ValueError, TypeError) as error:
            if connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    connection.close()
            raise JournalBroken(str(error)) from error

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    # --- writing ---------------------------------------------------------------------------------

    def keep(self, drafts: Sequence[Draft]) -> list[Report]:
        """Numbers the messages and keeps them, all or none. Raises JournalBroken; what a draft raises passes through.

        When the journal is full, what may be given up is thinned, kind after kind. Returns what was kept.
        """
        messages = [
            draft(Number(self._device, self.name, self.last_sequence + place)) for place, draft in enumerate(drafts, 1)
        ]
        if not messages:
            return []
        rows = [
            (
                message.sequence,
                self._kinds.kind_of[type(message)],
                self._kinds.topic_of(message),
                message.model_dump_json().encode(),
            )
            for message in messages
        ]
        try:
            with _transaction(self._connection):
                self._make_room(sum(len(payload) + _ROW_BYTES for *_, payload in rows))
                limit = self._most_bytes * _LAST_RESORT
                taken, size = [], self._bytes
                for row in rows:
                    row_size = len(row[3]) + _ROW_BYTES
                    most = self._most_bytes if row[1] in self._kinds.given_up else limit
                    if size + row_size <= most:
                        taken.append(row)
                        size += row_size
                self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", taken)
                # The numbers of what found no room are spent too: a gap tells the city that something was given up.
                self._connection.execute("UPDATE about SET last_sequence = ?", (messages[-1].sequence,))
        except sqlite3.Error as error:
            self._forget_and_measure()
            raise JournalBroken(str(error)) from error
        self.last_sequence = messages[-1].sequence
        self._bytes, self.waiting = size, self.waiting + len(taken)
        self.given_up += len(rows) - len(taken)
        self.full = self.full or len(taken) < len(rows) or self._bytes > self._most_bytes * _FULL
        kept = {row[0] for row in taken}
        return [message for message in messages if message.sequence in kept]

    def remove(self, sequences: Iterable[int]) -> None:
        """Forgets what the city has. Raises JournalBroken."""
        try:
            with _transaction(self._connection):
                for sequence in sequences:
                    gone = self._connection.execute(
                        "DELETE FROM entries WHERE sequence = ? RETURNING length(payload)", (sequence,)
                    ).fetchall()
                    self._bytes -= sum(int(size) + _ROW_BYTES for (size,) in gone)
                    self.waiting -= len(gone)
            self.full = self.full and self._bytes > self._most_bytes * _ROOM_AGAIN
        except sqlite3.Error as error:
            self._forget_and_measure()
            raise JournalBroken(str(error)) from error

    def _make_room(self, wanted: int) -> None:
        """Thins the oldest, until there is room for `wanted` bytes; runs inside a transaction."""
        if self._bytes + wanted <= self._most_bytes * _FULL:
            return
        goal = min(self._most_bytes * _THINNED_TO, self._most_bytes - wanted)
        for kind in self._kinds.given_up:
            while self._bytes > goal:
                # Every second one of the older half: what is left still shows the whole outage, more coarsely.
                thinned = self._connection.execute(
                    """DELETE FROM entries WHERE sequence IN (
                         SELECT sequence FROM (
                           SELECT sequence, row_number() OVER (ORDER BY sequence) AS place, count(*) OVER () AS total
                           FROM entries WHERE kind = ?)
                         WHERE place % 2 = 1 AND place <= max(1, total / 2))
                       RETURNING length(payload)""",
                    (kind,),
                ).fetchall()
                if not thinned:
                    break
                self._bytes -= sum(int(size) + _ROW_BYTES for (size,) in thinned)
                self.waiting -= len(thinned)
                self.given_up += len(thinned)
                self.full = True

    def _forget_and_measure(self) -> None:
        with contextlib.suppress(JournalBroken):
            self._bytes, self.waiting = self._measure()

    # --- reading ---------------------------------------------------------------------------------

    def oldest(self, limit: int) -> list[Entry]:
        """The next messages to send, in order. Raises JournalBroken."""
        try:
            rows = self._connection.execute(
                "SELECT sequence, topic, payload FROM entries ORDER BY sequence LIMIT ?", (limit,)
            ).fetchall()
        except sqlite3.Error as error:
            raise JournalBroken(str(error)) from error
        return [Entry(self.name, int(sequence), str(topic), bytes(payload)) for sequence, topic, payload in rows]

    def _measure(self) -> tuple[int, int]:
        try:
            ((size, count),) = self._connection.execute(
                "SELECT coalesce(sum(length(payload)), 0), count(*) FROM entries"
            ).fetchall()
        except sqlite3.Error as error:
            raise JournalBroken(str(error)) from error
        return int(size) + int(count) * _ROW_BYTES, int(count)


class Journal:
    """The journal on disk, and one in memory for as long as the disk fails.

    A number that a failing disk may or may not have kept is never given again: what comes then is numbered by the
    journal in memory, under a name of its own, and what the disk still gives is sent first.
    """

    def __init__(
        self,
        path: Path,
        *,
        device: str,
        kinds: ReportKinds,
        make_name: Callable[[], str],
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """`make_name` gives eight hexadecimal digits, never the same twice. Never raises: without a disk, in memory."""
        self._path, self._device, self._kinds = path, device, kinds
        self._make_name, self._most_bytes = make_name, most_bytes
        self._disk: JournalFile | None = None
        self._memory: JournalFile | None = None
        # From which number on the disk's journal may hold what the memory's holds too.
        self._doubtful: tuple[str, int] | None = None
        self.reopen()

    def reopen(self) -> bool:
        """Tries the disk again after it failed. Whether there is one now."""
        if self._disk is not None:
            return True
        try:
            self._disk = self._open_disk()
            if self._doubtful is not None and self._doubtful[0] == self._disk.name:
                doubtful = [e.sequence for e in self._disk.oldest(-1) if e.sequence >= self._doubtful[1]]
                self._disk.remove(doubtful)
            self._doubtful = None
        except (JournalBroken, OSError) as error:
            logger.warning("the journal cannot be opened: %s", error)
            self._disk = None
        return self._disk is not None

    def _open_disk(self) -> JournalFile:
        """Raises JournalBroken, OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._open(str(self._path), self._most_bytes)
        except JournalBroken as error:
            # A file that is no database any more is put aside for whoever looks into it, and a new one begun.
            if not any(sign in str(error) for sign in ("malformed", "not a database")):
                raise
            logger.warning("the journal is damaged and was put aside: %s", error)
            self._path.replace(self._path.with_suffix(".damaged"))
            for leftover in ("-wal", "-shm"):
                self._path.with_name(self._path.name + leftover).unlink(missing_ok=True)
            return self._open(str(self._path), self._most_bytes)

    def _open(self, path: str, most_bytes: int) -> JournalFile:
        """Raises JournalBroken."""
        name = self._make_name()
        return JournalFile.open(path, device=self._device, kinds=self._kinds, name=name, most_bytes=most_bytes)

    def keep(self, drafts: Sequence[Draft]) -> list[Report]:
        """Numbers the messages and keeps them; in memory if the disk fails. Returns what was kept."""
        if self._disk is not None:
            try:
                return self._disk.keep(drafts)
            except JournalBroken as error:
                self._lose_disk(error)
        if self._memory is None:
            self._memory = self._open(":memory:", self._most_bytes // 8)
        return self._memory.keep(drafts)

    def oldest(self, limit: int) -> list[Entry]:
        """The next messages to send, in order: the disk's first, they are older."""
        entries: list[Entry] = []
        if self._disk is not None:
            try:
                entries = self._disk.oldest(limit)
            except JournalBroken as error:
                self._lose_disk(error)
        if self._memory is not None and len(entries) < limit:
            entries += self._memory.oldest(limit - len(entries))
        return entries

    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """Forgets what the city has. If the disk fails now, the city hears it once more, under the same number."""
        by_journal: dict[str, list[int]] = {}
        for journal, sequence in keys:
            by_journal.setdefault(journal, []).append(sequence)
        if self._disk is not None and self._disk.name in by_journal:
            try:
                self._disk.remove(by_journal[self._disk.name])
            except JournalBroken as error:
                self._lose_disk(error)
        if self._memory is not None and self._memory.name in by_journal:
            self._memory.remove(by_journal[self._memory.name])
            if not self._memory.waiting and self._disk is not None:
                self._memory.close()
                self._memory = None

    def _lose_disk(self, error: JournalBroken) -> None:
        logger.warning("the journal's disk fails, messages stay in memory: %s", error)
        if self._disk is not None:
            self._doubtful = (self._disk.name, self._disk.last_sequence + 1)
            self._disk.close()
            self._disk = None

    def close(self) -> None:
        for journal in (self._disk, self._memory):
            if journal is not None:
                journal.close()

    @property
    def on_disk(self) -> bool:
        return self._disk is not None

    @property
    def waiting(self) -> int:
        return sum(journal.waiting for journal in (self._disk, self._memory) if journal is not None)

    @property
    def full(self) -> bool:
        return any(journal.full for journal in (self._disk, self._memory) if journal is not None)

    @property
    def given_up(self) -> int:
        """How many messages found no room since the start."""
        return sum(journal.given_up for journal in (self._disk, self._memory) if journal is not None)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
