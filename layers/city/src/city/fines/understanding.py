"""What a citizen's text asks for: a first, readable model of cues. Pure.

The labels are those the trained model will use; a message no cue speaks for is `UNCLEAR`, never a guess.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from city.kernel.plate import Plate, without_plates


class Intent(StrEnum):
    ACCOUNT_REQUEST = "account.request"
    FINE_LOOKUP = "fine.lookup"
    PAYMENT_CONFIRM = "payment.confirm"
    HUMAN_AGENT = "human.agent"
    OTHER_OFFICE = "out_of_scope"
    UNCLEAR = "unclear"


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Understood:
    intent: Intent
    plates: tuple[Plate, ...]
    notice_numbers: tuple[str, ...]
    language: Language


# Cues are looked for in the text without its spaces. Read in this order: the first intent with a cue wins.
# Another office and a wish for a person come first, because an amount is no answer to either.
_CUES: tuple[tuple[Intent, tuple[str, ...]], ...] = tuple(
    (intent, tuple(cues.split()))
    for intent, cues in (
        (Intent.OTHER_OFFICE, "신호위반 속도위반 과속 벌점 이파인 범칙금 speeding redlight trafficviolation"),
        (
            Intent.HUMAN_AGENT,
            "상담원 상담사 담당자와 담당자랑 담당자연결 담당자바꿔 직원과 직원이랑 직원연결 직원바꿔 사람이랑 사람과 통화 "
            "전화주 전화해 전화좀 agent human officer callme callback realperson talkto",
        ),
        (
            Intent.PAYMENT_CONFIRM,
            "납부확인 입금확인 냈는데 냈어요 납부했 입금했 송금했 처리됐 완납 ipaid havepaid",
        ),
        (
            Intent.ACCOUNT_REQUEST,
            "계좌 어디로입금 어디로보내 대신낼 낼게 납부할게 account howdoipay howtopay payment paythe paymy",
        ),
        (
            Intent.FINE_LOOKUP,
            "과태료 과태로 벌금 딱지 조회 얼마 주차위반 주정차 고지서 미납 fine ticket howmuch unpaid",
        ),
    )
)

# 1140-2026-0123456: district, year, serial. Only with its separators: a bare run of digits may be anything.
_NOTICE_NUMBER = re.compile(r"(?<![\d\-])(\d{4})\s?-\s?(\d{4})\s?-\s?(\d{7})(?![\d\-])")


def understand(text: str) -> Understood:
    """Reads intent, plates, notice numbers and language out of one message."""
    plates = tuple(Plate.find_all(text))
    numbers = tuple(dict.fromkeys("-".join(match) for match in _NOTICE_NUMBER.findall(_folded(text))))
    words = re.sub(r"\s+", "", _folded(without_plates(text)))
    intent = next((intent for intent, cues in _CUES if any(cue in words for cue in cues)), Intent.UNCLEAR)
    if intent is Intent.UNCLEAR and plates:
        # A plate alone is the answer to "which plate?" and a question about its fine otherwise.
        intent = Intent.FINE_LOOKUP
    return Understood(intent, plates, numbers, _language(without_plates(text)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _language(text: str) -> Language:
    hangul = len(re.findall(r"[가-힣ㄱ-ㆎ]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return Language.ENGLISH if latin > 3 * max(hangul, 1) else Language.KOREAN
