import re

import pytest

from city.fines.law.language import Language
from city.fines.talk.phrases import advice, details, details_of_owners

HOW_TO_OBJECT = {
    Language.KOREAN: '"의견"이라고',
    Language.ENGLISH: '"opinion"',
    Language.CHINESE: '"意见"',
    Language.VIETNAMESE: '"ý kiến"',
}
ADVICE = [pytest.param(entry, id=name) for name, entry in advice.PHRASES.items()]


@pytest.mark.parametrize("entry", ADVICE)
@pytest.mark.parametrize("language", Language)
def test_every_advice_on_a_fine_says_how_to_object(entry: dict[Language, str], language: Language) -> None:
    assert HOW_TO_OBJECT[language] in entry[language]


@pytest.mark.parametrize("language", Language)
def test_the_reduction_is_promised_for_the_virtual_account_alone(language: Language) -> None:
    words = advice.PHRASES["payment_methods"][language]

    assert (
        re.search(r"20%[^.。]*(?:가상계좌|virtual account|虚拟账号|tài khoản ảo)", words) or "reduced by 20%" in words
    )
    assert "{phone}" in words


@pytest.mark.parametrize("name", ["reduction", "installment", "ownership"])
@pytest.mark.parametrize("language", Language)
def test_address_and_fax_stand_where_papers_are_asked_for(name: str, language: Language) -> None:
    assert {"{address}", "{fax}"} <= set(re.findall(r"\{\w+\}", advice.PHRASES[name][language]))


@pytest.mark.parametrize("entry", [*details.PHRASES.values(), *details_of_owners.PHRASES.values()])
def test_an_answer_names_its_facts_alike_in_every_language(entry: dict[Language, str]) -> None:
    facts = {language: sorted(set(re.findall(r"\{\w+\}", words))) for language, words in entry.items()}

    assert all(found == facts[Language.KOREAN] for found in facts.values())
