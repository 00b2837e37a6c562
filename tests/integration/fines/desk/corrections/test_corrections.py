from typing import Any

import pytest

from city.fines.law.tables.accounts import AccountRecord
from tests.integration.fines.desk.test_staff_cases import move
from tests.integration.fines_in_moto import BANK, OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

OTHER = "010-7777-1234"
NEW_OWNER = {"owner_name": "김새주", "owner_phone": OTHER, "document": "자동차등록원부"}


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    return fines.add_notice()


def propose(staff: Staff, number: str, move: str, ground: str, by: str = "kim", **more: Any) -> Any:
    body = {"move": move, "ground": ground, "reason": "확인함", **more}
    return staff.post(f"/cases/{number}/corrections", body, "clerk", by)


def approve(staff: Staff, number: str, by: str = "lee", *, yes: bool = True) -> Any:
    return staff.post(f"/cases/{number}/corrections/decision", {"approve": yes}, "manager", by)


def work(staff: Staff, name: str) -> list[str]:
    return [case["number"] for case in staff.get(f"/waiting/{name}")[1]["cases"]]


# --- served anew ---


def test_a_notice_that_came_back_is_served_anew_with_its_whole_period(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    move(staff, number, "mail_returned")
    fines.clock.move(days=30)

    status, correction = propose(staff, number, "serve_again", "undelivered", served_on="2026-12-09")

    assert (status, correction["state"], correction["before"]["notified_on"]) == (200, "approved", "2026-11-05")
    case = staff.get(f"/cases/{number}")[1]
    assert (case["state"], case["notified_on"], case["imposed_on"]) == ("noticed", "2026-12-09", None)
    assert case["amount"]["stage"] == "early"
    assert case["opinion_until"] >= "2026-12-29"
    assert account not in fines.bound_accounts()
    assert work(staff, "undelivered") == []
    assert "serve_again" in [line["what"] for line in case["history"]]
    to, text = fines.post.texts[-1]
    assert (to, "다시 보내 드렸습니다" in text, "12가3456" in text) == ("+821012345678", True, True)
    assert "의견" in fines.ask(OWNER, "12가3456 의견 내고 싶어요")


def test_an_account_from_before_it_was_served_anew_is_dead(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    propose(staff, number, "serve_again", "wrong_address", served_on="2026-11-10")

    assert fines.pay(account, 32_000).outcome == "suspense"


def test_the_same_again_serves_once(fines: FinesInMoto, staff: Staff, number: str) -> None:
    first = propose(staff, number, "serve_again", "undelivered", served_on="2026-11-10")
    texts = len(fines.post.texts)
    again = propose(staff, number, "serve_again", "undelivered", served_on="2026-11-10")

    assert first == again
    assert len(fines.post.texts) == texts
    assert [line["what"] for line in staff.get(f"/cases/{number}")[1]["history"]].count("serve_again") == 1


def test_an_imposition_served_anew_is_due_anew_without_a_surcharge(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.clock.move(days=90)
    assert staff.get(f"/cases/{number}")[1]["amount"]["amount_krw"] > 40_000

    assert propose(staff, number, "serve_imposition_again", "undelivered", served_on="2027-02-05")[0] == 200

    case = staff.get(f"/cases/{number}")[1]
    assert (case["state"], case["amount"]["amount_krw"]) == ("imposed", 40_000)
    assert case["pay_until"] >= "2027-04-06"
    assert work(staff, "overdue") == []


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"served_on": "2026-11-02"}, "served_before_violation"),
        ({"served_on": "2027-11-12"}, "day_in_future"),
        ({"served_on": "2026-11-10", "opinion_until": "2026-11-19"}, "opinion_period_too_short"),
        ({"served_on": "2026-11-10", "ground": "rented"}, "correction_ground_does_not_fit"),
    ],
)
def test_what_cannot_be_is_not_served(staff: Staff, number: str, more: dict[str, str], error: str) -> None:
    body = {"ground": "undelivered", **more}

    status, answer = propose(staff, number, "serve_again", **body)

    assert (status >= 400, answer["error"]) == (True, error)
    assert staff.get(f"/cases/{number}")[1]["corrections"] == []


# --- somebody else owes it ---


