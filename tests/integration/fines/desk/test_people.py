"""Staff by name, as they signed in when they did it."""

from typing import Any

import boto3
import pytest

from tests.integration.fines.desk.corrections.test_corrections import propose
from tests.integration.fines_in_moto import BANK, OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

KIM, LEE = "4a5b6c7d-0000-4000-8000-000000000001", "9f8e7d6c-0000-4000-8000-000000000002"
KEY = f"{BANK}:deposit-1"
REFUND = {
    "action": "refund",
    "reason": "이중납부",
    "refund_bank": "KB",
    "refund_account": "12345678901",
    "refund_holder": "홍길동",
}


@pytest.fixture(autouse=True)
def tokens(staff: Staff) -> None:
    staff.claims = {
        KIM: {"name": "김민지", "email": "minji.kim@jungu.example", "cognito:username": "minji"},
        LEE: {"email": "lee@jungu.example", "cognito:username": LEE},
    }


def test_two_person_rules_name_both_persons(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 31_000)
    staff.post(f"/suspense/{KEY}/proposal", REFUND, "clerk", KIM)
    (proposal,) = staff.get("/proposals")[1]["decisions"]

    decided = staff.post(f"/suspense/{KEY}/approval", {"approve": True}, "manager", LEE)[1]

    assert (proposal["proposed_by"], proposal["proposed_by_name"]) == (KIM, "김민지 (minji.kim@jungu.example)")
    assert (decided["proposed_by_name"], decided["decided_by_name"]) == (
        "김민지 (minji.kim@jungu.example)",
        "lee@jungu.example",
    )
    propose(staff, number, "cancel", "no_violation", KIM)
    (correction,) = staff.get("/corrections")[1]["corrections"]
    assert correction["proposed_by_name"] == "김민지 (minji.kim@jungu.example)"


def test_history_and_the_access_log_name_who_it_was_and_keep_the_id(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    staff.post(f"/cases/{number}/moves", {"move": "dun", "note": "독촉장"}, "clerk", KIM)
    staff.post(f"/cases/{number}/disclosure", {"reason": "민원"}, "clerk", LEE)

    (line,) = staff.get(f"/cases/{number}")[1]["history"]
    (view,) = staff.get("/views", "auditor", subject=f"notice#{number}")[1]["views"]

    assert (line["by"], line["by_name"]) == (KIM, "김민지 (minji.kim@jungu.example)")
    assert (view["by"], view["by_name"]) == (LEE, "lee@jungu.example")


def test_a_list_of_files_names_who_put_each_in(fines: FinesInMoto, staff: Staff) -> None:
    staff.post(f"/cases/{fines.add_notice()}/disclosure", {"reason": "민원"}, "clerk", KIM)
    for key, by in (("desk/a.csv.report.json", KIM), ("feed/b.csv.report.json", None)):
        boto3.client("s3").put_object(Bucket="reports", Key=key, Body=b"{}", Metadata={"by": by} if by else {})

    reports = staff.get("/reports")[1]["reports"]
    named = {each["key"]: each["by_name"] for each in reports if "/" in each["key"]}

    assert named == {
        "desk/a.csv.report.json": "김민지 (minji.kim@jungu.example)",
        "feed/b.csv.report.json": None,
    }


def test_an_act_keeps_the_name_it_was_done_under(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    staff.post(f"/cases/{number}/moves", {"move": "dun", "note": "독촉장"}, "clerk", KIM)
    staff.claims[KIM]["name"] = "김개명"
    fines.clock.move(days=10)
    staff.post(f"/cases/{number}/moves", {"move": "dun", "note": "재독촉"}, "clerk", KIM)

    names = [line["by_name"] for line in staff.get(f"/cases/{number}")[1]["history"]]

    assert [name.split(" ")[0] for name in names] == ["김민지", "김개명"]


def test_who_proposed_under_another_name_is_still_the_same_person(fines: FinesInMoto, staff: Staff) -> None:
    fines.add_notice()
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 31_000)
    staff.post(f"/suspense/{KEY}/proposal", REFUND, "clerk", KIM)
    staff.claims[KIM]["name"] = "김개명"

    status, refused = staff.post(f"/suspense/{KEY}/approval", {"approve": True}, "manager", KIM)

    assert (status, refused["error"]) == (403, "same_who_proposed")


def test_a_name_is_written_down_once(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    writes: list[Any] = []
    client = fines.staff.work.list_work.due_cases._connection.client
    client.meta.events.register(
        "before-call.dynamodb.PutItem",
        lambda params, **_: writes.append("김민지" in str(params["body"]) or b"\\uae40" in params["body"]),
    )

    for _ in range(3):
        staff.post(f"/cases/{number}/disclosure", {"reason": "민원"}, "clerk", KIM)

    assert writes.count(True) == 1


def test_no_log_line_names_anybody(fines: FinesInMoto, staff: Staff, caplog: pytest.LogCaptureFixture) -> None:
    number = fines.add_notice()
    staff.post(f"/cases/{number}/disclosure", {"reason": "민원"}, "clerk", KIM)

    logged = [str(vars(record)) for record in caplog.records]
    assert [line for line in logged if KIM in line]
    assert not [line for line in logged if "김민지" in line or "minji" in line]
