import csv
from pathlib import Path

import pytest

from city.fines.law.language import Language
from city.fines.talk.understanding import WORDS, Guess, Intent, Word, understand


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("가상계좌 좀 주세요 12가3456", Intent.ACCOUNT_REQUEST),
        ("가상 계좌 부탁드려요 123나4567", Intent.ACCOUNT_REQUEST),
        ("과태료 얼마 나왔어요?", Intent.FINE_LOOKUP),
        ("12 가 3456이요", Intent.FINE_LOOKUP),
        ("입금했는데 확인 좀요 12가3456", Intent.PAYMENT_CONFIRM),
        ("사람이랑 통화하고 싶어요", Intent.HUMAN_AGENT),
        ("상담원", Intent.HUMAN_AGENT),
        ("담당자 연결 부탁드립니다", Intent.HUMAN_AGENT),
        ("담당자님 가상계좌 알려주세요 12가3456", Intent.ACCOUNT_REQUEST),
        ("과속 카메라 찍힌 거 벌금 어디서 봐요", Intent.OTHER_OFFICE),
        ("how do i pay the parking fine, car 12가3456", Intent.ACCOUNT_REQUEST),
        ("agent", Intent.HUMAN_AGENT),
        ("그거 어떻게 해요", Intent.UNCLEAR),
        ("", Intent.UNCLEAR),
    ],
)
def test_the_wish_is_read_from_its_cues(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


def test_a_notice_number_and_a_plate_are_read_out_of_one_text() -> None:
    said = understand("전자납부번호 1140-2026-0123456 차 12가3456 제가 대신 낼게요")

    assert said.notice_numbers == ("1140-2026-0123456",)
    assert [plate.text for plate in said.plates] == ["12가3456"]


def test_the_plate_does_not_make_an_english_text_korean() -> None:
    assert understand("how do i pay, car 12가3456").language is Language.ENGLISH
    assert understand("SUV 12가3456 계좌요").language is Language.KOREAN
    assert understand("12가3456").language is None


def test_every_plate_of_the_example_messages_is_read(shared: Path) -> None:
    with (shared / "data" / "fines" / "sms_examples.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 50

    wrong = {
        row["text"]: [plate.text for plate in understand(row["text"]).plates]
        for row in rows
        if [plate.text for plate in understand(row["text"]).plates] != ([row["plate"]] if row["plate"] else [])
    }

    assert wrong == {}


@pytest.mark.parametrize(
    "text", ["12가3456", "12가3456이요", "차는 12가 3456 입니다", "제 차량번호는 12가3456이에요", "car 12가3456"]
)
def test_a_plate_and_nothing_else_asks_about_its_fine_without_asking_the_model(text: str) -> None:
    def refuse(_: str) -> Guess:
        raise AssertionError("the model was asked")

    assert understand(text, refuse).intent is Intent.FINE_LOOKUP


@pytest.mark.parametrize(
    ("text", "intent"),
    [("계좌 12가3456", Intent.ACCOUNT_REQUEST), ("납부확인 12가3456", Intent.PAYMENT_CONFIRM)],
)
def test_a_short_wish_beside_a_plate_is_a_wish(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


@pytest.mark.parametrize("text", ["nhan vien", "y kien", "gui y kien", "nhac nho", "dung lai", "tat ca", "tai khoan"])
def test_the_words_a_vietnamese_reply_offers_stay_vietnamese(text: str) -> None:
    assert understand(text).language is Language.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", (1,)),
        ("2번이요", (2,)),
        ("①", (1,)),
        ("세번째", (3,)),
        ("1, 3", (1, 3)),
        ("1번하고 2번 주세요", (1, 2)),
        ("1번 2번 둘 다", (1, 2)),
        ("모두 1,2", (1, 2)),
        ("1 2", (1, 2)),
        ("1~3번", (1, 2, 3)),
        ("1,2,3 다요", (1, 2, 3)),
        ("10번", (10,)),
        ("both 1 and 2", (1, 2)),
        ("第一个", (1,)),
        ("1 và 2", (1, 2)),
        ("12", ()),
        ("1시", ()),
        ("2003", ()),
    ],
)
def test_an_answer_by_number_is_read(text: str, numbers: tuple[int, ...]) -> None:
    assert understand(text).numbers == numbers


def test_what_the_model_is_unsure_of_is_asked_back_whatever_a_cue_says() -> None:
    def unsure(_: str) -> Guess:
        return Guess((Intent.TOWING, Intent.ACCOUNT_REQUEST, Intent.SMALLTALK), abstains=True, lead=0.3)

    said = understand("계좌 어쩌고", unsure)

    assert said.intent is Intent.UNCLEAR
    assert said.likely == (Intent.TOWING, Intent.ACCOUNT_REQUEST, Intent.SMALLTALK)


def test_an_excuse_that_the_law_knows_is_one_where_the_model_leans_to_it() -> None:
    def leans(_: str) -> Guess:
        return Guess((Intent.APPEAL, Intent.SMALLTALK), abstains=True, lead=0.2)

    assert understand("응급실 가느라 잠깐 세운 거예요", leans).intent is Intent.APPEAL
    assert understand("그거 어쩌고", leans).intent is Intent.UNCLEAR


def test_an_excuse_does_not_decide_the_intent_where_the_model_leans_elsewhere() -> None:
    """It is heard as one all the same: `conversation.heard` reads what a text tells beside its intent."""

    def undecided(_: str) -> Guess:
        return Guess((Intent.TOWING, Intent.APPEAL), abstains=True, lead=0.01)

    assert understand("차가 고장 나서 견인차를 기다리고 있었습니다", undecided).intent is Intent.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요 52나2003 입니다",
        "네 52나2057이요",
        "52나2057 감사합니다",
        "네~ 52나2003 이에요 ^^",
        "안녕하십니까, 52나2003 차주입니다. 수고 많으십니다.",
        "谢谢 52나2009",
        "hello, my car is 52NA2009",
        "xin chào, xe 52나2009 ạ",
        "고지서 번호는 1140-2026-0123456 입니다 감사합니다",
    ],
)
def test_a_plate_or_a_number_with_a_courtesy_is_a_look_up(text: str) -> None:
    assert understand(text, lambda _: Guess((Intent.SMALLTALK,), abstains=True)).intent is Intent.FINE_LOOKUP


