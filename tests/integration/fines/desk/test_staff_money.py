from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import CaseMoved
from city.fines.law.service.races import look_again
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

KEY = "NH:deposit-1"
REFUND = {
    "action": "refund",
    "reason": "이중 납부 확인",
    "refund_bank": "KB",
    "refund_account": "12345678901234",
    "refund_holder": "홍길동",
}


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    return fines.add_notice()


def assign(number: str) -> dict[str, str]:
    return {"action": "assign", "notice_number": number, "reason": "계좌 착오 입금"}


def propose(staff: Staff, body: dict[str, str], sub: str = "kim", key: str = KEY) -> Any:
    return staff.post(f"/suspense/{key}/proposal", body, "clerk", sub)


def approve(staff: Staff, sub: str = "manager-1", *, approve: bool = True, key: str = KEY) -> Any:
    return staff.post(f"/suspense/{key}/approval", {"approve": approve}, "manager", sub)


def pay_out(staff: Staff, sub: str = "lee", reference: str = "NH-2026-1", key: str = KEY) -> Any:
    return staff.post(f"/refunds/{key}/paid", {"bank_reference": reference}, "clerk", sub)


def ledger(staff: Staff, key: str = KEY) -> list[str]:
    return sorted(entry["kind"] for entry in staff.get(f"/deposits/{key}")[1]["ledger"])


# --- assigning ---


def test_money_that_lost_its_way_pays_the_fine_it_was_meant_for(fines: FinesInMoto, staff: Staff, number: str) -> None:
    live = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay("79099999999999", 32_000)
    fines.events()

    proposed = propose(staff, assign(number))
    waiting = staff.get("/proposals")[1]["decisions"]
    status, decided = approve(staff)

    assert proposed[0] == 200
    assert [(each["action"], each["state"]) for each in waiting] == [("assign", "proposed")]
    assert (status, decided["state"], decided["decided_by"]) == (200, "approved", "manager-1")
    case = staff.get(f"/cases/{number}")[1]
    assert (case["state"], case["paid_krw"]) == ("closed_final", 32_000)
    assert ledger(staff) == ["received_into_suspense", "suspense_assigned"]
    assert staff.get(f"/deposits/{KEY}")[1]["outcome"] == "assigned"
    assert [(event["detail-type"], event["detail"]["notice_number"]) for event in fines.events()] == [
        ("FinePaid", number)
    ]
    assert fines.post.texts[-1][0] == "+821012345678"
    assert "납부가 확인되었습니다" in fines.post.last()
    assert live not in fines.bound_accounts()
    assert staff.get("/suspense")[1]["suspense"] == staff.get("/proposals")[1]["decisions"] == []


def test_an_approval_told_twice_settles_and_tells_once(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, assign(number))
    first = approve(staff)
    sent, _ = len(fines.post.texts), fines.events()

    again = approve(staff, "manager-2")

    assert again == first
    assert len(fines.post.texts) == sent
    assert fines.events() == []


def test_a_crash_between_approval_and_telling_is_made_good_by_the_next_call(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, assign(number))
    fines.post.refusals = 1

    statuses = [approve(staff)[0] for _ in range(3)]

    assert statuses == [503, 200, 200]
    assert len([text for _, text in fines.post.texts if "납부가 확인" in text]) == 1


def test_an_amount_that_was_not_due_on_its_day_is_refused(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 31_000)
    fines.pay("79099999999999", 32_000, "deposit-2", deposited_at=fines.clock.now() + timedelta(days=25))
    fines.clock.move(days=30)

    assert propose(staff, assign(number))[1]["error"] == "amount_differs"
    assert propose(staff, assign(number), key="NH:deposit-2")[1]["error"] == "amount_differs"


def test_a_fine_paid_meanwhile_takes_no_second_payment(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, assign(number))
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000, "deposit-2")

    status, answer = approve(staff)

    assert (status, answer["error"]) == (422, "fine_already_paid")
    assert approve(staff, approve=False)[1]["state"] == "declined"
    assert propose(staff, REFUND)[0] == 200


