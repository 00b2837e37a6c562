"""The pages of procedures, cameras, partners and viewing have a word for everything that they may be handed."""

import re
from enum import StrEnum
from typing import Any, get_args

import pytest

from city.contracts.operations.cameras import CameraRemark
from city.contracts.operations.city_event import Category, Severity
from city.contracts.operations.events import IncidentState
from city.contracts.operations.staff.agencies import Credential
from city.contracts.operations.staff.evidence import AccessAnswer, AccessGround, AccessStanding
from city.contracts.operations.viewing import CameraVerdict, Ending
from city.contracts.operations.viewlog import LegalBasis, ViewOutcome
from city.operations.procedures.procedure import LONGEST_LIMIT, MOST_STEPS, SHORTEST_LIMIT, WhenLate
from city.operations.procedures.walk import Answer
from city.operations.viewing.grants import VOICES_NEEDED
from city.operations.viewing.people import PersonState
from city.operations.viewlog.ledgers import FORMS
from infra.pages.rules import WEB


def script(name: str) -> str:
    return (WEB / "operations" / f"{name}.js").read_text("utf-8")


def words_of(name: str, table: str) -> set[str]:
    """The keys of one of a module's tables of words."""
    (body,) = re.findall(rf"const {table} = \{{(.*?)\n?\}};", script(name), re.DOTALL)
    return set(re.findall(r"\b(\w+): \[", body))


def values_of(words: Any) -> set[str]:
    return (
        {each.value for each in words} if isinstance(words, type) and issubclass(words, StrEnum) else {*get_args(words)}
    )


@pytest.mark.parametrize(
    ("module", "table", "words"),
    [
        ("office/words", "CATEGORIES", Category),
        ("office/words", "SEVERITIES", Severity),
        ("office/words", "STATES", IncidentState),
        ("office/words", "BASES", LegalBasis),
        ("office/words", "ENDINGS", Ending),
        ("office/words", "VERDICTS", CameraVerdict),
        ("procedures/procedure", "WHEN_LATE", WhenLate),
        ("procedures/procedure", "ANSWERS", Answer),
        ("cctv/log", "OUTCOMES", ViewOutcome),
        ("cctv/people", "STATES", PersonState),
        ("cctv/request", "STATES", AccessStanding),
        ("cctv/request", "ANSWERS", AccessAnswer),
        ("cctv/request", "GROUNDS", AccessGround),
        ("cctv/camera_files", "MISSING", CameraRemark.model_fields["remark"].annotation),
        ("agencies/agency", "CREDENTIALS", Credential),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pages_have_a_word_for_everything_they_may_show(module: str, table: str, words: Any) -> None:
    assert words_of(module, table) == values_of(words)


def test_a_procedure_s_bounds_are_those_of_the_rules() -> None:
    bounds = f"MOST_STEPS = {MOST_STEPS}, SHORTEST_S = {SHORTEST_LIMIT.seconds}"
    assert bounds in script("procedures/procedure")
    assert f"LONGEST_S = {LONGEST_LIMIT.total_seconds():_.0f};" in script("procedures/procedure")


def test_the_page_asks_for_as_many_voices_as_the_rules() -> None:
    assert f"NEEDED = {VOICES_NEEDED}," in script("cctv/grants")


def test_the_page_has_every_ledger() -> None:
    assert [name for name in FORMS if f'["{name}", ' not in script("cctv/ledgers")] == []
