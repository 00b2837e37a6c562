"""A day at the office, under the roles of the cloud: what the staff's API may do is what it needs, and all of it."""

import json
import urllib.parse
from datetime import timedelta
from typing import Any

import pytest

from infra.fines.seed import as_csv, import_file, notice_row, today_in_seoul
from infra.fines.story import account_in
from infra.fines.street import BankClient, FinesClient, Phone
from infra.local.calls import call, post_form
from infra.local.city import City
from infra.local.staff import staff_token

NUMBER, OTHER = "1140-2025-9100001", "1140-2025-9100002"
PLATE, OTHER_PLATE = "77호7701", "77호7702"
PHONE, NEW_PHONE = "010-9100-0001", "010-9100-0002"


@pytest.fixture(scope="module")
def office(city: City) -> dict[str, FinesClient]:
    """Everybody in the office, and two notices of one owner."""
    today = today_in_seoul()
    rows = [
        notice_row(
            관리번호=number,
            차량번호=plate,
            소유자="홍길동",
            휴대전화=PHONE,
            위반일시=f"{today - timedelta(days=4)} 09:30",
            위반장소="을지로 30",
            사전통지일=today - timedelta(days=2),
            의견제출기한=today + timedelta(days=18),
        )
        for number, plate in ((NUMBER, PLATE), (OTHER, OTHER_PLATE))
    ]
    assert import_file(city, "staff-day.csv", as_csv(rows))["loaded"] == 2
    return {who: FinesClient(city, who) for who in ("clerk", "manager", "auditor")}


def ok(answer: tuple[int, Any]) -> Any:
    assert answer[0] == 200, answer
    return answer[1]


@pytest.mark.parametrize(("domain", "path"), [("fines", "tickets"), ("crosswalk", "units")])
def test_the_staff_api_wants_a_token_and_answers_what_it_does_not_serve_as_the_city_does(
    city: City, domain: str, path: str
) -> None:
    url, signed_in = city.api_url(domain), {"Authorization": staff_token(city, "clerk")}

    def answer(method: str, asked: str) -> tuple[int, object, object]:
        status, body = call(f"{url}/{asked}", None, signed_in, method)
        return status, body["error"], sorted(body["message"])

    unsigned = [
        call(f"{url}/{asked}", None, {}, method)[0]
        for method, asked in (("GET", path), ("GET", "nowhere"), ("DELETE", path))
    ]

    assert unsigned == [401, 401, 401]
    assert call(f"{url}/{path}", None, signed_in)[0] == 200
    assert answer("GET", "nowhere") == (404, "not_found", ["en", "ko"])
    assert answer("DELETE", path) == (405, "method_not_allowed", ["en", "ko"])


def test_who_chats_needs_no_token(city: City) -> None:
    words = {"version": 1, "session": "s" * 32, "message_id": "m" * 24, "text": "납부 방법"}

    status, answer = call(f"{city.api_url('fines')}/chat", json.dumps(words).encode(), {})

    assert status == 200
    assert "가상계좌" in answer["reply"]


def test_cases_are_found_shown_and_disclosed(office: dict[str, FinesClient]) -> None:
    clerk, auditor = office["clerk"], office["auditor"]

    for query in (f"plate={urllib.parse.quote(PLATE)}", f"number={NUMBER}", f"phone={PHONE}"):
        assert NUMBER in {case["number"] for case in ok(clerk.ask("GET", f"/cases?{query}"))["cases"]}
    assert PLATE not in str(ok(auditor.ask("GET", f"/cases/{NUMBER}")))
    assert ok(clerk.ask("POST", f"/cases/{NUMBER}/disclosure", reason="민원 전화 확인"))["plate"] == PLATE
    views = ok(auditor.ask("GET", f"/views?subject={urllib.parse.quote(f'notice#{NUMBER}')}"))["views"]
    assert [view["reason"] for view in views] == ["민원 전화 확인"]


def test_a_ticket_is_answered_by_text(city: City, office: dict[str, FinesClient]) -> None:
    phone, clerk = Phone(city, PHONE), office["clerk"]
    number = phone.ask("상담원 연결해 주세요").partition("접수 ")[2][:9]

    ticket = ok(clerk.ask("GET", f"/tickets/{number}"))
    assert ticket["turns"]
    assert ok(clerk.ask("GET", f"/talks/{ticket['holder']}"))["turns"]
    assert (
        ok(clerk.ask("POST", f"/talks/{ticket['holder']}/disclosure", reason="민원 전화 확인"))["phone"]
        == "+821091000001"
    )
    answered = ok(clerk.ask("POST", f"/tickets/{number}/answer", words="확인 후 전화드리겠습니다."))

    assert answered["state"] == "answered"
    assert "전화드리겠습니다" in phone.wait()


