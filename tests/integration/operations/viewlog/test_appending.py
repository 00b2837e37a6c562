"""Appending to the log: each entry once, no gap and no fork, whoever appends at the same time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.viewlog.errors import EntryDiffers, EntryUnknown, LogBusy
from city.operations.viewlog.proving.chain import hash_line, read_line, start_of
from city.operations.viewlog.tables.log import MOST_AT_ONCE, LogRecord, ViewLog
from tests.effort import examples
from tests.integration.conftest import empty_cloud
from tests.integration.moto_city import NOW, FixedClock
from tests.integration.operations.viewlog.log_in_moto import TABLE, create_log_table, open_log, view_of

TODAY = date(2026, 11, 10)


@pytest.fixture
def log(cloud: None) -> ViewLog:
    create_log_table()
    return open_log(FixedClock())


class BusyClock:
    """A clock at which others come in: what happens at a look is taken from `happens`, one for each look."""

    def __init__(self, happens: list[Callable[[], None]]) -> None:
        self.happens = happens

    def now(self) -> datetime:
        if self.happens:
            self.happens.pop(0)()
        return NOW


def check_chain(log: ViewLog, day: date) -> list[str]:
    """The keys of a day's entries, in order; asserts that they are one chain without a gap."""
    previous, keys = start_of(day), []
    for number, (place, content) in enumerate(log.lines(day)):
        line = read_line(content)
        assert (place, line.sequence, line.previous, line.day) == (number, number, previous, day)
        previous = hash_line(content)
        keys.append(line.entry["key"])
    end = log.end_of(day)
    assert (end.size, end.hash) == (len(keys), previous)
    return keys


def test_an_entry_is_chained_to_the_one_before(log: ViewLog) -> None:
    first, second = log.append(view_of(1)), log.append(view_of(2))

    assert (first.day, first.sequence, second.sequence) == (TODAY, 0, 1)
    assert read_line(log.line(TODAY, 1)).previous == first.hash
    assert check_chain(log, TODAY) == ["view#session-1", "view#session-2"]


def test_the_same_key_again_is_the_entry_that_stands(log: ViewLog) -> None:
    first = log.append(view_of(1))

    again = log.append(view_of(1, at=NOW + timedelta(seconds=9)))

    assert again == first
    assert check_chain(log, TODAY) == ["view#session-1"]
    assert log.find("view#session-1") == first


def test_the_same_key_with_other_words_is_refused(log: ViewLog) -> None:
    log.append(view_of(1))

    with pytest.raises(EntryDiffers):
        log.append(view_of(1, camera="cam-99"))
    with pytest.raises(EntryDiffers):
        log.append_all([view_of(2), view_of(2, camera="cam-99")])

    assert check_chain(log, TODAY) == ["view#session-1"]


def test_many_go_in_together_and_those_that_stand_are_not_written_again(log: ViewLog) -> None:
    log.append(view_of(3))

    logged = log.append_all([view_of(number) for number in range(MOST_AT_ONCE + 5)])

    assert logged[3].sequence == 0
    assert sorted(check_chain(log, TODAY)) == sorted(f"view#session-{number}" for number in range(MOST_AT_ONCE + 5))


def test_a_day_is_a_day_in_seoul(cloud: None) -> None:
    create_log_table()
    clock = FixedClock(datetime(2026, 11, 10, 14, 59, 59, tzinfo=UTC))
    log = open_log(clock)

    log.append(view_of(1))
    clock.move(seconds=1)
    log.append(view_of(2))

    assert check_chain(log, date(2026, 11, 10)) == ["view#session-1"]
    assert check_chain(log, date(2026, 11, 11)) == ["view#session-2"]


def test_a_closed_day_takes_no_more(log: ViewLog) -> None:
    log.append(view_of(1))
    closed = log.close(TODAY)

    late = log.append(view_of(2))

    assert (closed.size, closed.closed, log.close(TODAY)) == (1, True, closed)
    assert (late.day, late.sequence) == (TODAY + timedelta(days=1), 0)


def test_a_day_without_a_line_is_closed_too(log: ViewLog) -> None:
    closed = log.close(TODAY)

    assert (closed.size, closed.hash) == (0, start_of(TODAY))
    assert log.append(view_of(1)).day == TODAY + timedelta(days=1)


def test_who_never_comes_first_is_told_and_has_written_nothing(cloud: None) -> None:
    create_log_table()
    other = open_log(FixedClock())
    numbers = iter(range(100, 200))
    # Somebody else appends between every look at the end of the chain and the write that follows it.
    always = [lambda: None, lambda: other.append(view_of(next(numbers))) and None] * 20
    pauses: list[float] = []
    log = open_log(BusyClock(always), pauses.append)

    with pytest.raises(LogBusy):
        log.append(view_of(1))

    assert log.find("view#session-1") is None
    assert pauses[:3] == [0.01, 0.02, 0.04]
    assert max(pauses) <= 0.6
    check_chain(other, TODAY)


def test_a_line_that_is_not_there_is_unknown(log: ViewLog) -> None:
    with pytest.raises(EntryUnknown):
        log.line(TODAY, 0)


def test_a_fork_would_be_seen(log: ViewLog) -> None:
    """The check of the other tests sees what it is there for."""
    log.append_all([view_of(1), view_of(2)])
    forked = LogRecord.get(TODAY.isoformat(), "line#0000000001")
    forked.place = "line#0000000002"
    forked.save()

    with pytest.raises(AssertionError):
        check_chain(log, TODAY)


# Who comes in at each look at the clock: 0 nobody, else so many others, who meet still others in turn.
_CROWDS = st.recursive(st.just([]), lambda inner: st.lists(inner, max_size=3), max_leaves=8)


@given(crowds=st.lists(_CROWDS, min_size=1, max_size=4), repeats=st.booleans())
@settings(max_examples=examples(100), deadline=None)
def test_whatever_the_interleaving_there_is_no_gap_and_no_fork(crowds: list[list], repeats: bool) -> None:  # type: ignore[type-arg]
    with empty_cloud():
        create_log_table()
        told: list[str] = []

        def append(others: list[list]) -> None:  # type: ignore[type-arg]
            number = len(told)
            told.append(f"view#session-{number}")
            # The first look finds the day; at the second the end of the chain has been read and nothing is written yet.
            looks: list[Callable[[], None]] = [
                step for each in others for step in (_nobody, lambda each=each: append(each))
            ]
            log = open_log(BusyClock(looks))
            log.append(view_of(number))
            if repeats:
                log.append(view_of(number))

        for others in crowds:
            append(others)

        assert sorted(check_chain(open_log(FixedClock()), TODAY)) == sorted(told)
        items = boto3.client("dynamodb").scan(TableName=TABLE, Select="COUNT")["Count"]
        assert items == 2 * len(told) + 1


def _nobody() -> None: ...
