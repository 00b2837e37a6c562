from datetime import timedelta

import pytest

from city.aws.outbox import OutboxRecord
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import State
from city.fines.law.tables.accounts import AccountRecord
from city.fines.money.bootstrap import build_settlement
from city.fines.money.errors import DepositContradicts
from city.fines.money.ledger import received_and_settled
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in


@pytest.fixture
def account(fines: FinesInMoto) -> str:
    """The account of the owner's one notice: 32,000 won until 25 November."""
    fines.add_notice()
    return account_in(fines.ask(OWNER, "계좌 12가3456"))


def status(fines: FinesInMoto, number: str = "1140-2026-0000001") -> str:
    case = fines.cases.by_number(number)
    assert case is not None
    return str(case.status)


def test_the_exact_deposit_closes_the_case_texts_a_receipt_and_tells_the_city(fines: FinesInMoto, account: str) -> None:
    deposit = fines.pay(account, 32_000)

    assert deposit.outcome == "settled"
    assert status(fines) == State.CLOSED_FINAL
    assert "납부가 확인되었습니다" in fines.post.last()
    (event,) = fines.events()
    assert (event["source"], event["detail-type"]) == ("dongne.fines", "FinePaid")
    assert event["detail"]["notice_number"] == "1140-2026-0000001"
    assert event["detail"]["amount_krw"] == 32_000
    assert event["detail"]["correlation_id"].startswith("message-")
    assert not {"account_number", "plate", "phone"} & set(event["detail"])
    assert "더 내실 금액이 없습니다" in fines.ask(OWNER, "12가3456 얼마예요")


def test_a_bank_that_tells_three_times_settles_once(fines: FinesInMoto, account: str) -> None:
    for _ in range(3):
        fines.pay(account, 32_000)

    assert len(fines.events()) == 1
    assert len([text for _, text in fines.post.texts if "납부가 확인" in text]) == 1
    assert fines.deposits.list_suspense(10, None)[0] == []


def test_an_event_that_no_bus_takes_waits_in_the_outbox_and_the_receipt_goes_out(
    fines: FinesInMoto, account: str
) -> None:
    fines.settlement = build_settlement({**fines.environment, "EVENT_BUS": "nowhere"}, fines.clock, fines.post)

    fines.pay(account, 32_000)

    assert [record.event_id for record in OutboxRecord.scan()] == ["fines/FinePaid/1140-2026-0000001/NH:deposit-1"]
    assert "납부가 확인되었습니다" in fines.post.last()
    assert fines.events() == []


def test_a_published_event_leaves_the_outbox(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000)

    (event,) = fines.events()
    assert event["detail"]["event_id"] == "fines/FinePaid/1140-2026-0000001/NH:deposit-1"
    assert list(OutboxRecord.scan()) == []


def test_two_deposits_under_one_id_are_not_taken_for_one(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000)

    for other_account, other_amount in ((account, 64_000), ("79099999999999", 32_000)):
        with pytest.raises(DepositContradicts):
            fines.pay(other_account, other_amount)

    assert len(fines.events()) == 1


@pytest.mark.parametrize(
    ("amount", "hours_late", "reason"),
    [(31_000, 0, "wrong_amount"), (32_001, 0, "wrong_amount"), (32_000, 24 * 16, "expired_account")],
)
def test_a_deposit_that_does_not_match_is_kept_and_said_so(
    fines: FinesInMoto, account: str, amount: int, hours_late: int, reason: str
) -> None:
    deposit = fines.pay(account, amount, deposited_at=fines.clock.now() + timedelta(hours=hours_late))

    assert (deposit.outcome, deposit.reason) == ("suspense", reason)
    assert status(fines) == State.NOTICED
    assert "보관되어 있습니다" in fines.post.last()
    (entry,), _ = fines.deposits.list_suspense(10, None)
    assert (entry.reason, entry.amount_krw) == (reason, amount)
    assert [event["detail-type"] for event in fines.events()] == ["DepositSuspended"]


def test_a_second_deposit_is_kept_apart_from_the_first(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000, "deposit-1")

    second = fines.pay(account, 32_000, "deposit-2")

    assert second.reason == "second_deposit"
    assert "이미 납부된 건" in fines.post.last()
    assert "12가3456" in fines.post.last()
    assert "32,000원" in fines.post.last()


