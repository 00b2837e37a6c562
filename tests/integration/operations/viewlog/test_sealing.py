"""Sealing over moto: signed by KMS, under Object Lock, one chain of heads; and the nightly check of what lies there."""

from datetime import date

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.viewlog.bootstrap import build_check
from city.operations.viewlog.errors import LogBroken
from city.operations.viewlog.proving.heads import read_sealed
from city.operations.viewlog.tables.log import LogRecord
from city.operations.viewlog.tables.log_seal import SealRecord
from functions.operations.viewlog.check_log.handler import make_handler as make_checker
from tests.effort import examples
from tests.integration.conftest import empty_cloud
from tests.integration.moto_city import Context
from tests.integration.operations.viewlog.log_in_moto import BUCKET, Room

TENTH, ELEVENTH = date(2026, 11, 10), date(2026, 11, 11)


@pytest.fixture
def room(cloud: None) -> Room:
    return Room()


def test_every_hour_a_head_grows_from_the_one_before(room: Room) -> None:
    room.append(3)
    room.seal()
    room.append(2)
    room.clock.move(hours=1)
    room.seal()

    head = room.last().head

    assert (head.number, head.day, head.size, head.closed) == (1, TENTH, 5, False)
    assert head.previous.version_id == room.heads.first_version(room.names()[0]).version_id
    assert room.check_everything().findings == []


def test_an_hour_in_which_nothing_happened_is_sealed_too(room: Room) -> None:
    room.seal()
    room.clock.move(hours=1)
    room.seal()

    assert [name[-15:-5] for name in room.names()] == ["0000000000", "0000000001"]
    assert room.last().head.size == 0
    assert room.check_everything().findings == []


def test_after_midnight_the_day_is_closed_and_the_next_begins(room: Room) -> None:
    room.append(3)
    room.seal()
    room.append()
    room.clock.move(hours=11, minutes=10)  # 00:10
    room.append(2)

    assert room.seal() == 2

    closing, opening = (read_sealed(room.heads.first_version(name).content).head for name in room.names()[-2:])
    assert (closing.day, closing.size, closing.closed) == (TENTH, 4, True)
    assert (opening.day, opening.size, opening.closed) == (ELEVENTH, 2, False)
    assert room.log.end_of(TENTH).closed
    assert room.check_everything().findings == []


def test_just_after_midnight_an_appender_may_still_be_writing(room: Room) -> None:
    room.append()
    room.seal()
    room.clock.move(hours=11, minutes=4)  # 00:04

    assert room.seal() == 0
    assert not room.log.end_of(TENTH).closed


def test_days_on_which_nobody_sealed_are_made_up_for(room: Room) -> None:
    room.append()
    room.seal()
    room.clock.move(days=3)
    room.append()

    room.seal()

    assert [name.split("/")[1] for name in room.names()] == [
        "2026-11-10",
        "2026-11-10",
        "2026-11-11",
        "2026-11-12",
        "2026-11-13",
    ]
    assert room.check_everything().findings == []


def test_the_first_run_begins_with_the_first_entries(room: Room) -> None:
    room.append()
    room.clock.move(days=2)

    room.seal()

    assert room.names()[0].split("/")[1] == "2026-11-10"
    assert room.check_everything().findings == []


def test_a_run_that_died_before_its_note_is_taken_up(room: Room) -> None:
    room.append(2)
    room.seal()
    note = SealRecord.get("seal", "last")
    room.append()
    room.clock.move(hours=1)
    room.seal()
    note.save()  # as it was before the second run
    room.append()

    assert room.seal() == 1

    assert (room.last().head.number, room.last().head.size) == (2, 4)
    assert room.check_everything().findings == []


def test_a_lost_note_is_found_again_in_the_heads(room: Room) -> None:
    room.append(2)
    room.seal()
    SealRecord.get("seal", "last").delete()
    room.clock.move(hours=1)

    room.seal()

    assert room.last().head.number == 1
    assert room.check_everything().findings == []


