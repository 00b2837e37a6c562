import re
from string import Formatter

import pytest

from city.fines.law.language import Language
from city.fines.talk.phrases.all_phrases import PHRASES
from city.fines.talk.phrases.names import BANKS, TOPIC_NAMES, ZONES
from city.fines.talk.understanding import Intent, Word, understand
from city.kernel.text import carrier_safe, has_link

KO, EN, ZH, VI = Language.KOREAN, Language.ENGLISH, Language.CHINESE, Language.VIETNAMESE

ENTRIES: dict[str, dict[Language, str]] = {
    **{f"phrase {name}": entry for name, entry in PHRASES.items()},
    **{f"topic {intent.value}": entry for intent, entry in TOPIC_NAMES.items()},
    **{f"zone {name}": entry for name, entry in ZONES.items()},
    **{f"bank {name}": entry for name, entry in BANKS.items()},
}
SENTENCES = [
    pytest.param(text, id=f"{name} {language.value}")
    for name, entry in ENTRIES.items()
    for language, text in entry.items()
]
every_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
every_sentence = pytest.mark.parametrize("text", SENTENCES)

# What each word in quotes stands for, when a citizen sends it back.
OFFERED: dict[Language, dict[str, Word | Intent]] = {
    KO: {
        "상담원": Word.AGENT,
        "의견": Word.OPINION,
        "접수": Word.RECORD,
        "알림": Word.REMIND,
        "수신거부": Word.STOP,
        "모두": Word.ALL,
        "계좌": Intent.ACCOUNT_REQUEST,
    },
    EN: {
        "agent": Word.AGENT,
        "opinion": Word.OPINION,
        "record": Word.RECORD,
        "remind": Word.REMIND,
        "stop": Word.STOP,
        "all": Word.ALL,
        "account": Intent.ACCOUNT_REQUEST,
    },
    ZH: {
        "人工": Word.AGENT,
        "意見": Word.OPINION,
        "提交": Word.RECORD,
        "提醒": Word.REMIND,
        "退訂": Word.STOP,
        "全部": Word.ALL,
        "帳號": Intent.ACCOUNT_REQUEST,
    },
    VI: {
        "nhan vien": Word.AGENT,
        "y kien": Word.OPINION,
        "gui y kien": Word.RECORD,
        "nhac nho": Word.REMIND,
        "dung lai": Word.STOP,
        "tat ca": Word.ALL,
        "tai khoan": Intent.ACCOUNT_REQUEST,
    },
}
OFFERS = [offer for offered in OFFERED.values() for offer in offered.items()]
every_offer = pytest.mark.parametrize(("spelling", "wish"), OFFERS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def offered_in(text: str) -> list[str]:
    return [quoted.removesuffix(" {plate}") for quoted in re.findall(r'"([^"]*)"', text)]


def numbers_in(text: str) -> set[str]:
    """The numbers of a sentence, its clock times and area code aside: languages write those differently."""
    return set(re.findall(r"\d+(?:\.\d+)?%?", re.sub(r"(?:24|12)(?:시|點|h)|:00|1[28]:00|21:00", "", text)))


@every_entry
def test_every_entry_is_said_in_all_four_languages(entry: dict[Language, str]) -> None:
    assert entry.keys() == set(Language)
    assert all(text.strip() for text in entry.values())


def test_every_wish_that_is_offered_by_number_has_a_name() -> None:
    assert TOPIC_NAMES.keys() >= set(Intent) - {Intent.COMPLAINT, Intent.SMALLTALK, Intent.UNCLEAR}


@every_entry
def test_no_language_needs_a_fact_the_others_do_not_have(entry: dict[Language, str]) -> None:
    known = fields(entry[KO]) | fields(entry[EN])

    for language in (ZH, VI):
        assert fields(entry[EN]) <= fields(entry[language]) <= known


@every_sentence
def test_a_carrier_takes_every_sentence_as_it_stands(text: str) -> None:
    text.encode("euc_kr")
    assert carrier_safe(text) == text  # neither emoji nor a character it would have to spell otherwise


@every_sentence
def test_no_sentence_holds_a_link(text: str) -> None:
    assert not has_link(text)
    assert not re.search(r"http|www|[a-z0-9]\.[a-z]{2,}", text, re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    [
        "then_overdue",
        "reduction",
        "installment",
        "appeal",
        "opinion_too_late",
        "opinion_rejected",
        "opinion_after_payment",
        "remind_early",
        "payment_methods",
        "police",
        "another_district",
        "another_office",
    ],
)
def test_percentages_days_and_articles_are_the_same_in_every_language(name: str) -> None:
    said = {language: numbers_in(text) for language, text in PHRASES[name].items()}

    assert said[ZH] == said[VI] == said[KO]


@every_entry
def test_the_same_words_are_offered_in_every_language(entry: dict[Language, str]) -> None:
    wishes = {
        language: {OFFERED[language][spelling] for spelling in offered_in(text)} for language, text in entry.items()
    }

    assert wishes[EN] == wishes[ZH] == wishes[VI] == wishes[KO]


@every_offer
def test_a_word_that_is_offered_is_understood(spelling: str, wish: Word | Intent) -> None:
    assert spelling.encode("euc_kr")
    for text in (spelling, f'"{spelling}"', f"{spelling}."):
        said = understand(text)
        assert wish in (said.word, said.intent)


@every_offer
def test_a_word_that_is_offered_is_understood_beside_a_plate(spelling: str, wish: Word | Intent) -> None:
    # Of a car that is named, whoever asks for the amount gets the account as well.
    enough = {wish, Intent.FINE_LOOKUP} if wish is Intent.ACCOUNT_REQUEST else {wish}

    for text in (f"{spelling} 12가3456", f"12가3456 {spelling}", f"{spelling} 123나4567"):
        said = understand(text)
        assert enough & {said.word, said.intent}
        assert len(said.plates) == 1


def test_vietnamese_is_written_without_accents() -> None:
    for entry in ENTRIES.values():
        assert not re.search(r"[^\x00-\x7f가-힣]", entry[VI])
