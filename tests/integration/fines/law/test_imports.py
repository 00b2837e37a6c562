import json

import boto3

from infra.fines.seed import make_notices, notice_row, spoil
from tests.integration.fines_in_moto import FinesInMoto, account_in
from tests.integration.moto_city import Context, sqs_event

ROW = notice_row(
    관리번호="1140-2026-0000001",
    차량번호="12가3456",
    소유자="홍길동",
    휴대전화="010-1234-5678",
    위반일시="2026-11-03 14:05",
    위반장소="퇴계로 87",
    사전통지일="2026-11-05",
    의견제출기한="2026-11-25",
)


def test_good_rows_are_loaded_and_bad_ones_named(fines: FinesInMoto) -> None:
    good = make_notices(seed=1, today=fines.clock.now().date(), count=130)

    report = fines.import_rows(*good, *spoil(good, seed=1, count=10))

    assert (report.rows, report.loaded, report.rejected_rows) == (140, 130, 10)
    assert {cell.row for cell in report.rejected} == set(range(132, 142))


def test_a_second_import_changes_nothing(fines: FinesInMoto) -> None:
    rows = make_notices(seed=1, today=fines.clock.now().date(), count=60)
    fines.import_rows(*rows)
    before = boto3.client("dynamodb").scan(TableName="CasesTable")["Items"]

    report = fines.import_rows(*rows)

    assert (report.loaded, report.already_present, report.rejected_rows) == (0, 60, 0)
    assert boto3.client("dynamodb").scan(TableName="CasesTable")["Items"] == before


def test_a_paid_case_is_not_reopened_by_its_own_row(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    reply = fines.ask("010-1234-5678", "계좌 12가3456")
    fines.pay(account_in(reply), 32_000)

    fines.import_rows(ROW)

    assert "더 내실 금액이 없습니다" in fines.ask("010-1234-5678", "12가3456 얼마예요")


def test_a_number_twice_in_one_file_is_loaded_once(fines: FinesInMoto) -> None:
    report = fines.import_rows(ROW, ROW, {**ROW, "위반장소": "을지로 30"})

    assert (report.loaded, report.already_present, report.rejected_rows) == (1, 1, 1)


def test_the_districts_own_encoding_is_read(fines: FinesInMoto) -> None:
    assert fines.import_rows(ROW, encoding="cp949").loaded == 1


def test_a_file_that_is_no_table_gets_a_report_too(fines: FinesInMoto) -> None:
    s3 = boto3.client("s3")
    for key, content in {
        "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "empty.csv": b"",
        "columns.csv": "관리번호,차량번호\n1,2\n".encode(),
        "endless.csv": ",".join(ROW).encode() + b"\n" + b"x" * 600_000,
    }.items():
        s3.put_object(Bucket="inbox", Key=key, Body=content)

        report = fines.imports.import_file("inbox", key)

        assert report.loaded == 0, key
        assert len(report.rejected) == 1, key


def test_the_report_lies_beside_the_file_for_the_clerk(fines: FinesInMoto) -> None:
    from functions.fines.law.import_notices.handler import make_handler

    boto3.client("s3").put_object(Bucket="inbox", Key="고지 11월.csv", Body=b"nothing")
    body = {"Records": [{"s3": {"bucket": {"name": "inbox"}, "object": {"key": "%EA%B3%A0%EC%A7%80+11%EC%9B%94.csv"}}}]}

    answer = make_handler(lambda: fines.imports)(sqs_event(json.dumps(body)), Context())

    assert answer == {"batchItemFailures": []}
    report = boto3.client("s3").get_object(Bucket="reports", Key="고지 11월.csv.report.json")
    assert json.loads(report["Body"].read())["rejected_rows"] == 0


IMPOSED = {**ROW, "부과일": "2026-12-01", "납부기한": "2027-01-30"}


def test_a_later_file_brings_the_imposition_and_then_the_full_amount_is_due(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.clock.move(days=20)
    before = fines.ask("010-1234-5678", "계좌 12가3456")

    imposed = fines.import_rows(IMPOSED)
    again = fines.import_rows(IMPOSED)
    older = fines.import_rows(ROW)
    after = fines.ask("010-1234-5678", "계좌  12가3456")

    assert "부과 고지를 준비하고 있습니다" in before
    assert (imposed.imposed, imposed.loaded, imposed.rejected_rows) == (1, 0, 0)
    assert (again.imposed, again.already_present, again.rejected_rows) == (0, 1, 0)
    assert (older.imposed, older.already_present, older.rejected_rows) == (0, 1, 0)
    assert "40,000원" in after
    assert "2.1.(월)" in after


def test_another_due_date_of_an_imposition_that_went_out_is_refused(fines: FinesInMoto) -> None:
    fines.import_rows(IMPOSED)
    fines.clock.move(days=30)

    report = fines.import_rows({**IMPOSED, "납부기한": "2027-02-28"})

    assert (report.imposed, report.corrected_rows, report.rejected_rows) == (0, 0, 1)
    assert "2.1.(월)" in fines.ask("010-1234-5678", "계좌 12가3456")


def test_nothing_is_imposed_on_a_case_that_ended_early(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    reply = fines.ask("010-1234-5678", "계좌 12가3456")
    fines.pay(account_in(reply), 32_000)

    report = fines.import_rows(IMPOSED)

    assert (report.imposed, report.already_present) == (0, 1)
    assert "더 내실 금액이 없습니다" in fines.ask("010-1234-5678", "12가3456 얼마예요")
