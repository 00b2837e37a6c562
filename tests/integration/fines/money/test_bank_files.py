import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import boto3
import pytest

from city.aws.observability import metrics
from city.contracts.fines.bank_statement import STATEMENT_COLUMNS, BankFileReportV1
from city.fines.law.tables.accounts import AccountRecord
from city.fines.money.bootstrap import build_bank_files
from city.fines.money.service import import_bank_file
from city.fines.money.service.import_bank_file import ImportBankFile
from city.kernel.clock import SEOUL
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import Context, sqs_event

POOL_HEADING = "은행,가상계좌번호\n"
TODAY = "2026-11-10"


@pytest.fixture
def bank_files(fines: FinesInMoto) -> ImportBankFile:
    return build_bank_files(fines.environment, fines.clock)


def drop(key: str, text: str | bytes) -> None:
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    boto3.client("s3").put_object(Bucket="inbox", Key=key, Body=content)


def load(bank_files: ImportBankFile, key: str, text: str | bytes) -> BankFileReportV1:
    drop(key, text)
    report = bank_files.import_file("inbox", key)
    assert report is not None
    assert written(f"{key}.report.json") == json.loads(report.model_dump_json())
    return report


def written(key: str) -> Any:
    return json.loads(boto3.client("s3").get_object(Bucket="reports", Key=key)["Body"].read())


def reports() -> list[str]:
    return [found["Key"] for found in boto3.client("s3").list_objects_v2(Bucket="reports").get("Contents", [])]


def pool_of(*numbers: str, bank: str = "농협은행") -> str:
    return POOL_HEADING + "".join(f"{bank},{number}\n" for number in numbers)


def statement(*lines: tuple[str, str, str, int, str], day: str = TODAY) -> str:
    """Of (time, account, kind, won, transaction)."""
    rows = (f"{day},{at},{account},{kind},{won},{transaction}\n" for at, account, kind, won, transaction in lines)
    return ",".join(STATEMENT_COLUMNS) + "\n" + "".join(rows)


def metrics_in(output: str) -> Iterator[tuple[str, float]]:
    for line in output.splitlines():
        if '"_aws"' in line:
            record = json.loads(line)
            for metric in record["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
                value = record[metric["Name"]]
                yield metric["Name"], sum(value) if isinstance(value, list) else value


# --- the pool ------------------------------------------------------------------------------------


def test_the_numbers_of_a_file_may_serve_at_once(fines: FinesInMoto, bank_files: ImportBankFile) -> None:
    report = load(bank_files, "accounts/nh.csv", pool_of(*(f"8801{serial:010d}" for serial in range(230))))

    assert (report.kind, report.rows, report.added, report.already_present) == ("pool", 230, 230, 0)
    assert fines.accounts.count_free(fines.clock.now(), 10_000) == 280
    assert AccountRecord.get("88010000000229").bank == "NH"


def test_a_second_file_adds_what_is_new_and_leaves_what_serves(fines: FinesInMoto, bank_files: ImportBankFile) -> None:
    fines.add_notice()
    serving = account_in(fines.ask(OWNER, "계좌 12가3456"))
    before = boto3.client("dynamodb").scan(TableName="AccountsTable")["Items"]
    known = sorted(item["account_number"]["S"] for item in before)

    report = load(bank_files, "accounts/nh.csv", pool_of(*known, "88010000000000"))
    again = load(bank_files, "accounts/nh.csv", pool_of(*known, "88010000000000"))

    after = boto3.client("dynamodb").scan(TableName="AccountsTable")["Items"]
    assert (report.added, report.already_present) == (1, 50)
    assert (again.added, again.already_present) == (0, 51)
    assert [item for item in after if item["account_number"]["S"] != "88010000000000"] == before
    assert fines.bound_accounts() == [serving]


def test_a_bad_row_is_named_and_the_others_are_added(bank_files: ImportBankFile) -> None:
    rows = POOL_HEADING + "NH,88010000000001\n없는은행,88010000000002\nNH,12\nKB,88010000000003\nNH,88010000000001\n"

    report = load(bank_files, "accounts/mixed.csv", rows.encode("cp949"))

    assert (report.rows, report.added, report.rejected_rows) == (5, 2, 3)
    assert [(cell.row, cell.column) for cell in report.rejected] == [
        (3, "은행"),
        (4, "가상계좌번호"),
        (6, "가상계좌번호"),
    ]
    assert "12" not in {cell.reason_ko for cell in report.rejected}
    assert AccountRecord.get("88010000000003").bank == "KB"


def test_a_file_of_bad_rows_is_counted_whole_and_named_in_part(bank_files: ImportBankFile) -> None:
    report = load(bank_files, "accounts/bad.csv", pool_of(*["x"] * 1_500))

    assert report.rejected_rows == 1_500
    assert len(report.rejected) == import_bank_file.REASONS_AT_MOST


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "은행,번호\nNH,1\n".encode(), b"x" * 600_000]
)
def test_a_file_that_is_no_table_gets_a_report_too(bank_files: ImportBankFile, content: bytes) -> None:
    report = load(bank_files, "accounts/photo.csv", content)

    assert (report.added, len(report.rejected)) == (0, 1)


