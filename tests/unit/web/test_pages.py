"""The pages: what their security policy forbids is not in them, and their words are the city's."""

import re
from pathlib import Path

import pytest

from city.contracts.fines.staff.cases import MoveCase, SocialClaimGround
from city.fines.law.deposits import SuspenseReason
from city.fines.law.lifecycle import State
from city.fines.law.procedure.opinions import GROUND_TERMS
from city.fines.money.ledger import DepositEntryKind
from city.fines.talk.dialogue import HandOff
from city.fines.talk.replies import SigningOffice
from city.fines.talk.understanding import Intent
from city.kernel.text import LMS_BYTES, SMS_BYTES
from tests.unit.web.scripts import arguments_of, called_but_unknown, scripts_of, used_while_loading_too_early
from tests.unit.web.whole_page import NAMED_PART, WEB, named_parts, read_whole

PAGES = sorted(WEB.glob("*/*.html"))
PARTS = sorted(file for file in WEB.glob("*/*") if file.suffix in (".js", ".css"))
DESK = read_whole("fines/desk.html")


def page_id(page: Path) -> str:
    return page.relative_to(WEB).as_posix()


@pytest.mark.parametrize("page", PAGES + PARTS, ids=page_id)
def test_a_page_needs_nothing_from_elsewhere(page: Path) -> None:
    # The name of SVG is spelled like an address; nothing is fetched from it.
    text = NAMED_PART.sub("", page.read_text("utf-8").replace("http://www.w3.org/2000/svg", ""))

    assert re.findall(r"(?:https?:)?//\w[\w-]*\.\w+|<link|<iframe|<img|@import|\surl\(|\bimport\(", text) == []
    assert re.findall(r"<(?:script|style)\s", text) == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_the_parts_a_page_names_are_there_and_are_shared_or_its_own_domains(page: Path) -> None:
    named = named_parts(page)

    assert [part for part in named if part not in PARTS] == []
    assert {part.parent.name for part in named} <= {"parts", page.parent.name}


def test_no_part_is_named_by_no_page() -> None:
    assert set(PARTS) == {part for page in PAGES for part in named_parts(page)}


@pytest.mark.parametrize("file", PAGES + PARTS, ids=page_id)
def test_a_file_can_be_read_at_one_sitting(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_declares_no_name_that_its_parts_declare(page: Path) -> None:
    # A browser refuses the whole script of a page that does.
    names = [
        name
        for file in (*named_parts(page), page)
        if file.suffix != ".css"
        for name in re.findall(r"(?m)^(?:async )?(?:const|let|class|function) (\w+)", file.read_text("utf-8"))
    ]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_names_the_part_of_every_function_it_calls(page: Path) -> None:
    assert called_but_unknown(scripts_of(page)) == set()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_part_uses_while_it_loads_what_stands_before_it(page: Path) -> None:
    assert used_while_loading_too_early(scripts_of(page)) == set()


def test_a_missing_part_and_a_wrong_order_of_parts_are_seen() -> None:
    scripts = scripts_of(WEB / "fines/desk.html")

    assert "proposeCard" not in called_but_unknown(scripts)
    assert "depositView" in used_while_loading_too_early([*scripts[:3], *scripts[4:], scripts[3]])
    assert {"veiled", "bubbles"} <= called_but_unknown([*scripts[:4], *scripts[5:]])


@pytest.mark.parametrize("file", [file for file in PAGES + PARTS if file.suffix != ".css"], ids=page_id)
def test_nothing_is_put_into_a_page_that_reads_as_the_word_null(file: Path) -> None:
    # A browser writes `null` where an element of its own is given null; `h(…)` leaves it out.
    given = arguments_of(file.read_text("utf-8"), r"\.(?:replaceChildren|append|prepend|replaceWith|after|before)")

    assert [each for each in given if re.search(r": (?:null|undefined|false)$|&&|^null$", each)] == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_has_no_handler_or_style_in_its_attributes(page: Path) -> None:
    text = page.read_text("utf-8")
    markup = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)

    assert re.findall(r"\s(?:on\w+|style)\s*=", markup) == []


@pytest.mark.parametrize("page", PAGES + PARTS, ids=page_id)
def test_no_script_gives_an_element_a_handler_or_style_as_text(page: Path) -> None:
    assert re.findall(r"setAttribute\(\"(?:on|style)|javascript:", page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES + PARTS, ids=page_id)
def test_what_anybody_wrote_is_shown_as_text(page: Path) -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(|new Function"

    assert re.findall(banned, page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES + PARTS, ids=page_id)
def test_a_page_keeps_tokens_and_keys_in_memory(page: Path) -> None:
    # A citizen's talk outlasts a reload in its own tab; there is neither a token nor a key in it.
    allowed = {"sessionStorage"} if page.name == "chat_memory.js" else set()

    kept = re.findall(r"localStorage|sessionStorage|document\.cookie|indexedDB", page.read_text("utf-8"))

    assert set(kept) <= allowed


def test_the_desk_names_the_grounds_and_their_documents_as_the_rules_do() -> None:
    for ground, terms in GROUND_TERMS.items():
        assert f'{ground.value}: ["{terms.name_ko}"' in DESK
        assert all(f'"{document}"' in DESK for document in terms.documents_ko)


@pytest.mark.parametrize(
    "words", [State, HandOff, SuspenseReason, DepositEntryKind, Intent], ids=lambda words: words.__name__
)
def test_the_desk_has_a_word_for_everything_it_may_show(words: type[State]) -> None:
    assert [word.value for word in words if not re.search(rf'(?m)[\s{{"]{re.escape(word.value)}"?: \[', DESK)] == []


def test_the_desk_offers_the_moves_and_reductions_of_the_contract() -> None:
    for values in (MoveCase.model_fields["move"].annotation, SocialClaimGround):
        assert [value for value in values.__args__ if f"{value}: " not in DESK] == []


def test_the_desk_counts_bytes_with_the_signature_and_the_bounds_of_the_carrier() -> None:
    office = SigningOffice()

    assert f'ko: "[{office.name_ko}] ", other: "[{office.name_en}] "' in DESK
    assert f"SMS_BYTES = {SMS_BYTES}, LMS_BYTES = {LMS_BYTES}" in DESK
