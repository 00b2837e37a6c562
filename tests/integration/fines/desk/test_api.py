"""The staff's API from outside: who gets in, and what is refused before anybody looks at it."""

import io
import json
from typing import Any

import pytest

from city.aws.observability import logger
from city.contracts.fines.staff.fields import MAX_BODY_BYTES
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

NUMBER = "1140-2026-0000001"
GIVEN_AT = "2026-11-10T03:00:00.000000"
HOLDER = "0" * 32
LISTS = ("/tickets", "/opinions", "/suspense", "/proposals", "/refunds", "/reports", "/corrections")
READS = (
    "/cases",
    f"/cases/{NUMBER}",
    f"/talks/{HOLDER}",
    "/tickets/2611-0001",
    f"/opinions/{NUMBER}/{GIVEN_AT}",
    "/deposits/NH:deposit-1",
    "/report",
    "/statistics",
    "/waiting",
    *LISTS,
)
DISCLOSURES = {
    f"/cases/{NUMBER}/disclosure": {"reason": "민원 확인"},
    f"/talks/{HOLDER}/disclosure": {"reason": "민원 확인"},
    "/deposits/NH:deposit-1/disclosure": {"reason": "환급 계좌 확인"},
}
WORK: dict[str, dict[str, Any]] = {
    f"/cases/{NUMBER}/moves": {"move": "dun", "note": "독촉장 발송"},
    f"/cases/{NUMBER}/social-claim": {"ground": "minor", "claimed_on": "2026-11-10"},
    f"/cases/{NUMBER}/instalments": {"months": 3, "first_due": "2026-12-01"},
    f"/cases/{NUMBER}/plan": {
        "hardship": "illness",
        "applied_on": "2026-11-10",
        "months": 3,
        "first_due": "2026-11-30",
    },
    f"/cases/{NUMBER}/plan/extension": {"months": 1, "reason": "치료 기간 연장"},
    f"/cases/{NUMBER}/plan/revocation": {"ground": "missed", "reason": "2회차 미납"},
    f"/cases/{NUMBER}/owner": {"phone": "010-2222-3333"},
    f"/cases/{NUMBER}/corrections": {"move": "cancel", "ground": "no_violation", "reason": "단속 착오"},
    "/tickets/2611-0001/answer": {"words": "확인했습니다."},
    "/tickets/2611-0001/close": {"reason": "통화로 안내"},
    f"/opinions/{NUMBER}/{GIVEN_AT}/decision": {"accepted": False, "reason": "증빙 없음"},
    "/suspense/NH:deposit-1/proposal": {"action": "assign", "notice_number": NUMBER, "reason": "번호 착오"},
    "/refunds/NH:deposit-1/paid": {"bank_reference": "NH-2026-1"},
}
MANAGEMENT = {
    "/suspense/NH:deposit-1/approval": {"approve": True},
    f"/cases/{NUMBER}/corrections/decision": {"approve": True},
}
POSTS = {**DISCLOSURES, **WORK, **MANAGEMENT}


def group_for(path: str) -> str:
    return "manager" if path in MANAGEMENT else "clerk"


@pytest.mark.parametrize("group", [None, "", "citizen", "[visitors clerks]"])
def test_whoever_is_no_staff_reads_and_writes_nothing(staff: Staff, group: Any) -> None:
    assert {path: staff.get(path, group)[0] for path in READS} == dict.fromkeys(READS, 403)
    assert {path: staff.post(path, body, group)[0] for path, body in POSTS.items()} == dict.fromkeys(POSTS, 403)
    assert staff.get("/views", group, subject="notice#1")[0] == 403


def test_an_auditor_changes_nothing(staff: Staff) -> None:
    paths = {**WORK, **MANAGEMENT}

    assert {path: staff.post(path, body, "auditor")[0] for path, body in paths.items()} == dict.fromkeys(paths, 403)


