"""What a citizen's text asks for: rules for what is certain, a trained model for the rest. Pure.

Plates, notice numbers, answers to a question ("2", "모두", "아니오") and the few words a reply offers ("접수", "상담원") are
read by rule. The intent comes from a ranker (`models/intent`), which may abstain; then the message stays `UNCLEAR`, with
its guesses to ask about. Cues of words are for where there is no ranker.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from city.fines.law.language import Language
from city.fines.law.procedure.opinions import guess_ground
from city.fines.talk.reading.language import language_of
from city.fines.talk.reading.numbers import answer_by_number, four_digits, notice_numbers, without_notice_numbers
from city.fines.talk.reading.spelling import any_of, as_read, folded
from city.kernel.plate import Plate, without_plates
from city.kernel.text import unaccented


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
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the ranker makes of a text: its intents, likeliest first, and whether it is too unsure to be followed."""

    ranked: tuple[Intent, ...]
    abstains: bool
    lead: float = 0.0  # of the best score over the second


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


WORDS: dict[Word, str] = {
    Word.YES: "네 넵 넹 예 예예 응 어 그래 그래요 맞아요 맞습니다 좋아요 ㅇㅇ ㅇㅋ ㅇ yes y ok okay yeah 是 好 好的 vang co dung",
    Word.NO: "아니 아니오 아니요 아뇨 아녀 아니에요 아닙니다 아닌데요 ㄴㄴ ㄴ 됐어요 됐습니다 괜찮아요 no nope n 不 不是 不要 khong",
    Word.ALL: "모두 모두요 전부 전부요 다 다요 다주세요 둘다 둘다요 모두다 전체 전부다 all both allofthem 全部 都要 tatca cahai",
    Word.RECORD: "접수 네접수 예접수 네접수해주세요 접수요 접수해주세요 접수할게요 접수합니다 접수부탁드립니다 접수해줘 record submit 提交 受理 guiykien",
    Word.OPINION: "의견 의견제출 의견요 의견제출요 의견제출할게요 opinion 意见 意見 ykien",
    Word.AGENT: "상담원 상담원연결 상담사 담당자 직원 사람 agent human 人工 人工客服 客服 nhanvien",
    Word.REMIND: "알림 알림받기 알림요 알림신청 알림동의 reminder remind 提醒 nhacnho",
    Word.STOP: "수신거부 알림거부 알림끄기 알림해지 알림취소 그만보내 stop unsubscribe 退订 退訂 dunglai",
    Word.REFUND: "환급 환급요 환급해주세요 환급해줘 환급신청 환불 환불요 환불해주세요 refund 退款 退还 退還 hoantien hoanlai",
}


_WORD_OF = {unaccented(folded(spelling)): word for word, spellings in WORDS.items() for spelling in spellings.split()}


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


_LAST_FOUR_AT_MOST = 14
_RANKED_CHARACTERS = 300  # a wish is said early; ranking takes time with length


# "12가3456이요", "안녕하세요 차는 12가3456입니다 감사합니다", "뒷자리 3456", "谢谢 52나2009": a plate or a number, what it is,
# and courtesy; nothing that says what about it.
_BESIDE_A_NUMBER = (
    r"제|저희|우리|내|이|그|저는|저|그리고|그럼|그러면|아|아참|음|네+|넵|예|넹|응|하고|이랑|랑|와|과|및|또|두대|둘다|차가|전자납부번호|납부번호|관리번호|고지서번호|고지번호|고지서"
    r"|차량번호판|차량번호|차량|차번호|자동차번호|자동차|차주|차|번호판|번호|뒷자리|끝자리|앞자리|뒤|끝|소유자|소유주|명의|안녕하세요|안녕하십니까|안녕하신지요|안녕|수고하세요|수고하십니다"
    r"|수고하십시오|수고많으십니다|수고많으세요|수고하셔요|수고가많으십니다|수고|고생하세요|고생많으십니다|고생많으세요|감사합니다|감사드립니다|감사해요|감사요|감사|고맙습니다|고맙심더|고맙소"
    r"|고마워요|고마워|부탁드립니다|부탁드려요|부탁드릴게요|부탁해요|부탁합니다|부탁요|부탁|실례합니다|죄송합니다|죄송한데요|죄송한데|문의드립니다|문의드려요|문의합니다|문의요|문의드릴게요|문의"
    r"|담당자님|선생님|저기요|여보세요|땡큐|ㄱㅅ|ㅎㅇ|ㅎㅎ|ㅋㅋ|ㅠㅠ|ㅋ|ㅎ|ㅠ|ㅜ|hello|hi|dear|sir|madam|goodmorning|goodafternoon|goodevening"
    r"|thanks|thank|thankyou|verymuch|please|pls|yes|ok|it'?sme|my|is|the|number|no|plate|car|and|here|this|谢谢"
    r"|謝謝|你好|您好|请|請|麻烦|好的|好|是|我的|我|车牌号|车牌|車牌號|車牌|号码|号|號碼|號|车|和|xinchào|xinchao|chào|chao|cảmơn|camon|cámơn|vâng"
    r"|vang|dạ|da|ạ|biểnsố|bienso|xe|là|la|củatôi|cuatoi|số|so|anh|chị|chi|em|는|은|이|가|도|를|을|의|로|으로|\d+|번|이요|요|여"
    r"|임|입니다|임다|임더|입니더|이에요|예요|에요|이예요|이고요|이고|고요|인데요|인데|이다|이라고합니다|라고합니다|이유|예|유|차주입니다|[:;/&+*\-~_^<>♡♥]"
)
_NOTHING_BUT_A_NUMBER = re.compile(f"{any_of(_BESIDE_A_NUMBER)}*")


