"""The legal bases of a grant: one each, by the article that allows it. Pure.

개인정보 보호법 25조① lets the city look for what its cameras were set up for; 18조② lists when others may see. The words
are those of the log of views, which prints the ledgers from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from city.contracts.operations.viewing import GrantBasis
from city.operations.viewing.errors import BasisNotForOthers, BasisUnknown, DocumentMissing

# The city's own control room, beside `112`, `119` and other bodies.
CITY: Final = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRule:
    """`needs_document`: somebody outside asked in writing, and the number of that writing is kept."""

    article: str
    ko: str
    en: str
    needs_document: bool = False
    city_alone: bool = False


BASES: Final[Mapping[GrantBasis, BasisRule]] = {
    GrantBasis.OWN_PURPOSE: BasisRule(
        article="개인정보 보호법 25조①", ko="설치 목적 안의 관제", en="what the cameras are for", city_alone=True
    ),
    # The one other law that the city's room acts on.
    GrantBasis.OTHER_LAW: BasisRule(
        article="개인정보 보호법 18조②2, 재난안전법", ko="재난 대응", en="response to a disaster"
    ),
    GrantBasis.URGENT_DANGER: BasisRule(
        article="개인정보 보호법 18조②3", ko="급박한 생명·신체·재산의 위험", en="clear and urgent danger"
    ),
    GrantBasis.COMMISSION_DECISION: BasisRule(
        article="개인정보 보호법 18조②5",
        ko="보호위원회 심의·의결",
        en="decision of the protection commission",
        needs_document=True,
    ),
    GrantBasis.INVESTIGATION: BasisRule(
        article="개인정보 보호법 18조②7", ko="범죄 수사", en="investigation of a crime", needs_document=True
    ),
    GrantBasis.COURT: BasisRule(
        article="개인정보 보호법 18조②8", ko="법원의 재판", en="proceedings of a court", needs_document=True
    ),
    GrantBasis.SENTENCE: BasisRule(
        article="개인정보 보호법 18조②9", ko="형·감호·보호처분의 집행", en="carrying out a sentence or custody"
    ),
    GrantBasis.PUBLIC_SAFETY: BasisRule(
        article="개인정보 보호법 18조②10", ko="공공의 안전과 안녕에 급박한 필요", en="urgent need of public safety"
    ),
}


def require_basis(name: str, organisation: str, document: str | None) -> GrantBasis:
    """Raises BasisUnknown, BasisNotForOthers, DocumentMissing."""
    try:
        basis = GrantBasis(name)
    except ValueError as error:
        raise BasisUnknown from error
    rule = BASES[basis]
    if rule.city_alone and organisation != CITY:
        raise BasisNotForOthers
    if rule.needs_document and not (document or "").strip():
        raise DocumentMissing
    return basis
