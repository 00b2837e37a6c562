"""An empty notice file to fill in: the headings, and how each column is written. Pure.

The workbook's columns are text, so that Excel takes no zero from a telephone and makes no date of a number.
"""

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape

from city.contracts.fines.notices import NOTICE_COLUMNS, OPTIONAL_COLUMNS, STATED_AMOUNT

COLUMNS = (*NOTICE_COLUMNS, STATED_AMOUNT)
_HOW = {
    "관리번호": ("1140-2026-0123456", "하이픈은 없어도 됩니다. 한 번호는 한 건입니다."),
    "차량번호": ("12가3456", "지역 이름이 있는 번호는 함께 적습니다."),
    "소유자": ("홍길동", "법인은 상호를 적습니다."),
    "휴대전화": ("010-1234-5678", "없으면 비워 둡니다. 맨 앞의 0이 빠지지 않게 텍스트로 적습니다."),
    "위반일시": ("2026-11-03 14:05", "시각까지 적습니다. 위반일자와 위반시간 두 열로 나누어도 됩니다."),
    "위반장소": ("퇴계로 87", ""),
    "구역": ("일반", "일반, 소방시설, 노인·장애인보호구역, 어린이보호구역"),
    "차종": ("승용", "승용, 승합, 화물(톤수), 특수, 건설기계. 화물은 4톤 이하인지 알 수 있게 적습니다."),
    "2시간이상": ("N", "같은 장소에 2시간 이상 세웠으면 Y"),
    "안전표지": ("N", "소방시설 구역에 안전표지나 노면표시가 있으면 Y"),
    "사전통지일": ("2026-11-05", ""),
    "의견제출기한": ("2026-11-25", "사전통지일부터 10일 이상"),
    "부과일": ("", "부과한 뒤의 파일에 적습니다. 처음에는 비워 둡니다."),
    "납부기한": ("", "부과일과 함께 적습니다."),
    "사회적감경": ("N", "50% 감경을 인정했으면 Y"),
    STATED_AMOUNT: ("", "원. 적으면 법정 금액과 맞는지 봅니다. 2019년 7월보다 전의 위반은 꼭 적습니다."),
}
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MADE_AT = (2026, 1, 1, 0, 0, 0)  # the same file each time it is made


def csv_template() -> bytes:
    """The headings alone, in UTF-8 with the mark by which Excel knows it."""
    text = StringIO()
    csv.writer(text).writerow(COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def workbook_template() -> bytes:
    """A sheet of headings to fill in, and a second that tells how."""
    how = [
        ("열", "꼭 있어야 하나요", "예", "쓰는 법"),
        *((name, "아니요" if name in (*OPTIONAL_COLUMNS, STATED_AMOUNT) else "예", *_HOW[name]) for name in COLUMNS),
    ]
    return _workbook([("고지", [COLUMNS]), ("쓰는 법", how)])


def _workbook(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, (name, _) in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKED}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_LINKED}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_LINKED}/styles" Target="styles.xml"/></Relationships>',
        # Style 1 is text (the built-in format 49), 2 is a heading.
        "xl/styles.xml": f'<styleSheet xmlns="{_NAMESPACE}"><fonts count="2"><font><sz val="11"/><name val="맑은 고딕"/></font>'
        '<font><b/><sz val="11"/><name val="맑은 고딕"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
    for n, (_, rows) in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows)
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE_AT), _DECLARATION + content, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    body = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{_letter(place)}{at}" s="{2 if at == 1 else 1}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for place, cell in enumerate(row)
        )
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    return (
        f'<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{width}" width="18" style="1" customWidth="1"/></cols><sheetData>{body}</sheetData></worksheet>'
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place)
