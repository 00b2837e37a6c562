"""A later file corrects what the first got wrong, as long as nothing of weight has happened."""

from typing import Any

import boto3
import pytest

from infra.fines.seed import notice_row
from tests.integration.fines_in_moto import FinesInMoto, account_in

OWNER = "010-1234-5678"
NUMBER = "1140-2026-0000001"
ROW = notice_row(
    관리번호=NUMBER,
    차량번호="12가3456",
    소유자="홍길동",
    휴대전화=OWNER,
    위반일시="2026-11-03 14:05",
    위반장소="퇴계로 87",
    사전통지일="2026-11-05",
    의견제출기한="2026-11-25",
)
IMPOSED = {**ROW, "부과일": "2026-12-01", "납부기한": "2027-01-30"}


def fields_of(report: Any) -> dict[str, tuple[str, str]]:
    return {cell.column: (cell.before, cell.after) for cell in report.corrected}


def test_a_later_file_corrects_and_the_report_tells_before_and_after(fines: FinesInMoto) -> None:
    fines.import_rows(ROW, key="first.csv")

    report = fines.import_rows({**ROW, "구역": "어린이보호구역", "위반장소": "을지로 30"}, key="second.csv")

    assert (report.loaded, report.corrected_rows, report.rejected_rows) == (0, 1, 0)
    assert fields_of(report) == {
        "구역": ("일반", "어린이보호구역"),
        "위반장소": ("퇴계로 87", "을지로 30"),
    }
    assert "96,000원" in fines.ask(OWNER, "계좌 12가3456")


def test_a_correction_stays_in_the_history_of_the_case(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.import_rows({**ROW, "소유자": "김영희", "2시간이상": "Y"})

    (line,) = fines.staff.cases.show_case.show(NUMBER).history

    assert (line.what, line.by) == ("corrected by a file", "file")
    assert line.note is not None
    assert "2시간이상: N → Y" in line.note
    assert "김영희" not in line.note


def test_a_report_masks_whose_name_plate_and_telephone_changed(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)

    report = fines.import_rows({**ROW, "소유자": "김영희", "차량번호": "34나5678", "휴대전화": "010-8765-4321"})

    assert fields_of(report) == {
        "차량번호": ("12가**56", "34나**78"),
        "소유자": ("홍*동", "김*희"),
        "휴대전화": ("010-****-5678", "010-****-4321"),
    }
    written = report.model_dump_json()
    assert not any(value in written for value in ("김영희", "34나5678", "87654321", "8765-4321"))


def test_whoever_had_the_wrong_notice_hears_nothing_of_it_any_more(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    stranger = fines.ask("010-2222-3333", "계좌 34나5678")

    fines.import_rows({**ROW, "차량번호": "34나5678", "휴대전화": "010-8765-4321"})

    assert "32,000원" in fines.ask("010-8765-4321", "계좌 34나5678")
    assert fines.ask(OWNER, "계좌 12가3456") == stranger
    assert fines.cases.by_number(NUMBER) is not None


@pytest.mark.parametrize(
    "change", [{"구역": "어린이보호구역"}, {"휴대전화": "010-8765-4321"}, {"의견제출기한": "2026-11-27"}]
)
def test_an_account_for_what_was_wrong_dies(fines: FinesInMoto, change: dict[str, str]) -> None:
    fines.import_rows(ROW)
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))

    fines.import_rows({**ROW, **change})
    record = fines.cases.by_number(NUMBER)
    held = fines.accounts.find(account)

    assert record is not None
    assert record.issue is None
    assert held is not None
    assert held.issue is not None
    assert held.issue.revoked_at is not None


def test_an_account_outlives_another_spelling_of_the_place(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))

    fines.import_rows({**ROW, "위반장소": "퇴계로 87 앞"})

    assert account_in(fines.ask(OWNER, "계좌  12가3456")) == account


