from datetime import date

import pytest

from city.fines.law.errors import NoRuleInForce, SocialClaimAlreadyReduced, SocialClaimTooLate, SocialClaimWithArrears
from city.fines.law.procedure import social
from city.fines.law.procedure.social import SocialGround, SocialTerms

UNTIL = date(2026, 11, 25)


def claim(on: date = UNTIL, *, has_arrears: bool = False, already_reduced: bool = False) -> SocialTerms:
    return social.check_claim(SocialGround.MINOR, on, UNTIL, has_arrears=has_arrears, already_reduced=already_reduced)


@pytest.mark.parametrize("ground", SocialGround)
def test_a_claim_inside_the_opinion_period_is_told_its_documents(ground: SocialGround) -> None:
    terms = social.check_claim(ground, UNTIL, UNTIL, has_arrears=False, already_reduced=False)

    assert terms.name_ko
    assert terms.name_en.isascii()
    assert len(terms.documents_ko) == len(terms.documents_en) > 0


def test_a_claim_the_day_after_the_opinion_period_is_too_late() -> None:
    with pytest.raises(SocialClaimTooLate):
        claim(date(2026, 11, 26))


def test_a_claim_of_a_party_in_arrears_is_refused() -> None:
    with pytest.raises(SocialClaimWithArrears):
        claim(has_arrears=True)


def test_a_fine_that_was_reduced_otherwise_is_not_halved() -> None:
    with pytest.raises(SocialClaimAlreadyReduced):
        claim(already_reduced=True)


def test_the_grounds_hold_from_the_day_that_severity_replaced_the_grades() -> None:
    assert claim(date(2019, 7, 1)).name_en == "Minor"

    with pytest.raises(NoRuleInForce):
        claim(date(2019, 6, 30))


@pytest.mark.parametrize("rule", social.SOCIAL_RULES)
def test_every_edition_names_every_ground(rule: social.SocialRule) -> None:
    assert set(rule.terms) == set(SocialGround)