def by_cues(text: str) -> Guess:
    """The first intent with a cue; abstains where none speaks. What remains when no ranker is at hand."""
    intent = _cue(text)
    return Guess((intent,), abstains=False) if intent else Guess((), abstains=True)


def understand(text: str, rank: Ranker = by_cues) -> Understood:
    """Reads intent, plates, notice numbers, answers and language out of one message."""
    plain = folded(text)
    numbers_of_notices = notice_numbers(plain)
    without_numbers = without_notice_numbers(plain)
    plates = tuple(Plate.find_all(without_numbers))
    rest = folded(without_plates(without_numbers))
    bare = re.sub(r"[\s!?.,~…'\"()\[\]^]+", "", rest)
    language = language_of(rest)
    word = _WORD_OF.get(unaccented(bare))
    if word is not None:
        intent = {
            Word.AGENT: Intent.HUMAN_AGENT,
            Word.OPINION: Intent.APPEAL,
            Word.STOP: Intent.OPT_OUT,
            Word.REFUND: Intent.REFUND,
        }.get(word, Intent.UNCLEAR)
        if word is Word.YES and (plates or numbers_of_notices):
            intent = Intent.FINE_LOOKUP  # "네 12가3456": the plate that was asked for
        return Understood(intent, plates, numbers_of_notices, language, word=word)
    answer = answer_by_number(rest)
    if answer and not plates and not numbers_of_notices:
        return Understood(Intent.UNCLEAR, language=None, numbers=answer)
    fours = four_digits(rest)
    # "3456" or "뒷자리 3456이요": in a longer message four digits may be anything.
    last_four = fours[0] if len(fours) == 1 and not plates and len(bare) <= _LAST_FOUR_AT_MOST else None
    likely: tuple[Intent, ...] = ()
    if _NOTHING_BUT_A_NUMBER.fullmatch(bare) and (plates or numbers_of_notices or last_four):
        # A plate alone is the answer to "which plate?" and a question about its fine otherwise.
        intent = Intent.FINE_LOOKUP if plates or numbers_of_notices else Intent.UNCLEAR
    else:
        read = as_read(text)
        intent, likely = _settle(rank(read[:_RANKED_CHARACTERS]), read, plates)
        if intent is Intent.SMALLTALK and (plates or numbers_of_notices):
            intent = Intent.FINE_LOOKUP  # whoever greets and names a car asks about it
    return Understood(
        intent,
        plates,
        numbers_of_notices,
        language,
        last_four=last_four,
        likely=likely,
        abstained=intent is Intent.UNCLEAR and last_four is None,
    )


# What is told without a question is told as an excuse.
_ASKS = re.compile(r"[?？]|(?:나요|까요|는지요?|습니까|ㅂ니까)\W*$|얼마|언제")


def _settle(guess: Guess, text: str, plates: Sequence[Plate]) -> tuple[Intent, tuple[Intent, ...]]:
    """The intent to follow, or none and what it may have been.

    What the ranker abstains from is followed only where it leans to an excuse that the law knows. A cue decides nothing
    there: on messages of authors unknown to the ranker it was right in six of ten.
    """
    cued = _cue(text)
    if not guess.ranked:
        return (cued or Intent.UNCLEAR), ()
    first = guess.ranked[0]
    if not guess.abstains:
        # "How do I pay, car 12가3456": whoever names the car wants to pay it, not to hear of the ways.
        pays_this_car = first is Intent.PAYMENT_METHODS and cued is Intent.ACCOUNT_REQUEST and plates
        return Intent.ACCOUNT_REQUEST if pays_this_car else first, ()
    if first is Intent.APPEAL and guess_ground(text) is not None and not _ASKS.search(text):
        return Intent.APPEAL, ()  # "my car broke down, I waited for the tow truck": told without a question, an excuse
    return Intent.UNCLEAR, guess.ranked[:3]


def _cue(text: str) -> Intent | None:
    words = re.sub(r"\s+", "", folded(without_plates(text)))
    plain = unaccented(words)  # cues are written without marks
    return next((intent for intent, cues in _CUES if any(cue in words or cue in plain for cue in cues)), None)