def test_an_opinion_is_decided(city: City, office: dict[str, FinesClient]) -> None:
    phone, clerk = Phone(city, PHONE), office["clerk"]
    for words in (f"의견 {PLATE}", "응급환자를 병원에 데려다 주느라 잠깐 세웠습니다", "접수"):
        phone.ask(words)
    opinion = clerk.find("/opinions", notice_number=NUMBER)

    decided = ok(
        clerk.ask("POST", f"/opinions/{NUMBER}/{opinion['given_at']}/decision", accepted=False, reason="증빙 없음")
    )

    assert decided["state"] == "rejected"
    assert "증빙 없음" in phone.wait()
    assert ok(clerk.ask("GET", f"/opinions/{NUMBER}/{opinion['given_at']}"))["state"] == "rejected"


def test_lost_money_pays_or_goes_back(city: City, office: dict[str, FinesClient]) -> None:
    clerk, manager, phone = office["clerk"], office["manager"], Phone(city, PHONE)
    keys = [BankClient(city).deposit("79099999999999", amount) for amount in (32_000, 5_000)]
    for key in keys:
        clerk.wait_for_deposit(key)

    ok(clerk.ask("POST", f"/suspense/{keys[0]}/proposal", action="assign", notice_number=NUMBER, reason="계좌 착오"))
    ok(
        clerk.ask(
            "POST",
            f"/suspense/{keys[1]}/proposal",
            action="refund",
            reason="주인 없는 돈",
            refund_bank="KB",
            refund_account="12345678901234",
            refund_holder="홍길동",
        )
    )
    for key in keys:
        ok(manager.ask("POST", f"/suspense/{key}/approval", approve=True))
    paid = ok(manager.ask("POST", f"/refunds/{keys[1]}/paid", bank_reference="NH-2026-1"))

    assert paid["state"] == "paid"
    assert "납부가 확인" in phone.wait()
    case = ok(clerk.ask("GET", f"/cases/{NUMBER}"))
    assert (case["state"], case["deposits"][0]["outcome"]) == ("closed_final", "assigned")
    assert clerk.ask("POST", f"/suspense/{keys[0]}/approval", approve=True)[0] == 403


def test_a_claim_a_plan_and_a_new_telephone(city: City, office: dict[str, FinesClient]) -> None:
    clerk, old, new = office["clerk"], Phone(city, PHONE), Phone(city, NEW_PHONE)
    old.ask(f"계좌 {OTHER_PLATE}")

    claimed = ok(clerk.ask("POST", f"/cases/{OTHER}/social-claim", ground="minor", claimed_on=str(today_in_seoul())))
    old.ask(f"가상계좌 {OTHER_PLATE}")
    planned = ok(clerk.ask("POST", f"/cases/{OTHER}/instalments", months=2, first_due=str(today_in_seoul())))
    ok(clerk.ask("POST", f"/cases/{OTHER}/owner", phone=NEW_PHONE))

    assert claimed["amount"]["amount_krw"] == planned["amount_krw"] == 16_000
    assert "16,000원" in new.ask(f"계좌 {OTHER_PLATE}")
    assert clerk.ask("POST", f"/cases/{OTHER}/moves", move="dun", note="독촉")[0] == 409


def test_the_day_is_counted_and_its_files_are_read(office: dict[str, FinesClient]) -> None:
    today = today_in_seoul()

    figures = ok(office["auditor"].ask("GET", f"/statistics?from={today}&to={today}"))["total"]
    report = office["clerk"].find("/reports", key="staff-day.csv.report.json")

    assert figures["messages"] > 0
    assert figures["refunded_krw"] >= 5_000
    assert ok(office["clerk"].ask("GET", f"/report?key={report['key']}"))["loaded"] == 2


