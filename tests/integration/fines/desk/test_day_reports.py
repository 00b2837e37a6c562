"""The reports on a day's money, read where they are promised: at the desk."""

import json
from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from city.aws.observability import metrics
from city.contracts.fines.books import BooksReportV1
from city.fines.desk.bootstrap import build_books_check
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.money.bootstrap import build_bank_files
from city.fines.money.tables.deposit_records import DepositRecord
from functions.fines.desk.check_books.handler import make_handler
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import Context
from tests.integration.staff import Staff

HEADING = "거래일자,거래시각,가상계좌번호,구분,금액,거래번호\n"
TODAY = "2026-11-10"


def reconcile(fines: FinesInMoto, *lines: str, bank: str = "NH", day: str = TODAY) -> None:
    key = f"statements/{bank}/{day}.csv"
    boto3.client("s3").put_object(Bucket="inbox", Key=key, Body=(HEADING + "".join(lines)).encode("utf-8-sig"))
    build_bank_files(fines.environment, fines.clock).import_file("inbox", key)


def line(account: str, amount: int, transaction: str, day: str = TODAY) -> str:
    return f"{day},12:00:00,{account},입금,{amount},{transaction}\n"


def check(fines: FinesInMoto, milliseconds: int = 900_000) -> BooksReportV1:
    books = build_books_check({**fines.environment, "CASE_KEPT_DAYS": "1826"}, fines.clock)
    return books.check(lambda: milliseconds)


@pytest.fixture
def account(fines: FinesInMoto) -> str:
    fines.add_notice()
    return account_in(fines.ask(OWNER, "계좌 12가3456"))


# --- a day at a bank ---


@pytest.mark.parametrize("group", ["clerk", "manager", "auditor"])
def test_a_reconciled_day_is_listed_and_read_with_each_difference_named(
    fines: FinesInMoto, staff: Staff, account: str, group: str
) -> None:
    fines.pay(account, 32_000)
    reconcile(fines, line(account, 32_000, "deposit-1"), line(account, 5_000, "deposit-9"))

    listed = staff.get("/reconciliations", group)
    status, day = staff.get(f"/reconciliations/NH/{TODAY}", group)

    ((found,), following) = listed[1]["reconciliations"], listed[1]["next_page"]
    assert (listed[0], found["bank"], found["day"], found["differences"], found["gap_krw"], following) == (
        200,
        "NH",
        TODAY,
        1,
        5_000,
        None,
    )
    assert (status, day["found"], day["at_bank"]["deposits"], day["here"]["deposits"]) == (200, 1, 2, 1)
    (difference,) = day["differences"]
    assert (difference["kind"], difference["deposit_key"], difference["bank_krw"]) == (
        "missing_here",
        "NH:deposit-9",
        5_000,
    )
    assert difference["name_ko"] == "은행에만 있는 입금"
    assert "통지" in difference["todo_ko"]
    assert difference["todo_en"]


def test_the_day_report_is_read_under_the_key_it_is_promised_under_and_stands_in_the_list(
    fines: FinesInMoto, staff: Staff, account: str
) -> None:
    reconcile(fines)
    key = f"reconciliation/NH/{TODAY}.json"

    status, report = staff.get("/report", "auditor", key=key)

    assert (status, report["bank"], report["differences"]) == (200, "NH", [])
    assert key in [found["key"] for found in staff.get("/reports", "auditor")[1]["reports"]]


def test_no_account_and_nobody_stands_in_a_day(fines: FinesInMoto, staff: Staff, account: str) -> None:
    reconcile(fines, line(account, 32_000, "deposit-1"))

    shown = json.dumps(staff.get(f"/reconciliations/NH/{TODAY}")[1], ensure_ascii=False)

    assert account not in shown
    assert "12가3456" not in shown


def test_days_are_listed_newest_first_by_bank_period_and_whether_they_differ(fines: FinesInMoto, staff: Staff) -> None:
    for offset, bank in enumerate(["NH", "KB", "NH", "NH"]):
        day = (date(2026, 11, 10) - timedelta(days=offset)).isoformat()
        reconcile(fines, *([line("79099999999999", 1, "deposit-9", day)] if offset == 2 else []), bank=bank, day=day)

    def days(**query: str) -> list[str]:
        status, answer = staff.get("/reconciliations", **query)
        assert status == 200
        return [f"{each['bank']} {each['day'][-2:]}" for each in answer["reconciliations"]]

    assert days() == ["NH 10", "KB 09", "NH 08", "NH 07"]
    assert days(bank="KB") == ["KB 09"]
    assert days(**{"from": "2026-11-08", "to": "2026-11-09"}) == ["KB 09", "NH 08"]
    assert days(differing="yes") == ["NH 08"]
    first = staff.get("/reconciliations", limit="3")[1]
    assert len(first["reconciliations"]) == 3
    assert days(page=first["next_page"]) == ["NH 07"]


@pytest.mark.parametrize(
    "query", [{"bank": "nh/../x"}, {"from": "10 November"}, {"differing": "perhaps"}, {"page": "nothing"}]
)
def test_a_list_of_days_is_asked_for_in_its_form(staff: Staff, query: dict[str, str]) -> None:
    assert staff.get("/reconciliations", **query)[0] == 400


