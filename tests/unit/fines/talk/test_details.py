import csv
import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.language import Language
from city.fines.talk.cues.details_foreign import CHINESE, LATIN
from city.fines.talk.cues.details_korean import KOREAN, NAMED
from city.fines.talk.cues.details_unless import UNLESS
from city.fines.talk.details import Detail, by_rules, details_of
from city.fines.talk.phrases.all_phrases import PHRASES
from city.fines.talk.reading.letter_model import model_of, weights_of
from city.kernel.text import carrier_safe

DATA = Path(__file__).parents[4] / "models/intent/data"
NONE = "none"


def rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [(row["asked"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


ROWS = rows(DATA / "details_ruled.tsv")
ASKED = [(Detail(asked), text) for asked, text in ROWS if asked != NONE]
ASKS_NONE = [text for asked, text in ROWS if asked == NONE]

OFFICE = {
    "holder": "서울중구청",
    "phone": "02-3396-0000",
    "switchboard": "02-3396-4114",
    "address": "서울 중구 창경궁로 17",
    "fax": "02-3396-9000",
}


@pytest.mark.parametrize(("asked", "text"), ASKED)
def test_a_particular_is_read_as_people_ask_for_it(asked: Detail, text: str) -> None:
    assert asked in details_of(text)


@pytest.mark.parametrize(("asked", "text"), ASKED[::3])
def test_it_is_read_beside_a_plate_and_whatever_its_spaces_in_korean(asked: Detail, text: str) -> None:
    assert asked in details_of(f"{text} 12가3456")
    if any("가" <= letter <= "힣" for letter in text):
        assert asked in details_of(text.replace(" ", ""))


@pytest.mark.parametrize("text", ASKS_NONE)
def test_a_plain_wish_and_an_account_of_what_happened_ask_for_none(text: str) -> None:
    assert details_of(text) == ()


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert set(details_of(text)) <= set(Detail)


def test_two_questions_in_one_text_are_both_read() -> None:
    assert details_of("예금주가 누구고 수수료는 있나요?") == (Detail.HOLDER, Detail.FEE)


def test_a_link_received_is_answered_once_with_what_shows_a_text_genuine() -> None:
    assert details_of("링크가 왔는데 눌러도 돼요? 이거 스미싱 아니죠") == (Detail.LINK_RECEIVED,)


def test_every_cue_belongs_to_a_particular_and_names_known_words() -> None:
    known = {detail.value for detail in Detail}

    assert known == KOREAN.keys()
    assert known >= {*CHINESE, *LATIN, *UNLESS}
    for cues in KOREAN.values():
        assert all(name in NAMED for cue in cues for name in _named(cue))


def _named(cue: str) -> list[str]:
    return re.findall(r"(?<!\?)<([a-z]+)>", cue)


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("language", Language)
def test_every_particular_has_an_answer_that_needs_the_office_alone(detail: Detail, language: Language) -> None:
    words = PHRASES[f"detail_{detail.value}"][language].format(**OFFICE)

    assert carrier_safe(words).encode("euc_kr")
    assert carrier_safe(words).count("?") == words.count("?")
    assert "{" not in words


@pytest.mark.parametrize(
    ("detail", "facts"),
    [
        (Detail.HOLDER, ["서울중구청"]),
        (Detail.LINK_RECEIVED, ["누르지", "02-3396-0000", "112", "118"]),
        (Detail.GENUINE, ["010", "070", "02-3396-0000", "02-3396-4114", "이택스", "고지서"]),
        (Detail.WHERE_TO_SEND, ["창경궁로 17", "02-3396-9000", "방문", "우편"]),
        (Detail.HEIR, ["상속", "사망", "제24조의2", "상속포기"]),
        (Detail.HEIR_RENOUNCES, ["3개월", "가정법원", "결정문"]),
        (Detail.RENTER, ["임대차계약서", "제160조 제4항"]),
        (Detail.SURCHARGE_MEANWHILE, ["제24조의3", "20일", "붙지 않"]),
        (Detail.RELEASE_WHEN, ["촉탁", "제55조", "문자"]),
        (Detail.OBJECTION_AFTER, ["60일", "서면", "14일", "법원"]),
        (Detail.PAY_MEANWHILE, ["심의", "감경금액"]),
        (Detail.AMOUNT_AFTER, ["3%", "1.2%", "60개월"]),
    ],
)
def test_the_answer_states_the_facts_and_their_clause(detail: Detail, facts: list[str]) -> None:
    words = PHRASES[f"detail_{detail.value}"][Language.KOREAN].format(**OFFICE)

    assert [fact for fact in facts if fact not in words] == []


# --- what an author who saw neither rules nor training wrote ---

UNSEEN = [
    (frozenset(asked.split("+")) - {NONE}, text) for asked, text in rows(Path(__file__).with_name("details_unseen.tsv"))
]


def measured(read: Callable[[str], Iterable[str]]) -> tuple[float, float]:
    """Precision and recall over all particulars that the unseen texts ask."""
    right = found = asked_for = 0
    for asked, text in UNSEEN:
        said = set(read(text))
        right += len(said & asked)
        found += len(said)
        asked_for += len(asked)
    return right / found, right / asked_for


def test_particulars_in_words_never_seen_before_are_read_as_no_rule_alone_could() -> None:
    precision, recall = measured(details_of)
    _, by_rules_alone = measured(by_rules)

    assert precision >= 0.88
    assert recall >= 0.9
    assert by_rules_alone < 0.7


def test_texts_that_ask_no_particular_are_hardly_ever_taken_to() -> None:
    plain = [text for asked, text in UNSEEN if not asked]

    assert sum(bool(details_of(text)) for text in plain) / len(plain) <= 0.1


def test_the_weights_are_those_of_the_examples() -> None:
    sources = [
        *(DATA / f"{name}.tsv" for name in ("details", "details_ruled", "assent")),
        *sorted(DATA.glob("train*.tsv")),
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()

    assert model_of("details").data_sha256 == digest
    assert model_of("details").answers == tuple(detail.value for detail in Detail)
    assert weights_of("details").stat().st_size <= 5_000_000
