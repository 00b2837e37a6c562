"""Korean vehicle registration plates: reading them out of free text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from city.kernel.errors import Invalid

# 자동차 등록번호판 등의 기준에 관한 고시: private use, taxi and bus (바사아자), parcel (배), rental (하허호),
# military (국합육해공). Letters outside these sets never stand on a plate, which is what keeps sums
# ("12만3456원") and dates ("11월 3020") from being read as one.
_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육해공"
_REGIONS = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_GAP = r"[\s\-·.]{0,3}"
_PLATE = re.compile(
    rf"(?:(?P<region>{_REGIONS}){_GAP})?"
    rf"(?<!\d)(?<!\d[,.\-])(?P<kind>\d{{2,3}}){_GAP}(?P<letter>[{_LETTERS}]){_GAP}"
    r"(?P<serial>\d{4})(?![\d])(?!,\d{3})"
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
    # NFKC folds full-width digits and joins the jamo that macOS and some phones send apart.
    return unicodedata.normalize("NFKC", text)


def _canonical(match: re.Match[str]) -> str:
    return f"{match['region'] or ''}{match['kind']}{match['letter']}{match['serial']}"