def test_two_people_hand_a_fine_to_whoever_rented_the_car_and_the_owner_is_free(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))

    status, proposed = propose(staff, number, "hand_to_renter", "rented", **NEW_OWNER)
    waiting = staff.get("/corrections")[1]["corrections"]
    alone = approve(staff, number, "kim")
    approved = approve(staff, number, "lee")

    assert (status, proposed["state"], [one["notice_number"] for one in waiting]) == (200, "proposed", [number])
    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (approved[0], approved[1]["state"], approved[1]["decided_by"]) == (200, "approved", "lee")
    assert staff.get("/corrections")[1]["corrections"] == []
    case = staff.get(f"/cases/{number}")[1]
    assert (case["owner_name"], case["owner_phone"], case["state"]) == ("김*주", "010-****-1234", "noticed")
    assert account not in fines.bound_accounts()
    assert fines.post.texts[-1][0] == "+821012345678"
    assert "빌린 분에게 넘겼습니다" in fines.post.texts[-1][1]
    assert "확인되는 내용이 없습니다" in fines.ask(OWNER, "계좌  12가3456")
    assert "32,000원" in fines.ask(OTHER, "계좌 12가3456")
    assert work(staff, "undelivered") == [number]  # the renter has to be written to, and then the days are told


def test_history_keeps_who_it_was_before(fines: FinesInMoto, staff: Staff, number: str) -> None:
    propose(staff, number, "hand_to_renter", "rented", **NEW_OWNER)
    approve(staff, number)

    masked = staff.get(f"/cases/{number}")[1]
    whole = staff.post(f"/cases/{number}/disclosure", {"reason": "이의 확인"})[1]

    (correction,) = whole["corrections"]
    assert (correction["before"]["owner_name"], correction["before"]["owner_phone"]) == ("홍길동", "+821012345678")
    assert (correction["proposed_by"], correction["decided_by"], correction["document"]) == (
        "kim",
        "lee",
        "자동차등록원부",
    )
    for personal in ("홍길동", "김새주", "1012345678", "1077771234"):
        assert personal not in str(masked)


def test_a_misread_plate_is_put_right_with_its_owner(fines: FinesInMoto, staff: Staff, number: str) -> None:
    propose(staff, number, "correct_car", "misread_plate", plate="34나5678", owner_name="김새주", owner_phone=OTHER)
    approve(staff, number)

    assert [case["number"] for case in staff.get("/cases", plate="34나5678")[1]["cases"]] == [number]
    assert staff.get("/cases", plate="12가3456")[1]["cases"] == []
    assert "32,000원" in fines.ask(OTHER, "계좌 34나5678")
    assert "귀하의 것이 아닌" in next(text for to, text in fines.post.texts if to == "+821012345678")


