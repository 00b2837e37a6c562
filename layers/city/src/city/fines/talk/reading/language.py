"""In which language a message is written. Pure."""

import re
from collections.abc import Sequence

from city.fines.law.language import Language
from city.fines.talk.reading.spelling import as_read, folded
from city.kernel.text import unaccented

_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")

# Words that Vietnamese written without marks has and English has not.
_VIETNAMESE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "toi muon khong duoc phat tien xe nop bao nhieu cho cam va cua gui tai khoan oi anh chi em lam sao bien nhan "
        "vien y kien nhac nho dung lai tat ca vang da roi nhe nha dong giup minh ghi bay gio ngay thoi biet vay luon "
        "chua phai nao dau chac co sau mai nay het xin cu thi xin chao ban nguoi hoan hinh giay han ngan hang truoc "
        "bi tra lai dc ko cau mat gop luong qua tre lay roi dang tin chuyen",
    )
)

_ENGLISH_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the is are was were i my me to how pay do does did you your what where when who why can could would will please fine "
        "ticket car of for on in at it this that have has not don and or an money number want need get by with be",
    )
)

# What people of every language write: it tells nothing of theirs.
_EVERYBODYS = re.compile(
    r"(?:o+k+(?:ay|e|ie|i)?|y|n|yes|no|stop|sms|suv|cctv|pdf|qr|app|atm|id|vip|hi|hello|bye|thx|re|fw|p|s|x|v|vs|k)"
)

_ENGLISH_ENOUGH = 2
# Whoever ends a sentence in Korean writes Korean, whatever stands before it; a place ends in none of these.
_ENDS_IN_KOREAN = re.compile(r"[가-힣](?:요|니다|니까|줘|죠|주세|주십시오|까|함|음|달라)\W*$")
# A mark between letters: "www.junggu.seoul.kr", "alert(document.cookie)", "amount={{1}}".
_CODE = re.compile(r"[a-z0-9_)}\]][/:@=(){}\[\]_&#%][a-z0-9_({\[]|[a-z0-9]\.[a-z0-9]")
# A query in a database's language is in nobody's.
_STATEMENT = re.compile(
    r"['\";) ]*\b(?:select\s+(?:\*|\w+\s*,)|drop\s+table|insert\s+into|delete\s+from|union\s+(?:all\s+)?select)[!-~ ]*"
)
_ASCII = re.compile(r"[!-~]+")


def language_of(text: str) -> Language | None:
    """The language of a message without its plates; None where nothing in it tells: "ok", STOP, ㅇㅋ, 52NA2003."""
    plain = _without_code(re.sub(r"<[^>]*>", " ", folded(as_read(text))))
    hangul = len(re.findall(r"[가-힣ㄱ-ㆎ]", plain))
    han = len(re.findall(r"[\u3400-\u9fff]", plain))
    latin = len(re.findall(r"[a-z\u00c0-\u1ef9]", plain))
    if han > hangul and han * 2 > latin:
        return Language.CHINESE
    if _ENDS_IN_KOREAN.search(plain):
        return Language.KOREAN
    english = sum(word in _ENGLISH_WORDS for word in re.findall(r"[a-z]+", plain))
    # Who writes English names a place as its sign does: "I parked at 명동역 3번 출구".
    if latin > 3 * hangul or (english >= _ENGLISH_ENOUGH and english > len(re.findall(r"\S*[가-힣]\S*", plain))):
        return _of_latin(plain)
    # ㅇㅋ and ㅠㅠ are everybody's on a Korean telephone.
    return Language.KOREAN if re.search(r"[가-힣]", plain) else None


def _without_code(plain: str) -> str:
    """Without addresses, names of files and pieces of programs; whole, where nothing else is in it."""
    plain = _STATEMENT.sub(" ", plain)
    kept = _ASCII.sub(lambda run: " " if _CODE.search(run[0]) else run[0], plain)
    return kept if re.search(r"[^\W\d_]", kept) else plain


def _of_latin(plain: str) -> Language | None:
    words: Sequence[str] = re.findall(r"[a-z]+", unaccented(plain))
    known, english = (sum(word in common for word in words) for common in (_VIETNAMESE_WORDS, _ENGLISH_WORDS))
    if (
        _VIETNAMESE.search(plain)
        or (words and known * 2 >= len(words))
        or (known > english and known * 4 >= len(words))
    ):
        return Language.VIETNAMESE
    if all(_EVERYBODYS.fullmatch(word) for word in words) or (re.search(r"[가-힣]", plain) and len(words) < 3):
        return None
    return Language.ENGLISH
