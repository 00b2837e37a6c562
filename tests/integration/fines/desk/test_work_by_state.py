import csv
import io
from typing import Any

import pytest

from city.fines.desk.bootstrap import build_deadlines
from city.fines.desk.work.case_lists import CASE_LISTS
from city.fines.law.tables.case_records import NoticeRecord
from city.kernel.clock import seoul_date
from tests.integration.fines.desk.test_staff_cases import move
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

NOT_IMPOSED = {"부과일": "", "납부기한": ""}


def numbers(staff: Staff, name: str, **query: str) -> list[str]:
    status, answer = staff.get(f"/waiting/{name}", **query)
    assert status == 200, answer
    return [case["number"] for case in answer["cases"]]


def counts(staff: Staff) -> dict[str, int]:
    return {line["list"]: line["count"] for line in staff.get("/waiting")[1]["lists"]}


def seized(fines: FinesInMoto, staff: Staff, number: str) -> None:
    for step in ("dun", "seize"):
        assert move(staff, number, step)[0] == 200


# --- which list a case is on ---


def test_a_case_falls_overdue_on_the_list_by_the_calendar_alone(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    before = numbers(staff, "overdue")

    fines.clock.move(days=90)

    assert before == []
    assert numbers(staff, "overdue") == [number]
    (line,) = staff.get("/waiting/overdue")[1]["cases"]
    assert (line["state"], line["deadline"], line["days_left"] < 0) == ("overdue", "2027-01-29", True)
    assert "dun" in line["moves"]


def test_a_case_goes_from_list_to_list_as_it_is_collected(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    seen = [[name for name in ("overdue", "dunned", "seized", "release") if number in numbers(staff, name)]]

    for step in ("dun", "seize"):
        move(staff, number, step)
        seen.append([name for name in ("overdue", "dunned", "seized", "release") if number in numbers(staff, name)])
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), staff.get(f"/cases/{number}")[1]["amount"]["amount_krw"])
    seen.append([name for name in ("overdue", "dunned", "seized", "release") if number in numbers(staff, name)])
    move(staff, number, "release")
    seen.append([name for name in ("overdue", "dunned", "seized", "release") if number in numbers(staff, name)])

    assert seen == [["overdue"], ["dunned"], ["seized"], ["release"], []]


def test_a_plate_that_is_paid_for_goes_back_at_once_and_the_seizure_after_it(fines: FinesInMoto, staff: Staff) -> None:
    zone = {"구역": "어린이보호구역"}
    held, *_ = [fines.add_notice(serial, **zone) for serial in (1, 2, 3)]
    fines.clock.move(days=170)
    seized(fines, staff, held)
    assert move(staff, held, "hold_plate", announced_on="2027-04-01")[0] == 200
    reply = fines.ask(OWNER, f"{held} 12가3456 계좌")
    fines.pay(account_in(reply), staff.get(f"/cases/{held}")[1]["amount"]["amount_krw"])

    paid = numbers(staff, "plates"), numbers(staff, "release")
    move(staff, held, "return_plate")

    assert paid == ([held], [])
    assert (numbers(staff, "plates"), numbers(staff, "release")) == ([], [held])


def test_whoever_asks_for_a_plate_back_hears_the_sum_of_all_arrears_of_the_car(
    fines: FinesInMoto, staff: Staff
) -> None:
    zone = {"구역": "어린이보호구역"}
    held, *others = [fines.add_notice(serial, **zone) for serial in (1, 2, 3)]
    fines.clock.move(days=170)
    seized(fines, staff, held)
    assert move(staff, held, "hold_plate", announced_on="2027-04-01")[0] == 200
    owed = sum(staff.get(f"/cases/{number}")[1]["amount"]["amount_krw"] for number in (held, *others))

    answer = fines.ask(OWNER, "12가3456 번호판이 없어졌는데 다 해서 얼마 내면 돌려주나요")

    assert f"{owed:,}원" in answer
    assert "영치된 번호판" in answer


def test_the_owner_is_told_once_that_the_seizure_is_lifted(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    seized(fines, staff, number)
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), staff.get(f"/cases/{number}")[1]["amount"]["amount_krw"])
    fines.clock.move(minutes=1)
    before = len(fines.post.texts)

    for _ in range(2):
        status, case = move(staff, number, "release")
        assert (status, case.get("state")) == (200, "released"), case

    ((to, text),) = fines.post.texts[before:]
    assert (to, "압류가 해제되었습니다" in text, "12가3456" in text) == ("+821012345678", True, True)


