"""Opinions against a fine: the six grounds, what proves them, and what a decision must say. Pure.

Grounds: 도로교통법 §160④ 1호, 시행규칙 §142. Procedure: 질서위반행위규제법 (QVA) §16, 시행령 §3.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from city.fines.law.errors import AcceptanceNeedsDocument, AcceptanceNeedsGround, OpinionTooLate, RejectionNeedsReason
from city.fines.law.lifecycle import Move, State, after
from city.kernel.clock import seoul_date


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


# --- guessing the ground -------------------------------------------------------------------------

# What must not read as a cue: "not an emergency", and the bay that is kept for the disabled.
_NO_CUES = re.compile(
    r"응급(?:실|상황|환자|진료)?(?:은|는|이|가|도)?\s?아니|\b(?:not|no)\s(?:an\s)?emergency|不是急[诊救]"
    r"|장애인\s?(?:전용)?\s?(?:주차)?\s?(?:구역|자리|칸)|\bdisabled\s(?:parking|bay|spot|space|zone)"
)

# Hangul and Chinese cues are looked for without spaces, the others at the start of a word; no cue may arise where two
# other words meet ("10분만 세웠", "물건을 사고 나와", "현재 해당"). The first ground with a cue wins, the gravest first.
# A visit to a hospital or a pharmacy is none: only an emergency is a ground (부산 중구: 병원내원 및 방문, 약국 제외).
_CUES: tuple[tuple[Ground, re.Pattern[str]], ...] = tuple(
    (ground, re.compile(cues, re.VERBOSE))
    for ground, cues in (
        (
            Ground.EMERGENCY_PATIENT,
            r"""응급|구급차|구급대|위급|심정지|심근경색|뇌졸중|뇌출혈|의식을잃|의식이없|쓰러[져지졌]|호흡곤란|숨을못|실신
            |산통|진통이[와오시]|양수가터|분만실|분만이?임박
            |\bemergency|\bambulance|\bheart\sattack|\bcardiac|\bstroke|\bunconscious|\bcollapsed|\bin\slabou?r
            |急救|急诊|急診|抢救|救护车|\bcấp\scứu|\bcap\scuu""",
        ),
        (
            Ground.DISABLED_BOARDING,
            r"""(?=.*(?:장애인|장애가있|휠체어|거동이?불편|\bdisabled|\bdisability|\bwheelchair|残疾|轮椅
            |\bkhuyết\stật|\bkhuyet\stat))
            (?=.*(?:승차|하차|승하차|승·하차|내려드|내려주|내리시|내리는걸|내리는것|태우|태워|부축
            |\bboard|\balight|\bget\s(?:out|in)|\bdrop|下车|上车|\b(?:xuống|lên|xuong|len)\sxe))
            |복지카드""",
        ),
        (
            Ground.DISASTER_RESCUE,
            r"""(?<![영전])화재|불이나서|불이?났|불을끄|산불|수해|침수|홍수|폭우피해|재해(?:복구|현장|지역|로)|재난|구난|구조작업|인명구조
            |\bflood|\bdisaster|\brescue|\bhouse\sfire|\bon\sfire|\bfire\sbroke\sout|\bfirefight
            |火灾|火災|洪水|水灾|救灾|\bhỏa\shoạn|\bhoa\shoan|\blũ\slụt|\blu\slut|\bcứu\shộ|\bcuu\sho""",
        ),
        (
            Ground.ROAD_WORKS,
            r"""도로공사|포장공사|굴착|공사차량|도로보수|교통지도|교통정리|단속업무
            |\broad\s?works?|\broad\sconstruction|\broad\srepair|\btraffic\sguid|道路施工|修路
            |\blàm\sđường|\blam\sduong|\bsửa\sđường|\bsua\sduong""",
        ),
        (
            Ground.CRIME_OR_ACCIDENT,
            r"""범죄|범인|체포|검거|현행범|수사중|수사차|잠복|순찰|사고조사|사건조사
            |\bcrime|\bcriminal|\barrest|\binvestigat|犯罪|抓小偷|\btội\sphạm|\btoi\spham""",
        ),
        (
            Ground.OTHER_SUBSTANTIAL,
            r"""이삿짐|이사짐|이사계약|이사중|이사하[느는다]|운송장|택배|배송|하역|상하차|짐을[내싣]
            |교통사고|접촉사고|사고가[나났]|사고났|추돌|고장|시동이안|시동이꺼|펑크|방전|도난|도둑맞
            |\bbroke\sdown|\bbroken\sdown|\bbreakdown|\bflat\st[iy]re|\b(?:dead|flat)\sbattery|\bstolen
            |\bmoving\shouse|\bunloading|\baccident\b
            |抛锚|故障|被盗|被偷|搬家|交通事故
            |\bhỏng\sxe|\bxe\s(?:bị\s)?hỏng|\bxe\s(?:bi\s)?hong|\bchết\smáy|\bchet\smay|\btai\snạn|\btai\snan""",
        ),
    )
)


def guess_ground(text: str) -> Ground | None:
    """The ground a citizen's words speak of, as a proposal to the clerk; None where no cue does.

    Reads Korean whatever its spacing, English, and a few Chinese and Vietnamese words.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    spaced = _NO_CUES.sub(" ", words)
    squeezed = _NO_CUES.sub(" ", words.replace(" ", ""))
    return next((ground for ground, cues in _CUES if cues.search(f"{spaced}\n{squeezed}")), None)


# --- opinion and decision ------------------------------------------------------------------------


class Channel(StrEnum):
    """How an opinion came. What is said by word of mouth is written down (QVA 시행령 §3③)."""

    TEXT = "text"
    WEB = "web"
    POST = "post"
    FAX = "fax"
    VISIT = "visit"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the party said: word for word, with the aware time at which it came."""

    text: str
    given_at: datetime
    channel: Channel
    ground: Ground | None = None


def check_opinion(state: State, opinion_until: date, given_at: datetime) -> None:
    """Raises OpinionTooLate once the last day in Seoul is over (QVA §16②), and whatever `after` raises.

    OpinionAfterReducedPayment comes first: who has paid the reduced amount hears why, not that it is late.
    """
    after(state, Move.GIVE_OPINION)
    if seoul_date(given_at) > opinion_until:
        raise OpinionTooLate


@dataclass(frozen=True, slots=True)
class OpinionDecision:
    """What the office decided on an opinion (QVA §16③), and on what."""

    accepted: bool
    ground: Ground | None = None
    documents_seen: tuple[str, ...] = ()
    reason: str = ""


def check_decision(decision: OpinionDecision) -> OpinionDecision:
    """Returns a decision that says what it rests on.

    Raises AcceptanceNeedsGround, AcceptanceNeedsDocument; RejectionNeedsReason, because the imposition that follows
    is in writing (QVA §17).
    """
    if not decision.accepted:
        if not decision.reason.strip():
            raise RejectionNeedsReason
        return decision
    if decision.ground is None:
        raise AcceptanceNeedsGround
    if not any(document.strip() for document in decision.documents_seen):
        raise AcceptanceNeedsDocument
    return decision
