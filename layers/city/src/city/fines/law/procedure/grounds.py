"""The six grounds on which a fine may be lifted, and what proves each. Pure.

도로교통법 §160④ 1호, 시행규칙 §142.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """The unavoidable reasons of 시행규칙 §142, in the order of its numbers."""

    CRIME_OR_ACCIDENT = "crime_or_accident"
    ROAD_WORKS = "road_works"
    EMERGENCY_PATIENT = "emergency_patient"
    DISASTER_RESCUE = "disaster_rescue"
    DISABLED_BOARDING = "disabled_boarding"
    OTHER_SUBSTANTIAL = "other_substantial"


@dataclass(frozen=True, slots=True)
class GroundTerms:
    """What a ground is called and which documents speak for it; the two lists run side by side."""

    name_ko: str
    name_en: str
    documents_ko: tuple[str, ...]
    documents_en: tuple[str, ...]


# The names follow 시행규칙 §142. Which documents prove a ground is a district's practice, here that of 부산 중구.
GROUND_TERMS: Mapping[Ground, GroundTerms] = {
    Ground.CRIME_OR_ACCIDENT: GroundTerms(
        "범죄의 예방·진압이나 긴급한 사건·사고의 조사",
        "Crime prevention, an arrest, or the inquiry into an urgent incident",
        ("관련 공문서",),
        ("Official letter of the authority",),
    ),
    Ground.ROAD_WORKS: GroundTerms(
        "도로공사 또는 교통지도단속",
        "Road works or traffic guidance",
        ("관련 공문서", "공사계약서"),
        ("Official letter of the authority", "Works contract"),
    ),
    Ground.EMERGENCY_PATIENT: GroundTerms(
        "응급환자의 수송 또는 치료",
        "Transport or treatment of an emergency patient",
        ("응급진료확인서", "입원확인서"),
        ("Certificate of emergency treatment", "Certificate of hospital admission"),
    ),
    Ground.DISASTER_RESCUE: GroundTerms(
        "화재·수해·재해 등의 구난작업",
        "Rescue work in a fire, flood or other disaster",
        ("관련 기관 공문서", "구난작업 사실을 입증하는 서류"),
        ("Official letter of the authority", "Proof of the rescue work"),
    ),
    Ground.DISABLED_BOARDING: GroundTerms(
        "장애인의 승·하차를 돕는 경우",
        "Helping a person with a disability to board or alight",
        ("장애인 복지카드 사본",),
        ("Copy of the disability welfare card",),
    ),
    # A stolen car is named beside §142, by 도로교통법 §160④ 1호 itself.
    Ground.OTHER_SUBSTANTIAL: GroundTerms(
        "그 밖에 부득이한 사유라고 인정할 만한 상당한 이유",
        "Another substantial and unavoidable reason",
        ("운송장", "이사계약서", "교통사고사실확인서", "고장 수리 확인서", "도난확인서"),
        ("Waybill", "Removal contract", "Accident report", "Repair receipt", "Police report of the theft"),
    ),
}