def test_a_misread_plate_of_an_owner_without_a_telephone_is_still_found(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice(휴대전화="")
    propose(staff, number, "correct_car", "misread_plate", plate="34나5678", owner_name="김새주")
    approve(staff, number)

    assert [case["number"] for case in staff.get("/cases", plate="34나5678")[1]["cases"]] == [number]
    assert "32,000원" in fines.ask(OTHER, f"{number} 34나5678 계좌")


def test_an_opinion_of_whoever_does_not_owe_it_any_more_is_laid_to_rest(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.ask(OWNER, "12가3456 의견")
    fines.ask(OWNER, "위반일 전에 차를 팔았습니다")
    fines.ask(OWNER, "접수")
    assert len(staff.get("/opinions")[1]["opinions"]) == 1

    propose(staff, number, "correct_owner", "sold_before", **NEW_OWNER)
    approve(staff, number)

    assert staff.get("/opinions")[1]["opinions"] == []
    (opinion,) = staff.get(f"/cases/{number}")[1]["opinions"]
    assert (opinion["state"], opinion["decided_by"]) == ("overtaken", "lee")


def test_what_is_declined_changes_nothing_and_makes_room(fines: FinesInMoto, staff: Staff, number: str) -> None:
    propose(staff, number, "correct_owner", "sold_before", **NEW_OWNER)
    other = propose(staff, number, "cancel", "no_violation")
    declined = approve(staff, number, yes=False)
    fines.clock.move(minutes=1)
    again = propose(staff, number, "cancel", "no_violation")

    assert (other[0], other[1]["error"]) == (409, "correction_proposed_before")
    assert declined[1]["state"] == "declined"
    assert again[1]["state"] == "proposed"
    case = staff.get(f"/cases/{number}")[1]
    assert (case["owner_name"], [each["state"] for each in case["corrections"]]) == ("홍*동", ["declined", "proposed"])


@pytest.mark.parametrize(
    "body",
    [
        {"move": "hand_to_renter", "ground": "rented", "owner_name": "김새주"},
        {"move": "correct_car", "ground": "misread_plate", "owner_name": "김새주"},
        {"move": "serve_again", "ground": "undelivered"},
        {"move": "cancel", "ground": "duplicate"},
        {"move": "cancel", "ground": "no_violation", "reason": "ㅇㅇ"},
        {"move": "pay", "ground": "other"},
    ],
)
def test_a_correction_without_what_proves_it_is_refused(staff: Staff, number: str, body: dict[str, str]) -> None:
    assert staff.post(f"/cases/{number}/corrections", {"reason": "확인함", **body})[0] == 400


def test_only_a_manager_decides_and_an_auditor_corrects_nothing(staff: Staff, number: str) -> None:
    propose(staff, number, "cancel", "no_violation")

    assert staff.post(f"/cases/{number}/corrections/decision", {"approve": True}, "clerk", "lee")[0] == 403
    assert staff.post(f"/cases/{number}/corrections", {"move": "cancel"}, "auditor")[0] == 403


# --- cancelled ---


def test_a_fine_the_office_cancels_is_owed_by_nobody(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    propose(staff, number, "cancel", "sign_missing")
    assert staff.get(f"/cases/{number}")[1]["state"] == "noticed"

    approve(staff, number)

    case = staff.get(f"/cases/{number}")[1]
    assert (case["state"], case["nothing_due"], case["account"]) == ("cancelled", "case_is_cancelled", None)
    assert AccountRecord.get(account).issue.revoked_at is not None
    assert fines.pay(account, 32_000).reason in ("nothing_due", "revoked_account")
    assert any("직권으로 취소" in text for to, text in fines.post.texts if to == "+821012345678")
    (line,) = [line for line in case["history"] if line["what"] == "cancel"]
    assert (line["by"], line["note"]) == ("lee", "sign_missing: 확인함")


def test_what_was_paid_on_a_fine_that_is_cancelled_is_asked_back_for_and_refunded(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000)
    propose(staff, number, "cancel", "no_violation")

    status, _ = approve(staff, number)

    assert status == 200
    (ticket,) = staff.get("/tickets")[1]["tickets"]
    assert (ticket["reason"], ticket["notice_number"]) == ("refund", number)
    assert "돌려드립니다" in fines.post.last()
    refund = {
        "action": "refund",
        "reason": "직권취소",
        "refund_bank": "KB",
        "refund_account": "12345678901",
        "refund_holder": "홍길동",
    }
    key = f"{BANK}:deposit-1"
    assert staff.post(f"/suspense/{key}/proposal", refund, "clerk", "kim")[0] == 200
    assert staff.post(f"/suspense/{key}/approval", {"approve": True}, "manager", "lee")[0] == 200


def test_a_deposit_the_bank_takes_back_reopens_no_cancelled_fine(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    propose(staff, number, "cancel", "no_violation")
    approve(staff, number)

    assert fines.pay(account, 32_000, kind="cancel").outcome == "reversed"
    assert staff.get(f"/cases/{number}")[1]["state"] == "cancelled"


def test_a_seizure_for_a_fine_that_is_cancelled_is_still_to_be_lifted(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.clock.move(days=90)
    for step in ("dun", "seize"):
        move(staff, number, step)
    propose(staff, number, "cancel", "stolen")
    approve(staff, number)
    waiting = work(staff, "release")
    offered = staff.get(f"/cases/{number}")[1]["moves"]

    released = move(staff, number, "release")

    assert (waiting, offered) == ([number], ["release"])
    assert (released[0], released[1]["state"]) == (200, "cancelled")
    assert work(staff, "release") == []
    assert staff.get(f"/cases/{number}")[1]["moves"] == []
    assert move(staff, number, "release", note="다시 한 번")[1]["error"] == "case_is_cancelled"


def test_a_duplicate_names_the_case_it_doubles(fines: FinesInMoto, staff: Staff) -> None:
    first, second, elsewhere = fines.add_notice(1), fines.add_notice(2), fines.add_notice(3, 위반장소="을지로 30")

    unlike = propose(staff, first, "cancel", "duplicate", duplicate_of=elsewhere)
    itself = propose(staff, first, "cancel", "duplicate", duplicate_of=first)
    alike = propose(staff, first, "cancel", "duplicate", duplicate_of=second)

    assert unlike[1]["error"] == itself[1]["error"] == "duplicate_differs"
    assert (alike[0], alike[1]["duplicate_of"]) == (200, second)


def test_each_case_says_what_may_be_put_right_on_it(fines: FinesInMoto, staff: Staff, number: str) -> None:
    early = staff.get(f"/cases/{number}")[1]["may_correct"]
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000)

    paid = staff.get(f"/cases/{number}")[1]["may_correct"]

    assert set(early) == {"serve_again", "correct_car", "correct_owner", "hand_to_renter", "cancel"}
    assert paid == ["cancel"]
