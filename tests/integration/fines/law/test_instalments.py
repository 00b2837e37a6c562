"""Instalments from the grant to the last won: each has an account of its own, and the ledger knows every deposit."""

from datetime import UTC, datetime
from typing import Any

import pytest

from city.fines.desk.bootstrap import build_instalment_watch
from city.fines.money.ledger import LedgerAccount, balances
from city.fines.money.tables.ledger import DepositLedgerRecord
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in
from tests.integration.staff import Staff

GRANT = {"hardship": "unemployed", "applied_on": "2027-03-01", "months": 4, "first_due": "2027-03-31"}


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    """A case a month overdue: 40,000 + 1,200 + 480 = 41,680 won."""
    number = fines.add_notice()
    on(fines, 3, 1)
    return number


@pytest.fixture
def plan(fines: FinesInMoto, staff: Staff, number: str) -> str:
    status, case = staff.post(f"/cases/{number}/plan", GRANT)
    assert (status, case["amount"]["amount_krw"]) == (200, 10_420)
    return number


def on(fines: FinesInMoto, month: int, day: int, hour: int = 3) -> None:
    fines.clock.moment = datetime(2027, month, day, hour, tzinfo=UTC)


def account(fines: FinesInMoto, who: str = OWNER) -> str:
    return account_in(fines.ask(who, "계좌 12가3456"))


def held() -> dict[LedgerAccount, int]:
    return balances(record.to_entry() for record in DepositLedgerRecord.scan())


def case_of(staff: Staff, number: str) -> Any:
    return staff.get(f"/cases/{number}")[1]


def revoke(staff: Staff, number: str, ground: str = "missed") -> Any:
    return staff.post(f"/cases/{number}/plan/revocation", {"ground": ground, "reason": "2회차 미납"})


def test_the_owner_is_told_what_was_granted_and_hears_of_each_instalment(fines: FinesInMoto, plan: str) -> None:
    assert "41,680원의 분할납부가 허가되었습니다. 4회, 첫 회는 3.31.(수)까지 10,420원" in fines.post.last()

    reply = fines.ask(OWNER, "계좌 12가3456")

    assert "분할납부 1회차(전체 4회) 10,420원" in reply
    assert "3.31.(수) 밤 12시까지" in reply
    assert fines.pay(account_in(reply), 10_420).outcome == "settled"
    assert "1회차 10,420원 납부가 확인되었습니다" in fines.post.last()
    assert "남은 3회 중 다음은 4.30.(금)까지 10,420원" in fines.post.last()


