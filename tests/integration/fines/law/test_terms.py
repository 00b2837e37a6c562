"""A notice whose terms end on weekends, through every door: what is told, what is accepted, and what it costs."""

from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from city.fines.law.bootstrap import build_import
from city.fines.talk.bootstrap import build_reminders
from city.kernel.clock import SEOUL
from infra.fines.seed import notice_row
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in
from tests.integration.staff import Staff

NUMBER = "1140-2026-0000001"
SATURDAY, SUNDAY, MONDAY, TUESDAY = date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def weekend(fines: FinesInMoto) -> FinesInMoto:
    """Opinions until Saturday, 28 November; to be paid until Saturday, 30 January."""
    fines.add_notice(의견제출기한=str(SATURDAY), 부과일="2026-12-03", 납부기한="2027-01-30")
    return fines


def on(fines: FinesInMoto, day: date, at: time = time(12)) -> None:
    fines.clock.moment = datetime.combine(day, at, SEOUL)


def test_the_owner_is_told_the_working_day_and_may_pay_less_until_then(weekend: FinesInMoto) -> None:
    on(weekend, SUNDAY)
    sunday = weekend.ask(OWNER, "계좌 12가3456")
    on(weekend, MONDAY)
    monday = weekend.ask(OWNER, "계좌 12가3456 다시")

    assert "11.30.(월)" in sunday
    assert "11.28" not in sunday
    assert "32,000원" in sunday
    assert account_in(sunday) == account_in(monday)


def test_who_only_holds_the_notice_is_told_the_same_day(weekend: FinesInMoto) -> None:
    on(weekend, SUNDAY)

    reply = weekend.ask(STRANGER, f"{NUMBER} 12가3456 대신 낼게요")

    assert "11.30.(월)" in reply
    assert "32,000원" in reply


def test_money_that_comes_in_the_last_minute_of_monday_ends_the_procedure(weekend: FinesInMoto, staff: Staff) -> None:
    account = account_in(weekend.ask(OWNER, "계좌 12가3456"))
    on(weekend, MONDAY, time(23, 59))

    assert weekend.pay(account, 32_000).outcome == "settled"
    assert staff.get(f"/cases/{NUMBER}")[1]["state"] == "closed_final"


def test_money_that_comes_on_tuesday_is_kept(weekend: FinesInMoto) -> None:
    account = account_in(weekend.ask(OWNER, "계좌 12가3456"))
    on(weekend, TUESDAY)

    assert weekend.pay(account, 32_000).reason == "expired_account"


def test_the_full_amount_holds_until_the_monday_after_its_due_date(weekend: FinesInMoto, staff: Staff) -> None:
    on(weekend, date(2027, 2, 1))
    monday = weekend.ask(OWNER, "계좌 12가3456")
    on(weekend, date(2027, 2, 2))
    tuesday = weekend.ask(OWNER, "계좌 12가3456 다시")

    assert "2.1.(월)" in monday
    assert "40,000원" in monday
    assert "41,200원" in tuesday
    case = staff.get(f"/cases/{NUMBER}")[1]
    assert (case["state"], case["due_on"], case["pay_until"]) == ("overdue", "2027-03-01", "2027-01-30")


def test_a_reminder_names_the_monday(weekend: FinesInMoto) -> None:
    on(weekend, date(2026, 11, 20))
    weekend.ask(OWNER, "알림 신청")
    reminders = build_reminders(weekend.environment, weekend.clock, weekend.post)
    on(weekend, date(2026, 11, 26))
    too_early = reminders.remind(lambda: 900_000).sent
    on(weekend, date(2026, 11, 27))

    assert (too_early, reminders.remind(lambda: 900_000).sent) == (0, 1)
    assert "11.30.(월)" in weekend.post.last()


def test_a_day_that_the_office_adds_is_a_holiday_to_everybody(weekend: FinesInMoto, staff: Staff) -> None:
    weekend.environment["EXTRA_HOLIDAYS"] = "2026-11-30, 2027-02-01"
    weekend.open()
    on(weekend, MONDAY)

    assert "12.1.(화)" in weekend.ask(OWNER, "계좌 12가3456")
    assert staff.get(f"/cases/{NUMBER}")[1]["due_on"] == "2026-12-01"


def test_a_function_does_not_start_with_a_holiday_that_is_no_day(fines: FinesInMoto) -> None:
    with pytest.raises(ValidationError, match="extra_holidays"):
        build_import({**fines.environment, "EXTRA_HOLIDAYS": "2026-02-30"}, fines.clock)


def test_a_row_due_in_a_year_without_holidays_on_file_is_refused_with_the_reason(fines: FinesInMoto) -> None:
    row = notice_row(
        관리번호=NUMBER,
        차량번호="12가3456",
        소유자="홍길동",
        휴대전화=OWNER,
        위반일시="2026-11-03 14:05",
        위반장소="퇴계로 87",
        사전통지일="2026-11-05",
        의견제출기한="2036-02-01",
    )

    report = fines.import_rows(row)

    assert (report.loaded, report.rejected_rows) == (0, 1)
    assert (report.rejected[0].column, "2036년의 공휴일" in report.rejected[0].reason_ko) == ("의견제출기한", True)
