import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.assent import Assent, assent_of, by_rules
from city.fines.talk.reading.letter_model import model_of, weights_of

DATA = Path(__file__).resolve().parents[4] / "models/intent/data/assent.tsv"


def answers() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("접수하겠습니다", Assent.YES),
        ("네네 접수할게요", Assent.YES),
        ("ㅇㅇ", Assent.YES),
        ("ㅇㅋ", Assent.YES),
        ("yes please", Assent.YES),
        ("그렇게 해 주시면 감사하겠습니다", Assent.YES),
        ("암, 그리 해주시오", Assent.YES),
        ("그래 접수해 주이소", Assent.YES),
        ("확인서 뗐습니다. 이제 올려 주세요", Assent.YES),
        ("네 그것도 같이 넣어주세요", Assent.YES),
        ("네 접수해주세요. 결과는 언제 나와요?", Assent.YES),
        ("네 그리고 블랙박스도 있어요", Assent.YES),
        ("돈은 안 내고 접수할게요", Assent.YES),
        ("네 접수해 주세요. 서류는 내일 팩스로 보낼게요", Assent.YES),
        ("好的，请提交", Assent.YES),
        ("vâng, gửi đi", Assent.YES),
        ("vang, gui di", Assent.YES),
        ("접수하지 말아주세요", Assent.NO),
        ("아닙니다 그만두죠. 그냥 내겠습니다", Assent.NO),
        ("됐어요", Assent.NO),
        ("ㄴㄴ", Assent.NO),
        ("no don't", Assent.NO),
        ("음 조금 있다가 할게요", Assent.LATER),
        ("진료확인서 떼고 나서 접수할게요", Assent.LATER),
        ("not now, tomorrow", Assent.LATER),
        ("글쎄요", Assent.UNCLEAR),
        ("음…", Assent.UNCLEAR),
        ("네?", Assent.UNCLEAR),
        ("확인서는 어디로 보내요", Assent.ELSE),
        ("과태료가 얼마인가요", Assent.ELSE),
        ("접수는 어디서 하나요", Assent.ELSE),
        ("추가로 말씀드립니다. 통화기록이 14시 2분으로 남아 있습니다.", Assent.ELSE),
        ("12가3456", Assent.ELSE),
    ],
)
def test_an_answer_is_read_as_it_is_meant(text: str, answer: Assent) -> None:
    assert assent_of(text) is answer


def test_the_answers_the_reading_was_made_with_are_read() -> None:
    read = [(row["answer"], assent_of(row["text"]).value) for row in answers()]

    assert len(read) >= 2_000
    for answer in ("yes", "no"):
        hits = sum(wanted == got == answer for wanted, got in read)
        assert hits / sum(got == answer for _, got in read) >= 0.99
        assert hits / sum(wanted == answer for wanted, _ in read) >= 0.97


def test_every_language_has_every_answer() -> None:
    counts = Counter((row["lang"], row["answer"]) for row in answers())

    assert {answer for _, answer in counts} == {answer.value for answer in Assent}
    assert {lang for lang, _ in counts} == {"ko", "en", "zh", "vi"}
    assert min(counts.values()) >= 5


def test_the_weights_belong_to_the_answers() -> None:
    from hashlib import sha256

    assert model_of("assent").data_sha256 == sha256(DATA.read_bytes()).hexdigest()
    assert weights_of("assent").stat().st_size <= 1_000_000


@given(st.text(max_size=400))
def test_any_text_is_an_answer_of_some_kind(text: str) -> None:
    assert assent_of(text) in Assent


@given(st.sampled_from([row["text"] for row in answers()]), st.sampled_from([" ", "  ", "\n", "~", "."]))
def test_white_space_and_a_full_stop_change_no_answer_of_the_rules(text: str, around: str) -> None:
    if text.strip()[-1:] not in "?.~…":
        assert by_rules(text + around) is by_rules(text)


def test_an_answer_is_read_in_less_than_a_millisecond() -> None:
    texts = [row["text"] for row in answers()][::9]
    assent_of(texts[0])

    started = time.process_time()
    for text in texts:
        assent_of(text)

    assert (time.process_time() - started) / len(texts) < 0.001 * SLOW_MACHINE


SLOW_MACHINE = 3
