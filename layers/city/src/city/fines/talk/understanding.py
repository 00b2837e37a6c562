"""What a citizen's text asks for: rules for what is certain, a trained model for the rest. Pure.

Plates, notice numbers, answers to a question ("2", "모두", "아니오") and the few words a reply offers ("접수", "상담원") are
read by rule. The intent comes from a ranker (`models/intent`), which may abstain; then cues decide if they agree
with one of its guesses, and otherwise the message stays `UNCLEAR`, with the guesses to ask about.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from city.fines.law.language import Language
from city.fines.law.procedure.opinions import guess_ground
from city.kernel.plate import Plate, without_plates


class Intent(StrEnum):
    ACCOUNT_REQUEST = "account.request"
    APPEAL = "appeal.info"
    COMPLAINT = "complaint"
    DUE_DATE = "due_date.info"
    FINE_LOOKUP = "fine.lookup"
    HUMAN_AGENT = "human.agent"
    INSTALLMENT = "installment.request"
    NOTICE_RESEND = "notice.resend"
    OPT_OUT = "opt_out"
    OTHER_OFFICE = "out_of_scope"
    OWNERSHIP = "ownership.change"
    PAYMENT_CONFIRM = "payment.confirm"
    PAYMENT_METHODS = "payment.methods"
    PHOTO = "photo.request"
    REDUCTION = "reduction.info"
    REFUND = "refund.request"
    SEIZURE_RELEASE = "seizure.release"
    SMALLTALK = "smalltalk"
    TOWING = "tow.info"
    UNCLEAR = "unclear"


class Word(StrEnum):
    """A message that is an answer or a command, and nothing else."""

    YES = "yes"
    NO = "no"
    ALL = "all"
    RECORD = "record"
    OPINION = "opinion"
    AGENT = "agent"
    REMIND = "remind"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the ranker makes of a text: its intents, likeliest first, and whether it is too unsure to be followed."""

    ranked: tuple[Intent, ...]
    abstains: bool


Ranker = Callable[[str], Guess]


@dataclass(frozen=True, slots=True)
class Understood:
    intent: Intent
    plates: tuple[Plate, ...] = ()
    notice_numbers: tuple[str, ...] = ()
    language: Language | None = None  # None: nothing in it tells (a plate, a number)
    word: Word | None = None
    numbers: tuple[int, ...] = ()  # "1", "2번", "1,3": an answer by number
    last_four: str | None = None  # four digits alone: the end of a plate, where one was asked for
    likely: tuple[Intent, ...] = ()  # what an unclear message may have meant, likeliest first
    abstained: bool = False


_WORDS: dict[Word, str] = {
    Word.YES: "네 넵 넹 예 예예 응 어 그래 그래요 맞아요 맞습니다 좋아요 ㅇㅇ ㅇㅋ ㅇ yes y ok okay yeah 是 好 好的 vang co dung",
    Word.NO: "아니 아니오 아니요 아뇨 아녀 아니에요 아닙니다 아닌데요 ㄴㄴ ㄴ 됐어요 됐습니다 괜찮아요 no nope n 不 不是 不要 khong",
    Word.ALL: "모두 모두요 전부 전부요 다 다요 다주세요 둘다 둘다요 모두다 전체 전부다 all both allofthem 全部 都要 tatca cahai",
    Word.RECORD: "접수 네접수 예접수 네접수해주세요 접수요 접수해주세요 접수할게요 접수합니다 접수부탁드립니다 접수해줘 record submit 提交 受理 guiykien",
    Word.OPINION: "의견 의견제출 의견요 의견제출요 의견제출할게요 opinion 意见 意見 ykien",
    Word.AGENT: "상담원 상담원연결 상담사 담당자 직원 사람 agent human 人工 人工客服 客服 nhanvien",
    Word.REMIND: "알림 알림받기 알림요 알림신청 알림동의 reminder remind 提醒 nhacnho",
    Word.STOP: "수신거부 알림거부 알림끄기 알림해지 알림취소 그만보내 stop unsubscribe 退订 退訂 dunglai",
}


