import json

import boto3

from infra.templates import ROOT
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff


def test_the_day_is_counted_by_its_messages_and_its_money(fines: FinesInMoto, staff: Staff) -> None:
    fines.add_notice()
    fines.add_notice(2, 위반일시="2026-11-04 10:00", 차량번호="34나5678")
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.ask(OWNER, "How much is the fine for 34나5678?")
    fines.ask("010-7777-8888", "상담원 연결해 주세요")
    fines.pay(account, 32_000)
    fines.pay("79099999999999", 5_000, "deposit-2")
    refund = {
        "action": "refund",
        "reason": "착오 입금",
        "refund_bank": "KB",
        "refund_account": "12345678901234",
        "refund_holder": "김철수",
    }
    staff.post("/suspense/NH:deposit-2/proposal", refund, "clerk", "kim")
    staff.post("/suspense/NH:deposit-2/approval", {"approve": True}, "manager", "boss")
    staff.post("/refunds/NH:deposit-2/paid", {"bank_reference": "NH-1"}, "clerk", "lee")

    status, statistics = staff.get("/statistics", "auditor", **{"from": "2026-11-09", "to": "2026-11-10"})

    assert status == 200
    today, total = statistics["days"]["2026-11-10"], statistics["total"]
    assert today == total
    assert (today["messages"], today["answered"], today["ticketed"], today["containment"]) == (3, 2, 1, 0.6667)
    assert today["by_channel"] == {"sms": 3}
    assert today["by_hour"] == {"12": 3}
    assert today["by_language"] == {"en": 1, "ko": 2}
    assert sum(today["by_intent"].values()) == 3
    assert (today["received_krw"], today["settled_krw"], today["suspense_krw"], today["refunded_krw"]) == (
        37_000,
        32_000,
        5_000,
        5_000,
    )
    quiet = statistics["days"]["2026-11-09"]
    assert (quiet["messages"], quiet["containment"], quiet["received_krw"]) == (0, None, 0)


def test_a_period_runs_forward_for_a_month_at_most(staff: Staff) -> None:
    for first, last in (("2026-11-10", "2026-11-09"), ("2026-11-01", "2026-12-02"), ("x", "2026-11-10"), ("", "")):
        assert staff.get("/statistics", **{"from": first, "to": last})[0] == 400
    assert staff.get("/statistics")[0] == 400
    assert len(staff.get("/statistics", **{"from": "2026-11-01", "to": "2026-12-01"})[1]["days"]) == 31


def test_reports_are_listed_newest_first_and_read_as_they_were_written(fines: FinesInMoto, staff: Staff) -> None:
    for serial in range(1, 4):
        fines.add_notice(serial)
    boto3.client("s3").put_object(Bucket="reports", Key="secret.txt", Body=b"no report")

    first = staff.get("/reports", limit="2")[1]
    rest = staff.get("/reports", limit="2", page=first["next_page"])[1]
    keys = [report["key"] for report in [*first["reports"], *rest["reports"]]]

    assert sorted(keys) == [f"1140-2026-{serial:07d}.csv.report.json" for serial in (1, 2, 3)]
    assert rest["next_page"] is None
    status, report = staff.get("/report", key=keys[0])
    assert (status, report["loaded"], report["rejected"]) == (200, 1, [])


def test_reports_on_files_come_without_those_on_a_days_money(fines: FinesInMoto, staff: Staff) -> None:
    files = {"desk/a.csv.report.json", "accounts/b.csv.report.json", "statements/NH/2026-11-10.csv.report.json"}
    for key in (*files, "reconciliation/NH/2026-11-10.json", "books/2026-11-10.json"):
        boto3.client("s3").put_object(Bucket="reports", Key=key, Body=b"{}")

    assert {report["key"] for report in staff.get("/reports", kind="files")[1]["reports"]} == files
    assert len(staff.get("/reports")[1]["reports"]) == 5
    assert [each["key"] for each in staff.get("/reports", kind="files", folder="desk")[1]["reports"]] == [
        "desk/a.csv.report.json"
    ]
    assert staff.get("/reports", kind="books")[0] == 400


def test_a_report_of_a_korean_name_in_a_folder_is_read(fines: FinesInMoto, staff: Staff) -> None:
    written = (ROOT / "tests/unit/contracts/samples/import-report.v1.json").read_text()
    boto3.client("s3").put_object(Bucket="reports", Key="11월/고지 1.csv.report.json", Body=written)

    assert staff.get("/report", key="11월/고지 1.csv.report.json") == (200, json.loads(written))


def test_what_is_no_report_is_not_shown(fines: FinesInMoto, staff: Staff) -> None:
    boto3.client("s3").put_object(Bucket="reports", Key="secret.txt", Body=b"no report")

    assert staff.get("/report", key="secret.txt")[1]["error"] == "report_unknown"
