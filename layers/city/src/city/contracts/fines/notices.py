"""The district's notice file: one row per parking notice, and the report the city answers with."""

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

# A file without one of these is read as if every cell of it were empty, and the report says so.
OPTIONAL_COLUMNS = ("휴대전화", "2시간이상", "안전표지", *IMPOSITION_COLUMNS, "사회적감경")

# The fine as the office's own system has it, in won: compared with the law's tables, and taken where these do not reach.
STATED_AMOUNT = "과태료"


class RejectedCell(Contract):
    """One reason a row was not loaded. The cell's value is not repeated: it may be somebody's name or number."""

    row: Annotated[int, Field(ge=1, description="line number in the file or sheet; the first line is 1")]
    column: str
    reason_ko: str
    reason_en: str
    # The sheet of a workbook; empty for a text file.
    sheet: str = ""


class CorrectedCell(Contract):
    """One field of a case on file that this file changed. Names, telephones and plates are masked."""

    row: Annotated[int, Field(ge=1)]
    number: str
    column: str
    before: str
    after: str
    sheet: str = ""


class Remark(Contract):
    """What was read otherwise than it stands in the file; of a row, or of the whole file."""

    row: Annotated[int, Field(ge=1)] | None = None
    column: str
    remark_ko: str
    remark_en: str
    sheet: str = ""


class ImportReportV1(Contract):
    """What became of one file. Of each list the first some thousands stand here; the counts count all."""

    version: Literal[1] = 1
    file: str
    finished_at: AwareMoment
    rows: int
    loaded: int
    imposed: int = 0
    already_present: int
    rejected_rows: int
    rejected: tuple[RejectedCell, ...]
    corrected_rows: int = 0
    corrected: tuple[CorrectedCell, ...] = ()
    # Rows that wait for a person's word, such as a telephone that lost its leading zero: not loaded until the file is
    # sent again with that word.
    unconfirmed_rows: int = 0
    unconfirmed: tuple[RejectedCell, ...] = ()
    remarks: tuple[Remark, ...] = ()
    # The file as a whole could not be read to its end: the one reason stands in `rejected`.
    unreadable: bool = False
    # Who put the file in, where the desk signed for it.
    by: str | None = None