_WORD_OF = {spelling: word for word, spellings in _WORDS.items() for spelling in spellings.split()}


# Cues are looked for in the text without its spaces. Read in this order: the first intent with a cue wins.
# Another office and a wish for a person come first, because an amount is no answer to either.
_CUES: tuple[tuple[Intent, tuple[str, ...]], ...] = tuple(
    (intent, tuple(cues.split()))
    for intent, cues in (
        (
            Intent.OTHER_OFFICE,
            "신호위반 속도위반 과속 벌점 이파인 범칙금 장애인주차구역 장애인전용 speeding redlight trafficviolation",
        ),
        (
            Intent.HUMAN_AGENT,
            "상담원 상담사 담당자와 담당자랑 담당자연결 담당자바꿔 직원과 직원이랑 직원연결 직원바꿔 사람이랑 사람과 통화 "
            "전화주 전화해 전화좀 agent human officer callme callback realperson talkto 人工 nhanvien",
        ),
        (
            Intent.PAYMENT_CONFIRM,
            "납부확인 입금확인 냈는데 냈어요 납부했 입금했 송금했 처리됐 완납 ipaid havepaid",
        ),
        (
            Intent.ACCOUNT_REQUEST,
            "계좌 어디로입금 어디로보내 대신낼 낼게 납부할게 account howdoipay howtopay payment paythe paymy 账号 賬號 帳號 taikhoan",
        ),
        (
            Intent.FINE_LOOKUP,
            "과태료 과태로 벌금 딱지 조회 얼마 주차위반 주정차 고지서 미납 fine ticket howmuch unpaid 罚款 tienphat",
        ),
    )
)


# 1140-2026-0123456: district, year, serial. Only with its separators: a bare run of digits may be anything.
_NOTICE_NUMBER = re.compile(r"(?<![\d\-])(\d{4})\s?-\s?(\d{4})\s?-\s?(\d{7})(?![\d\-])")


_ORDINALS = {
    "첫번째": "1",
    "첫째": "1",
    "두번째": "2",
    "둘째": "2",
    "세번째": "3",
    "셋째": "3",
    "네번째": "4",
    "넷째": "4",
}


_ONE_NUMBER = r"(?:번)?(?:이요|요|으로|이에요|입니다|부탁드려요|부탁드립니다|부탁해요|주세요)?"


_NUMBERS = re.compile(rf"[1-9](?:번)?(?:[,.와과랑하고및&+/]+[1-9](?:번)?)*{_ONE_NUMBER}")


_LAST_FOUR_AT_MOST = 14


_RANKED_CHARACTERS = 400  # a wish is said early; ranking takes time with length


# "12가3456이요", "차는 12가3456입니다", "뒷자리 3456": a plate, and nothing that says what about it.
_NOTHING_BUT_A_NUMBER = re.compile(
    r"(?:제|저희|내)?(?:차량번호|차량|차번호|차|번호|뒷자리|끝자리|뒤|끝|car|plate|bienso|xe|車牌|车牌)?(?:는|은|이|가)?"
    r"\d*(?:번|이요|요|입니다|이에요|예요|에요|임|이고요|인데요|이다)?"
)


_LAST_FOUR = re.compile(r"(?<![\d,.\-])(\d{4})(?![\d,.\-]|원|년|월)")


def by_cues(text: str) -> Guess:
    """The first intent with a cue; abstains where none speaks. What remains when no ranker is at hand."""
    intent = _cue(text)
    return Guess((intent,), abstains=False) if intent else Guess((), abstains=True)