@pytest.mark.parametrize(
    "text", ["ok", "OK!", "STOP", "ㅇㅋ", "ㅇㅇ", "52NA2003", "12가3456", "1140-2026-0123456", "yes"]
)
def test_a_short_word_of_everybody_tells_no_language(text: str) -> None:
    assert understand(text).language is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("'; SELECT * FROM cases WHERE number='1'; --", None),
        ("'; DROP TABLE fines; -- 52나2003 조회해줘", Language.KOREAN),
        ("my parking ticket please 부탁드려요", Language.KOREAN),
        ("Please update me on the fine set for my car", Language.ENGLISH),
        ("Can I select a, b or c from these", Language.ENGLISH),
        ("in front of 마음약국 I parked the car", Language.ENGLISH),
    ],
)
def test_a_query_is_in_no_language_and_who_ends_in_korean_writes_it(text: str, language: Language | None) -> None:
    assert understand(text).language is language


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ㅇㅇ", Word.YES),
        ("ㅇㅋ", Word.YES),
        ("ㄴㄴ", Word.NO),
        ("Vâng ạ", None),
        ("không", Word.NO),
        ("tất cả", Word.ALL),
    ],
)
def test_words_and_texts_are_folded_alike(text: str, word: Word | None) -> None:
    assert understand(text).word is word


def test_every_spelling_of_a_word_is_read_as_that_word() -> None:
    wrong = {
        (word, spelling): understand(spelling).word
        for word, spellings in WORDS.items()
        for spelling in spellings.split()
        if understand(spelling).word is not word
    }

    assert wrong == {}
