"""What the chat page offers is understood, and it says everything in every language."""

import json
import re
import subprocess
from datetime import date
from typing import get_args

import pytest

from city.contracts.fines.chat import PaymentProgress
from city.fines.law.language import Language
from city.fines.talk.bootstrap import load_ranker
from city.fines.talk.understanding import Intent, Word, understand
from city.fines.talk.web.offered_topics import knows_its_topics
from city.fines.talk.wording import day_text, say, spaced_account, won
from infra.pages.npm import node
from infra.templates import ROOT

PAGES = ROOT / "web/fines"
WORDS = (PAGES / "chat/words.js").read_text("utf-8")
LANGUAGES = dict(re.findall(r"^  (ko|en|zh|vi): \{(.*?)^  \},", WORDS, re.DOTALL | re.MULTILINE))
SCRIPTS = [
    file.read_text("utf-8")
    for file in [PAGES / "case.js", PAGES / "payment.js", *sorted((PAGES / "chat").glob("*.js"))]
]
# Words that a script names by what it was told.
STATES = {
    *("received", "under_review", "accepted", "rejected", "open", "answered", "closed"),
    *(f"pay_{state}" for state in get_args(PaymentProgress.model_fields["state"].annotation)),
}


def offers(language: str) -> list[str]:
    (listed,) = re.findall(rf"^  {language}: \[(.*?)\],$", WORDS, re.MULTILINE)
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


def test_every_word_a_script_asks_for_is_there_and_no_other() -> None:
    asked = {name for text in SCRIPTS for name in re.findall(r"\bsay\(\"(\w+)\"", text)}
    named = {name for text in SCRIPTS for name in re.findall(r"\"(\w+)\"", text)} | STATES

    assert len(asked) > 40
    assert names("ko") >= STATES
    assert asked <= names("ko")
    assert sorted(names("ko") - named) == []


def test_a_word_in_another_language_has_the_same_fields() -> None:
    fields = {
        language: {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in re.findall(r'(\w+): "([^"]*)"', table)}
        for language, table in LANGUAGES.items()
    }

    assert fields["en"] == fields["zh"] == fields["vi"] == fields["ko"]


def found_by_the_page(texts: list[str]) -> list[dict[str, list[dict[str, str]]]]:
    """What `accounts.js` makes of each."""
    script = f"""import {{ accountsIn, pieces }} from {json.dumps(str(PAGES / "chat/accounts.js"))};
    console.log(JSON.stringify({json.dumps(texts)}.map(text => ({{ accounts: accountsIn(text), pieces: pieces(text) }}))))"""
    done = subprocess.run(
        [node(), "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=60
    )
    found: list[dict[str, list[dict[str, str]]]] = json.loads(done.stdout)
    return found


def copied(found: dict[str, list[dict[str, str]]]) -> list[str]:
    return [piece["text"] for piece in found["pieces"] if piece["copied"]]


@pytest.mark.parametrize("language", list(Language))
def test_an_account_stands_apart_with_its_amount_its_holder_and_its_day(language: Language) -> None:
    holder = "서울중구청" if language is Language.KOREAN else "Seoul Jung-gu Office"
    account = say("account", language, bank="농협", number=spaced_account("79001012345678"), holder=holder)
    until = day_text(date(2026, 12, 1), language)
    transfer = say("transfer", language, amount=won(1_032_000, language), account=account, until=until)
    text = f"[중구청] {say('for_another', language, transfer=transfer)} 02-3396-0000"

    (found,) = found_by_the_page([text])

    (shown,) = found["accounts"]
    assert (shown["number"], shown["holder"], shown["bank"]) == ("790-0101-2345-678", holder, "농협")
    assert shown["amount"] == won(1_032_000, language)
    assert until in shown["until"] or until.removesuffix("日") in shown["until"]
    assert copied(found) == ["790-0101-2345-678"]
    assert "".join(piece["text"] for piece in found["pieces"]) == text


def test_a_code_is_copied_and_a_telephone_or_a_number_is_not() -> None:
    code, others = found_by_the_page(
        ["확인 코드 K7M2Q-9XR4T.", "문의: 02-3396-0000, 1140-2026-0123456, 010-1234-5678 접수번호 2611-0042"]
    )

    assert (copied(code), copied(others)) == (["K7M2Q-9XR4T"], [])
    assert code["accounts"] == others["accounts"] == []