def test_money_for_the_wrong_amount_is_held_and_closes_nothing(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.import_rows({**ROW, "구역": "어린이보호구역"})

    fines.pay(account, 32_000)

    record = fines.cases.by_number(NUMBER)
    assert record is not None
    assert record.status == "noticed"
    assert len(fines.staff.money.list_suspense.list(10, None).suspense) == 1


def test_a_paid_case_is_not_corrected(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000)

    report = fines.import_rows({**ROW, "구역": "어린이보호구역"})

    assert report.corrected_rows == 0
    (cell,) = report.rejected
    assert (cell.row, cell.column) == (2, "관리번호")
    assert "납부" in cell.reason_ko


def test_a_case_with_an_opinion_is_not_corrected(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.ask(OWNER, "12가3456 억울합니다 응급실에 가느라 세웠습니다")
    fines.ask(OWNER, "접수")
    record = fines.cases.by_number(NUMBER)
    assert record is not None
    assert record.status == "under_review"

    report = fines.import_rows({**ROW, "위반장소": "을지로 30"})

    assert report.corrected_rows == 0
    assert "의견" in report.rejected[0].reason_ko


def test_what_was_imposed_in_writing_is_not_corrected(fines: FinesInMoto) -> None:
    fines.import_rows(IMPOSED)
    fines.clock.move(days=30)

    report = fines.import_rows({**IMPOSED, "차종": "승합"})

    assert report.corrected_rows == 0
    assert "부과" in report.rejected[0].reason_ko


def test_an_imposition_that_has_not_gone_out_is_corrected(fines: FinesInMoto) -> None:
    fines.import_rows(IMPOSED)

    report = fines.import_rows({**IMPOSED, "납부기한": "2027-02-26"})

    assert fields_of(report) == {"납부기한": ("2027-01-30", "2027-02-26")}
    fines.clock.move(days=30)
    assert "2.26.(금)" in fines.ask(OWNER, "계좌 12가3456")


def test_a_correction_and_the_imposition_may_come_in_one_file(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)

    report = fines.import_rows({**IMPOSED, "차종": "승합"})

    assert fields_of(report) == {
        "차종": ("승용", "승합"),
        "부과일": ("-", "2026-12-01"),
        "납부기한": ("-", "2027-01-30"),
    }


def test_an_older_file_that_comes_again_undoes_nothing(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.import_rows({**ROW, "구역": "어린이보호구역"})

    report = fines.import_rows(ROW)

    assert (report.corrected_rows, report.rejected_rows) == (0, 1)
    assert "예전 내용" in report.rejected[0].reason_ko
    assert "96,000원" in fines.ask(OWNER, "계좌 12가3456")


def test_the_same_contents_in_another_spelling_are_the_same(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    before = boto3.client("dynamodb").scan(TableName="CasesTable")["Items"]

    report = fines.import_rows(
        {
            **ROW,
            "관리번호": NUMBER.replace("-", ""),
            "휴대전화": "01012345678",
            "위반일시": "2026년 11월 3일 오후 2:05",
            "사전통지일": "26.11.5",
            "차종": "승용차",
            "2시간이상": "아니오",
        }
    )

    assert (report.already_present, report.corrected_rows, report.rejected_rows) == (1, 0, 0)
    assert boto3.client("dynamodb").scan(TableName="CasesTable")["Items"] == before


def test_a_file_without_the_telephone_takes_none_away(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)

    report = fines.import_rows({**ROW, "휴대전화": ""})

    assert (report.already_present, report.corrected_rows) == (1, 0)
    assert "32,000원" in fines.ask(OWNER, "계좌 12가3456")


def test_what_staff_changed_by_hand_stays_unless_the_file_changes_it_too(fines: FinesInMoto) -> None:
    fines.import_rows(ROW)
    fines.staff.cases.change_owner_phone.change(NUMBER, "010-8765-4321", "clerk-1")

    same = fines.import_rows(IMPOSED)
    changed = fines.import_rows({**IMPOSED, "위반장소": "을지로 30"})

    assert (same.imposed, same.rejected_rows) == (1, 0)
    assert list(fields_of(changed)) == ["위반장소"]
    assert "을지로 30" in fines.ask("010-8765-4321", "계좌 12가3456")


def test_of_two_rows_of_one_number_in_a_file_the_first_is_taken(fines: FinesInMoto) -> None:
    many = [
        {**ROW, "관리번호": f"1140-2026-{serial:07d}", "차량번호": f"12가{serial:04d}", "휴대전화": ""}
        for serial in range(2, 80)
    ]

    report = fines.import_rows(ROW, *many, ROW, {**ROW, "위반장소": "을지로 30"})

    assert (report.loaded, report.already_present, report.rejected_rows) == (79, 1, 1)
    assert "같은 파일" in report.rejected[0].reason_ko