def test_a_payment_the_bank_takes_back_puts_a_case_back_on_its_list(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    seized(fines, staff, number)
    account, amount = account_in(fines.ask(OWNER, "계좌 12가3456")), staff.get(f"/cases/{number}")[1]["amount"]
    fines.pay(account, amount["amount_krw"])

    fines.pay(account, amount["amount_krw"], kind="cancel")

    assert (numbers(staff, "release"), numbers(staff, "seized")) == ([], [number])


def test_the_court_is_told_within_fourteen_days_of_the_objection(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=30)
    assert move(staff, number, "object", received_on="2026-12-05", on="2026-12-09")[0] == 200

    (line,) = staff.get("/waiting/court")[1]["cases"]
    fines.clock.move(days=20)
    (late,) = staff.get("/waiting/court")[1]["cases"]
    move(staff, number, "report_to_court")

    assert (line["number"], line["deadline"]) == (number, "2026-12-23")
    assert (line["days_left"] > 0, late["days_left"] < 0) == (True, True)
    assert numbers(staff, "court") == []


def test_what_nobody_imposed_waits_once_its_opinion_period_is_over(fines: FinesInMoto, staff: Staff) -> None:
    number, imposed = fines.add_notice(1, **NOT_IMPOSED), fines.add_notice(2)
    before = numbers(staff, "unimposed")

    fines.clock.move(days=20)

    assert before == []
    assert numbers(staff, "unimposed") == [number]
    assert imposed not in numbers(staff, "unimposed")


def test_mail_that_came_back_waits_to_be_served_again(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()

    status, case = move(staff, number, "mail_returned")

    assert (status, case["state"]) == (200, "noticed")
    assert numbers(staff, "undelivered") == [number]


def test_while_instalments_run_nothing_is_overdue(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    fines.clock.move(days=90)
    plan = {"hardship": "illness", "applied_on": "2027-02-08", "months": 3, "first_due": "2027-03-02"}
    assert staff.post(f"/cases/{number}/plan", plan)[0] == 200
    running = numbers(staff, "overdue"), numbers(staff, "instalments")

    fines.clock.move(days=30)
    missed = numbers(staff, "overdue"), numbers(staff, "instalments")
    staff.post(f"/cases/{number}/plan/revocation", {"ground": "missed", "reason": "1회차 미납"})

    assert running == ([], [])
    assert missed == ([], [number])
    assert (numbers(staff, "overdue"), numbers(staff, "instalments")) == ([number], [])


def test_a_seized_car_says_whether_its_arrears_are_enough_for_the_plate(fines: FinesInMoto, staff: Staff) -> None:
    zone = {"구역": "어린이보호구역"}
    first = fines.add_notice(1, **zone)
    fines.clock.move(days=170)
    seized(fines, staff, first)
    one = staff.get("/waiting/seized")[1]["cases"][0]["plate_may_be_held"]
    for serial in (2, 3):
        fines.add_notice(serial, **zone)

    three = staff.get("/waiting/seized")[1]["cases"][0]["plate_may_be_held"]

    assert (one, three) == (False, True)


# --- order, pages, filters, counts ---


def test_a_list_is_ordered_by_deadline_over_all_its_states_and_comes_in_pages(fines: FinesInMoto, staff: Staff) -> None:
    due = ["2027-01-30", "2027-01-20", "2027-01-25", "2027-01-20", "2027-01-15"]
    made = [fines.add_notice(serial, 납부기한=day) for serial, day in enumerate(due, 1)]
    fines.clock.move(days=30)
    move(staff, made[2], "object", received_on="2026-12-05")
    move(staff, made[2], "withdraw_objection")  # stored as imposed, where the others are stored as notified
    fines.clock.move(days=60)

    found: list[str] = []
    page: dict[str, str] = {}
    for _ in range(5):
        answer = staff.get("/waiting/overdue", limit="2", **page)[1]
        assert len(answer["cases"]) <= 2
        found += [case["number"] for case in answer["cases"]]
        if not answer["next_page"]:
            break
        page = {"page": answer["next_page"]}

    assert found == [made[4], made[1], made[3], made[2], made[0]]
    assert numbers(staff, "overdue", **{"from": "2027-01-20", "to": "2027-01-25"}) == [made[1], made[3], made[2]]
    assert staff.get("/waiting/overdue", page="pay#x'; drop")[0] == 400
    assert staff.get("/waiting/overdue", **{"from": "yesterday"})[0] == 400
    assert staff.get("/waiting/unheard_of")[0] == 404


def test_the_first_screen_counts_every_list(fines: FinesInMoto, staff: Staff) -> None:
    for serial in (1, 2, 3):
        fines.add_notice(serial)
    fines.add_notice(4, **NOT_IMPOSED)
    fines.ask(OWNER, "상담원 연결해 주세요")
    fines.pay("79001010000001", 1_000)
    fines.clock.move(days=90)

    answer = staff.get("/waiting", "auditor")[1]
    counted = {line["list"]: line["count"] for line in answer["lists"]}

    assert (counted["overdue"], counted["unimposed"], counted["dunned"]) == (3, 1, 0)
    assert (counted["tickets"], counted["suspense"]) == (1, 1)
    overdue = next(line for line in answer["lists"] if line["list"] == "overdue")
    assert (overdue["oldest"], overdue["late"], overdue["more"]) == ("2027-01-29", True, False)


def test_a_list_is_read_by_its_index_in_the_same_few_calls_however_many_wait(fines: FinesInMoto, staff: Staff) -> None:
    for serial in range(1, 31):
        fines.add_notice(serial)
    fines.clock.move(days=90)
    calls: list[str] = []
    client = fines.staff.work.list_work.due_cases._connection.client
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))

    assert len(numbers(staff, "overdue", limit="20")) == 20

    assert "Scan" not in calls
    assert calls.count("Query") == 3  # one for each state a case may be stored in
    assert calls.count("BatchGetItem") == 1


def forget_deadlines() -> None:
    for record in NoticeRecord.scan():
        record.update(actions=[NoticeRecord.next_due.remove()])


def test_what_was_filed_before_lists_were_kept_is_filed_by_night(fines: FinesInMoto, staff: Staff) -> None:
    owed, unimposed, objected, released = (
        fines.add_notice(1),
        fines.add_notice(2, **NOT_IMPOSED),
        fines.add_notice(3),
        fines.add_notice(4),
    )
    fines.clock.move(days=30)
    move(staff, objected, "object", received_on="2026-12-05")
    fines.clock.move(days=60)
    seized(fines, staff, released)
    reply = fines.ask(OWNER, f"{released} 12가3456 계좌")
    fines.pay(account_in(reply), staff.get(f"/cases/{released}")[1]["amount"]["amount_krw"])
    as_kept = {name: numbers(staff, name) for name in CASE_LISTS}
    forget_deadlines()
    night = build_deadlines(fines.environment, fines.clock)

    missing = {name: numbers(staff, name) for name in CASE_LISTS}
    done, again = night.file(lambda: 900_000), night.file(lambda: 900_000)

    assert (
        as_kept | {"overdue": [owed], "unimposed": [unimposed], "court": [objected], "release": [released]} == as_kept
    )
    assert set(map(tuple, missing.values())) == {()}
    assert {name: numbers(staff, name) for name in CASE_LISTS} == as_kept
    assert (done.filed, again.filed) == (4, 0)


def test_a_case_without_a_deadline_still_moves_and_gets_one(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice()
    forget_deadlines()
    fines.clock.move(days=90)

    assert move(staff, number, "dun")[1]["state"] == "dunned"
    assert numbers(staff, "dunned") == [number]


def test_a_night_too_short_goes_on_the_next(fines: FinesInMoto) -> None:
    fines.add_notice()
    forget_deadlines()

    assert build_deadlines(fines.environment, fines.clock).file(lambda: 1_000).unfinished


# --- files ---


def rows_of(answer: Any) -> list[list[str]]:
    assert answer["content"].startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer["content"].removeprefix("\ufeff"))))


