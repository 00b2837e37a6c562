from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.language import Language
from city.fines.talk.dialogue import Asked, HandOff, Memory, Wants, understand_in_context
from city.fines.talk.tables.memory import read_memory, write_memory
from city.fines.talk.understanding import Guess, Intent, Understood, Word, understand
from city.kernel.plate import Plate

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
PLATE = Plate("12가3456")

memories = st.builds(
    Memory,
    asked=st.sampled_from(Asked),
    topic=st.sampled_from(Intent),
    plate=st.sampled_from([None, PLATE.text]),
    notice_number=st.sampled_from([None, "1140-2026-0000001"]),
    offered=st.sampled_from([(), ("1140-2026-0000001", "1140-2026-0000002")]),
    draft=st.sampled_from([None, "응급실에 가느라 세웠습니다"]),
    draft_at=st.sampled_from([None, AT.isoformat()]),
    language=st.sampled_from(Language),
    unclear_in_a_row=st.integers(0, 3),
)
understood = st.builds(
    Understood,
    intent=st.sampled_from(Intent),
    plates=st.sampled_from([(), (PLATE,), (PLATE, Plate("99하9999"))]),
    notice_numbers=st.sampled_from([(), ("1140-2026-0000001",)]),
    language=st.sampled_from([None, *Language]),
    word=st.sampled_from([None, *Word]),
    numbers=st.sampled_from([(), (1,), (2,), (7,), (1, 2)]),
    last_four=st.sampled_from([None, "3456"]),
    likely=st.sampled_from([(), (Intent.TOWING, Intent.REFUND, Intent.SMALLTALK)]),
)


def wish_of(text: str, memory: Memory | None = None):
    return understand_in_context(understand(text), text, AT, memory)


@given(memory=memories.filter(lambda m: m.asked is not Asked.TOPIC))
def test_what_is_remembered_is_remembered_as_it_was(memory: Memory) -> None:
    assert read_memory(write_memory(memory)) == memory


@pytest.mark.parametrize("text", ["", "{", "[]", '{"asked": "gone"}', '{"unknown": 1}', "null"])
def test_a_memory_this_release_cannot_read_is_forgotten(text: str) -> None:
    assert read_memory(text) is None


@given(said=understood, memory=st.none() | memories.filter(lambda m: m.asked is not Asked.TOPIC))
def test_every_message_means_something_in_every_conversation(said: Understood, memory: Memory | None) -> None:
    wish = understand_in_context(said, "가나다라마바사", AT, memory)

    if wish.wants is Wants.PERSON:
        assert wish.hand_off is not None
    if wish.wants is Wants.CASE:
        assert wish.plate or wish.last_four or wish.memory.plate or wish.chosen
    if wish.wants is Wants.TOPIC_QUESTION:
        assert wish.topics
        assert Intent.HUMAN_AGENT in wish.topics
        assert len(set(wish.topics)) == len(wish.topics) == len(wish.memory.offered)
    if wish.wants is Wants.RECORD_OPINION:
        assert said.word in (Word.RECORD, Word.YES)


@given(said=understood)
def test_two_unclear_messages_in_a_row_lead_to_a_person(said: Understood) -> None:
    unclear = replace(said, intent=Intent.UNCLEAR, numbers=(), word=None, plates=(), notice_numbers=(), last_four=None)

    first = understand_in_context(unclear, "그거", AT, None)
    second = understand_in_context(unclear, "그거", AT, first.memory)

    assert first.wants is Wants.TOPIC_QUESTION
    assert (second.wants, second.hand_off) == (Wants.PERSON, HandOff.UNCLEAR)


def test_an_offered_topic_is_taken_by_its_number() -> None:
    first = wish_of("그거 어떻게")
    second = wish_of(str(first.topics.index(Intent.HUMAN_AGENT) + 1), first.memory)

    assert (second.wants, second.hand_off) == (Wants.PERSON, HandOff.ASKED)


def test_smalltalk_and_complaints_are_not_offered_as_topics() -> None:
    def unsure(_: str) -> Guess:
        return Guess((Intent.SMALLTALK, Intent.COMPLAINT, Intent.REFUND), abstains=True)

    wish = understand_in_context(understand("음 그거", unsure), "음 그거", AT, None)

    assert Intent.REFUND in wish.topics
    assert not {Intent.SMALLTALK, Intent.COMPLAINT} & set(wish.topics)


def test_two_plates_at_once_are_asked_about_one_by_one() -> None:
    assert wish_of("12가3456 34나5678 얼마예요").wants is Wants.PLATE_QUESTION


def test_a_plate_sent_now_wins_over_the_one_remembered() -> None:
    assert wish_of("34나5678 계좌", Memory(plate=PLATE.text)).plate == "34나5678"


def test_words_asked_for_are_kept_as_they_came() -> None:
    words = "  짐을 내리는 중이었습니다. 1분도 안 됐어요!  "

    wish = wish_of(words, Memory(asked=Asked.OPINION_WORDS, plate=PLATE.text, notice_number="1140-2026-0000001"))

    assert wish.memory.draft == words
    assert wish.memory.draft_at == AT.isoformat()


@pytest.mark.parametrize("text", ["상담원", "계좌 12가3456", "아니오", "1"])
def test_a_plain_wish_is_not_taken_for_an_opinion(text: str) -> None:
    wish = wish_of(text, Memory(asked=Asked.OPINION_WORDS, plate=PLATE.text))

    assert wish.memory.draft is None


def test_the_language_stays_when_a_message_does_not_tell() -> None:
    assert wish_of("12가3456", Memory(language=Language.ENGLISH)).memory.language is Language.ENGLISH
    assert wish_of("account 12가3456 please", Memory(language=Language.KOREAN)).memory.language is Language.ENGLISH
