"""What is gone after its time, and what stays."""

from datetime import timedelta

import pytest

from city.fines.desk.bootstrap import build_retention
from city.fines.desk.cases.service.forget_ended import Forgotten
from city.fines.desk.tables.desk import DecisionRecord, ViewRecord
from city.fines.law.tables.accounts import COOLING_OFF, AccountRecord
from city.fines.law.tables.case_records import CasesTable, NoticeRecord, SenderRecord
from city.fines.law.tables.history import HistoryRecord
from city.fines.law.tables.worklist import DeskTable
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.ledger import DepositLedgerRecord
from city.fines.talk.tables.tickets import TicketRecord
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import NOW
from tests.integration.staff import Staff

PERIODS = {"CASE_KEPT_DAYS": "1826", "TICKET_KEPT_DAYS": "365", "VIEW_KEPT_DAYS": "1096"}
PERSONAL = ("홍길동", "12가3456", "1012345678", "퇴계로", "3021234567890")


def forget(fines: FinesInMoto, milliseconds: int = 900_000, **periods: str) -> Forgotten:
    retention = build_retention({**fines.environment, **PERIODS, **periods}, fines.clock)
    return retention.forget(lambda: milliseconds)


def everything(*records: type) -> str:
    return str([item.attribute_values for record in records for item in record.scan()])


@pytest.fixture
def paid(fines: FinesInMoto, staff: Staff) -> str:
    """A case that lived: asked about, disclosed, handed to a person, paid, paid twice, refunded, with reminders on."""
    number = fines.add_notice()
    fines.ask(OWNER, "알림")
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 32_000)
    fines.pay(account, 32_000, "deposit-2")
    refund = {
        "action": "refund",
        "reason": "이중 납부",
        "refund_bank": "NH",
        "refund_account": "3021234567890",
        "refund_holder": "홍길동",
    }
    key = "NH:deposit-2"
    assert staff.post(f"/suspense/{key}/proposal", refund)[0] == 200
    assert staff.post(f"/suspense/{key}/approval", {"approve": True}, "manager", "m-1")[0] == 200
    assert staff.post(f"/refunds/{key}/paid", {"bank_reference": "NH-2026-1"}, "manager", "m-1")[0] == 200
    ticket = fines.ask(OWNER, "상담원").partition("접수 ")[2][:9]
    assert staff.post(f"/tickets/{ticket}/answer", {"words": "안녕하세요"})[0] == 200
    assert staff.post(f"/cases/{number}/disclosure", {"reason": "민원 전화 확인"})[0] == 200
    return number


def test_a_case_past_its_time_is_gone_and_the_books_are_whole(fines: FinesInMoto, staff: Staff, paid: str) -> None:
    booked = sorted(str(record.attribute_values) for record in DepositLedgerRecord.scan())
    fines.clock.move(days=1827)

    done = forget(fines)

    assert (done.cases, done.unfinished) == (1, False)
    assert list(NoticeRecord.scan()) == []
    assert staff.get(f"/cases/{paid}")[0] == 404
    assert list(HistoryRecord.scan()) + list(DecisionRecord.scan()) + list(TicketRecord.scan()) == []
    kept = everything(CasesTable, DeskTable, DepositRecord, AccountRecord, DepositLedgerRecord)
    assert [word for word in PERSONAL if word in kept] == []
    assert sorted(str(record.attribute_values) for record in DepositLedgerRecord.scan()) == booked
    deposits = sorted((record.outcome, int(record.amount_krw), record.notice_number) for record in DepositRecord.scan())
    assert deposits == [("refunded", 32_000, paid), ("settled", 32_000, paid)]


def test_nothing_is_gone_a_day_before(fines: FinesInMoto, paid: str) -> None:
    fines.clock.move(days=364)

    assert forget(fines) == Forgotten(accounts=1)  # the number has rested its ninety days
    assert len(list(TicketRecord.scan())) == 1
    assert len(list(ViewRecord.scan())) == 1
    fines.clock.move(days=1461)
    forget(fines)
    assert [case.number for case in NoticeRecord.scan()] == [paid]


def test_a_ticket_and_a_view_go_in_their_own_time(fines: FinesInMoto, paid: str) -> None:
    fines.clock.move(days=366)
    forget(fines)
    assert (len(list(TicketRecord.scan())), len(list(ViewRecord.scan()))) == (0, 1)

    fines.clock.move(days=731)
    forget(fines)

    assert list(ViewRecord.scan()) == []
    assert len(list(NoticeRecord.scan())) == 1


def test_the_periods_are_the_offices_own(fines: FinesInMoto, paid: str) -> None:
    fines.clock.move(days=31)

    assert forget(fines, CASE_KEPT_DAYS="30").cases == 1


def test_what_is_not_over_stays_however_old_it_is(fines: FinesInMoto, staff: Staff) -> None:
    unpaid = fines.add_notice(1)
    waiting = fines.add_notice(2, 차량번호="34나5678")
    account = account_in(fines.ask(OWNER, "계좌 34나5678"))
    fines.pay(account, 32_000)
    fines.pay(account, 32_000, "deposit-2")
    fines.ask(OWNER, "상담원")
    fines.clock.move(days=4000)

    done = forget(fines)

    assert done.cases == 0
    assert sorted(case.number for case in NoticeRecord.scan()) == [unpaid, waiting]
    assert [ticket.state for ticket in TicketRecord.scan()] == ["open"]
    assert len(staff.get("/suspense")[1]["suspense"]) == 1


def test_the_time_runs_from_the_last_thing_that_happened(fines: FinesInMoto, paid: str) -> None:
    fines.clock.move(days=1000)
    deposit = fines.deposits.get("NH:deposit-1")
    fines.pay(deposit.account_number, 32_000, "deposit-1", kind="cancel")
    fines.clock.move(days=1)
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 56_800, "deposit-3")

    fines.clock.move(days=1000)

    assert forget(fines).cases == 0


def test_a_consent_stays_while_a_case_does_and_goes_with_the_last(fines: FinesInMoto, paid: str) -> None:
    other = fines.add_notice(2)
    fines.clock.move(days=1827)

    forget(fines)
    (with_a_case,) = SenderRecord.scan()
    NoticeRecord.get(with_a_case.holder, f"notice#{other}").update(actions=[NoticeRecord.status.set("cancelled")])
    HistoryRecord(f"notice#{other}", "history#1", what="bar", at=NOW, by="clerk-1").save()
    forget(fines)
    (without,) = SenderRecord.scan()

    assert (with_a_case.phone, without.phone) == ("+821012345678", None)
    assert without.expires is not None


def test_a_number_that_rested_forgets_whom_it_served(fines: FinesInMoto, paid: str) -> None:
    fines.clock.moment += COOLING_OFF + timedelta(seconds=1)

    assert forget(fines).accounts == 1
    assert [account for account in AccountRecord.scan() if account.issue or account.payer or account.owner] == []
    assert len(fines.accounts.free_now(fines.clock.now())) == 50


def test_a_night_that_runs_out_of_time_stops_and_says_so(fines: FinesInMoto, paid: str) -> None:
    fines.clock.move(days=1827)

    assert forget(fines, milliseconds=10_000) == Forgotten(unfinished=True)
    assert forget(fines).cases == 1