def test_the_whole_paid_between_the_opinion_period_and_the_imposition_pays(fines: FinesInMoto, account: str) -> None:
    fines.clock.move(days=20)  # 30 November: the period ended on the 25th, the imposition comes on 1 December
    full = account_in(fines.ask(OWNER, "계좌  12가3456"))

    settled = fines.pay(full, 40_000)
    paid = status(fines)
    fines.pay(full, 40_000, kind="cancel")

    assert (settled.outcome, paid, status(fines)) == ("settled", State.CLOSED, State.NOTICED)


def test_a_deposit_to_a_number_nobody_has_is_kept_and_nobody_is_texted(fines: FinesInMoto, account: str) -> None:
    texts = len(fines.post.texts)

    nobody = fines.pay("79099999999999", 32_000, "deposit-1")
    unbound = fines.pay(next(r.account_number for r in AccountRecord.scan() if not r.issue), 32_000, "deposit-2")

    assert nobody.reason == unbound.reason == "unknown_account"
    assert len(fines.post.texts) == texts
    assert account not in (nobody.account_number, unbound.account_number)


def test_money_sent_in_time_to_an_account_exchanged_meanwhile_still_pays(fines: FinesInMoto, account: str) -> None:
    in_time = fines.clock.now() + timedelta(days=15)
    fines.clock.move(days=20)
    exchanged = account_in(fines.ask(OWNER, "계좌  12가3456"))
    assert exchanged != account

    deposit = fines.pay(account, 32_000, deposited_at=in_time)

    assert deposit.outcome == "settled"
    assert status(fines) == State.CLOSED_FINAL
    assert fines.bound_accounts() == []
    assert fines.pay(exchanged, 40_000, "deposit-2").reason == "second_deposit"


def test_money_sent_late_to_an_account_exchanged_meanwhile_waits(fines: FinesInMoto, account: str) -> None:
    fines.clock.move(days=20)
    fines.ask(OWNER, "계좌  12가3456")

    assert fines.pay(account, 32_000).reason == "revoked_account"


def test_a_crash_between_settling_and_telling_is_made_good_by_the_next_delivery(
    fines: FinesInMoto, account: str
) -> None:
    fines.post.refusals = 1
    with pytest.raises(Exception, match="busy"):
        fines.pay(account, 32_000)
    assert status(fines) == State.CLOSED_FINAL

    fines.pay(account, 32_000)

    assert len([text for _, text in fines.post.texts if "납부가 확인" in text]) == 1
    assert {event["detail"]["notice_number"] for event in fines.events()} == {"1140-2026-0000001"}


def test_a_payer_who_is_not_the_owner_gets_the_receipt(fines: FinesInMoto) -> None:
    number = fines.add_notice()
    account = account_in(fines.ask(STRANGER, f"{number} 12가3456 제가 낼게요"))

    fines.pay(account, 32_000)

    assert [to for to, text in fines.post.texts if "납부가 확인되었습니다" in text] == ["+821099990000"]


def test_the_record_of_a_settled_deposit_cannot_be_written_twice(fines: FinesInMoto, account: str) -> None:
    deposit = fines.pay(account, 32_000)
    account_record = fines.accounts.find(account)
    assert account_record is not None
    case = fines.cases.by_number("1140-2026-0000001")
    assert case is not None

    from city.fines.law.deposits import Deposit, PaidInFull

    again = Deposit(
        deposit_id="deposit-9", bank="NH", account_number=account, amount_krw=32_000, deposited_at=deposit.deposited_at
    )
    booking = received_and_settled("NH:deposit-9", case.number, 32_000, deposit.deposited_at)
    with pytest.raises(CaseMoved):
        fines.deposits.settle(
            deposit=again,
            decision=PaidInFull(State.CLOSED, State.IMPOSED),
            account=account_record,
            case=case,
            booking=booking,
            announce=lambda _writes, _record: None,
            now=fines.clock.now(),
        )
    assert fines.deposits.find("NH:deposit-9") is None


def test_a_receipt_no_carrier_will_ever_take_does_not_undo_nor_repeat_the_settling(
    fines: FinesInMoto, account: str
) -> None:
    fines.post.refuses_for_good = True

    for _ in range(2):
        fines.pay(account, 32_000)

    assert status(fines) == State.CLOSED_FINAL
    assert [event["detail-type"] for event in fines.events()] == ["FinePaid"]
