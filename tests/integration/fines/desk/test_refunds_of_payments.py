"""A fine does not stay paid after its money is gone."""

from typing import Any

import pytest

from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.held_money import held_of
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in
from tests.integration.staff import Staff

KEY = "NH:deposit-1"
REFUND = {
    "action": "refund",
    "reason": "착오 납부 확인",
    "refund_bank": "KB",
    "refund_account": "12345678901234",
    "refund_holder": "홍길동",
}
BY_MISTAKE = {**REFUND, "reopens_case": True}


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    return fines.add_notice()


def pay_as(fines: FinesInMoto, who: str, number: str, amount: int = 32_000, deposit: str = "deposit-1") -> None:
    words = "계좌 12가3456" if who == OWNER else f"{number} 12가3456 제가 대신 낼게요"
    fines.pay(account_in(fines.ask(who, words)), amount, deposit)


def propose(staff: Staff, body: dict[str, Any], key: str = KEY) -> tuple[int, Any]:
    return staff.post(f"/suspense/{key}/proposal", body, "clerk", "kim")


def approve(staff: Staff, key: str = KEY) -> tuple[int, Any]:
    return staff.post(f"/suspense/{key}/approval", {"approve": True}, "manager", "boss")


def case_of(fines: FinesInMoto, number: str) -> NoticeRecord:
    case = fines.cases.by_number(number)
    assert case is not None
    return case


def test_what_pays_a_case_is_not_refunded_while_the_case_is_owed(fines: FinesInMoto, staff: Staff, number: str) -> None:
    pay_as(fines, OWNER, number)

    status, answer = propose(staff, REFUND)

    assert (status, answer["error"]) == (409, "settles_the_case")
    assert "미납으로 되돌리며" in answer["message"]["ko"]
    assert case_of(fines, number).status == "closed_final"


def test_what_was_paid_by_mistake_goes_back_and_the_case_is_owed_as_it_was(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    pay_as(fines, OWNER, number)
    fines.events()

    proposed, approved = propose(staff, BY_MISTAKE), approve(staff)

    case = case_of(fines, number)
    assert (proposed[1]["reopens_case"], approved[0]) == (True, 200)
    assert (case.status, case.paid_at, case.paid_krw, case.paid_from, case.issue) == ("noticed", None, None, None, None)
    assert [(event["detail-type"], event["detail"]["notice_number"]) for event in fines.events()] == [
        ("PaymentReversed", number)
    ]
    assert [(money.amount_krw, money.returning) for money in held_of(case)] == [(32_000, True)]
    assert "납부되지 않은 상태로 돌아갔습니다" in fines.post.last()
    assert fines.post.texts[-1][0] == "+821012345678"
    assert "32,000원" in fines.ask(OWNER, "계좌  12가3456")
    history = [line["what"] for line in staff.get(f"/cases/{number}")[1]["history"]]
    assert "refund approved, unpaid again" in history


def test_the_amount_is_that_of_the_day_the_case_is_open_again(fines: FinesInMoto, staff: Staff, number: str) -> None:
    pay_as(fines, OWNER, number)
    fines.clock.move(days=90)

    propose(staff, BY_MISTAKE)
    approve(staff)

    assert staff.get(f"/cases/{number}")[1]["amount"]["amount_krw"] == 41_200


def test_owner_and_payer_are_told_once_each(fines: FinesInMoto, staff: Staff, number: str) -> None:
    pay_as(fines, STRANGER, number)
    propose(staff, BY_MISTAKE)

    for _ in range(2):
        assert approve(staff)[0] == 200

    told = [to for to, text in fines.post.texts if "납부되지 않은 상태로 돌아갔습니다" in text]
    assert sorted(told) == ["+821012345678", "+821099990000"]


def test_a_text_that_failed_goes_out_when_the_approval_is_sent_again(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    pay_as(fines, OWNER, number)
    propose(staff, BY_MISTAKE)
    fines.post.refusals = 1

    statuses = [approve(staff)[0] for _ in range(2)]

    assert statuses == [503, 200]
    assert len([text for _, text in fines.post.texts if "미납" in text or "납부되지 않은 상태로" in text]) == 1


def test_after_the_refund_the_fine_is_paid_anew(fines: FinesInMoto, staff: Staff, number: str) -> None:
    pay_as(fines, OWNER, number)
    propose(staff, BY_MISTAKE)
    approve(staff)
    assert staff.post(f"/refunds/{KEY}/paid", {"bank_reference": "NH-2026-1"}, "clerk", "lee")[0] == 200

    fines.pay(account_in(fines.ask(OWNER, "계좌  12가3456")), 32_000, "deposit-2")

    case = case_of(fines, number)
    assert (case.status, case.paid_krw, held_of(case)) == ("closed_final", 32_000, ())


def test_a_bank_that_takes_back_what_is_being_returned_opens_nothing_twice(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    propose(staff, BY_MISTAKE)
    approve(staff)
    other = account_in(fines.ask(OWNER, "계좌  12가3456"))
    fines.pay(other, 32_000, "deposit-2")

    taken = fines.pay(account, 32_000, kind="cancel")

    case = case_of(fines, number)
    assert (taken.outcome, case.status, held_of(case)) == ("reversed", "closed_final", ())


def test_the_surplus_of_two_alike_deposits_goes_back_freely(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    fines.pay(account, 32_000, "deposit-2")

    settled, surplus = (staff.get(f"/deposits/NH:deposit-{n}")[1] for n in (1, 2))
    statuses = [propose(staff, REFUND, "NH:deposit-2")[0], approve(staff, "NH:deposit-2")[0]]

    assert statuses == [200, 200]
    assert (settled["pays_case"], surplus["pays_case"]) == (True, False)
    assert [(other["deposit_key"], other["pays_case"]) for other in surplus["others"]] == [(KEY, True)]
    assert [other["deposit_key"] for other in settled["others"]] == ["NH:deposit-2"]
    assert case_of(fines, number).status == "closed_final"


def test_suspense_says_which_deposit_pays_what_the_other_came_for(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    fines.pay(account, 32_000, "deposit-2")

    (line,) = staff.get("/suspense")[1]["suspense"]

    assert (line["deposit_key"], line["pays_case"]) == ("NH:deposit-2", False)


def test_what_paid_a_case_that_is_cancelled_goes_back_and_the_case_stays_cancelled(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    pay_as(fines, OWNER, number)
    case_of(fines, number).update(actions=[NoticeRecord.status.set("cancelled")])

    statuses = [propose(staff, REFUND)[0], approve(staff)[0]]

    assert statuses == [200, 200]
    assert case_of(fines, number).status == "cancelled"
    assert not [text for _, text in fines.post.texts if "납부되지 않은 상태로" in text]


def test_a_case_cancelled_between_proposal_and_approval_is_not_opened(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    pay_as(fines, OWNER, number)
    propose(staff, BY_MISTAKE)
    case_of(fines, number).update(actions=[NoticeRecord.status.set("cancelled")])

    status, decided = approve(staff)

    assert (status, decided["reopens_case"]) == (200, False)
    assert case_of(fines, number).status == "cancelled"


def test_an_assignment_opens_nothing(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)

    body = {"action": "assign", "notice_number": number, "reason": "계좌 착오 입금", "reopens_case": True}

    assert propose(staff, body)[0] == 400