def test_a_head_that_somebody_else_wrote_is_not_taken_up(room: Room) -> None:
    room.append(2)
    room.seal()
    other = room.last()
    room.s3.put_object(Bucket=BUCKET, Key=other.head.name.replace("0.json", "1.json"), Body=other.to_bytes())

    with pytest.raises(LogBroken, match="somebody else"):
        room.sealer.seal()


@pytest.mark.parametrize("number", [3, 4, 5])
def test_nothing_is_signed_over_a_log_that_was_tampered_with_since_the_last_head(room: Room, number: int) -> None:
    room.append(3)
    room.seal()
    room.append(3)
    record = LogRecord.get(TENTH.isoformat(), f"line#{number:010}")
    record.line = record.line.replace("김경위", "박경위")
    record.save()
    room.clock.move(hours=1)

    with pytest.raises(LogBroken):
        room.sealer.seal()


def test_a_sealed_entry_that_was_changed_is_found_in_the_night(room: Room) -> None:
    room.append(4)
    room.seal()
    record = LogRecord.get(TENTH.isoformat(), "line#0000000002")
    record.line = record.line.replace("김경위", "박경위")
    record.save()

    assert room.found() == [("changed", TENTH, 2)]


def test_a_tail_that_was_cut_off_is_found_in_the_night(room: Room) -> None:
    room.append(4)
    room.seal()
    LogRecord.get(TENTH.isoformat(), "line#0000000003").delete()

    assert room.found() == [("cut_off", TENTH, 3)]


def test_the_nightly_check_counts_what_it_finds(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.append(4)
    room.seal()
    LogRecord.get(TENTH.isoformat(), "line#0000000003").delete()

    make_checker(lambda: build_check(room.environment, room.clock))({}, Context())

    said = capsys.readouterr().out
    assert '"LogFinding":[1.0]' in said.replace(" ", "")
    assert "김경위" not in said


@pytest.mark.parametrize(("hours", "late"), [(2, False), (3, True)])
def test_a_last_head_that_is_too_old_is_told(
    room: Room, capsys: pytest.CaptureFixture[str], hours: int, late: bool
) -> None:
    room.append()
    room.seal()
    room.clock.move(hours=hours)

    make_checker(lambda: build_check(room.environment, room.clock))({}, Context())

    assert ("SealLate" in capsys.readouterr().out) is late


def test_a_sealed_head_cannot_be_deleted_or_written_over(room: Room) -> None:
    room.append()
    room.seal()
    (name,) = room.names()
    version = room.heads.first_version(name)
    assert version is not None

    with pytest.raises(ClientError, match="AccessDenied"):
        room.s3.delete_object(Bucket=BUCKET, Key=name, VersionId=version.version_id)
    # A second version and a mark over it are possible, seen, and change nothing: the first version is what counts.
    room.s3.put_object(Bucket=BUCKET, Key=name, Body=b"{}")
    room.s3.delete_object(Bucket=BUCKET, Key=name)

    assert room.found() == [("head_replaced", TENTH, 0)]
    assert room.heads.first_version(name) == version


@given(steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=5))
@settings(max_examples=examples(20), deadline=None)
def test_whenever_it_is_sealed_all_is_as_signed(steps: list[tuple[int, int]]) -> None:
    with empty_cloud():
        room = Room()
        for entries, hours in steps:
            if entries:
                room.append(entries)
            room.seal()
            room.clock.move(hours=hours)
            assert room.check_everything().findings == []
        room.clock.move(days=2)
        room.seal()
        checked = room.check_everything()
        assert (checked.findings, checked.sealed, checked.unsealed) == ([], room.appended, 0)


def test_the_check_reads_no_more_than_its_days(room: Room) -> None:
    room.append()
    room.seal()
    room.clock.move(days=6)
    room.append()
    room.seal()
    LogRecord.get(TENTH.isoformat(), "line#0000000000").delete()

    assert room.found() == []
    assert [finding.kind for finding in room.check_everything().findings] == ["cut_off"]


def test_before_the_first_head_nothing_is_held_against_anybody(room: Room) -> None:
    room.append()

    assert room.found() == []