def test_a_receipt_for_another_car_does_not_go_to_whoever_paid(fines: FinesInMoto, staff: Staff, number: str) -> None:
    other = fines.add_notice(2, 차량번호="34나5678", 휴대전화="010-2222-3333", 구역="어린이보호구역")
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 96_000)

    propose(staff, assign(other))
    approve(staff)

    assert fines.post.texts[-1][0] == "+821022223333"


def test_an_assigned_payment_can_be_taken_back_by_the_bank(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, assign(number))
    approve(staff)

    assert fines.pay("79099999999999", 32_000, kind="cancel").outcome == "reversed"
    assert staff.get(f"/cases/{number}")[1]["state"] == "noticed"


def test_two_deposits_for_one_fine_and_one_of_them_wins(fines: FinesInMoto, staff: Staff, number: str) -> None:
    for deposit in ("deposit-1", "deposit-2"):
        fines.pay("79099999999999", 32_000, deposit)
        propose(staff, assign(number), key=f"NH:{deposit}")

    statuses = [approve(staff, key=f"NH:{deposit}")[0] for deposit in ("deposit-1", "deposit-2")]

    assert statuses == [200, 422]


# --- two persons ---


def test_whoever_proposed_neither_approves_nor_declines_nor_pays(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 31_000)
    propose(staff, REFUND, "boss")

    own = [approve(staff, "boss"), approve(staff, "boss", approve=False)]
    approve(staff, "manager-1")
    own.append(pay_out(staff, "boss"))

    assert [(status, answer["error"]) for status, answer in own] == [(403, "same_who_proposed")] * 3


def test_a_proposal_told_twice_stands_once_and_another_waits(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)
    first = propose(staff, assign(number))

    again, other, of_another = (
        propose(staff, assign(number)),
        propose(staff, REFUND),
        propose(staff, assign(number), "lee"),
    )

    assert again == first
    assert (other[0], other[1]["error"]) == (of_another[0], of_another[1]["error"]) == (409, "proposed_before")


def test_a_declined_proposal_makes_room_for_another(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, assign(number))

    declined = approve(staff, approve=False)
    again = approve(staff, approve=False)
    too_late = approve(staff)
    proposed = propose(staff, REFUND)

    assert declined[1]["state"] == "declined"
    assert again == declined
    assert (too_late[0], too_late[1]["error"]) == (409, "decided_before")
    assert (proposed[0], proposed[1]["action"]) == (200, "refund")
    assert len(staff.get("/suspense")[1]["suspense"]) == 1


class DeskWhereAnotherWasFaster(DeskEntries):
    """Somebody else decides between the first look at a proposal and what comes of it."""

    def __init__(self, meanwhile: Any) -> None:
        self._meanwhile = [meanwhile]

    def find_decision(self, deposit_key: str) -> Any:
        found = super().find_decision(deposit_key)
        if self._meanwhile:
            self._meanwhile.pop()()
        return found


@pytest.mark.parametrize("action", ["refund", "assign"])
def test_two_managers_at_once_and_one_wins(fines: FinesInMoto, staff: Staff, number: str, action: str) -> None:
    fines.pay("79099999999999", 32_000)
    propose(staff, REFUND if action == "refund" else assign(number))
    desk = DeskWhereAnotherWasFaster(lambda: approve(staff, "manager-2"))

    decided = replace(fines.staff.money.decide_resolution, desk=desk).decide(KEY, True, "manager-1")

    assert (decided.state, decided.decided_by) == ("approved", "manager-2")
    assert len(ledger(staff)) == 2
    assert len(fines.events()) == (1 if action == "refund" else 2)


