"""The desk's words are the city's: whatever the rules may hand it has a name there, in Korean and in English."""

import re

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
from infra.templates import ROOT

DESK = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "web/fines/desk").glob("*.js")))


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
