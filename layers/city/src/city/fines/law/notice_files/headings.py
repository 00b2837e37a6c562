"""The headings of a notice file as offices write them, and which of our columns each one means. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from city.contracts.fines.notices import NOTICE_COLUMNS, OPTIONAL_COLUMNS, STATED_AMOUNT

# A day and a time of day in columns of their own stand for the moment.
VIOLATION_DAY, VIOLATION_TIME = "위반일자", "위반시간"

# The first spelling found in a file is taken; the others are then left aside, and the report says so.
_SPELLINGS: Mapping[str, str] = {
    "관리번호": "관리번호 과태료관리번호 위반관리번호 단속관리번호 전자납부번호 고지번호 고지서번호 납부번호 부과번호 사건번호",
    "차량번호": "차량번호 차번호 자동차번호 자동차등록번호 차량등록번호 등록번호 위반차량번호 위반차량 번호판 차량no",
    "소유자": "소유자 소유자명 소유자성명 차주 차주명 차주성명 성명 이름 납부의무자 납부의무자명 납부자 납부자명 의무자 의무자명"
    " 성명법인명 성명상호 성명또는상호 상호성명 당사자 대상자 대상자명 위반자 위반자명",
    "휴대전화": "휴대전화 휴대전화번호 휴대폰 휴대폰번호 핸드폰 핸드폰번호 이동전화 이동전화번호 휴대번호 연락처 전화번호 전화"
    " 소유자연락처 소유자전화번호 소유자휴대전화 소유자휴대폰 차주연락처 차주전화번호 hp 핸드폰no",
    "위반일시": "위반일시 단속일시 적발일시 위반일자시간 위반일시각 주정차위반일시",
    VIOLATION_DAY: "위반일자 위반일 위반날짜 단속일자 단속일 적발일자 적발일",
    VIOLATION_TIME: "위반시간 위반시각 단속시간 단속시각 적발시간 적발시각",
    "위반장소": "위반장소 단속장소 적발장소 위반위치 단속위치 위반지점 단속지점 위반주소 주정차장소 장소",
    "구역": "구역 구역구분 위반구역 단속구역 구역유형 지역구분 위반지역 단속지역 보호구역 보호구역구분 위반구분 위반유형 위반종류"
    " 위반내용 위반항목 위반사항",
    "차종": "차종 차종구분 차종명 차종분류 차량종류 자동차종류 차량구분 차량유형 자동차의종류",
    "2시간이상": "2시간이상 2시간이상여부 2시간이상주차 2시간이상주정차 2시간초과 2시간초과여부 두시간이상 장시간주차 장시간여부",
    "안전표지": "안전표지 안전표지여부 안전표지유무 안전표지설치 안전표지설치여부 안전표지노면표시 노면표시 노면표시여부 적색노면표시"
    " 표지설치 표지설치여부 표지유무",
    "사전통지일": "사전통지일 사전통지일자 사전통지서발송일 사전통지서발송일자 사전통지발송일 사전통지발송일자 사전통지 통지일 통지일자"
    " 발송일 발송일자",
    "의견제출기한": "의견제출기한 의견제출기한일 의견제출마감일 의견제출마감 의견제출기간 의견진술기한 의견진술기간 의견진술마감일"
    " 사전납부기한 자진납부기한 감경납부기한 감경기한",
    "부과일": "부과일 부과일자 부과고지일 부과고지일자 부과결정일 부과결정일자 본부과일 고지일 고지일자",
    "납부기한": "납부기한 납부기한일 납부기일 납기 납기일 납기일자 납부마감일 납기내 본고지납부기한",
    "사회적감경": "사회적감경 사회적감경여부 사회적약자감경 사회적약자 사회적약자여부 약자감경 감경여부 감경대상 감경대상여부"
    " 50감경 50감경여부",
    STATED_AMOUNT: "과태료 과태료금액 과태료액 과태료원금 과태료부과금액 과태료부과액 부과금액 부과액 위반금액 원금 본세 금액",
}
_COLUMN_OF = {
    spelling: (column, rank) for column, row in _SPELLINGS.items() for rank, spelling in enumerate(row.split())
}
_BRACKETS = re.compile(r"[(\[{<（［【〔].*?[)\]}>）］】〕]", re.DOTALL)
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """Which place of a line holds which column; and what of the heading is not read."""

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns without which no row can be read."""
        dated = "위반일시" in self.places or VIOLATION_DAY in self.places
        return tuple(
            name
            for name in NOTICE_COLUMNS
            if name not in self.places and name not in OPTIONAL_COLUMNS and not (name == "위반일시" and dated)
        )

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that are read as empty, because the file does not have them."""
        return tuple(name for name in OPTIONAL_COLUMNS if name not in self.places)


def column_of(heading: str) -> tuple[str, int] | None:
    """The column a heading means, and how far down it stands among that column's spellings; None if it means none.

    Line breaks, spaces, marks and what stands in brackets (a unit, a form, "필수") make no difference.
    """
    text = unicodedata.normalize("NFKC", heading).lower()
    for spelling in (_NOT_A_WORD.sub("", text), _NOT_A_WORD.sub("", _BRACKETS.sub("", text))):
        if spelling in _COLUMN_OF:
            return _COLUMN_OF[spelling]
    return None


def count_known(cells: Sequence[str]) -> int:
    """How many of our columns a line names: the line that names the most is the heading."""
    return len({found[0] for found in map(column_of, cells) if found is not None})


def read_heading(cells: Sequence[str]) -> Heading:
    """Reads a line as the heading."""
    best: dict[str, tuple[int, int]] = {}
    ignored, twice = [], []
    for place, cell in enumerate(cells):
        found = column_of(cell)
        if found is None:
            if cell.strip():
                ignored.append(place)
            continue
        column, rank = found
        if column not in best:
            best[column] = (rank, place)
        elif rank == best[column][0]:
            twice.append(column)
        elif rank < best[column][0]:
            ignored.append(best[column][1])
            best[column] = (rank, place)
        else:
            ignored.append(place)
    places = {column: place for column, (_, place) in best.items()}
    if VIOLATION_DAY not in places and "위반일시" not in places and VIOLATION_TIME in places:
        ignored.append(places.pop(VIOLATION_TIME))
    names = tuple(" ".join(cells[place].split())[:40] for place in sorted(ignored))
    width = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1) + 1
    return Heading(places=places, width=width, ignored=names, twice=tuple(twice))
