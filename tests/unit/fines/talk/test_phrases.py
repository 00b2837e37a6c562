import re
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter

import pytest

from city.fines.law.language import Language
from city.fines.talk import phrases
from city.fines.talk.conversation.heard import hear
from city.fines.talk.cues import wishes
from city.fines.talk.phrases import all_phrases
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
APPLY = "apply"  # no word of its own: heard as an application, in whatever words
OFFERED: dict[Language, dict[str, Word | Intent | str]] = {
    KO: {
        "상담원": Word.AGENT,
        "의견": Word.OPINION,
        "접수": Word.RECORD,
        "알림": Word.REMIND,
        "수신거부": Word.STOP,
        "환급": Word.REFUND,
        "모두": Word.ALL,
        "아니오": Word.NO,
        "신청": APPLY,
        "계좌": Intent.ACCOUNT_REQUEST,
    },
    EN: {
        "agent": Word.AGENT,
        "opinion": Word.OPINION,
        "record": Word.RECORD,
        "remind": Word.REMIND,
        "stop": Word.STOP,
        "refund": Word.REFUND,
        "all": Word.ALL,
        "no": Word.NO,
        "apply": APPLY,
        "account": Intent.ACCOUNT_REQUEST,
    },
    ZH: {
        "人工": Word.AGENT,
        "意见": Word.OPINION,
        "提交": Word.RECORD,
        "提醒": Word.REMIND,
        "退订": Word.STOP,
        "退款": Word.REFUND,
        "全部": Word.ALL,
        "不": Word.NO,
        "申请": APPLY,
        "账号": Intent.ACCOUNT_REQUEST,
    },
    VI: {
        "nhân viên": Word.AGENT,
        "ý kiến": Word.OPINION,
        "gửi ý kiến": Word.RECORD,
        "nhắc nhở": Word.REMIND,
        "dừng lại": Word.STOP,
        "hoàn tiền": Word.REFUND,
        "tất cả": Word.ALL,
        "không": Word.NO,
        "xin nộp": APPLY,
        "tài khoản": Intent.ACCOUNT_REQUEST,
    },
}
OFFERS = [(spelling, wish) for each in OFFERED.values() for spelling, wish in each.items() if wish != APPLY]
APPLICATIONS = [spelling for each in OFFERED.values() for spelling, wish in each.items() if wish == APPLY]
every_offer = pytest.mark.parametrize(("spelling", "wish"), OFFERS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def offered_in(text: str) -> list[str]:
    return [quoted.removesuffix(" {plate}") for quoted in re.findall(r'"([^"]*)"', text)]


def numbers_in(text: str) -> set[str]:
    """The numbers of a sentence, its clock times and area code aside: languages write those differently."""
    text = re.sub(r"(?<=\d),(?=\d%)", ".", text)  # 1,2% in Vietnamese
    return set(re.findall(r"\d+(?:\.\d+)?%?", re.sub(r"(?:24|12)(?:시|点|h)|:00|1[28]:00|21:00", "", text)))


@every_entry
def test_every_entry_is_said_in_all_four_languages(entry: dict[Language, str]) -> None:
    assert entry.keys() == set(Language)
    assert all(text.strip() for text in entry.values())


def test_no_phrase_is_written_twice() -> None:
    subjects = [import_module(f"{phrases.__name__}.{module.name}") for module in iter_modules(phrases.__path__)]
    written = [
        name
        for subject in subjects
        if subject.__name__ != all_phrases.__name__
        for name in getattr(subject, "PHRASES", {})
    ]

    assert sorted(written) == sorted(PHRASES)


def test_every_wish_that_is_offered_by_number_has_a_name() -> None:
    assert TOPIC_NAMES.keys() >= set(Intent) - {Intent.COMPLAINT, Intent.SMALLTALK, Intent.UNCLEAR}


@every_entry
def test_no_language_needs_a_fact_the_others_do_not_have(entry: dict[Language, str]) -> None:
    known = fields(entry[KO]) | fields(entry[EN])

    for language in (ZH, VI):
        assert fields(entry[EN]) <= fields(entry[language]) <= known


@every_sentence
def test_a_carrier_takes_every_sentence_and_nothing_of_it_is_lost(text: str) -> None:
    taken = carrier_safe(text)

    assert all(len(character.encode("euc_kr")) <= 2 for character in taken)
    assert taken.count("?") == text.count("?")  # no character without a form that carriers know
    assert len(taken) == len(text) + len("ard") * text.count("卡")  # none is dropped, none spelled out but a card


@pytest.mark.parametrize("entry", [pytest.param(entry, id=name) for name, entry in ENTRIES.items()])
def test_korean_and_english_go_out_as_they_stand(entry: dict[Language, str]) -> None:
    assert carrier_safe(entry[KO]) == entry[KO]
    assert carrier_safe(entry[EN]) == entry[EN]


@every_sentence
def test_no_sentence_holds_a_link(text: str) -> None:
    assert not has_link(text)
    assert not re.search(r"http|www|[a-z0-9]\.[a-z]{2,}", text, re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    [
        "then_surcharge",
        "then_full_amount",
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
    texted = carrier_safe(spelling)
    for text in (spelling, f'"{spelling}"', f"{spelling}.", texted, f'"{texted}"'):
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


@pytest.mark.parametrize("spelling", APPLICATIONS)
def test_who_sends_what_is_offered_applies(spelling: str) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)

    for text in (spelling, carrier_safe(spelling), f"{spelling} 12가3456"):
        assert hear(understand(text), text, at).says(wishes.APPLIES)


def test_vietnamese_is_written_with_its_marks() -> None:
    bare = [
        name for name, entry in ENTRIES.items() if len(entry[VI].split()) > 3 and carrier_safe(entry[VI]) == entry[VI]
    ]

    assert not [name for name in bare if not entry_is_only_fields(ENTRIES[name][VI])]


def entry_is_only_fields(text: str) -> bool:
    return not re.search(r"[a-z]", re.sub(r"\{\w+\}", "", text))


def test_chinese_is_written_in_simplified_characters() -> None:
    # Whatever has a simplified form is written in it.
    written_out = set("們個來後時這為爲會對說請書號車費罰納繳請開點賬帳單種變證據處還這無並於與樓話訊銀錢實際產")
    for name, entry in ENTRIES.items():
        assert not written_out & set(entry[ZH]), name