@pytest.mark.parametrize("path", ["NH/2026-11-09", "NH/yesterday", "NOBANK/2026-11-10", "nh/2026-11-10"])
def test_a_day_that_was_not_reconciled_is_not_there(fines: FinesInMoto, staff: Staff, path: str) -> None:
    reconcile(fines)

    assert staff.get(f"/reconciliations/{path}")[0] == 404


def test_many_differences_come_in_pages(fines: FinesInMoto, staff: Staff) -> None:
    reconcile(fines, *(line("79099999999999", 1, f"deposit-{n:04d}") for n in range(45)))

    seen, page = [], None
    for _ in range(3):
        answer = staff.get(f"/reconciliations/NH/{TODAY}", limit="20", **({"page": page} if page else {}))[1]
        seen += [each["deposit_key"] for each in answer["differences"]]
        page = answer["next_page"]

    assert (len(set(seen)), answer["found"], page) == (45, 45, None)
    assert staff.get(f"/reconciliations/NH/{TODAY}", page="-1")[0] == 400


# --- the books by night ---


def test_a_night_without_a_difference_says_how_much_it_compared(fines: FinesInMoto, staff: Staff, account: str) -> None:
    fines.pay(account, 32_000)
    fines.pay(account, 32_000, "deposit-2")

    report = check(fines)

    assert (report.cases, report.entries, report.found, report.unfinished) == (1, 2, 0, False)
    (night,) = staff.get("/books", "auditor")[1]["nights"]
    assert (night["day"], night["found"]) == (TODAY, 0)
    assert staff.get(f"/books/{TODAY}", "auditor")[1]["gaps"] == []


def damage_case(status: str) -> Any:
    def damage(fines: FinesInMoto) -> None:
        case = fines.cases.by_number("1140-2026-0000001")
        assert case is not None
        case.update(actions=[NoticeRecord.status.set(status)])

    return damage


def lose_case(fines: FinesInMoto) -> None:
    case = fines.cases.by_number("1140-2026-0000001")
    assert case is not None
    fines.cases.delete(case)


def hide_suspense(fines: FinesInMoto) -> None:
    fines.pay("79099999999999", 5_000, "deposit-2")
    fines.deposits.get("NH:deposit-2").update(actions=[DepositRecord.suspense.remove()])


@pytest.mark.parametrize(
    ("paid", "damage", "kind"),
    [
        (False, damage_case("closed"), None),
        (True, damage_case("noticed"), "money_of_an_open_case"),
        (True, damage_case("cancelled"), "money_of_a_cancelled_case"),
        (True, lose_case, "money_without_a_case"),
        (True, hide_suspense, "held_on_no_list"),
    ],
)
def test_what_differs_is_found_named_and_readable_at_the_desk(
    fines: FinesInMoto, staff: Staff, account: str, paid: bool, damage: Any, kind: str | None
) -> None:
    if paid:
        fines.pay(account, 32_000)
    damage(fines)

    check(fines)

    gaps = staff.get(f"/books/{TODAY}")[1]["gaps"]
    assert [gap["kind"] for gap in gaps] == ([kind] if kind else [])
    assert all(gap["name_ko"] and gap["todo_ko"] for gap in gaps)


def test_a_case_that_says_more_than_the_ledger_has_is_found(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000)
    case = fines.cases.by_number("1140-2026-0000001")
    assert case is not None
    case.update(actions=[NoticeRecord.paid_krw.set(40_000)])

    (gap,) = check(fines).gaps

    assert (gap.kind, gap.notice_number, gap.said_krw, gap.booked_krw) == (
        "paid_without_money",
        "1140-2026-0000001",
        40_000,
        32_000,
    )


def test_money_promised_back_is_on_the_list_of_refunds(fines: FinesInMoto, staff: Staff, account: str) -> None:
    fines.pay(account, 31_000)
    refund = {
        "action": "refund",
        "reason": "금액 착오",
        "refund_bank": "KB",
        "refund_account": "12345678901234",
        "refund_holder": "홍길동",
    }
    staff.post("/suspense/NH:deposit-1/proposal", refund, "clerk", "kim")
    staff.post("/suspense/NH:deposit-1/approval", {"approve": True}, "manager", "boss")

    assert check(fines).found == 0


def test_a_night_that_is_too_short_says_so(fines: FinesInMoto, staff: Staff, account: str) -> None:
    fines.pay(account, 31_000)
    case = fines.cases.by_number("1140-2026-0000001")
    assert case is not None
    case.update(actions=[NoticeRecord.status.set("closed"), NoticeRecord.paid_krw.set(1)])

    report = check(fines, milliseconds=1)

    assert report.unfinished
    assert staff.get("/books")[1]["nights"][0]["unfinished"]


def test_the_schedule_runs_it_and_counts_what_it_found(
    fines: FinesInMoto, account: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fines.pay(account, 32_000)
    damage_case("noticed")(fines)
    metrics().clear_metrics()
    books = build_books_check({**fines.environment, "CASE_KEPT_DAYS": "1826"}, fines.clock)

    make_handler(lambda: books)({}, Context())

    assert '"BooksGaps":[1.0]' in capsys.readouterr().out.replace(" ", "")
