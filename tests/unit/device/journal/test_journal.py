"""The journal: nothing lost, nothing under two numbers, whatever the power and the disk do."""

import itertools
import shutil
import sqlite3
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from city.contracts.crosswalk.devices import UnitIncidentV1, UnitTelemetryV1
from iot.crosswalk_unit.profile import REPORT_KINDS, open_journal
from iot.device.journal.journal import Draft, Entry, Journal, JournalBroken, JournalFile
from tests.effort import examples
from tests.unit.crosswalk_unit.reports import UNIT, fault, incident, statistics, telemetry


def journal_in(folder: Path, most_bytes: int = 64 * 1024**2, start: int = 1) -> Journal:
    made = itertools.count(start)
    return open_journal(folder / "journal.db", UNIT, lambda: f"{next(made):08x}", most_bytes)


def sequences(journal: Journal) -> list[int]:
    return [entry.sequence for entry in journal.oldest(10_000)]


def test_messages_are_numbered_from_one_in_the_order_they_were_said(disk: Path) -> None:
    journal = journal_in(disk)

    kept = journal.keep([telemetry(1), fault()]) + journal.keep([incident()])

    assert [(message.journal, message.sequence) for message in kept] == [("00000001", n) for n in (1, 2, 3)]
    assert [entry.topic.rsplit("/", 1)[1] for entry in journal.oldest(10)] == ["telemetry", "faults", "incidents"]
    assert journal.oldest(1)[0].topic == "dongne/crosswalk/okgye-01/telemetry"


def test_what_is_kept_is_what_will_be_sent(disk: Path) -> None:
    journal = journal_in(disk)

    (message,) = journal.keep([incident(1.5)])

    assert UnitIncidentV1.model_validate_json(journal.oldest(1)[0].payload) == message


def test_a_number_is_not_given_again_after_everything_was_sent(disk: Path) -> None:
    journal = journal_in(disk)
    journal.keep([fault(), fault()])
    journal.remove(entry.key for entry in journal.oldest(10))
    journal.close()

    again = journal_in(disk)

    assert [message.sequence for message in again.keep([fault()])] == [3]
    assert again.keep([fault()])[0].journal == "00000001"


def test_a_new_disk_begins_a_new_journal(disk: Path) -> None:
    journal_in(disk / "old").keep([fault()])

    journal = journal_in(disk / "new", start=2)

    assert [(m.journal, m.sequence) for m in journal.keep([fault()])] == [("00000002", 1)]


def test_a_damaged_file_is_put_aside_and_a_new_journal_begun(disk: Path) -> None:
    journal_in(disk).close()
    (disk / "journal.db").write_bytes(b"not what it was" * 1000)

    journal = journal_in(disk, start=7)

    assert journal.on_disk
    assert journal.keep([fault()])[0].journal != "00000001"
    assert (disk / "journal.damaged").read_bytes().startswith(b"not what it was")


# --- when it is full -------------------------------------------------------------------------------


def kinds(journal: Journal) -> dict[str, int]:
    topics = [entry.topic.rsplit("/", 1)[1] for entry in journal.oldest(10_000)]
    return {topic: topics.count(topic) for topic in set(topics)}


def test_a_full_journal_thins_telemetry_and_keeps_faults_and_incidents(disk: Path) -> None:
    journal = journal_in(disk, most_bytes=40_000)

    for hour in range(40):
        journal.keep([telemetry(hour), telemetry(hour), fault(), incident()])

    held = kinds(journal)
    assert held["faults"] == 40
    assert held["incidents"] == 40
    assert 0 < held["telemetry"] < 80
    assert journal.given_up == 80 - held["telemetry"]


