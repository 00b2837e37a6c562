"""What a text means in its conversation."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.language import Language
from city.fines.talk.conversation.heard import hear
from city.fines.talk.conversation.turns import understand_in_context
from city.fines.talk.dialogue import Asked, HandOff, Memory, Wants, Wish
from city.fines.talk.tables.memory import read_memory, write_memory
from city.fines.talk.understanding import Guess, Intent, Ranker, Understood, Word, by_cues, understand
from city.kernel.plate import Plate

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
PLATE, NUMBER, ANOTHER = "12가3456", "1140-2026-0000001", "1140-2026-0000002"
REASON = "응급실에 가느라 세웠습니다"
# Words of an opinion wait for a yes about a case that was found.
WAITING = Memory(
    asked=Asked.OPINION_CONSENT,
    topic=Intent.APPEAL,
    plates=(PLATE,),
    found=True,
    draft=REASON,
    draft_at=AT.isoformat(),
    drafted_on=(NUMBER,),
)

memories = st.builds(
    Memory,
    asked=st.sampled_from([asked for asked in Asked if asked is not Asked.TOPIC]),
    topic=st.sampled_from(Intent),
    plates=st.sampled_from([(), (PLATE,)]),
    notice_numbers=st.sampled_from([(), (NUMBER,)]),
    found=st.booleans(),
    offered=st.sampled_from([(), (NUMBER, ANOTHER)]),
    draft=st.sampled_from([None, REASON]),
    drafted_on=st.sampled_from([(), (NUMBER,)]),
    filed_on=st.sampled_from([(), (NUMBER,)]),
    handed_over=st.booleans(),
    language=st.sampled_from(Language),
    unclear_in_a_row=st.integers(0, 3),
).map(lambda memory: replace(memory, draft_at=AT.isoformat() if memory.draft else None))
understood = st.builds(
    Understood,
    intent=st.sampled_from(Intent),
    plates=st.sampled_from([(), (Plate(PLATE),), (Plate(PLATE), Plate("99하9999"))]),
    notice_numbers=st.sampled_from([(), (NUMBER,)]),
    language=st.sampled_from([None, *Language]),
    word=st.sampled_from([None, *Word]),
    numbers=st.sampled_from([(), (1,), (2,), (7,), (1, 2)]),
    last_four=st.sampled_from([None, "3456"]),
    likely=st.sampled_from([(), (Intent.TOWING, Intent.REFUND, Intent.SMALLTALK)]),
)
TEXTS = (
    "가나다라마바사",
    REASON,
    "네 접수해 주세요",
    "아니요 됐어요",
    "계좌 주세요",
    "예금주가 누구예요?",
    "고맙습니다",
)


def wish_of(text: str, memory: Memory | None = None, rank: Ranker = by_cues) -> Wish:
    return understand_in_context(hear(understand(text, rank), text, AT), memory)


@given(memory=memories)
def test_what_is_remembered_is_remembered_as_it_was(memory: Memory) -> None:
    assert read_memory(write_memory(memory)) == memory


@pytest.mark.parametrize("text", ["", "{", "[]", '{"asked": "gone"}', '{"unknown": 1}', "null"])
def test_a_memory_this_release_cannot_read_is_forgotten(text: str) -> None:
    assert read_memory(text) is None


@given(said=understood, memory=st.none() | memories, text=st.sampled_from(TEXTS))
def test_every_message_means_something_in_every_conversation(
    said: Understood, memory: Memory | None, text: str
) -> None:
    wish = understand_in_context(hear(said, text, AT), memory)

    if wish.wants is Wants.PERSON:
        assert wish.hand_off is not None
    if wish.wants is Wants.CASE:
        assert wish.plates or wish.last_four or wish.notice_numbers or wish.chosen
    if wish.wants is Wants.TOPIC_QUESTION:
        assert Intent.HUMAN_AGENT in wish.topics
        assert len(set(wish.topics)) == len(wish.topics) == len(wish.memory.offered)
    if wish.wants in (Wants.RECORD_OPINION, Wants.ADD_TO_OPINION):
        assert wish.memory.draft
        assert wish.memory.drafted_on


@given(said=understood, memory=memories, text=st.sampled_from(TEXTS))
def test_only_a_no_lets_go_of_words_that_wait(said: Understood, memory: Memory, text: str) -> None:
    memory = replace(memory, draft=REASON, draft_at=AT.isoformat())

    wish = understand_in_context(hear(said, text, AT), memory)

    if text != "아니요 됐어요" and said.word is not Word.NO:
        assert wish.memory.draft is not None
        assert REASON in wish.memory.draft or wish.wants is Wants.ADD_TO_OPINION


@pytest.mark.parametrize("words", TEXTS[:2])
def test_a_wish_between_the_words_and_the_yes_is_answered_and_the_words_stay(words: str) -> None:
    asked = wish_of("확인서는 어디로 보내요?", WAITING)

    filed = wish_of("네 접수할게요", asked.memory)

    assert asked.wants is not Wants.RECORD_OPINION
    assert filed.wants is Wants.RECORD_OPINION
    assert filed.memory.draft == REASON


@pytest.mark.parametrize("text", ["음...", "글쎄요"])
def test_an_unclear_answer_asks_once_more(text: str) -> None:
    wish = wish_of(text, WAITING)

    assert (wish.wants, wish.memory.draft) == (Wants.CONSENT_AGAIN, REASON)


@pytest.mark.parametrize("text", ["조금 있다가 할게요", "진단서 떼고 나서 접수할게요"])
def test_a_later_keeps_the_words(text: str) -> None:
    wish = wish_of(text, WAITING)

    assert (wish.wants, wish.memory.draft) == (Wants.POSTPONED, REASON)


def test_a_no_with_another_wish_drops_the_words_and_answers_the_wish() -> None:
    wish = wish_of("아니요 그냥 낼게요 계좌 주세요", WAITING)

    assert (wish.wants, wish.intent, wish.memory.draft) == (Wants.CASE, Intent.ACCOUNT_REQUEST, None)


def test_more_that_is_told_before_the_yes_is_kept_beside_it() -> None:
    wish = wish_of("구급차도 불렀습니다", WAITING)

    assert wish.memory.draft == f"{REASON}\n구급차도 불렀습니다"


def test_more_that_is_told_once_it_is_on_file_is_added() -> None:
    filed = replace(WAITING.without_draft(), filed_on=(NUMBER,))

    wish = wish_of("추가로 말씀드리면 블랙박스 영상이 있습니다", filed)

    assert (wish.wants, wish.memory.drafted_on) == (Wants.ADD_TO_OPINION, (NUMBER,))


def test_a_second_yes_files_nothing_again() -> None:
    assert (
        wish_of("네 접수해 주세요", replace(WAITING.without_draft(), filed_on=(NUMBER,))).wants is Wants.ALREADY_FILED
    )


def test_a_question_is_no_opinion() -> None:
    wish = wish_of("과태료가 얼마인가요?", Memory(asked=Asked.OPINION_WORDS, plates=(PLATE,), found=True))

    assert wish.memory.draft is None


def test_words_asked_for_are_kept_as_they_came() -> None:
    words = "  응급실에 가는 중이었습니다. 1분도 안 됐어요!  "

    wish = wish_of(words, Memory(asked=Asked.OPINION_WORDS, plates=(PLATE,), found=True))

    assert (wish.memory.draft, wish.memory.draft_at) == (words, AT.isoformat())


@pytest.mark.parametrize("text", ["상담원", "계좌 12가3456", "아니오", "1"])
def test_a_plain_wish_is_not_taken_for_an_opinion(text: str) -> None:
    assert wish_of(text, Memory(asked=Asked.OPINION_WORDS, plates=(PLATE,), found=True)).memory.draft is None


# --- cars and notices ---


def test_a_number_and_its_car_may_come_in_two_texts_in_either_order() -> None:
    for first, second in ((NUMBER, PLATE), (PLATE, NUMBER)):
        wish = wish_of(second, wish_of(first).memory)

        assert (wish.plates, wish.notice_numbers) == ((PLATE,), (NUMBER,))


def test_two_cars_in_one_text_are_both_meant() -> None:
    assert wish_of("12가3456 34나5678 얼마예요").plates == (PLATE, "34나5678")


def test_a_plate_sent_now_wins_over_the_one_remembered() -> None:
    remembered = Memory(plates=(PLATE,), notice_numbers=(NUMBER,), found=True)

    wish = wish_of("34나5678 계좌", remembered)

    assert (wish.plates, wish.notice_numbers) == (("34나5678",), ())


def test_a_car_for_which_nothing_was_found_is_not_looked_up_again() -> None:
    assert wish_of("얼마예요", Memory(plates=(PLATE,), missed=True)).wants is Wants.PLATE_QUESTION


# --- not sure what is meant ---


@given(said=understood)
def test_two_unclear_messages_in_a_row_lead_to_a_person(said: Understood) -> None:
    unclear = replace(said, intent=Intent.UNCLEAR, numbers=(), word=None, plates=(), notice_numbers=(), last_four=None)

    first = understand_in_context(hear(unclear, "그거 그거", AT), None)
    second = understand_in_context(hear(unclear, "그거 그거", AT), first.memory)

    assert first.wants is Wants.TOPIC_QUESTION
    assert (second.wants, second.hand_off) == (Wants.PERSON, HandOff.UNCLEAR)


def test_an_offered_topic_is_taken_by_its_number() -> None:
    first = wish_of("그거 어떻게")
    second = wish_of(str(first.topics.index(Intent.HUMAN_AGENT) + 1), first.memory)

    assert (second.wants, second.hand_off) == (Wants.PERSON, HandOff.ASKED)


def test_smalltalk_and_complaints_are_not_offered_as_topics() -> None:
    def unsure(_: str) -> Guess:
        return Guess((Intent.SMALLTALK, Intent.COMPLAINT, Intent.REFUND), abstains=True)

    wish = wish_of("그거 있잖아요 그거", rank=unsure)

    assert Intent.REFUND in wish.topics
    assert not {Intent.SMALLTALK, Intent.COMPLAINT} & set(wish.topics)


def test_where_the_car_is_known_the_likeliest_harmless_meaning_is_told() -> None:
    def unsure(_: str) -> Guess:
        return Guess((Intent.ACCOUNT_REQUEST, Intent.REFUND), abstains=True)

    wish = wish_of("그거 있잖아요 그거", Memory(plates=(PLATE,), found=True), unsure)

    assert (wish.wants, wish.intent, wish.account) == (Wants.CASE, Intent.DUE_DATE, False)


def test_what_follows_a_hand_off_goes_to_the_same_person() -> None:
    first = wish_of("상담원")
    second = wish_of("오후에는 전화를 못 받습니다", first.memory)

    assert (second.wants, second.hand_off) == (Wants.PERSON, HandOff.ASKED)


# --- language ---


def test_the_language_stays_when_a_message_does_not_tell() -> None:
    assert wish_of("12가3456", Memory(language=Language.ENGLISH)).memory.language is Language.ENGLISH
    assert wish_of("account 12가3456 please", Memory(language=Language.KOREAN)).memory.language is Language.ENGLISH


@pytest.mark.parametrize("text", ["ok", "OK", "STOP", "ㅇㅋ", "52NA2003"])
def test_a_short_latin_word_leaves_a_korean_talk_korean(text: str) -> None:
    assert wish_of(text, Memory(language=Language.KOREAN)).memory.language is Language.KOREAN


@pytest.mark.parametrize(
    "text", ["접수하라고 몇 번을 말해요", "됐고 접수나 해요", "수락합니다", "네 접수하고 증빙은 나중에 보내드릴게요"]
)
def test_who_insists_on_filing_says_yes(text: str) -> None:
    assert wish_of(text, WAITING).wants is Wants.RECORD_OPINION


@pytest.mark.parametrize("text", ["접수하라고 한 적 없어요 하지 마세요", "됐고 접수 안 해요"])
def test_who_will_not_file_says_no(text: str) -> None:
    assert wish_of(text, WAITING).wants is not Wants.RECORD_OPINION
