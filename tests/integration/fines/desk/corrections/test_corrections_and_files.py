"""What the office put right, and the files that come after it; and that every writer of a case says what is due next."""

import re
from pathlib import Path
from typing import Any

import pytest

import city.fines
from city.fines.desk.bootstrap import build_deadlines
from tests.integration.fines.desk.corrections.test_corrections import NEW_OWNER, OTHER, approve, propose, work
from tests.integration.fines.desk.test_staff_cases import move
from tests.integration.fines.law.test_corrections import IMPOSED, NUMBER, ROW
from tests.integration.fines_in_moto import OWNER, FinesInMoto
from tests.integration.staff import Staff


def handed_on(fines: FinesInMoto, staff: Staff) -> None:
    fines.import_rows(IMPOSED, key="first.csv")
    assert propose(staff, NUMBER, "hand_to_renter", "rented", **NEW_OWNER)[0] == 200
    assert approve(staff, NUMBER)[0] == 200


def refused(report: Any) -> list[str]:
    return [cell.reason_ko for cell in report.rejected]


def test_an_imposition_that_fell_does_not_come_back_with_the_same_file(fines: FinesInMoto, staff: Staff) -> None:
    fines.import_rows(IMPOSED, key="first.csv")
    fines.clock.move(days=30)
    assert propose(staff, NUMBER, "serve_again", "undelivered", served_on="2026-12-09")[0] == 200

    again = fines.import_rows(IMPOSED, key="again.csv")
    later = fines.import_rows({**IMPOSED, "위반장소": "을지로 30"}, key="later.csv")
    case = staff.get(f"/cases/{NUMBER}")[1]

    assert (again.imposed, later.corrected_rows) == (0, 0)
    assert ["다시 송달" in reason for reason in refused(again) + refused(later)] == [True, True]
    assert (case["state"], case["imposed_on"], case["notified_on"]) == ("noticed", None, "2026-12-09")


def test_an_imposition_after_the_new_period_is_taken_from_the_next_file(fines: FinesInMoto, staff: Staff) -> None:
    fines.import_rows(ROW, key="first.csv")
    fines.clock.move(days=30)
    assert propose(staff, NUMBER, "serve_again", "undelivered", served_on="2026-12-09")[0] == 200

    report = fines.import_rows({**ROW, "부과일": "2027-01-15", "납부기한": "2027-03-16"}, key="next.csv")

    assert (report.imposed, refused(report)) == (1, [])


@pytest.mark.parametrize(
    "change",
    [{"소유자": "이몽룡"}, {"휴대전화": "010-2222-3333"}, {"차량번호": "34나5678"}, {"사전통지일": "2026-11-06"}],
)
def test_a_later_file_does_not_undo_what_two_people_put_right(
    fines: FinesInMoto, staff: Staff, change: dict[str, str]
) -> None:
    handed_on(fines, staff)

    report = fines.import_rows({**ROW, **change}, key="later.csv")

    assert ["직권으로 바로잡은" in reason for reason in refused(report)] == [True]
    assert staff.get(f"/cases/{NUMBER}")[1]["owner_name"] == "김*주"
    assert "32,000원" in fines.ask(OTHER, "계좌 12가3456")
    assert "확인되는 내용이 없습니다" in fines.ask(OWNER, "계좌 12가3456")


def test_a_later_file_still_corrects_what_nobody_put_right(fines: FinesInMoto, staff: Staff) -> None:
    handed_on(fines, staff)

    report = fines.import_rows({**ROW, "위반장소": "을지로 30"}, key="later.csv")

    assert (report.corrected_rows, refused(report)) == (1, [])
    assert staff.get(f"/cases/{NUMBER}")[1]["place"] == "을지로 30"
    assert work(staff, "undelivered") == [NUMBER]  # whoever owes it now has still to be written to


def test_a_file_that_moves_a_period_moves_the_day_on_which_it_waits(fines: FinesInMoto, staff: Staff) -> None:
    fines.import_rows(ROW, key="first.csv")
    fines.import_rows({**ROW, "의견제출기한": "2026-12-24"}, key="second.csv")
    fines.clock.move(days=25)
    before = work(staff, "unimposed")
    fines.clock.move(days=25)

    assert (before, work(staff, "unimposed")) == ([], [NUMBER])


def test_mail_that_came_back_is_sent_again_whatever_its_owner_writes(fines: FinesInMoto, staff: Staff) -> None:
    fines.import_rows(ROW, key="first.csv")
    assert move(staff, NUMBER, "mail_returned")[0] == 200

    fines.ask(OWNER, "12가3456 의견제출합니다. 타이어가 터져서 견인차를 기다리고 있었습니다")
    fines.ask(OWNER, "네 접수해 주세요")

    assert staff.get(f"/cases/{NUMBER}")[1]["state"] == "under_review"
    assert work(staff, "undelivered") == [NUMBER]
    assert build_deadlines(fines.environment, fines.clock).file(lambda: 900_000).filed == 0


def test_nobody_writes_a_state_without_what_is_due_next() -> None:
    root = Path(city.fines.__file__).parent
    writers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"NoticeRecord\.(status|next_due)\.set\(", path.read_text(encoding="utf-8"))
    }

    # Returned mail alone is due in a state that does not change.
    assert writers == {"law/tables/case_writes.py", "desk/cases/service/apply_move.py"}