def test_a_list_is_a_file_for_a_spreadsheet_masked(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice(위반장소="=HYPERLINK(1)")
    fines.clock.move(days=90)

    status, answer = staff.post("/waiting/overdue/export", {})

    assert (status, answer["lines"], answer["next_page"]) == (200, 1, None)
    head, row = rows_of(answer)
    assert dict(zip(head, row, strict=True)) | {"관리번호": number} == dict(zip(head, row, strict=True))
    assert "'=HYPERLINK(1)" in row
    for personal in ("12가3456", "홍길동", "1234-5678"):
        assert personal not in answer["content"]
    assert staff.get("/views", "auditor", subject=f"notice#{number}")[1]["views"] == []


def test_a_whole_file_needs_a_reason_that_is_written_down_for_each_case(fines: FinesInMoto, staff: Staff) -> None:
    made = [fines.add_notice(serial) for serial in (1, 2)]
    fines.clock.move(days=90)

    bare = staff.post("/waiting/overdue/export", {"whole": True})
    empty = staff.post("/waiting/overdue/export", {"whole": True, "reason": "ㅇㅇㅇㅇㅇ"})
    status, answer = staff.post("/waiting/overdue/export", {"whole": True, "reason": "독촉장"}, "clerk", "kim")

    assert (bare[0], empty[0], status) == (400, 400, 200)
    assert "12가3456" in answer["content"]
    assert "010-1234-5678" in answer["content"]
    for number in made:
        (view,) = staff.get("/views", "auditor", subject=f"notice#{number}")[1]["views"]
        assert (view["by"], view["reason"]) == ("kim", "독촉장")


def test_what_does_not_fit_into_a_file_is_in_the_next(fines: FinesInMoto, staff: Staff) -> None:
    made = [fines.add_notice(serial) for serial in range(1, 6)]
    fines.clock.move(days=90)
    _, page = fines.staff.work.list_work.due_cases.page(_overdue(fines), 3, None)

    rest = staff.post("/waiting/overdue/export", {"page": page})[1]

    assert [row[0] for row in rows_of(rest)[1:]] == made[3:]


def _overdue(fines: FinesInMoto) -> Any:
    return CASE_LISTS["overdue"].between(None, None, seoul_date(fines.clock.now()))


@pytest.mark.parametrize("name", ["tickets", "opinions", "suspense"])
def test_tickets_opinions_and_money_are_files_as_well(fines: FinesInMoto, staff: Staff, name: str) -> None:
    fines.add_notice()
    fines.ask(OWNER, "상담원 연결해 주세요")
    fines.pay("79001010000001", 1_000)

    status, answer = staff.post(f"/waiting/{name}/export", {})

    assert status == 200
    assert len(rows_of(answer)) == answer["lines"] + 1
