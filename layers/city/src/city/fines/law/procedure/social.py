"""The social reduction of 50 %: who may claim it, until when, and with which documents. Pure.

질서위반행위규제법 (QVA) 시행령 §2의2. The percentage itself stands in `model.REDUCTION_RULES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from city.fines.law.errors import SocialClaimAlreadyReduced, SocialClaimTooLate, SocialClaimWithArrears
from city.fines.law.lifecycle import rule_in_force


class SocialGround(StrEnum):
    """QVA 시행령 §2의2① 1호–5호, in that order."""

    BASIC_LIVELIHOOD = "basic_livelihood"
    SINGLE_PARENT = "single_parent"
    SEVERE_DISABILITY = "severe_disability"
    WOUNDED_VETERAN = "wounded_veteran"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class SocialTerms:
    """What a ground is called and which documents prove it; the two lists run side by side."""

    name_ko: str
    name_en: str
    documents_ko: tuple[str, ...]
    documents_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SocialRule:
    """One edition of the list of grounds."""

    in_force_from: date
    terms: Mapping[SocialGround, SocialTerms]


# The law says "자료"; which papers serve is background knowledge of what districts ask for.
SOCIAL_RULES: tuple[SocialRule, ...] = (
    SocialRule(
        # 장애등급제 폐지: "장애의 정도가 심한 장애인" took the place of grades 1–3
        in_force_from=date(2019, 7, 1),
        terms={
            SocialGround.BASIC_LIVELIHOOD: SocialTerms(
                "기초생활 수급자",
                "Recipient of basic livelihood support",
                ("수급자 증명서",),
                ("Certificate of livelihood support",),
            ),
            SocialGround.SINGLE_PARENT: SocialTerms(
                "한부모가족 보호대상자",
                "Single parent under protection",
                ("한부모가족 증명서",),
                ("Certificate of a single-parent family",),
            ),
            SocialGround.SEVERE_DISABILITY: SocialTerms(
                "장애의 정도가 심한 장애인",
                "Person with a severe disability",
                ("장애인 증명서 또는 복지카드",),
                ("Disability certificate or welfare card",),
            ),
            SocialGround.WOUNDED_VETERAN: SocialTerms(
                "국가유공자(상이등급 1~3급)",
                "Wounded veteran, grades 1 to 3",
                ("국가유공자증 또는 국가유공자 확인원(상이등급 표시)",),
                ("Veteran's card or certificate that shows the grade",),
            ),
            SocialGround.MINOR: SocialTerms(
                "미성년자",
                "Minor",
                ("신분증 또는 가족관계증명서",),
                ("Identity card or certificate of family relations",),
            ),
        },
    ),
)


def check_claim(
    ground: SocialGround, claimed_on: date, opinion_until: date, *, has_arrears: bool, already_reduced: bool
) -> SocialTerms:
    """Returns what the office asks to see for a claim that may be granted.

    `opinion_until`: the last day of the opinion period, a working day (`Notice.opinion_ends_on`). `has_arrears`: the party has an overdue fine on that day. `already_reduced`: the fine was reduced on another
    ground; the early reduction of 20 % is none and may follow. Raises SocialClaimTooLate, SocialClaimWithArrears,
    SocialClaimAlreadyReduced, NoRuleInForce.
    """
    if claimed_on > opinion_until:
        raise SocialClaimTooLate
    if has_arrears:
        raise SocialClaimWithArrears
    if already_reduced:
        raise SocialClaimAlreadyReduced
    return rule_in_force(SOCIAL_RULES, claimed_on).terms[ground]