def test_thinning_takes_from_the_old_half_and_leaves_every_second(disk: Path) -> None:
    journal = journal_in(disk, most_bytes=40_000)

    while not journal.given_up:
        journal.keep([telemetry()])

    left = sequences(journal)
    gaps = [later - earlier for earlier, later in itertools.pairwise(left)]
    half = len(gaps) // 2
    assert set(gaps[: half // 2]) == {2}
    assert set(gaps[-half // 2 :]) == {1}


def test_statistics_go_only_after_telemetry(disk: Path) -> None:
    journal = journal_in(disk, most_bytes=30_000)

    said = 0
    while kinds(journal).get("statistics", 0) == said:
        journal.keep([telemetry(), statistics()])
        said += 1

    # The first statistics went when of the telemetry only the newest, said after the thinning, was left.
    assert kinds(journal)["telemetry"] == 1
    assert journal.given_up > said


def test_a_full_journal_says_so_until_there_is_room_again(disk: Path) -> None:
    journal = journal_in(disk, most_bytes=30_000)
    assert not journal.full

    while not journal.given_up:
        journal.keep([telemetry()])

    assert journal.full
    entries = journal.oldest(1000)
    journal.remove(entry.key for entry in entries[: len(entries) // 2])
    assert not journal.full


def test_even_faults_have_a_bound(disk: Path) -> None:
    journal = journal_in(disk, most_bytes=20_000)

    for _ in range(500):
        journal.keep([fault()])

    assert sum(len(entry.payload) + 64 for entry in journal.oldest(10_000)) <= 20_000 * 1.25
    assert journal.full


# --- when the disk fails ---------------------------------------------------------------------------


class FailingDisk:
    """A connection whose disk stops taking anything, before or after it took the last commit."""

    def __init__(self, connection: sqlite3.Connection, *, after_commit: bool) -> None:
        self._connection, self._after_commit = connection, after_commit
        self.broken = False

    def execute(self, statement: str, *arguments: object) -> sqlite3.Cursor:
        if self.broken and statement == "COMMIT":
            if self._after_commit:
                self._connection.execute(statement)
            raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(statement, *arguments)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_message_that_met_a_failing_disk_is_sent_under_one_number(disk: Path, after_commit: bool) -> None:
    journal = journal_in(disk)
    journal.keep([telemetry(1)])
    assert journal._disk is not None
    disk = FailingDisk(journal._disk._connection, after_commit=after_commit)
    journal._disk._connection = disk  # type: ignore[assignment]

    disk.broken = True
    (doubtful,) = journal.keep([telemetry(2)])
    assert (doubtful.journal, doubtful.sequence) == ("00000002", 1)
    assert not journal.on_disk
    assert journal.reopen()

    assert sorted(frames_of(journal.oldest(10))) == [1, 2]
    (later,) = journal.keep([telemetry(3)])
    assert (later.journal, later.sequence) == ("00000001", 3 if after_commit else 2)


def frames_of(entries: list[Entry]) -> list[int]:
    return [UnitTelemetryV1.model_validate_json(entry.payload).frames for entry in entries]


def test_without_a_disk_there_is_still_a_journal(disk: Path) -> None:
    (disk / "taken").write_text("a file where the folder should be")

    journal = journal_in(disk / "taken" / "deeper")

    assert [message.sequence for message in journal.keep([fault(), fault()])] == [1, 2]
    journal.remove([("00000001", 1)])
    assert journal.waiting == 1
    assert not journal.on_disk


def test_a_file_that_cannot_be_opened_says_so(disk: Path) -> None:
    nowhere = disk / "no" / "such" / "folder" / "journal.db"

    with pytest.raises(JournalBroken):
        JournalFile.open(str(nowhere), device=UNIT, kinds=REPORT_KINDS, name="00000001")


# --- when the power goes ---------------------------------------------------------------------------


class PowerCuts(RuleBasedStateMachine):
    """Says, sends, acknowledges, and cuts the power at any byte of what was not synced yet.

    A cut is played on copies of the files: what a commit synced is there, of what came after it any part may be. The
    city counts a message by its number. At the end of the day it has every message that `keep` returned, once.
    """

    def __init__(self) -> None:
        super().__init__()
        # In memory where there is such a folder: what a sync keeps is played by the copies below.
        memory = Path("/dev/shm")  # noqa: S108
        self.folder = Path(tempfile.mkdtemp(prefix="journal-", dir=memory if memory.is_dir() else None))
        self.cuts = 0
        self.contents = itertools.count(1)
        self.journal = self.open()
        # What the unit was told is safe, by content; what the city has, by number.
        self.safe: dict[int, tuple[str, int]] = {}
        self.city: dict[tuple[str, int], int] = {}

    def open(self) -> Journal:
        return open_journal(self.folder / "journal.db", UNIT, lambda: f"{self.cuts + 1:08x}")

    @initialize()
    def begin(self) -> None:
        assert self.journal.on_disk

    @rule(count=st.integers(1, 4))
    def say(self, count: int) -> None:
        contents = [next(self.contents) for _ in range(count)]
        for message, content in zip(self.journal.keep(self.drafts(contents)), contents, strict=True):
            self.safe[content] = message.journal, message.sequence

    @rule(count=st.integers(1, 3), share=st.floats(0, 1))
    def power_goes_while_it_is_said(self, count: int, share: float) -> None:
        self.cut_during(lambda: self.journal.keep(self.drafts([next(self.contents) for _ in range(count)])), share)

    @rule(window=st.integers(1, 5))
    def send(self, window: int) -> None:
        self.journal.remove(self.hear(window))

    @rule(window=st.integers(1, 5))
    def send_without_hearing_back(self, window: int) -> None:
        self.hear(window)

    @rule(window=st.integers(1, 5), share=st.floats(0, 1))
    def power_goes_while_it_is_forgotten(self, window: int, share: float) -> None:
        keys = self.hear(window)
        self.cut_during(lambda: self.journal.remove(keys), share)

    @rule()
    def power_goes(self) -> None:
        self.cut_during(lambda: None, 1.0)

    def drafts(self, contents: list[int]) -> list[Draft]:
        return [telemetry(content) if content % 2 else incident(float(content % 500)) for content in contents]

    def hear(self, window: int) -> list[tuple[str, int]]:
        keys = []
        for entry in self.journal.oldest(window):
            content = hash(entry.payload)
            assert self.city.setdefault(entry.key, content) == content, "one number, two messages"
            keys.append(entry.key)
        return keys

    def cut_during(self, work: object, share: float) -> None:
        """The power goes while `work` is done, when `share` of what it wrote had reached the disk."""
        before = self.log_bytes()
        self.copy("before")
        assert callable(work)
        work()
        after = self.log_bytes()
        survived = int(before + (after - before) * share)
        self.copy("after")
        self.journal.close()
        # A shorter log than before means it was folded into the file: that is synced, nothing of it is torn.
        source, log = ("after", survived) if after >= before else ("after", after)
        for file in self.folder.glob("journal.db*"):
            file.unlink()
        for file in (self.folder / source).iterdir():
            shutil.copy(file, self.folder / file.name)
        wal = self.folder / "journal.db-wal"
        if wal.exists():
            with wal.open("r+b") as torn:
                torn.truncate(log)
        self.cuts += 1
        self.journal = self.open()

    def log_bytes(self) -> int:
        wal = self.folder / "journal.db-wal"
        return wal.stat().st_size if wal.exists() else 0

    def copy(self, name: str) -> None:
        to = self.folder / name
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        for suffix in ("", "-wal"):
            file = self.folder / f"journal.db{suffix}"
            if file.exists():
                shutil.copy(file, to / file.name)

    @invariant()
    def everything_safe_is_here_or_with_the_city(self) -> None:
        waiting = {entry.key for entry in self.journal.oldest(10_000)}
        assert set(self.safe.values()) <= waiting | self.city.keys()

    @invariant()
    def the_order_is_kept(self) -> None:
        waiting = sequences(self.journal)
        assert waiting == sorted(waiting)
        assert self.journal.waiting == len(waiting)

    def teardown(self) -> None:
        while self.journal.waiting:
            self.journal.remove(self.hear(7))
        assert set(self.safe.values()) <= self.city.keys()
        assert len(set(self.city.values())) == len(self.city), "one message, two numbers"
        self.journal.close()
        shutil.rmtree(self.folder)


TestPowerCuts = PowerCuts.TestCase
TestPowerCuts.settings = settings(max_examples=examples(30), stateful_step_count=25, deadline=None)


def test_numbers_are_never_given_twice_over_many_starts(disk: Path) -> None:
    chance, given = Random(1), set()
    for _ in range(20):
        journal = journal_in(disk)
        for message in journal.keep([fault() for _ in range(chance.randrange(1, 5))]):
            assert (message.journal, message.sequence) not in given
            given.add((message.journal, message.sequence))
        journal.remove([entry.key for entry in journal.oldest(chance.randrange(5))])
        journal.close()