def understand(text: str, rank: Ranker = by_cues) -> Understood:
    """Reads intent, plates, notice numbers, answers and language out of one message."""
    folded = _folded(text)
    plates = tuple(Plate.find_all(text))
    notice_numbers = tuple(dict.fromkeys("-".join(match) for match in _NOTICE_NUMBER.findall(folded)))
    rest = _NOTICE_NUMBER.sub(" ", _folded(without_plates(text)))
    bare = re.sub(r"[\s!?.,~…'\"()\[\]]+", "", rest)
    language = language_of(rest)
    word = _WORD_OF.get(_unaccented(bare)) or _WORD_OF.get(bare)
    if word is not None:
        intent = {Word.AGENT: Intent.HUMAN_AGENT, Word.OPINION: Intent.APPEAL, Word.STOP: Intent.OPT_OUT}.get(
            word, Intent.UNCLEAR
        )
        return Understood(intent, plates, notice_numbers, language, word=word)
    answer = _numbers(re.sub(r"\s+", "", rest))
    if answer and not plates and not notice_numbers:
        return Understood(Intent.UNCLEAR, language=None, numbers=answer)
    fours = _LAST_FOUR.findall(rest)
    # "3456" or "뒷자리 3456이요": in a longer message four digits may be anything.
    last_four = fours[0] if len(fours) == 1 and not plates and len(bare) <= _LAST_FOUR_AT_MOST else None
    likely: tuple[Intent, ...] = ()
    if _NOTHING_BUT_A_NUMBER.fullmatch(bare) and (plates or notice_numbers or last_four):
        # A plate alone is the answer to "which plate?" and a question about its fine otherwise.
        intent = Intent.FINE_LOOKUP if plates or notice_numbers else Intent.UNCLEAR
    else:
        intent, likely = _settle(rank(text[:_RANKED_CHARACTERS]), text, plates)
        if intent is Intent.UNCLEAR and guess_ground(text) is not None:
            # What happened, told without a question, is told as an excuse.
            intent, likely = Intent.APPEAL, ()
    return Understood(
        intent,
        plates,
        notice_numbers,
        language,
        last_four=last_four,
        likely=likely,
        abstained=intent is Intent.UNCLEAR and last_four is None,
    )


def _settle(guess: Guess, text: str, plates: Sequence[Plate]) -> tuple[Intent, tuple[Intent, ...]]:
    cued, likely = _cue(text), guess.ranked[:3]
    if guess.ranked and not guess.abstains:
        # "How do I pay, car 12가3456": whoever names the car wants to pay it, not to hear of the ways.
        pays_this_car = guess.ranked[0] is Intent.PAYMENT_METHODS and cued is Intent.ACCOUNT_REQUEST and plates
        return Intent.ACCOUNT_REQUEST if pays_this_car else guess.ranked[0], ()
    if cued is not None and (not likely or cued in likely):
        return cued, ()
    return Intent.UNCLEAR, likely


def _cue(text: str) -> Intent | None:
    words = re.sub(r"\s+", "", _folded(without_plates(text)))
    return next((intent for intent, cues in _CUES if any(cue in words for cue in cues)), None)


def _numbers(solid: str) -> tuple[int, ...]:
    for sign, digit in _ORDINALS.items():
        solid = solid.replace(sign, digit)
    if not _NUMBERS.fullmatch(solid.rstrip(".!~")):
        return ()
    return tuple(dict.fromkeys(int(digit) for digit in re.findall(r"[1-9]", solid)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _unaccented(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d")


_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


_VIETNAMESE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "toi muon khong duoc phat tien xe nop bao nhieu cho cam va cua gui tai khoan oi anh chi em lam sao bien so nhan "
        "vien y kien nhac nho dung lai tat ca",
    )
)


def language_of(text: str) -> Language | None:
    """The language of a message without its plates; None where nothing in it tells."""
    folded = unicodedata.normalize("NFC", text.lower())
    hangul = len(re.findall(r"[가-힣ㄱ-ㆎ]", folded))
    han = len(re.findall(r"[\u3400-\u9fff]", folded))
    latin = len(re.findall(r"[a-z\u00c0-\u1ef9]", folded))
    if hangul == han == latin == 0:
        return None
    if han > hangul and han * 2 > latin:
        return Language.CHINESE
    if latin > 3 * max(hangul, 1):
        words: Sequence[str] = re.findall(r"[a-z]+", _unaccented(folded))
        known = sum(word in _VIETNAMESE_WORDS for word in words)
        vietnamese = len(_VIETNAMESE.findall(folded)) >= 2 or known * 3 > len(words)
        return Language.VIETNAMESE if vietnamese else Language.ENGLISH
    return Language.KOREAN if hangul else None
