"""Whatever is put in, there is a report on it, and the desk lists it with who and how many."""

import base64
import json
from typing import Any

import boto3
import pytest

from infra.fines.seed import as_csv, make_notices
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.staff import Staff
from tests.unit.fines.law.notice_files.notice_lines import GOOD, row_of, text_file
from tests.unit.fines.law.notice_files.workbooks import Cell, packed, workbook

HEADING = list(GOOD)


def put(fines: FinesInMoto, key: str, content: bytes, **metadata: str) -> Any:
    boto3.client("s3").put_object(Bucket="inbox", Key=key, Body=content, Metadata=metadata)
    return fines.imports.import_file("inbox", key)


def test_a_workbook_is_loaded_and_says_its_sheet(fines: FinesInMoto) -> None:
    bad = row_of(관리번호="1140-2026-0000002", 차종="")

    report = put(fines, "desk/1.xlsx", workbook({"11월": [HEADING, row_of(), bad]}), by="clerk-1")

    assert (report.loaded, report.rejected_rows, report.by) == (1, 1, "clerk-1")
    assert [(cell.sheet, cell.row, cell.column) for cell in report.rejected] == [("11월", 3, "차종")]


def test_a_lost_zero_waits_until_somebody_confirms_it(fines: FinesInMoto) -> None:
    row: list[str | Cell | None] = list(row_of())
    row[HEADING.index("휴대전화")] = Cell(number="1012345678")
    content = workbook({"11월": [HEADING, row, row_of(관리번호="1140-2026-0000002", 차량번호="34나5678")]})

    asked = put(fines, "desk/1.xlsx", content)
    confirmed = put(fines, "desk/2.xlsx", content, confirmed="leading-zeros")

    assert (asked.rows, asked.loaded, asked.unconfirmed_rows, asked.rejected_rows) == (2, 1, 1, 0)
    assert [(cell.row, cell.column) for cell in asked.unconfirmed] == [(2, "휴대전화")]
    assert (confirmed.loaded, confirmed.already_present, confirmed.unconfirmed_rows) == (1, 1, 0)
    assert [remark.column for remark in confirmed.remarks] == ["휴대전화"]
    assert "96,000원" in fines.ask("010-1234-5678", "계좌 12가3456")


def test_the_amount_a_file_states_for_an_old_violation_is_what_is_owed(fines: FinesInMoto) -> None:
    columns = {**{name: name for name in GOOD}, "과태료": "부과금액"}
    old = {
        **GOOD,
        "위반일시": "2018-03-02 14:05",
        "사전통지일": "2018-03-05",
        "의견제출기한": "2018-03-25",
        "부과일": "2018-04-02",
        "납부기한": "2018-06-01",
        "과태료": "80,000원",
    }

    report = put(fines, "desk/1.csv", text_file(old, columns=columns).encode("cp949"))
    record = fines.cases.by_number(GOOD["관리번호"])

    assert report.loaded == 1
    assert "80,000원" in report.remarks[0].remark_ko
    assert record is not None
    assert record.to_notice().violation.stated_krw == 80_000
    assert "140,000원" in fines.ask("010-1234-5678", "계좌 12가3456")  # after sixty months: 75 % more


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        b"PK\x03\x04" + bytes(200),
        packed({"inner.xlsx": workbook({"a": [HEADING, row_of()]})}),
        workbook({"a": [HEADING, row_of()]})[:-300],
        packed({"xl/workbook.xml": "<workbook><sheets>"}),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(256)) * 400,
        "관리번호,차량번호\n1,2\n".encode("utf-16"),
        ",".join(HEADING).encode() + b"\n" + b"x" * 600_000,
    ],
)
def test_a_file_nobody_can_read_gets_a_report_with_one_reason(fines: FinesInMoto, content: bytes) -> None:
    report = put(fines, "desk/x.xlsx", content)

    assert (report.unreadable, report.loaded, len(report.rejected)) == (True, 0, 1)
    written = boto3.client("s3").get_object(Bucket="reports", Key="desk/x.xlsx.report.json")
    assert json.loads(written["Body"].read())["rejected"][0]["reason_ko"]


def test_rows_before_the_damage_are_loaded_and_the_report_says_so(fines: FinesInMoto) -> None:
    rows = make_notices(seed=1, today=fines.clock.now().date(), count=120)

    report = put(fines, "desk/x.csv", as_csv(rows) + b"x" * 600_000)

    assert (report.loaded, report.unreadable) == (120, True)


def test_a_report_of_ten_thousand_refusals_stays_small(fines: FinesInMoto) -> None:
    bad = text_file(*({**GOOD, "차종": "", "위반장소": "", "구역": ""} for _ in range(10_000)))

    report = put(fines, "desk/x.csv", bad.encode())

    assert report.rejected_rows == 10_000
    assert len(report.model_dump_json()) < 2_000_000


def test_uploads_are_listed_with_who_and_how_many(fines: FinesInMoto, staff: Staff) -> None:
    put(fines, "desk/20261110-120000-000000-11월.csv", text_file(GOOD).encode(), by="clerk-1")
    put(fines, "desk/20261110-120100-000000-x.csv", b"", by="clerk-2")
    put(fines, "other.csv", text_file(GOOD).encode())

    status, listed = staff.get("/reports", folder="desk", limit="1")
    _, rest = staff.get("/reports", folder="desk", limit="1", page=listed["next_page"])

    lines = {line["key"]: line for line in [*listed["reports"], *rest["reports"]]}
    first = lines["desk/20261110-120000-000000-11월.csv.report.json"]
    second = lines["desk/20261110-120100-000000-x.csv.report.json"]
    assert (status, rest["next_page"], len(lines)) == (200, None, 2)
    assert (first["by"], first["counts"]["loaded"], first["unreadable"]) == ("clerk-1", 1, False)
    assert (second["by"], second["unreadable"]) == ("clerk-2", True)
    assert len(staff.get("/reports")[1]["reports"]) == 3


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_a_template_is_handed_out(fines: FinesInMoto, staff: Staff, form: str, begins: bytes) -> None:
    status, made = staff.get("/notice-template", format=form)

    content = base64.b64decode(made["content"])
    assert (status, made["name"], content[: len(begins)]) == (200, f"고지파일.{form}", begins)
    assert put(fines, f"desk/{form}", content).unreadable is False
    assert staff.get("/notice-template", format="pdf")[0] == 400