def test_a_clerk_neither_approves_nor_bars_nor_watches_colleagues(staff: Staff) -> None:
    approval = staff.post("/suspense/NH:deposit-1/approval", {"approve": True}, "clerk")
    barring = staff.post(f"/cases/{NUMBER}/moves", {"move": "bar", "note": "시효"}, "clerk")

    assert approval[0] == barring[0] == 403
    assert staff.get("/views", "clerk", subject="notice#1")[0] == 403
    assert staff.get("/views", "manager", subject="notice#1")[0] == 403


@pytest.mark.parametrize("group", ["clerk", "auditor,manager", "[clerk manager]", ["clerk"]])
def test_staff_get_in_however_the_groups_are_spelled(staff: Staff, group: Any) -> None:
    assert staff.get("/suspense", group) == (200, {"suspense": [], "next_page": None})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cases/2026-000001/disclosure", {"reason": "민원 전화 확인"}),
        ("/talks/holder/disclosure", {"reason": "민원 전화 확인"}),
        ("/files/holder/file/disclosure", {"reason": "민원 전화 확인"}),
        ("/deposits/bank-1/disclosure", {"reason": "민원 전화 확인"}),
        ("/waiting/tickets/export", {"whole": True, "reason": "민원 전화 확인"}),
    ],
)
def test_whole_personal_data_wants_a_sign_in_of_the_last_minutes(staff: Staff, path: str, body: Any) -> None:
    staff.claims["clerk-1"] = {"auth_time": "1700000000"}

    status, answer = staff.post(path, body)

    assert (status, answer["error"]) == (403, "sign_in_again")


def test_a_masked_list_wants_no_more_than_a_token(staff: Staff) -> None:
    staff.claims["clerk-1"] = {"auth_time": "1700000000"}

    assert staff.post("/waiting/tickets/export", {})[0] == 200


def test_what_does_not_exist_is_not_found(staff: Staff) -> None:
    read = [path for path in READS if path.count("/") > 1]

    assert {path: staff.get(path)[0] for path in read} == dict.fromkeys(read, 404)
    for path, body in POSTS.items():
        status, answer = staff.post(path, body, group_for(path))
        assert status == 404, path
        assert set(answer["message"]) == {"ko", "en"}


def test_a_body_out_of_shape_is_refused(staff: Staff) -> None:
    for path, body in POSTS.items():
        group = group_for(path)
        for spoiled in ("", "{", "[]", "null", "{}", json.dumps({**body, "unheard_of": 1})):
            status, answer = staff.post(path, spoiled, group)
            assert (status, answer["error"]) == (400, "invalid"), (path, spoiled)
        assert staff.post(path, json.dumps({**body, "reason": "x" * MAX_BODY_BYTES}), group)[0] == 413