# --- the statement -------------------------------------------------------------------------------


@pytest.fixture
def paid(fines: FinesInMoto) -> str:
    """The account into which 32,000 won were paid at noon."""
    fines.add_notice()
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    return account


def test_a_day_that_agrees_has_no_difference(bank_files: ImportBankFile, paid: str) -> None:
    report = load(bank_files, f"statements/NH/{TODAY}.csv", statement(("12:00:03", paid, "입금", 32_000, "deposit-1")))

    assert (report.kind, report.rows, report.rejected_rows) == ("statement", 1, 0)
    day = written(f"reconciliation/NH/{TODAY}.json")
    assert day["differences"] == []
    assert day["at_bank"] == day["here"]
    assert day["here"]["deposits_krw"] == 32_000


def test_a_deposit_the_city_never_heard_of_is_named(bank_files: ImportBankFile, paid: str) -> None:
    content = statement(
        ("12:00:03", paid, "입금", 32_000, "deposit-1"), ("13:00:00", "88010000000001", "입금", 40_000, "deposit-2")
    )

    load(bank_files, f"statements/NH/{TODAY}.csv", content)

    (difference,) = written(f"reconciliation/NH/{TODAY}.json")["differences"]
    assert (difference["kind"], difference["deposit_key"], difference["line"]) == ("missing_here", "NH:deposit-2", 3)


def test_a_deposit_told_on_the_wrong_side_of_midnight_is_found(fines: FinesInMoto, bank_files: ImportBankFile) -> None:
    late = datetime(2026, 11, 10, 23, 59, 58, tzinfo=SEOUL)
    fines.pay("88010000000001", 40_000, deposited_at=late)

    load(
        bank_files,
        "statements/NH/2026-11-11.csv",
        statement(("00:00:01", "88010000000001", "입금", 40_000, "deposit-1"), day="2026-11-11"),
    )

    (difference,) = written("reconciliation/NH/2026-11-11.json")["differences"]
    assert (difference["kind"], difference["here_date"]) == ("date_differs", "2026-11-10")


def test_another_banks_money_is_not_looked_for_in_a_statement(bank_files: ImportBankFile, paid: str) -> None:
    load(bank_files, f"statements/KB/{TODAY}.csv", statement())

    assert written(f"reconciliation/KB/{TODAY}.json")["differences"] == []


def test_a_second_import_changes_nothing(fines: FinesInMoto, bank_files: ImportBankFile, paid: str) -> None:
    content = statement(("12:00:03", paid, "입금", 31_000, "deposit-1"))
    load(bank_files, f"statements/NH/{TODAY}.csv", content)
    tables = ("AccountsTable", "DepositsTable", "LedgerTable")
    before = [boto3.client("dynamodb").scan(TableName=table)["Items"] for table in tables]
    day = written(f"reconciliation/NH/{TODAY}.json")

    load(bank_files, f"statements/NH/{TODAY}.csv", content)

    assert [boto3.client("dynamodb").scan(TableName=table)["Items"] for table in tables] == before
    assert written(f"reconciliation/NH/{TODAY}.json") == day
    assert [difference["kind"] for difference in day["differences"]] == ["amount_differs"]


