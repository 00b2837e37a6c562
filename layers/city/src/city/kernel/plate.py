"""Korean vehicle registration plates: reading them out of free text."""

import re
from dataclasses import dataclass
from typing import Self

from city.kernel.errors import Invalid
from city.kernel.text import one_spelling

# 자동차 등록번호판 등의 기준에 관한 고시: private use, taxi and bus (바사아자), parcel (배), rental (하허호),
# military (국합육해공). Letters outside these sets never stand on a plate, which is what keeps sums
# ("12만3456원") and dates ("11월 3020") from being read as one.
_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육해공"
_REGIONS = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_REGION_ENDS = "특별자치시|특별자치도|특별시|광역시|시|도"
# What people put between its parts: spaces, hyphens and dashes of every length, dots, slashes, tildes, underscores.
GAP = r"[\s\-\u2010-\u2015\u2212\u30fc\u301c~_·./]{0,3}"
# Telephones without Hangul: the letter in the Revised Romanization (국어의 로마자 표기법), 52NA2009.
_ROMAN = {
    "ga": "가", "na": "나", "da": "다", "ra": "라", "la": "라", "ma": "마", "geo": "거", "neo": "너", "deo": "더",
    "reo": "러", "leo": "러", "meo": "머", "beo": "버", "seo": "서", "eo": "어", "jeo": "저", "go": "고", "no": "노",
    "do": "도", "ro": "로", "lo": "로", "mo": "모", "bo": "보", "so": "소", "o": "오", "jo": "조", "gu": "구",
    "nu": "누", "du": "두", "ru": "루", "lu": "루", "mu": "무", "bu": "부", "su": "수", "u": "우", "wu": "우",
    "woo": "우", "ju": "주", "ba": "바", "sa": "사", "a": "아", "ja": "자", "bae": "배", "ha": "하", "heo": "허",
    "hur": "허", "ho": "호", "guk": "국", "hap": "합", "yuk": "육", "hae": "해", "gong": "공",
}  # fmt: skip
_LATIN = "|".join(sorted(_ROMAN, key=len, reverse=True))
# "I owe 30 so 2000 won": with gaps around it, a short word in small letters is a word.
_NO_WORD = r"(?-i:A|O|U|SO|NO|DO|GO|LO|HO|HA|MA|LA)|(?!(?:a|o|u|so|no|do|go|lo|ho|ha|ma|la)\b)(?:" + _LATIN + ")"
_PLATE = re.compile(
    rf"(?:(?P<region>{_REGIONS})(?:{_REGION_ENDS})?{GAP})?"
    rf"(?:(?<!\d)(?<!\d[,.\-])|(?<=[{_LETTERS}]\d{{4}}[,.\-]))(?P<kind>\d{{2,3}})"
    rf"(?:{GAP}(?P<letter>[{_LETTERS}]){GAP}|(?P<roman>{_LATIN})|{GAP}(?P<spaced>{_NO_WORD}){GAP})"
    r"(?P<serial>\d{4})(?![\d])(?!,\d{3})",
    re.IGNORECASE,
)


class PlateInvalid(Invalid):
    message_ko = "차량번호 형식이 아닙니다. 예: 12가3456"
    message_en = "This is not a plate. Example: 12가3456"


@dataclass(frozen=True, slots=True, order=True)
class Plate:
    """A plate in its canonical spelling: `12가3456`, `123나4567`, `경기92자3051`. Its repr is masked."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads one plate and nothing else. Raises PlateInvalid."""
        match = _PLATE.fullmatch(_normalised(text).strip())
        if match is None:
            raise PlateInvalid
        return cls(_canonical(match))

    @classmethod
    def find_all(cls, text: str) -> list[Self]:
        """The distinct plates written in a message, in order."""
        found = (cls(_canonical(match)) for match in _PLATE.finditer(_normalised(text)))
        return list(dict.fromkeys(found))

    @property
    def masked(self) -> str:
        return f"{self.text[:-4]}**{self.text[-2:]}"

    def __repr__(self) -> str:
        return f"Plate({self.masked})"

    __str__ = __repr__


def without_plates(text: str) -> str:
    """The message with its plates cut out, for judging what else it says."""
    return _PLATE.sub(" ", _normalised(text))


def _normalised(text: str) -> str:
    return one_spelling(text)


def _canonical(match: re.Match[str]) -> str:
    roman = match["roman"] or match["spaced"]
    letter = _ROMAN[roman.lower()] if roman else match["letter"]
    return f"{match['region'] or ''}{match['kind']}{letter}{match['serial']}"
