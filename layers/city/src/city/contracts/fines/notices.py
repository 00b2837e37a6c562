"""The district's notice file: one CSV row per parking notice, and the report the city answers with."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract

# Column headings as the district's enforcement system prints them; the order in the file does not matter.
NOTICE_COLUMNS = (
    "관리번호",
    "차량번호",
    "소유자",
    "휴대전화",
    "위반일시",
    "위반장소",
    "구역",
    "차종",
    "2시간이상",
    "안전표지",
    "사전통지일",
    "의견제출기한",
    "부과일",
    "납부기한",
    "사회적감경",
)


# Empty until the opinion period is over; a later file of the same notice fills them in.
IMPOSITION_COLUMNS = ("부과일", "납부기한")


class RejectedCell(Contract):
    """One reason a row was not loaded. The cell's value is not repeated: it may be somebody's name or number."""

    row: Annotated[int, Field(ge=1, description="line number in the file; the heading is line 1")]
    column: str
    reason_ko: str
    reason_en: str


class ImportReportV1(Contract):
    """What became of one file."""

    version: Literal[1] = 1
    file: str
    finished_at: AwareMoment
    rows: int
    loaded: int
    imposed: int = 0
    already_present: int
    rejected_rows: int
    rejected: tuple[RejectedCell, ...]