def test_a_large_statement_is_compared_in_parts_to_the_same_end(fines: FinesInMoto, bank_files: ImportBankFile) -> None:
    for serial in range(12):
        fines.pay(f"8801{serial:010d}", 40_000 + serial, deposit_id=f"deposit-{serial}")
    lines = [("12:00:00", f"8801{s:010d}", "입금", 40_000 + s, f"deposit-{s}") for s in range(3, 15)]
    load(bank_files, f"statements/NH/{TODAY}.csv", statement(*lines, ("bad", "1", "?", 0, "")))
    whole = written(f"reconciliation/NH/{TODAY}.json")

    report = load(
        replace(bank_files, part_bytes=100), f"statements/NH/{TODAY}.csv", statement(*lines, ("bad", "1", "?", 0, ""))
    )

    assert written(f"reconciliation/NH/{TODAY}.json") == whole
    assert len(whole["differences"]) == 6
    assert (report.rows, report.rejected_rows) == (13, 1)
    assert {cell.row for cell in report.rejected} == {14}


def test_a_statement_that_breaks_off_is_refused_and_compared_with_nothing(bank_files: ImportBankFile) -> None:
    line = statement(("12:00:00", "88010000000001", "입금", 40_000, "deposit-1")).encode()

    report = load(bank_files, f"statements/NH/{TODAY}.csv", line + b" " * 300_000 + b"\xff\xff\n")

    assert len(report.rejected) == 1
    assert f"reconciliation/NH/{TODAY}.json" not in reports()


# --- anywhere else -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["nh.csv", "statements/2026-11-10.csv", "statements/NHH/2026-11-10.csv", "계좌/nh.csv"])
def test_a_file_elsewhere_is_told_where_it_belongs_and_stays(bank_files: ImportBankFile, key: str) -> None:
    report = load(bank_files, key, pool_of("88010000000001"))

    assert (report.kind, report.added) == ("unknown", 0)
    assert "accounts/" in report.rejected[0].reason_ko
    assert boto3.client("s3").get_object(Bucket="inbox", Key=key)["Body"].read()


def test_a_folder_is_no_file(bank_files: ImportBankFile) -> None:
    drop("accounts/", b"")

    assert bank_files.import_file("inbox", "accounts/") is None
    assert reports() == []


# --- the function --------------------------------------------------------------------------------


def test_the_function_counts_numbers_and_differences_even_none(
    bank_files: ImportBankFile, paid: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from functions.fines.money.import_bank_file.handler import make_handler

    content = statement(("12:00:03", paid, "입금", 32_000, "deposit-1"))
    drop("accounts/nh.csv", pool_of("88010000000001", "88010000000002"))
    drop(f"statements/NH/{TODAY}.csv", content)
    drop("statements/NH/2026-11-11.csv", statement(("00:00:01", paid, "입금", 1, "deposit-9"), day="2026-11-11"))
    handle = make_handler(lambda: bank_files)
    metrics().clear_metrics()
    seen = []
    for key in ("accounts/nh.csv", f"statements/NH/{TODAY}.csv", "statements/NH/2026-11-11.csv"):
        body = {"Records": [{"s3": {"bucket": {"name": "inbox"}, "object": {"key": key}}}]}
        capsys.readouterr()
        assert handle(sqs_event(json.dumps(body)), Context()) == {"batchItemFailures": []}
        seen.append(dict(metrics_in(capsys.readouterr().out)))

    assert seen[0]["PoolNumbersAdded"] == 2
    assert "ReconciliationDifferences" not in seen[0]
    assert (seen[1]["ReconciliationDifferences"], seen[1]["DepositsMissingHere"]) == (0, 0)
    assert (seen[2]["ReconciliationDifferences"], seen[2]["DepositsMissingHere"]) == (1, 1)
