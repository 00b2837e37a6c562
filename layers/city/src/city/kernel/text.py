"""Texts as Korean carriers take them: EUC-KR, counted in bytes, without links; and personal numbers masked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from city.kernel.simplified_chinese import in_ks_x_1001

SMS_BYTES = 90
LMS_BYTES = 2000
TITLE_BYTES = 40  # some gateways take 60, the carriers behind them cut at 40
_TITLE_OF_THE_UNTITLED = "안내"


@dataclass(frozen=True, slots=True)
class OutboundText:
    """A text that fits its carrier: a short one (SMS), or a long one with a title (LMS)."""

    kind: Literal["sms", "lms"]
    title: str | None
    body: str


def as_sms_or_lms(text: str, title: str) -> OutboundText:
    """At most 90 bytes is an SMS; anything longer an LMS of at most 2,000 bytes under a title of at most 40.

    What is too long is cut between characters. Nothing is refused.
    """
    body = carrier_safe(text)
    if byte_length(body) <= SMS_BYTES:
        return OutboundText("sms", None, body)
    heading = _cut(" ".join(carrier_safe(title).split()), TITLE_BYTES).strip()
    return OutboundText("lms", heading or _TITLE_OF_THE_UNTITLED, _cut(body, LMS_BYTES))


def byte_length(text: str) -> int:
    """Bytes of `text` as the carrier counts them, once it is carrier-safe."""
    return sum(map(_width, carrier_safe(text)))


def carrier_safe(text: str) -> str:
    """`text` in the characters of KS X 1001, each one byte or two.

    Folds what has a plain form (Vietnamese loses its marks, simplified Chinese is written out), drops what has no
    meaning in a text (emoji, invisible and control characters), spells rare syllables so that they can be read (`똠` as
    `또ㅁ`), and puts `?` for the rest. Applied twice it changes nothing.
    """
    # Macs and some phones send decomposed Hangul; composed first, it is ordinary Hangul again.
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(map(_carrier_character, in_ks_x_1001(composed)))


def _width(character: str) -> int:
    return 1 if character.isascii() else 2


def _cut(text: str, most_bytes: int) -> str:
    length = 0
    for index, character in enumerate(text):
        length += _width(character)
        if length > most_bytes:
            return text[:index]
    return text


_PLAIN = {
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\t": " ",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "′": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "″": '"',
    "«": '"',
    "»": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "ー": "-",
    "〜": "~",
    "～": "~",
    "∼": "~",
    "⁄": "/",
    "∕": "/",
    "•": "·",
    "‧": "·",
    "∙": "·",
    "⋅": "·",
    "・": "·",
    "･": "·",
    "▪": "·",
    "◦": "·",
    "₩": "￦",
    "đ": "d",  # in KS X 1001, and with it one letter of a Vietnamese word would keep its mark
    "Đ": "D",
    "✅": "O",
    "✔": "O",
    "☑": "O",
    "✓": "O",
    "⭕": "O",
    "❌": "X",
    "❎": "X",
    "✖": "X",
    "✗": "X",
    "❗": "!",
    "❕": "!",
    "⚠": "!",
    "❓": "?",
    "❔": "?",
    "➡": "→",
    "⬅": "←",
    "⬆": "↑",
    "⬇": "↓",
    "❤": "♥",
    "⭐": "★",
    "\u3164": "",  # the Hangul filler: invisible, and with it euc_kr would make one syllable of the next three jamo
}
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_SYLLABLES_OF_AN_OPENING = len(_TAILS) + 1
_JAMO = {
    chr(first + index): letter
    for first, letters in ((0x1100, _LEADS), (0x1161, _VOWELS), (0x11A8, _TAILS))
    for index, letter in enumerate(letters)
}
_INVISIBLE = {"Cc", "Cf", "Cs", "Mn", "Mc", "Me"}
_PICTURES = {"So", "Sk", "Cn"}  # a new emoji is unassigned to an older Python


def _carrier_character(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if " " <= character <= "~" or character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in _INVISIBLE:
        return ""
    if "！" <= character <= "～":
        return chr(ord(character) - ord("！") + ord("!"))
    if _in_ks_x_1001(character):
        return character
    if character in _JAMO:
        return _JAMO[character]
    if "가" <= character <= "힣":
        return _rare_syllable(character)
    plain = unicodedata.normalize("NFKD", character)
    if plain != character:
        return "".join(map(_carrier_character, plain))
    return "" if category in _PICTURES else "?"


def _rare_syllable(syllable: str) -> str:
    """`똠` as `또ㅁ`: what can be read of it in one piece, then the rest; letter by letter where nothing can (`햏`)."""
    tail = (ord(syllable) - ord("가")) % _SYLLABLES_OF_AN_OPENING
    opening = chr(ord(syllable) - tail)
    if tail and _in_ks_x_1001(opening):
        return opening + _TAILS[tail - 1]
    return "".join(map(_carrier_character, unicodedata.normalize("NFD", syllable)))


def _in_ks_x_1001(character: str) -> bool:
    # Python's euc_kr also takes every other Hangul syllable, as eight bytes that no telephone puts together again.
    return len(character.encode("euc_kr", errors="ignore")) == 2


_TOP_LEVELS = (
    "kr|com|net|org|info|biz|name|mobi|asia|io|ly|gl|gg|gd|gs|cc|tv|vc|ai|app|dev|link|site|xyz|shop|top|click|store|"
    "online|live|page|club|vip|win|icu|pw|tk|ml|ga|cf|jp|cn|tw|hk|ru|uk|eu|de|fr|vn|한국|닷컴|닷넷"
)
_LINK = re.compile(
    r"[a-z0-9]://"  # any scheme
    r"|(?<![a-z0-9])www\."
    rf"|[a-z0-9가-힣]\.(?:{_TOP_LEVELS})(?![a-z0-9])"  # abc.kr, also before a Korean particle
    r"|[a-z0-9]\.[a-z]{2,}/[a-z0-9]",  # youtu.be/x: a shortener of whatever country
    re.IGNORECASE,
)


def has_link(text: str) -> bool:
    """Whether a telephone, or a hurried reader, could take something in `text` for a link."""
    return bool(_LINK.search(unicodedata.normalize("NFKC", text)))


# Folded one character for one, so that a match in the folded text has its place in the original.
_FOLDED = str.maketrans(
    {chr(ord("０") + digit): str(digit) for digit in range(10)}
    | dict.fromkeys("‐‑‒–—―−－﹣ーㅡ", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000\t", " ")
)
_RESIDENT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})(\s{0,2}[-./]?\s{0,2})([1-8])\d{6}(?!\d)", re.ASCII)
# Region codes run from 11 (Seoul) to 28.
_LICENCE = re.compile(r"(?<![\d-])(?:1[1-9]|2[0-8])[- ]\d{2}[- ]\d{6}[- ]\d{2}(?![\d-])", re.ASCII)
_CARD = re.compile(r"(?<![\d-])[3-69]\d{3}([- ]?)\d{4}\1\d{4}\1\d{4}(?![\d-])", re.ASCII)


def mask_resident_numbers(text: str) -> str:
    """`text` without resident and foreigner registration numbers, driver's licence and card numbers.

    Plates, notice numbers, telephone and account numbers stay: they are what citizens write to us about.
    """
    for pattern, is_one, mask in (
        (_RESIDENT, _is_resident_number, "******-*******"),
        (_LICENCE, lambda _: True, "**-**-******-**"),
        (_CARD, _is_card_number, "****-****-****-****"),
    ):
        folded = text.translate(_FOLDED)
        spans = [match.span() for match in pattern.finditer(folded) if is_one(match)]
        for start, end in reversed(spans):
            text = text[:start] + mask + text[end:]
    return text


def _is_resident_number(match: re.Match[str]) -> bool:
    year, month, day, separator, digit = match.groups()
    # The hyphen alone says what it is, even with a slip in the date; without it, only a birthday does.
    return "-" in separator or _is_birthday(year, month, day, digit)


def _is_birthday(year: str, month: str, day: str, digit: str) -> bool:
    century = 1900 if digit in "1256" else 2000
    try:
        date(century + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_card_number(match: re.Match[str]) -> bool:
    """Luhn's check."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


# ㅇㅇ, ㅠㅠ: NFKC turns letters that stand alone into halves of syllables, and joins some of them (ㅎㅏ to 하).
_LONE_LETTERS = re.compile(r"([\u3131-\u318e]+)")


# Nothing else has marks to lose: Latin letters with theirs, and marks by themselves.
_ACCENTED = re.compile(r"[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")


def unaccented(text: str) -> str:
    """Without the marks of Vietnamese, which many leave out on a telephone."""
    if _ACCENTED.search(text) is None:
        return text
    parts = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in parts if ord(c) < 0x300 or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).replace("đ", "d").replace("Đ", "D")


def one_spelling(text: str) -> str:
    """NFKC: full-width digits become plain, jamo that macOS and some phones send apart are joined; ㅇㅇ stays ㅇㅇ."""
    parts = _LONE_LETTERS.split(unicodedata.normalize("NFC", text))
    return "".join(part if at % 2 else unicodedata.normalize("NFKC", part) for at, part in enumerate(parts))
