"""What of a citizen's money is held stands on the case, from the moment it is held until it is settled or back."""

from datetime import timedelta

import pytest

from city.fines.law.deposits import HeldMoney, SuspenseReason
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.held_money import held_for, held_of
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in
from tests.integration.staff import Staff

NUMBER = "1140-2026-0000001"
REFUND = {
    "action": "refund",
    "reason": "금액 착오",
    "refund_bank": "KB",
    "refund_account": "12345678901234",
    "refund_holder": "홍길동",
}


@pytest.fixture
def account(fines: FinesInMoto) -> str:
    fines.add_notice()
    return account_in(fines.ask(OWNER, "계좌 12가3456"))


def case_of(fines: FinesInMoto, number: str = NUMBER) -> NoticeRecord:
    case = fines.cases.by_number(number)
    assert case is not None
    return case


def held(fines: FinesInMoto, number: str = NUMBER) -> list[tuple[int, SuspenseReason | None, bool]]:
    return [(money.amount_krw, money.reason, money.returning) for money in held_of(case_of(fines, number))]


def propose_and_approve(staff: Staff, body: dict[str, str], key: str = "NH:deposit-1") -> None:
    assert staff.post(f"/suspense/{key}/proposal", body, "clerk", "kim")[0] == 200
    assert staff.post(f"/suspense/{key}/approval", {"approve": True}, "manager", "boss")[0] == 200


def test_money_that_pays_nothing_is_noted_on_the_case_it_came_for(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 31_000)

    (money,) = held_of(case_of(fines))
    assert money == HeldMoney(
        deposit_key="NH:deposit-1",
        amount_krw=31_000,
        at=fines.clock.now(),
        reason=SuspenseReason.WRONG_AMOUNT,
        expected_krw=32_000,
        asked_by=frozenset({case_of(fines).holder}),
    )


def test_every_deposit_that_is_held_is_noted_oldest_first(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000, "deposit-1")
    fines.pay(account, 32_000, "deposit-2", deposited_at=fines.clock.now() + timedelta(hours=1))
    fines.pay(account, 1_000, "deposit-3", deposited_at=fines.clock.now())

    assert held(fines) == [
        (1_000, SuspenseReason.SECOND_DEPOSIT, False),
        (32_000, SuspenseReason.SECOND_DEPOSIT, False),
    ]


def test_a_bank_that_tells_twice_holds_once(fines: FinesInMoto, account: str) -> None:
    for _ in range(2):
        fines.pay(account, 31_000)

    assert len(held(fines)) == 1


def test_money_for_nobodys_account_is_noted_nowhere(fines: FinesInMoto, account: str) -> None:
    fines.pay("79099999999999", 32_000)

    assert held(fines) == []


def test_the_owner_and_whoever_asked_for_the_account_are_told_and_no_other_bearer(fines: FinesInMoto) -> None:
    fines.add_notice()
    fines.pay(account_in(fines.ask(STRANGER, f"{NUMBER} 12가3456 제가 낼게요")), 31_000)
    case = case_of(fines)
    (money,) = held_of(case)
    (stranger,) = money.asked_by

    assert held_for(case, case.holder) == held_for(case, stranger) == (money,)
    assert held_for(case, "somebody-else") == held_for(case, None) == ()


def test_money_the_bank_takes_back_is_held_no_more(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 31_000)

    fines.pay(account, 31_000, kind="cancel")

    assert held(fines) == []
    assert case_of(fines).status == "noticed"


def test_held_money_is_returning_once_a_refund_is_approved_and_gone_once_it_is_paid(
    fines: FinesInMoto, staff: Staff, account: str
) -> None:
    fines.pay(account, 31_000)

    propose_and_approve(staff, REFUND)
    promised = held(fines)
    staff.post("/refunds/NH:deposit-1/paid", {"bank_reference": "NH-2026-1"}, "clerk", "lee")

    assert promised == [(31_000, SuspenseReason.WRONG_AMOUNT, True)]
    assert held(fines) == []


def test_held_money_that_staff_assign_is_held_no_more(fines: FinesInMoto, staff: Staff, account: str) -> None:
    other = fines.add_notice(2, 구역="어린이보호구역")
    fines.pay(account, 96_000)

    propose_and_approve(staff, {"action": "assign", "notice_number": other, "reason": "계좌 착오 입금"})

    assert held(fines) == held(fines, other) == []
    assert case_of(fines, other).status == "closed_final"


def test_money_that_came_late_and_is_assigned_to_its_own_case_is_held_no_more(
    fines: FinesInMoto, staff: Staff, account: str
) -> None:
    sent = fines.clock.now()
    fines.clock.move(days=20)
    fines.ask(OWNER, "계좌  12가3456")
    fines.pay(account, 40_000, deposited_at=fines.clock.now())
    assert fines.clock.now() > sent
    assert held(fines) == [(40_000, SuspenseReason.REVOKED_ACCOUNT, False)]

    propose_and_approve(staff, {"action": "assign", "notice_number": NUMBER, "reason": "이전 계좌 입금"})

    assert held(fines) == []


@pytest.mark.parametrize("question", ["두 번 나간 것 같은데 둘 다 들어갔나요", "더 낼 게 있나요", "환급해 주세요"])
def test_whatever_is_asked_of_a_paid_case_tells_the_sender_what_is_held(
    fines: FinesInMoto, account: str, question: str
) -> None:
    fines.pay(account, 32_000, "deposit-1")
    fines.pay(account, 32_000, "deposit-2")

    answer = fines.ask(OWNER, question)

    assert "32,000원은" in answer
    assert "보관되어" in answer


def test_a_stranger_with_number_and_plate_hears_how_a_second_payment_comes_back_but_of_no_money(
    fines: FinesInMoto, account: str
) -> None:
    fines.pay(account, 32_000, "deposit-1")
    paid_once = fines.ask(STRANGER, f"{NUMBER} 12가3456 제가 보낸 돈 들어갔나요")
    fines.pay(account, 32_000, "deposit-2")
    paid_twice = fines.ask(STRANGER, f"{NUMBER} 12가3456 제가 보낸 돈 들어갔나요")

    assert '"환급"' in paid_once
    assert paid_once == paid_twice
