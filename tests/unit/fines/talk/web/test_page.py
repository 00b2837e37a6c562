"""What the chat page offers is understood, and it says everything in every language."""

import re
from pathlib import Path

import pytest

from city.fines.talk.bootstrap import load_ranker
from city.fines.talk.understanding import Intent, Word, understand
from city.fines.talk.web.offered_topics import knows_its_topics
from infra.templates import ROOT

PAGE = ROOT / "web/fines"
WORDS = (PAGE / "chat_words.js").read_text("utf-8")
LANGUAGES = dict(re.findall(r"^  (ko|en|zh|vi): \{(.*?)^  \},", WORDS, re.DOTALL | re.MULTILINE))
SCRIPTS = {file.name: file.read_text("utf-8") for file in sorted(PAGE.glob("chat*.js"))}


def offers(language: str) -> list[str]:
    (listed,) = re.findall(r"offers: \[(.*?)\]", LANGUAGES[language])
    return re.findall(r'"([^"]+)"', listed)


def names(language: str) -> set[str]:
    return set(re.findall(r"(?:^|[,{]) *(\w+): (?=[\"\[])", LANGUAGES[language], re.MULTILINE))


MEANT = [
    Intent.ACCOUNT_REQUEST,
    Intent.PAYMENT_METHODS,
    Intent.DUE_DATE,
    Intent.REDUCTION,
    Intent.APPEAL,
    Intent.SEIZURE_RELEASE,
    Intent.PAYMENT_CONFIRM,
    Intent.HUMAN_AGENT,
]


@pytest.mark.parametrize("language", ["ko", "en", "zh", "vi"])
def test_every_button_asks_its_own_question(language: str) -> None:
    rank = knows_its_topics(load_ranker())

    said = [understand(offer, rank) for offer in offers(language)]

    assert [each.intent for each in said] == MEANT
    assert all(each.language is not None and each.language.value == language for each in said)
    assert all(each.word in (None, Word.AGENT) for each in said)


def test_the_page_says_everything_in_every_language() -> None:
    assert set(LANGUAGES) == {"ko", "en", "zh", "vi"}
    assert names("ko") == names("en") == names("zh") == names("vi")
    assert len(names("ko")) > 50


def test_every_word_a_script_asks_for_is_there() -> None:
    asked = {name for text in SCRIPTS.values() for name in re.findall(r"\bt\(\"(\w+)\"", text)}

    assert asked
    assert asked <= names("ko")


def test_no_script_writes_markup_or_keeps_anything_beyond_the_tab() -> None:
    for text in SCRIPTS.values():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|localStorage|eval\(", text)


def test_the_account_in_a_reply_is_found_and_a_telephone_is_not() -> None:
    (pattern,) = re.findall(r"^const KEPT = /(.+)/g;", SCRIPTS["chat_talk.js"], re.MULTILINE)
    kept = re.compile(pattern)

    for reply in (
        "농협 790-0101-2345-678 예금주 서울중구청",
        "NH Bank 790-0101-2345-678 (Seoul Jung-gu Office)",
        "NH农协银行 790-0101-2345-678 户名 Seoul Jung-gu Office",
    ):
        assert kept.findall(reply) == ["790-0101-2345-678"]
    assert kept.findall("문의: 02-3396-0000, 1140-2026-0123456, 010-1234-5678 접수번호 2611-0042") == []
    assert kept.findall("확인 코드 K7M2Q-9XR4T.") == ["K7M2Q-9XR4T"]


def test_the_page_is_short_enough_to_be_read() -> None:
    assert all(len(Path(PAGE / name).read_text("utf-8").splitlines()) <= 400 for name in SCRIPTS)
