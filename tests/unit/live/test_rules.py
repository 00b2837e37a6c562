"""What a page is told of what it missed, how large a message is, and who may watch."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.live.messages import Change, News, Place, Told
from city.live.resuming import begin_after, room_taken, tell
from city.live.sizes import MOST_BYTES_OF_A_MESSAGE, ROOM, as_text, parts_of, texts_of
from city.live.topics import may_watch, read_rights
from tests.effort import examples

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
TOPIC = "crosswalk.units"
# Letters that cost one byte, three and four in UTF-8, and those that JSON writes as two.
LETTERS = st.sampled_from(["a", "가", "🚸", '"', "\\", "\n"])


def change(number: int, text: str = "") -> Change:
    return Change(number=number, key="unit", version=number, at=AT, body={"text": text} if text else {})


@settings(max_examples=examples(60), deadline=None)
@given(
    texts=st.lists(
        st.tuples(LETTERS, st.sampled_from([0, 10, 4_000, 9_000, 12_000])).map(lambda made: made[0] * made[1]),
        min_size=1,
        max_size=5,
    )
)
def test_no_message_is_larger_than_a_frame_and_together_they_are_the_changes(texts: list[str]) -> None:
    changes = [change(number, text) for number, text in enumerate(texts, start=7)]

    messages = list(texts_of(TOPIC, changes))

    assert max(len(message.encode()) for message in messages) <= MOST_BYTES_OF_A_MESSAGE
    assert put_together(messages) == [json.loads(each.model_dump_json()) for each in changes]


def put_together(messages: list[str]) -> list[Any]:
    whole: list[Any] = []
    pieces = ""
    for message in messages:
        (news,) = json.loads(message)["topics"]
        whole += news.get("changes", [])
        if part := news.get("part"):
            pieces += part["text"]
            if part["part"] == part["parts"]:
                whole.append(json.loads(pieces))
                pieces = ""
    return whole


def test_small_changes_share_a_message() -> None:
    assert len(list(texts_of(TOPIC, [change(number) for number in range(1, 101)]))) == 1


@settings(max_examples=examples(300), deadline=None)
@given(
    first=st.integers(5, 8),
    length=st.integers(0, 6),
    cursor=st.none() | st.integers(0, 20),
    lost=st.sets(st.integers(5, 14)),
    large=st.sets(st.integers(5, 14)),
    room=st.sampled_from([0, 600, ROOM]),
    alone=st.booleans(),
)
def test_an_answer_begins_after_the_page_and_has_no_gap(
    first: int, length: int, cursor: int | None, lost: set[int], large: set[int], room: int, alone: bool
) -> None:
    last = first + length - 1 if length else 0
    first = first if length else 0
    place = Place(topic=TOPIC, cursor=cursor)
    after = begin_after(place, first) if cursor is not None else None
    kept = [
        change(n, "가" * 20_000 if n in large else "")
        for n in range(first, last + 1)
        if after is not None and n > after and n not in lost
    ]

    news = tell(place, first=first, last=last, kept=kept, room=room, alone=alone)

    told = [each.number for each in news.changes] + ([news.part.number] if news.part else [])
    assert news.after == cursor
    if after is None or after == last:
        assert (told, news.reset, news.more, news.cursor) == ([], False, False, last)
        return
    # Whether the number after the page's is still there decides alone whether the page begins anew.
    assert news.reset == (after > last or after + 1 in lost or after + 1 < first)
    assert told == list(range(after + 1, after + 1 + len(told)))
    if news.reset:
        assert (told, news.more, news.cursor) == ([], False, last)
    elif not told:
        assert news.more
        assert news.cursor == after
    else:
        reached = told[-1]
        assert news.more == (reached < last or news.part is not None)
    assert len(as_text(Told(type="changes", topics=(news,))).encode()) <= MOST_BYTES_OF_A_MESSAGE


def test_what_is_counted_of_an_answer_is_no_less_than_it_takes() -> None:
    news = News(
        topic=TOPIC, after=10**13, cursor=10**13, more=True, changes=tuple(change(n, "가") for n in range(1, 50))
    )

    assert room_taken(news) >= len(as_text(Told(type="changes", topics=(news,))).encode()) - 100


def test_a_part_has_room_for_what_json_makes_of_it() -> None:
    parts = parts_of(change(1, '"\\' * 20_000))

    assert len(parts) > 1
    for part in parts:
        assert (
            len(as_text(Told(type="changes", topics=(News(topic=TOPIC, part=part),))).encode())
            <= MOST_BYTES_OF_A_MESSAGE
        )


@pytest.mark.parametrize(
    ("topic", "groups", "may"),
    [
        ("crosswalk.units", ["clerk"], True),
        ("crosswalk.units", ["steward", "auditor"], True),
        ("crosswalk.units/okgye", ["clerk"], True),
        ("crosswalk.units", ["steward"], False),
        ("crosswalk.units", [], False),
        ("crosswalk.units", [""], False),
        ("crosswalk", ["clerk"], False),
        ("crosswalk.unit", ["clerk"], False),
        ("dividend.rounds", ["clerk"], False),
        ("nobody.knows", ["clerk"], False),
    ],
)
def test_who_may_watch_is_what_the_manifests_say(topic: str, groups: list[str], may: bool) -> None:
    rights = read_rights("crosswalk.units=auditor,clerk;dividend.rounds=steward")

    assert may_watch(rights, topic, groups) is may


def test_a_city_without_topics_lets_nobody_watch() -> None:
    assert not may_watch(read_rights(""), "", [""])