def test_instalments_are_granted_extended_and_revoked(city: City, office: dict[str, FinesClient]) -> None:
    clerk, phone, today = office["clerk"], Phone(city, "010-9100-0003"), today_in_seoul()
    number, plate = "1140-2025-9100003", "77호7703"
    row = notice_row(
        관리번호=number,
        차량번호=plate,
        소유자="이분할",
        휴대전화="010-9100-0003",
        위반일시=f"{today - timedelta(days=120)} 09:30",
        위반장소="을지로 30",
        사전통지일=today - timedelta(days=118),
        의견제출기한=today - timedelta(days=98),
        부과일=today - timedelta(days=90),
        납부기한=today - timedelta(days=30),
    )
    assert import_file(city, "instalments.csv", as_csv([row]))["loaded"] == 1
    grant = {"hardship": "illness", "applied_on": str(today), "months": 3, "first_due": str(today)}

    granted = ok(clerk.ask("POST", f"/cases/{number}/plan", **grant))
    assert "분할납부가 허가" in phone.wait()
    account = account_in(phone.ask(f"계좌 {plate}"))
    BankClient(city).deposit(account, granted["amount"]["amount_krw"])
    assert "1회차" in phone.wait()
    ok(clerk.ask("POST", f"/cases/{number}/plan/extension", months=2, reason="치료 기간 연장"))
    assert "연장되었습니다" in phone.wait()
    revoked = ok(
        clerk.ask("POST", f"/cases/{number}/plan/revocation", ground="means_improved", reason="취업하여 소득 발생")
    )

    assert "한꺼번에" in phone.wait()
    case = ok(clerk.ask("GET", f"/cases/{number}"))
    assert revoked["amount"]["amount_krw"] + case["plan"]["paid_krw"] == case["plan"]["amount_krw"]
    assert clerk.ask("POST", f"/cases/{number}/plan", **{**grant, "months": 2})[0] == 409


def test_files_go_into_the_inboxes_from_the_page(office: dict[str, FinesClient]) -> None:
    today = today_in_seoul()
    row = notice_row(
        관리번호="1140-2025-9100004",
        차량번호="77호7704",
        소유자="박창구",
        휴대전화="010-9100-0004",
        위반일시=f"{today - timedelta(days=4)} 09:30",
        위반장소="을지로 30",
        사전통지일=today - timedelta(days=2),
        의견제출기한=today + timedelta(days=18),
    )
    spoiled = {**row, "관리번호": "1140-2025-9100005", "차량번호": "77호77"}

    put, report_key = office["clerk"].upload("notices", "고지 11월.csv", as_csv([row, spoiled]))
    report = office["clerk"].wait_for_report(report_key)
    numbers = "은행,가상계좌번호\nNH,79079079000001\n".encode()
    pool, pool_key = office["manager"].upload("accounts", "numbers.csv", numbers)
    pool_report = office["manager"].wait_for_report(pool_key)

    assert 200 <= put < 300
    assert (report["rows"], report["loaded"], report["rejected"][0]["column"]) == (2, 1, "차량번호")
    assert 200 <= pool < 300
    assert pool_report["added"] == 1
    assert office["clerk"].ask("POST", "/uploads", kind="accounts", name="x.csv", size_bytes=1)[0] == 403


def test_the_inbox_takes_the_signed_form_and_no_other(city: City, office: dict[str, FinesClient]) -> None:
    _, signed = office["clerk"].ask("POST", "/uploads", kind="notices", name="x.csv", size_bytes=5)
    fields = signed["fields"]

    refused = [
        post_form(signed["url"], fields, b"x" * 50),
        post_form(signed["url"], {**fields, "key": "elsewhere.csv"}, b"xxxxx"),
        post_form(signed["url"], {**fields, "Content-Type": "text/html"}, b"xxxxx"),
        post_form(signed["url"], {**fields, "x-amz-meta-by": "somebody else"}, b"xxxxx"),
        post_form(signed["url"], {**fields, "x-amz-signature": "0" * 64}, b"xxxxx"),
    ]

    assert [400 <= status < 500 for status in refused] == [True] * 5
    listed = city.client("s3").list_objects_v2(Bucket=city.output("NoticeInboxBucket"))["Contents"]
    assert {signed["key"], "elsewhere.csv"}.isdisjoint({found["Key"] for found in listed})


@pytest.mark.parametrize(
    "scheduled", ["CheckBooks", "FileDeadlines", "ForgetEnded", "MeasureDesk", "RemindCitizens", "WatchInstalments"]
)
def test_what_runs_on_a_schedule_runs_under_its_own_role(city: City, scheduled: str) -> None:
    functions = city.client("lambda")

    answer = functions.invoke(FunctionName=city.function(f"{scheduled}Function"), Payload=b"{}")

    assert "FunctionError" not in answer, answer["Payload"].read()
