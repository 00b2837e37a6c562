"""Every way of tampering with the log is found, and the entry it was done to is named."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.viewlog.proving.canonical import write_canonical
from city.operations.viewlog.proving.chain import Line, next_line, read_line, start_of
from city.operations.viewlog.proving.checking import StoredVersion, check_log
from city.operations.viewlog.proving.heads import SealedHead, follow
from city.operations.viewlog.verify import main, write_line, write_version
from tests.effort import examples
from tests.unit.operations.viewlog.sealed_log import FIRST_DAY, KEY, NOON, SealedLog, entry_of, sign

SECOND_DAY = FIRST_DAY + timedelta(days=1)


def rechain(log: SealedLog, day: date, lines: list[Line]) -> None:
    """Writes these entries anew as one chain without a flaw, as whoever owns the table could."""
    previous, stored = start_of(day), []
    for sequence, line in enumerate(lines):
        anew = replace(line, sequence=sequence, previous=previous)
        stored.append((sequence, anew.to_bytes()))
        previous = anew.hash
    log.lines[day] = stored


def lines_of(log: SealedLog, day: date) -> list[Line]:
    return [read_line(content) for _, content in log.lines[day]]


def test_an_honest_log_has_nothing_to_find() -> None:
    checked = SealedLog().check()

    assert checked.findings == []
    assert (checked.heads, checked.sealed, checked.unsealed) == (6, 24, 2)
    assert checked.last is not None
    assert checked.last.number == 5


# --- the five, each at a day that is closed and at one that goes on ---


@pytest.mark.parametrize("day", [FIRST_DAY, SECOND_DAY])
@pytest.mark.parametrize("number", [0, 5, 11])
def test_a_change_is_found(day: date, number: int) -> None:
    log = SealedLog()
    line = read_line(log.lines[day][number][1])
    log.lines[day][number] = (number, replace(line, entry={**line.entry, "name": "아무도 아님"}).to_bytes())

    assert ("changed", day, number) in log.found()


@pytest.mark.parametrize("day", [FIRST_DAY, SECOND_DAY])
@pytest.mark.parametrize("number", [0, 5])
def test_a_deletion_is_found(day: date, number: int) -> None:
    log = SealedLog()
    del log.lines[day][number]

    assert log.found() == [("deleted", day, number)]


@pytest.mark.parametrize("day", [FIRST_DAY, SECOND_DAY])
def test_an_insertion_is_found(day: date) -> None:
    log = SealedLog()
    lines = lines_of(log, day)
    forged = next_line(day, 4, lines[3].hash, entry_of(99), NOON)
    log.lines[day] = [
        *log.lines[day][:4],
        (4, forged.to_bytes()),
        *((place + 1, content) for place, content in log.lines[day][4:]),
    ]

    found = log.found()

    assert ("inserted", day, 4) in found
    assert {kind for kind, _, _ in found} <= {"inserted", "chain_broken"}


@pytest.mark.parametrize("day", [FIRST_DAY, SECOND_DAY])
def test_an_exchange_of_places_is_found(day: date) -> None:
    log = SealedLog()
    stored = log.lines[day]
    stored[3], stored[4] = (3, stored[4][1]), (4, stored[3][1])

    found = log.found()

    assert {kind for kind, _, _ in found} == {"reordered"}
    assert found[0][2] in (3, 4)


@pytest.mark.parametrize(("day", "kept"), [(FIRST_DAY, 9), (SECOND_DAY, 9), (SECOND_DAY, 11)])
def test_a_cut_tail_is_found(day: date, kept: int) -> None:
    log = SealedLog()
    log.lines[day] = log.lines[day][:kept]

    assert log.found() == [("cut_off", day, number) for number in range(kept, 12)]


def test_a_whole_day_cut_off_is_found() -> None:
    log = SealedLog()
    del log.lines[FIRST_DAY]

    assert log.found() == [("cut_off", FIRST_DAY, number) for number in range(12)]


# --- by somebody who writes the whole chain of the day anew ---


def test_a_change_is_found_and_named_though_every_hash_after_it_was_made_anew() -> None:
    log = SealedLog()
    lines = lines_of(log, FIRST_DAY)
    lines[5] = replace(lines[5], entry={**lines[5].entry, "who": "nobody"})
    rechain(log, FIRST_DAY, lines)

    found = log.found()

    # What comes after it has other hashes too; the first to differ is the one that was changed.
    assert found[0] == ("changed", FIRST_DAY, 5)


def test_a_deletion_is_found_and_named_though_the_chain_was_made_anew() -> None:
    log = SealedLog()
    lines = lines_of(log, FIRST_DAY)
    del lines[5]
    rechain(log, FIRST_DAY, lines)

    found = log.found()

    assert found[0][2] == 5
    assert found[-1] == ("cut_off", FIRST_DAY, 11)


@given(st.data())
@settings(max_examples=examples(200), deadline=None)
def test_no_other_lines_pass_for_those_that_were_signed(data: st.DataObject) -> None:
    log = SealedLog(days=1, heads_each_day=2, lines_each=4, tail=0)
    honest = log.lines[FIRST_DAY]
    stored = data.draw(st.lists(st.sampled_from(honest), max_size=10))
    log.lines[FIRST_DAY] = [(place, content) for place, (_, content) in enumerate(stored)]

    assert bool(log.check().findings) is (log.lines[FIRST_DAY] != honest)


# --- what is not sealed yet ---


def test_a_break_in_what_is_not_sealed_yet_is_found() -> None:
    log = SealedLog()
    line = read_line(log.lines[SECOND_DAY][12][1])
    log.lines[SECOND_DAY][12] = (12, replace(line, entry={**line.entry, "name": "x"}).to_bytes())

    assert log.found() == [("chain_broken", SECOND_DAY, 13)]


def test_lines_that_are_no_lines_are_found() -> None:
    log = SealedLog()
    log.lines[SECOND_DAY][13] = (13, b"{}")

    assert log.found() == [("chain_broken", SECOND_DAY, 13)]


def test_a_day_from_before_that_no_head_knows_is_found() -> None:
    log = SealedLog()
    day = FIRST_DAY - timedelta(days=3)
    log.lines[day] = [(0, next_line(day, 0, start_of(day), entry_of(0), NOON).to_bytes())]

    assert log.found() == [("day_without_head", day, 0)]


def test_what_comes_after_the_last_head_is_only_not_sealed_yet() -> None:
    log = SealedLog()
    day = SECOND_DAY + timedelta(days=1)
    log.lines[day] = [(0, next_line(day, 0, start_of(day), entry_of(0), NOON).to_bytes())]

    checked = log.check()

    assert (checked.findings, checked.unsealed) == ([], 3)


# --- heads ---


def test_a_head_signed_by_another_key_is_found() -> None:
    log = SealedLog()
    sealed = log.sealed[2]
    forged = SealedHead(sealed.head, sign(b"other words"), sealed.leaves)
    log.versions[2] = replace(log.versions[2], content=forged.to_bytes())

    assert ("head_signature", FIRST_DAY, 2) in log.found()
    # And the next head names the version that was there.
    assert ("head_pin", FIRST_DAY, 2) in log.found()


def test_a_missing_head_is_found() -> None:
    log = SealedLog()
    del log.versions[3]

    assert ("head_missing", None, 3) in log.found()


def test_missing_first_heads_are_found() -> None:
    log = SealedLog()
    del log.versions[:2]

    assert [found for found in log.found() if found[0] == "head_missing"] == [
        ("head_missing", None, 0),
        ("head_missing", None, 1),
    ]


def test_a_second_version_and_a_hidden_one_are_found() -> None:
    log = SealedLog()
    log.versions.insert(3, StoredVersion(log.versions[2].name, "later", b"anything"))
    log.versions.append(StoredVersion(log.versions[-1].name, "mark", None))

    assert log.found() == [("head_replaced", FIRST_DAY, 2), ("head_replaced", SECOND_DAY, 5)]


def test_a_head_of_another_version_than_the_next_one_names_is_found() -> None:
    log = SealedLog()
    log.versions[2] = replace(log.versions[2], version_id="another")

    assert log.found() == [("head_pin", FIRST_DAY, 2)]


def test_a_head_that_cannot_be_read_is_found() -> None:
    log = SealedLog()
    log.versions[2] = replace(log.versions[2], content=b"{}")

    assert ("head_unreadable", FIRST_DAY, None) in log.found()


def test_a_head_that_forgets_lines_is_found_though_it_is_signed() -> None:
    """Whoever holds the key too can sign a shorter day: it does not grow from the head before."""
    log = SealedLog(days=1, heads_each_day=2, tail=0)
    first = log.sealed[0]
    lines = lines_of(log, FIRST_DAY)[:3]
    head = follow(
        None,
        first.pin("version-0"),
        FIRST_DAY,
        [line.hash for line in lines],
        last=lines[-1].hash,
        closed=False,
        sealed_at=first.head.sealed_at,
    )
    shorter = replace(head, number=1)
    log.versions[1] = StoredVersion(
        shorter.name,
        "version-1",
        SealedHead(shorter, sign(shorter.to_bytes()), tuple(line.hash for line in lines)).to_bytes(),
    )
    log.lines[FIRST_DAY] = log.lines[FIRST_DAY][:3]

    assert ("head_inconsistent", FIRST_DAY, 1) in log.found()


def test_some_days_are_checked_by_themselves() -> None:
    log = SealedLog(days=3)
    later = [version for version in log.versions if str(FIRST_DAY) not in version.name]
    lines = {day: stored for day, stored in log.lines.items() if day != FIRST_DAY}

    assert check_log(lines, later, KEY.verifies, from_start=False).findings == []
    assert check_log(lines, later, KEY.verifies).findings != []


# --- the command ---


def export(log: SealedLog, folder: Path, *, as_dynamodb: bool = False) -> Path:
    rows = [write_line(day, place, content) for day, stored in log.lines.items() for place, content in stored]
    if as_dynamodb:
        rows = [json.dumps({"Item": {name: {"S": value} for name, value in json.loads(row).items()}}) for row in rows]
        rows.append(json.dumps({"Item": {"day": {"S": "2026-11-10"}, "place": {"S": "end"}, "size": {"N": "12"}}}))
    (folder / "lines.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "heads.jsonl").write_text("\n".join(map(write_version, log.versions)) + "\n", encoding="utf-8")
    (folder / "key.pem").write_text(KEY.to_pem())
    return folder


@pytest.mark.parametrize("as_dynamodb", [False, True])
def test_the_command_says_that_all_is_well(tmp_path: Path, as_dynamodb: bool) -> None:
    out = io.StringIO()

    code = main([str(export(SealedLog(), tmp_path, as_dynamodb=as_dynamodb))], out)

    assert code == 0
    assert "모두 맞습니다" in out.getvalue()
    assert "봉인된 기록 24" in out.getvalue()


def test_the_command_names_the_entry(tmp_path: Path) -> None:
    log, out = SealedLog(), io.StringIO()
    del log.lines[FIRST_DAY][7]

    code = main([str(export(log, tmp_path))], out)

    assert code == 1
    assert "2026-11-10 기록 (entry) 7: 지워졌습니다 (was deleted)" in out.getvalue()


def test_the_command_says_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert main([str(tmp_path)], io.StringIO()) == 2

    export(SealedLog(), tmp_path)
    (tmp_path / "lines.jsonl").write_text("no json\n")

    assert main([str(tmp_path)], io.StringIO()) == 2


def test_a_text_with_a_line_separator_is_one_row(tmp_path: Path) -> None:
    log = SealedLog(days=1, heads_each_day=1, lines_each=1, tail=0)
    line = next_line(FIRST_DAY, 1, read_line(log.lines[FIRST_DAY][0][1]).hash, entry_of(1, purpose="가\u2028나"), NOON)
    log.lines[FIRST_DAY].append((1, line.to_bytes()))

    assert main([str(export(log, tmp_path))], io.StringIO()) == 0


def test_canonical_bytes_are_what_is_signed() -> None:
    log = SealedLog()

    assert write_canonical(json.loads(log.versions[0].content or b"")) == log.versions[0].content