def test_every_instalment_is_paid_into_its_own_account_and_the_last_closes_the_case(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    accounts = []
    for instalment, month in enumerate((3, 4, 5, 6), 1):
        on(fines, month, 20)
        accounts.append(account(fines))
        assert account(fines) == accounts[-1]
        assert fines.bound_accounts() == [accounts[-1]]
        fines.pay(accounts[-1], 10_420, f"deposit-{instalment}")

    case = case_of(staff, plan)
    assert len(set(accounts)) == 4
    assert (case["state"], case["paid_krw"], case["plan"]["paid_krw"]) == ("closed", 41_680, 41_680)
    assert [line["what"] for line in case["history"] if line["by"] == "bank"] == [
        "paid (instalment 1)",
        "paid (instalment 2)",
        "paid (instalment 3)",
        "paid (instalment 4)",
    ]
    assert (held()[LedgerAccount.SETTLED], held()[LedgerAccount.SUSPENSE]) == (41_680, 0)
    assert "종결되었습니다" in fines.post.last()
    events = [event["detail-type"] for event in fines.events()]
    assert events == ["InstalmentPaid"] * 3 + ["FinePaid"]
    assert fines.bound_accounts() == []


def test_a_second_deposit_for_an_instalment_and_a_wrong_amount_are_kept(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    first = account(fines)

    wrong = fines.pay(first, 41_680, "whole-one")
    fines.pay(first, 10_420, "right-one")
    again = fines.pay(first, 10_420, "again-one")
    retold = fines.pay(first, 10_420, "right-one")

    assert (wrong.reason, again.reason, retold.outcome) == ("wrong_amount", "second_deposit", "settled")
    assert (held()[LedgerAccount.SETTLED], held()[LedgerAccount.SUSPENSE]) == (10_420, 52_100)
    assert case_of(staff, plan)["plan"]["paid_krw"] == 10_420


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_of_two_accounts_of_one_instalment_one_deposit_pays_whatever_the_order(
    fines: FinesInMoto, staff: Staff, plan: str, order: tuple[str, str]
) -> None:
    on(fines, 3, 31)
    accounts, moments = {"old": account(fines)}, {"old": fines.clock.now()}
    on(fines, 3, 31, hour=16)  # past midnight in Seoul: the instalment is missed, and may still be paid
    accounts["new"] = account(fines)
    moments["new"] = fines.clock.now()
    assert "이 회차의 기한(3.31.(수))이 지났습니다" in fines.post.last()
    fines.clock.move(minutes=5)

    outcomes = [fines.pay(accounts[which], 10_420, f"{which}-account", moments[which]) for which in order]

    assert [(record.outcome, record.reason) for record in outcomes] == [
        ("settled", None),
        ("suspense", "second_deposit"),
    ]
    case = case_of(staff, plan)
    assert [line["paid"] for line in case["plan"]["instalments"]] == [True, False, False, False]
    assert fines.bound_accounts() == []
    assert account(fines) not in accounts.values()


def test_a_missed_instalment_lets_the_plan_be_revoked_and_the_rest_is_due(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    fines.pay(account(fines), 10_420, "deposit-1")
    on(fines, 4, 20)
    second = account(fines)
    too_early = revoke(staff, plan)
    on(fines, 5, 10)

    status, case = revoke(staff, plan)
    again = revoke(staff, plan)

    assert (too_early[0], too_early[1]["error"]) == (409, "instalment_not_missed")
    assert (status, case["amount"]["stage"], case["amount"]["amount_krw"]) == (200, "overdue", 31_260)
    assert again == (status, case)
    assert "남은 31,260원을 한꺼번에" in fines.post.last()
    assert fines.post.keys.count(f"revoke_instalments-{plan}") == 1
    assert fines.bound_accounts() == []
    assert fines.pay(second, 10_420, "late-one").reason == "revoked_account"
    rest = account(fines)
    assert fines.pay(rest, 31_260, "rest-one").outcome == "settled"
    closed = case_of(staff, plan)
    assert (closed["state"], closed["paid_krw"]) == ("closed", 41_680)
    assert held()[LedgerAccount.SETTLED] == 41_680
    assert [event["detail"]["stage"] for event in fines.events() if event["detail-type"] == "FinePaid"] == ["overdue"]


def test_an_instalment_paid_in_time_but_told_after_the_revocation_counts(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    on(fines, 3, 31)
    first, in_time = account(fines), fines.clock.now()
    on(fines, 4, 2)
    revoke(staff, plan)
    whole, asked_at = account(fines), fines.clock.now()
    fines.clock.move(minutes=5)

    assert fines.pay(first, 10_420, "told-late", in_time).outcome == "settled"
    assert fines.bound_accounts() == []
    assert fines.pay(whole, 41_680, "whole-one", asked_at).reason == "second_deposit"
    assert case_of(staff, plan)["amount"]["amount_krw"] == 31_260


def test_a_plan_is_extended_once_over_what_is_left(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    fines.pay(account(fines), 10_420, "deposit-1")
    fines.clock.move(minutes=5)
    body = {"months": 3, "reason": "실직 기간 연장"}

    status, case = staff.post(f"/cases/{plan}/plan/extension", body)
    again = staff.post(f"/cases/{plan}/plan/extension", body)
    another = staff.post(f"/cases/{plan}/plan/extension", {**body, "months": 1})

    assert (status, case["amount"]["amount_krw"], case["due_on"]) == (200, 5_210, "2027-04-30")
    assert again == (status, case)
    assert (another[0], another[1]["error"]) == (409, "already_extended")
    assert "분할납부 2회차(전체 7회) 5,210원" in fines.ask(OWNER, "계좌 12가3456")


def test_a_plan_needs_an_imposition_a_hardship_and_is_granted_once(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    early = fines.add_notice(
        2, 위반일시="2027-02-20 10:00", 사전통지일="2027-02-25", 의견제출기한="2027-03-20", 부과일="", 납부기한=""
    )

    refusals = [
        staff.post(f"/cases/{early}/plan", GRANT),
        staff.post(f"/cases/{number}/plan", {**GRANT, "months": 10}),
        staff.post(f"/cases/{number}/plan", {**GRANT, "first_due": "2027-05-01"}),
        staff.post(f"/cases/{number}/plan", {**GRANT, "applied_on": "2027-03-02"}),
        staff.post(f"/cases/{number}/plan", {**GRANT, "hardship": "rich"}),
        staff.post(f"/cases/{number}/plan", GRANT, "auditor"),
        staff.post(f"/cases/{number}/plan/extension", {"months": 1, "reason": "아직 없음"}),
        revoke(staff, number),
    ]
    granted = [staff.post(f"/cases/{number}/plan", GRANT) for _ in range(2)]
    another = staff.post(f"/cases/{number}/plan", {**GRANT, "months": 2})

    assert [(status, answer["error"]) for status, answer in refusals] == [
        (409, "not_imposed_yet"),
        (409, "instalment_months_out_of_range"),
        (400, "first_instalment_out_of_range"),
        (400, "day_in_future"),
        (400, "invalid"),
        (403, "forbidden"),
        (409, "no_instalments"),
        (409, "no_instalments"),
    ]
    assert granted[0] == granted[1]
    assert (another[0], another[1]["error"]) == (409, "instalments_granted_before")


def test_nothing_is_enforced_while_instalments_run_and_no_surcharge_grows(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    on(fines, 6, 29)

    refused = staff.post(f"/cases/{plan}/moves", {"move": "dun", "note": "독촉"})

    assert (refused[0], refused[1]["error"]) == (409, "instalments_running")
    case = case_of(staff, plan)
    assert ("dun" in case["moves"], case["state"], case["plan"]["missed"]) == (False, "overdue", True)
    assert sum(line["amount_krw"] for line in case["plan"]["instalments"]) == 41_680


def test_an_objection_ends_the_plan_and_what_is_owed_again_is_the_rest(
    fines: FinesInMoto, staff: Staff, plan: str
) -> None:
    fines.pay(account(fines), 10_420, "deposit-1")
    live = account(fines)
    staff.post(f"/cases/{plan}/moves", {"move": "object", "note": "이의", "received_on": "2027-01-15"})
    assert fines.bound_accounts() == []
    assert fines.pay(live, 10_420, "after-one").reason == "nothing_due"

    status, case = staff.post(f"/cases/{plan}/moves", {"move": "withdraw_objection", "note": "철회"})

    assert (status, case["amount"]["amount_krw"]) == (200, 31_260)


def test_an_instalment_the_bank_takes_back_is_due_again(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    fines.pay(account(fines), 10_420, "deposit-1")
    second = account(fines)

    fines.pay(second, 10_420, "deposit-2", kind="deposit")
    first = staff.get(f"/cases/{plan}")[1]["deposits"][0]
    assert first["outcome"] == "settled"
    record = fines.deposits.get("NH:deposit-1")
    fines.pay(record.account_number, 10_420, "deposit-1", kind="cancel")

    case = case_of(staff, plan)
    assert [line["paid"] for line in case["plan"]["instalments"]] == [False, True, False, False]
    assert case["due_on"] == "2027-03-31"
    assert held()[LedgerAccount.SETTLED] == 10_420
    assert "은행이 취소" in fines.post.last()


def test_the_last_instalment_taken_back_opens_the_case_again(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    for instalment in range(1, 5):
        last = account(fines)
        fines.pay(last, 10_420, f"deposit-{instalment}")
    first = fines.deposits.get("NH:deposit-1")

    fines.pay(first.account_number, 10_420, "deposit-1", kind="cancel")

    case = case_of(staff, plan)
    assert (case["state"], case["amount"]["amount_krw"], case["paid_krw"]) == ("overdue", 10_420, None)
    assert fines.pay(account(fines), 10_420, "deposit-5").outcome == "settled"
    assert case_of(staff, plan)["state"] == "closed"
    assert held()[LedgerAccount.SETTLED] == 41_680


def test_lost_money_pays_an_instalment_by_two_peoples_hands(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    fines.pay("79099999999999", 10_420, "lost-one")
    body = {"action": "assign", "notice_number": plan, "reason": "계좌번호 착오"}

    proposed = staff.post("/suspense/NH:lost-one/proposal", body)
    approved = staff.post("/suspense/NH:lost-one/approval", {"approve": True}, "manager", "manager-1")

    assert (proposed[0], approved[0]) == (200, 200)
    case = case_of(staff, plan)
    assert (case["plan"]["paid_krw"], case["state"]) == (10_420, "overdue")
    assert held()[LedgerAccount.SETTLED] == 10_420
    assert "1회차 10,420원 납부가 확인" in fines.post.last()


def test_somebody_else_with_the_notice_pays_an_instalment(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    reply = fines.ask(STRANGER, f"{plan} 12가3456 대신 낼게요")

    assert "10,420원" in reply
    assert "분할" not in reply
    assert fines.pay(account_in(reply), 10_420).outcome == "settled"


def test_a_grant_takes_the_account_of_the_whole_with_it(fines: FinesInMoto, staff: Staff, number: str) -> None:
    whole, in_time = account(fines), fines.clock.now()
    fines.clock.move(minutes=10)
    staff.post(f"/cases/{number}/plan", GRANT)
    fines.clock.move(minutes=10)

    assert fines.bound_accounts() == []
    assert fines.pay(whole, 41_680, "after-one").reason == "revoked_account"
    assert fines.pay(whole, 41_680, "before-one", in_time).outcome == "settled"
    assert case_of(staff, number)["state"] == "closed"


def test_a_missed_instalment_comes_to_the_desk_once(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    watch = build_instalment_watch(fines.environment, fines.clock)
    on(fines, 3, 31)
    in_time = watch.watch(lambda: 900_000)
    on(fines, 4, 1)

    opened = [watch.watch(lambda: 10_000), watch.watch(lambda: 900_000), watch.watch(lambda: 900_000)]
    fines.pay(account(fines), 10_420, "deposit-1")
    on(fines, 5, 1)
    next_one = watch.watch(lambda: 900_000)

    assert (in_time, opened, next_one) == (0, [0, 1, 0], 1)
    tickets = staff.get("/tickets")[1]["tickets"]
    assert [(ticket["reason"], ticket["notice_number"]) for ticket in tickets] == [("instalment_missed", plan)] * 2
    assert staff.post(f"/tickets/{tickets[0]['number']}/answer", {"words": "1회차 기한이 지났습니다."})[0] == 200
    assert fines.post.texts[-1][0] == "+821012345678"


def test_a_plan_that_ended_is_missed_by_nobody(fines: FinesInMoto, staff: Staff, plan: str) -> None:
    on(fines, 4, 2)
    revoke(staff, plan)

    assert build_instalment_watch(fines.environment, fines.clock).watch(lambda: 900_000) == 0
