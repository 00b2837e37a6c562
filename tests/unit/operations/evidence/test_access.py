"""The clock of a request, its answers, and the two people before a copy is released."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.calendar import PUBLIC_HOLIDAYS, HolidaysUnknown
from city.operations.evidence.access import (
    AccessRequest,
    AccessState,
    Answer,
    RefusalGround,
    answer,
    days_left,
    due_day,
    prepare,
    release,
)
from city.operations.evidence.errors import AnswerIncomplete, NotAtThisPoint, OthersVisible, SamePerson

NOON = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
REQUEST = AccessRequest(
    id="r-1",
    received_on=date(2026, 11, 10),
    due=date(2026, 11, 20),
    plain_due=date(2026, 11, 20),
    requester="홍길동",
    contact="—",
    camera="cam-1",
    starts=NOON - timedelta(days=1),
    ends=NOON - timedelta(hours=23),
    description="횡단보도",
    received_by="s-1",
    revision=1,
)
SHA = "a" * 64


@pytest.mark.parametrize(
    ("received", "due", "plain"),
    [
        ("2026-11-10", "2026-11-20", "2026-11-20"),  # a Friday
        ("2026-11-11", "2026-11-23", "2026-11-21"),  # a Saturday moves to Monday
        ("2026-11-12", "2026-11-23", "2026-11-22"),  # a Sunday too
        ("2026-09-14", "2026-09-28", "2026-09-24"),  # Chuseok, then a weekend
        ("2026-12-15", "2026-12-28", "2026-12-25"),  # Christmas on a Friday
        ("2026-12-22", "2027-01-04", "2027-01-01"),  # New Year on a Friday
    ],
)
def test_ten_days_by_the_calendar(received: str, due: str, plain: str) -> None:
    last, tenth = due_day(date.fromisoformat(received), PUBLIC_HOLIDAYS)

    assert (last.isoformat(), tenth.isoformat()) == (due, plain)


@given(st.dates(date(2024, 1, 1), date(2035, 11, 1)))
def test_the_last_day_is_a_working_day_and_never_before_the_tenth(received: date) -> None:
    last, tenth = due_day(received, PUBLIC_HOLIDAYS)

    assert tenth - received == timedelta(days=10)
    assert last >= tenth
    assert PUBLIC_HOLIDAYS.is_working_day(last)
    between = [tenth + timedelta(days=number) for number in range((last - tenth).days)]
    assert not any(PUBLIC_HOLIDAYS.is_working_day(day) for day in between)


def test_no_day_is_told_of_a_year_that_nobody_knows() -> None:
    with pytest.raises(HolidaysUnknown):
        due_day(date(2040, 1, 1), PUBLIC_HOLIDAYS)


def test_the_whole_is_shown_at_a_place_and_a_time() -> None:
    answered = answer(REQUEST, Answer.WHOLE, by="s-1", at=NOON, place="관제센터 2층", seen_at=NOON + timedelta(days=3))

    assert (answered.state, answered.appeal) == (AccessState.ALLOWED, "")


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (Answer.PART, {"reason": "다른 사람의 주거", "place": "2층", "seen_at": NOON}),
        (Answer.REFUSE, {"reason": "보유기간이 지남", "ground": RefusalGround.DESTROYED}),
        (Answer.POSTPONE, {"reason": "가리는 작업"}),
    ],
)
def test_what_is_withheld_comes_with_the_way_to_object(given: Answer, more: dict[str, object]) -> None:
    answered = answer(REQUEST, given, by="s-1", at=NOON, **more)  # type: ignore[arg-type]

    assert "이의" in answered.appeal


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (Answer.WHOLE, {}),
        (Answer.WHOLE, {"place": "2층"}),
        (Answer.WHOLE, {"seen_at": NOON}),
        (Answer.WHOLE, {"place": "2층", "seen_at": NOON, "ground": RefusalGround.DESTROYED}),
        (Answer.PART, {"place": "2층", "seen_at": NOON}),
        (Answer.PART, {"reason": "다른 사람"}),
        (Answer.REFUSE, {"reason": "그냥"}),
        (Answer.REFUSE, {"ground": RefusalGround.DESTROYED}),
        (Answer.POSTPONE, {}),
    ],
)
def test_an_answer_that_lacks_what_the_law_asks_is_none(given: Answer, more: dict[str, object]) -> None:
    with pytest.raises(AnswerIncomplete):
        answer(REQUEST, given, by="s-1", at=NOON, **more)  # type: ignore[arg-type]


def test_a_postponed_request_is_answered_once_more_and_not_postponed_again() -> None:
    postponed = answer(REQUEST, Answer.POSTPONE, by="s-1", at=NOON, reason="작업")

    assert answer(postponed, Answer.WHOLE, by="s-1", at=NOON, place="2층", seen_at=NOON).state is AccessState.ALLOWED
    with pytest.raises(NotAtThisPoint):
        answer(postponed, Answer.POSTPONE, by="s-1", at=NOON, reason="작업")


def test_nothing_is_answered_twice() -> None:
    refused = answer(REQUEST, Answer.REFUSE, by="s-1", at=NOON, reason="지남", ground=RefusalGround.DESTROYED)

    with pytest.raises(NotAtThisPoint):
        answer(refused, Answer.WHOLE, by="s-1", at=NOON, place="2층", seen_at=NOON)


def test_one_prepares_and_another_releases() -> None:
    allowed = replace(REQUEST, state=AccessState.ALLOWED)
    prepared = prepare(allowed, sha256=SHA, box_count=4, detector=None, by="s-1", at=NOON)

    with pytest.raises(SamePerson):
        release(prepared, sha256=SHA, nobody_else=True, by="s-1", at=NOON)
    with pytest.raises(OthersVisible):
        release(prepared, sha256=SHA, nobody_else=False, by="s-2", at=NOON)
    with pytest.raises(NotAtThisPoint):
        release(prepared, sha256="b" * 64, nobody_else=True, by="s-2", at=NOON)
    released = release(prepared, sha256=SHA, nobody_else=True, by="s-2", at=NOON)

    assert (released.state, released.released_by) == (AccessState.RELEASED, "s-2")


def test_a_copy_may_be_made_anew_until_it_is_released() -> None:
    allowed = replace(REQUEST, state=AccessState.ALLOWED)
    first = prepare(allowed, sha256=SHA, box_count=4, detector=None, by="s-1", at=NOON)
    second = prepare(first, sha256="b" * 64, box_count=5, detector=None, by="s-2", at=NOON)

    # Whoever made the newer one does not release it; whoever made the older one may.
    assert release(second, sha256="b" * 64, nobody_else=True, by="s-1", at=NOON).released_by == "s-1"


@pytest.mark.parametrize(
    "state", [AccessState.RECEIVED, AccessState.POSTPONED, AccessState.REFUSED, AccessState.RELEASED]
)
def test_no_copy_is_made_of_what_nobody_allowed(state: AccessState) -> None:
    with pytest.raises(NotAtThisPoint):
        prepare(replace(REQUEST, state=state), sha256=SHA, box_count=0, detector=None, by="s-1", at=NOON)


def test_days_left_are_shown_and_go_below_nought() -> None:
    assert days_left(REQUEST, date(2026, 11, 18)) == 2
    assert days_left(REQUEST, date(2026, 11, 21)) == -1
