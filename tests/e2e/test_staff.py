"""A day at the office, under the roles of the cloud: what the staff's API may do is what it needs, and all of it."""

import urllib.parse
from datetime import timedelta
from typing import Any

import pytest

from infra.local.city import City
from infra.local.seed import as_csv, import_file, notice_row, today_in_seoul
from infra.local.street import Bank, Desk, Phone

NUMBER, OTHER = "1140-2025-9100001", "1140-2025-9100002"
PLATE, OTHER_PLATE = "77호7701", "77호7702"
PHONE, NEW_PHONE = "010-9100-0001", "010-9100-0002"


@pytest.fixture(scope="module")
def office(city: City) -> dict[str, Desk]:
    """Everybody in the office, and two notices of one owner."""
    today = today_in_seoul()
    rows = [
        notice_row(
            관리번호=number, 차량번호=plate, 소유자="홍길동", 휴대전화=PHONE, 위반일시=f"{today - timedelta(days=4)} 09:30",
            위반장소="을지로 30", 사전통지일=today - timedelta(days=2), 의견제출기한=today + timedelta(days=18),
        )
        for number, plate in ((NUMBER, PLATE), (OTHER, OTHER_PLATE))
    ]  # fmt: skip
    assert import_file(city, "staff-day.csv", as_csv(rows))["loaded"] == 2
    return {who: Desk(city, who) for who in ("clerk", "manager", "auditor")}


def ok(answer: tuple[int, Any]) -> Any:
    assert answer[0] == 200, answer
    return answer[1]


def test_cases_are_found_shown_and_disclosed(office: dict[str, Desk]) -> None:
    clerk, auditor = office["clerk"], office["auditor"]

    for query in (f"plate={urllib.parse.quote(PLATE)}", f"number={NUMBER}", f"phone={PHONE}"):
        assert NUMBER in {case["number"] for case in ok(clerk.get(f"/cases?{query}"))["cases"]}
    assert PLATE not in str(ok(auditor.get(f"/cases/{NUMBER}")))
    assert ok(clerk.post(f"/cases/{NUMBER}/disclosure", reason="민원 전화 확인"))["plate"] == PLATE
    views = ok(auditor.get(f"/views?subject={urllib.parse.quote(f'notice#{NUMBER}')}"))["views"]
    assert [view["reason"] for view in views] == ["민원 전화 확인"]


def test_a_ticket_is_answered_by_text(city: City, office: dict[str, Desk]) -> None:
    phone, clerk = Phone(city, PHONE), office["clerk"]
    number = phone.ask("상담원 연결해 주세요").partition("접수 ")[2][:9]

    told = ok(clerk.get(f"/tickets/{number}"))
    assert told["turns"]
    assert ok(clerk.get(f"/talks/{told['holder']}"))["turns"]
    assert ok(clerk.post(f"/talks/{told['holder']}/disclosure", reason="민원 전화 확인"))["phone"] == "+821091000001"
    answered = ok(clerk.post(f"/tickets/{number}/answer", words="확인 후 전화드리겠습니다."))

    assert answered["state"] == "answered"
    assert "전화드리겠습니다" in phone.wait()


def test_an_opinion_is_decided(city: City, office: dict[str, Desk]) -> None:
    phone, clerk = Phone(city, PHONE), office["clerk"]
    for words in (f"의견 {PLATE}", "응급환자를 병원에 데려다 주느라 잠깐 세웠습니다", "접수"):
        phone.ask(words)
    opinion = clerk.find("/opinions", notice_number=NUMBER)

    decided = ok(clerk.post(f"/opinions/{NUMBER}/{opinion['given_at']}/decision", accepted=False, reason="증빙 없음"))

    assert decided["state"] == "rejected"
    assert "증빙 없음" in phone.wait()
    assert ok(clerk.get(f"/opinions/{NUMBER}/{opinion['given_at']}"))["state"] == "rejected"


def test_lost_money_pays_or_goes_back(city: City, office: dict[str, Desk]) -> None:
    clerk, manager, phone = office["clerk"], office["manager"], Phone(city, PHONE)
    keys = [Bank(city).deposit("79099999999999", amount) for amount in (32_000, 5_000)]
    for key in keys:
        clerk.wait_for_deposit(key)

    ok(clerk.post(f"/suspense/{keys[0]}/proposal", action="assign", notice_number=NUMBER, reason="계좌 착오"))
    ok(clerk.post(
        f"/suspense/{keys[1]}/proposal", action="refund", reason="주인 없는 돈", refund_bank="KB",
        refund_account="12345678901234", refund_holder="홍길동",
    ))  # fmt: skip
    for key in keys:
        ok(manager.post(f"/suspense/{key}/approval", approve=True))
    paid = ok(manager.post(f"/refunds/{keys[1]}/paid", bank_reference="NH-2026-1"))

    assert paid["state"] == "paid"
    assert "납부가 확인" in phone.wait()
    case = ok(clerk.get(f"/cases/{NUMBER}"))
    assert (case["state"], case["deposits"][0]["outcome"]) == ("closed_final", "assigned")
    assert clerk.post(f"/suspense/{keys[0]}/approval", approve=True)[0] == 403


def test_a_claim_a_plan_and_a_new_telephone(city: City, office: dict[str, Desk]) -> None:
    clerk, old, new = office["clerk"], Phone(city, PHONE), Phone(city, NEW_PHONE)
    old.ask(f"계좌 {OTHER_PLATE}")

    claimed = ok(clerk.post(f"/cases/{OTHER}/social-claim", ground="minor", claimed_on=str(today_in_seoul())))
    old.ask(f"가상계좌 {OTHER_PLATE}")
    planned = ok(clerk.post(f"/cases/{OTHER}/instalments", months=2, first_due=str(today_in_seoul())))
    ok(clerk.post(f"/cases/{OTHER}/owner", phone=NEW_PHONE))

    assert claimed["amount"]["amount_krw"] == planned["amount_krw"] == 16_000
    assert "16,000원" in new.ask(f"계좌 {OTHER_PLATE}")
    assert clerk.post(f"/cases/{OTHER}/moves", move="dun", note="독촉")[0] == 409


def test_the_day_is_counted_and_its_files_are_read(office: dict[str, Desk]) -> None:
    today = today_in_seoul()

    figures = ok(office["auditor"].get(f"/statistics?from={today}&to={today}"))["total"]
    report = office["clerk"].find("/reports", key="staff-day.csv.report.json")

    assert figures["messages"] > 0
    assert figures["refunded_krw"] >= 5_000
    assert ok(office["clerk"].get(f"/reports/{report['key']}"))["loaded"] == 2