TOO_MUCH: tuple[tuple[str, dict[str, Any]], ...] = (
    (f"/cases/{NUMBER}/disclosure", {"reason": "왜요"}),
    (f"/cases/{NUMBER}/disclosure", {"reason": "     "}),
    (f"/cases/{NUMBER}/disclosure", {"reason": "ㅇㅇㅇㅇㅇ"}),
    (f"/cases/{NUMBER}/disclosure", {"reason": "가가가가가"}),
    (f"/cases/{NUMBER}/disclosure", {"reason": "가" * 201}),
    ("/tickets/2611-0001/answer", {"words": ""}),
    ("/tickets/2611-0001/answer", {"words": "가" * 1001}),
    ("/tickets/2611-0001/close", {"reason": "가" * 501}),
    (f"/opinions/{NUMBER}/{GIVEN_AT}/decision", {"reason": "가" * 301}),
    (f"/opinions/{NUMBER}/{GIVEN_AT}/decision", {"documents_seen": ["a"] * 11}),
    (f"/opinions/{NUMBER}/{GIVEN_AT}/decision", {"documents_seen": ["가" * 101]}),
    (f"/opinions/{NUMBER}/{GIVEN_AT}/decision", {"ground": "because"}),
    ("/suspense/NH:deposit-1/proposal", {"action": "keep"}),
    ("/suspense/NH:deposit-1/proposal", {"action": "refund"}),
    ("/suspense/NH:deposit-1/proposal", {"notice_number": None}),
    ("/suspense/NH:deposit-1/proposal", {"notice_number": "1"}),
    ("/suspense/NH:deposit-1/proposal", {"refund_bank": "NH"}),
    ("/suspense/NH:deposit-1/approval", {"approve": "perhaps"}),
    ("/refunds/NH:deposit-1/paid", {"bank_reference": "가나다라"}),
    (f"/cases/{NUMBER}/moves", {"move": "pay"}),
    (f"/cases/{NUMBER}/moves", {"move": "object"}),
    (f"/cases/{NUMBER}/moves", {"move": "court_decides_against"}),
    (f"/cases/{NUMBER}/moves", {"note": ""}),
    (f"/cases/{NUMBER}/moves", {"note": "."}),
    (f"/cases/{NUMBER}/moves", {"on": "yesterday"}),
    (f"/cases/{NUMBER}/social-claim", {"ground": "poor"}),
    (f"/cases/{NUMBER}/instalments", {"months": 0}),
    (f"/cases/{NUMBER}/instalments", {"months": 61}),
    (f"/cases/{NUMBER}/owner", {"phone": "전화번호는요"}),
    (f"/cases/{NUMBER}/owner", {"phone": "0" * 21}),
)


def test_each_limit_is_kept(staff: Staff) -> None:
    for path, change in TOO_MUCH:
        status, answer = staff.post(path, {**POSTS[path], **change}, group_for(path))
        assert status == 400, (path, change, answer)


def test_a_page_that_does_not_exist_is_refused(staff: Staff) -> None:
    limits = [{"limit": limit} for limit in ("0", "101", "-1", "٣")]
    pages = [{"page": page} for page in ("x", "x=1", "a" * 301)]
    for path in LISTS:
        for query in [*limits, *pages]:
            assert staff.get(path, **query)[0] == 400, (path, query)


def test_a_part_of_the_path_too_long_for_a_key_is_not_found(staff: Staff) -> None:
    assert staff.get("/cases/" + "9" * 5000)[0] == 404
    assert staff.get("/cases", number="9" * 5000)[0] == 400


def test_suspense_is_read_page_by_page(fines: FinesInMoto, staff: Staff) -> None:
    for serial in range(5):
        fines.pay("79099999999999", 1000 + serial, f"deposit-{serial}")
        fines.clock.move(seconds=1)

    amounts, page = [], {}
    for _ in range(3):
        status, answer = staff.get("/suspense", limit="2", **page)
        assert status == 200
        amounts.append([entry["amount_krw"] for entry in answer["suspense"]])
        page = {"page": answer["next_page"]} if answer["next_page"] else {}

    assert amounts == [[1000, 1001], [1002, 1003], [1004]]
    assert page == {}


def test_logs_of_staffs_work_hold_nothing_personal(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.ask(OWNER, "상담원 바꿔주세요 12가3456")
    lines = io.StringIO()
    usual = logger().registered_handler.setStream(lines)

    staff.get("/cases", plate="12가3456")
    staff.get("/cases", phone=OWNER)
    staff.post(f"/cases/{number}/disclosure", {"reason": "소유자 홍길동 민원 확인"})
    staff.post("/tickets/2611-0001/answer", {"words": "12가3456 차량은 확인했습니다. 010-1234-5678"})
    staff.post(f"/cases/{number}/owner", {"phone": "010-2222-3333"})
    logger().registered_handler.setStream(usual)
    logged = lines.getvalue()

    assert "personal data disclosed" in logged
    assert "ticket ended" in logged
    for personal in ("12가3456", "3456", "1012345678", "5678", "2222", "홍길동", "퇴계로", account):
        assert personal not in logged.replace(number, "")
