"""Every kind that the city knows has Korean and English words, and pages have the same."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from city.contracts.operations.city_event import Category
from city.operations.agencies.codes import OTHER, SHIPPED
from city.operations.agencies.terms import SHIPPED as AGENCIES
from city.operations.alerts.cap.model import CapCategory
from city.operations.alerts.categories import FROM_CAP
from city.operations.bodies import BODIES
from city.operations.incidents import translate
from city.operations.incidents.kind_words import CATEGORY_WORDS, KIND_WORDS, kind_ko
from city.operations.incidents.kinds import family_of, tables

WEB = Path(__file__).resolve().parents[4] / "web/operations"
HANGUL = re.compile("[가-힣]")
_PAIR = re.compile(r'(\w+): \["([^"]+)", "([^"]+)"')


def known_kinds() -> set[str]:
    families = {kind for _, table in tables() for family in table for kind in family.kinds}
    crosswalks = {kind for kind, _ in translate._CONFLICTS.values()} | {"crosswalk_fault", "crosswalk_silent"}
    told = {row.kind for row in SHIPPED} | {kind for _, kind in FROM_CAP.values()}
    return (families | crosswalks | told | {"asset_silent", "gateway_silent"}) - {OTHER}


def words_of(file: str, table: str) -> dict[str, tuple[str, str]]:
    """A table of words of a page's module."""
    text = (WEB / file).read_text(encoding="utf-8")
    body = text.partition(f"export const {table} = {{")[2].partition("};")[0]
    return {key: (korean, english) for key, korean, english in _PAIR.findall(body)}


def test_no_kind_is_without_words() -> None:
    assert known_kinds() - set(KIND_WORDS) == set()
    assert set(CATEGORY_WORDS) == set(Category)
    assert set(FROM_CAP) == set(CapCategory)


@pytest.mark.parametrize("kind", sorted(KIND_WORDS))
def test_words_are_korean_and_english(kind: str) -> None:
    korean, english = KIND_WORDS[kind]

    assert HANGUL.search(korean)
    assert english.isascii()
    assert "_" not in english


def test_pages_call_kinds_and_categories_the_same() -> None:
    assert words_of("room/kinds.js", "KIND_WORDS") == dict(KIND_WORDS)
    assert words_of("room/words.js", "CATEGORIES") == {each.value: words for each, words in CATEGORY_WORDS.items()}


def test_what_ships_is_called_in_both_languages() -> None:
    for words in [
        *((row.name_ko, row.name_en) for row in SHIPPED),
        *((each.name_ko, each.name_en) for each in AGENCIES),
    ]:
        assert HANGUL.search(words[0])
        assert words[1].isascii()
    assert {each.agency_id for each in AGENCIES} | {"city"} == set(BODIES)
    text = (WEB / "office/words.js").read_text(encoding="utf-8")
    assert all(f'["{korean}", "{english}"]' in text for korean, english in BODIES.values())


def test_an_agency_s_own_kind_is_called_by_its_category() -> None:
    assert kind_ko(Category.CRIME, "x_17") == "기타 방범"
    assert kind_ko(Category.DISASTER, "smoke") == "연기"


def test_a_bracelet_of_the_ministry_s_is_of_the_family_of_bracelets() -> None:
    (ministry,) = [row.kind for row in SHIPPED if row.code == "MOJUC110"]

    assert family_of(Category.CRIME, ministry, datetime(2026, 12, 1, tzinfo=UTC)).name == "bracelet"