def test_two_clerks_pay_one_refund_and_one_wins(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay("79099999999999", 31_000)
    propose(staff, REFUND)
    approve(staff)
    desk = DeskWhereAnotherWasFaster(lambda: pay_out(staff, "park"))

    paid = replace(fines.staff.money.book_refund, desk=desk).book(KEY, "NH-2026-1", "lee")

    assert (paid.state, paid.paid_by) == ("paid", "park")
    assert len(ledger(staff)) == 3


# --- refunds ---


def test_a_refund_is_promised_paid_and_told(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 31_000)

    propose(staff, REFUND)
    early = pay_out(staff)
    approve(staff)
    (waiting,) = staff.get("/refunds")[1]["decisions"]
    whole = staff.post(f"/deposits/{KEY}/disclosure", {"reason": "환급 이체"})[1]["decision"]
    status, paid = pay_out(staff)

    assert (early[0], early[1]["error"]) == (409, "decided_before")
    assert (waiting["refund_account"], waiting["refund_holder"]) == ("**********1234", "홍*동")
    assert (whole["refund_account"], whole["refund_holder"]) == ("12345678901234", "홍길동")
    assert (status, paid["state"], paid["paid_by"]) == (200, "paid", "lee")
    assert ledger(staff) == ["received_into_suspense", "refund_approved", "refund_paid"]
    assert staff.get(f"/deposits/{KEY}")[1]["outcome"] == "refunded"
    assert "31,000원을 돌려드렸습니다" in fines.post.last()
    assert staff.get("/refunds")[1]["decisions"] == staff.get("/suspense")[1]["suspense"] == []
    (view,) = staff.get("/views", "auditor", subject=f"deposit#{KEY}")[1]["views"]
    assert view["reason"] == "환급 이체"


def test_a_refund_told_twice_is_booked_and_texted_once(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 31_000)
    propose(staff, REFUND)
    approve(staff)
    first = pay_out(staff)
    sent = len(fines.post.texts)

    again, other = pay_out(staff, "park"), pay_out(staff, reference="NH-2026-2")

    assert again == first
    assert (other[0], other[1]["error"]) == (409, "decided_before")
    assert len(fines.post.texts) == sent


def test_settled_money_is_not_assigned_and_paid_money_not_refunded_again(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    other = fines.add_notice(2)
    fines.pay(account_in(fines.ask(OWNER, f"계좌 {number} 12가3456")), 32_000)
    settled = propose(staff, assign(other))
    propose(staff, {**REFUND, "reopens_case": True})
    approve(staff)
    pay_out(staff)

    assert settled[1]["error"] == "money_not_there"
    assert propose(staff, REFUND)[1]["error"] == "proposed_before"


def test_money_the_bank_took_back_is_not_paid_out_and_the_promise_can_be_declined(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.pay("79099999999999", 31_000)
    propose(staff, REFUND)
    approve(staff)
    fines.pay("79099999999999", 31_000, kind="cancel")

    refused, declined = pay_out(staff), approve(staff, approve=False)

    assert (refused[0], refused[1]["error"]) == (409, "entry_contradicts")
    assert declined[1]["state"] == "declined"
    assert staff.get("/refunds")[1]["decisions"] == []


def test_a_notice_nobody_has_takes_no_money(fines: FinesInMoto, staff: Staff) -> None:
    fines.pay("79099999999999", 32_000)

    assert propose(staff, assign("1140-2026-9999999"))[1]["error"] == "notice_unknown"


def test_a_deposit_is_shown_masked(fines: FinesInMoto, staff: Staff) -> None:
    fines.pay("79099999999999", 32_000)

    status, deposit = staff.get(f"/deposits/{KEY.replace(':', '%3A')}")

    assert (status, deposit["reason"], deposit["decision"]) == (200, "unknown_account", None)
    assert (deposit["account_number"], deposit["deposited_at"]) == ("**********9999", "2026-11-10T03:00:00Z")
    assert staff.get("/deposits/delivery%23delivery-1")[0] == 404


def test_a_race_that_never_ends_is_told_to_come_again(fines: FinesInMoto) -> None:
    tries = []

    def always_late() -> None:
        tries.append(1)
        raise CaseMoved

    with pytest.raises(CaseMoved):
        look_again(always_late)
    assert len(tries) == 5
