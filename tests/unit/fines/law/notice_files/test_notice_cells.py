"""The cells of notice files as offices write them: vehicles, zones, amounts, and what a program spoiled."""

import pytest

from city.fines.law.amounts import base_fine_krw
from city.fines.law.notice_file import NoticeRow, UnconfirmedRow
from city.fines.law.notices import VehicleClass, Zone
from tests.unit.fines.law.notice_files.notice_lines import GOOD, good, read, reasons, text_file


@pytest.mark.parametrize(
    ("written", "vehicle", "assumed"),
    [
        *(
            (word, VehicleClass.PASSENGER, False)
            for word in ("승용", "승용차", "승용(중형)", "승용 대형", "SUV", "RV", "택시", "경차", "승용자동차등")
        ),
        *(
            (word, VehicleClass.VAN, False)
            for word in ("승합", "승합차", "버스", "15인승 승합", "승합(소형)", "마을버스", "VAN")
        ),
        *(
            (word, VehicleClass.VAN, False)
            for word in ("특수", "특수차", "견인차", "건설기계", "굴착기", "덤프트럭", "특수(구난형)")
        ),
        *(
            (word, VehicleClass.PASSENGER, False)
            for word in (
                "1톤 화물",
                "화물(1t)",
                "화물(4톤 이하)",
                "화물 2.5톤",
                "화물4톤",
                "소형화물",
                "경형 화물",
                "1톤",
                "화물 3,500kg",
            )
        ),
        *(
            (word, VehicleClass.VAN, False)
            for word in (
                "화물(4톤초과)",
                "화물 5톤",
                "4.5톤 화물",
                "25t 카고",
                "대형화물",
                "11톤 윙바디",
                "화물 5톤이상",
            )
        ),
        *(
            (word, VehicleClass.PASSENGER, True)
            for word in (
                "화물",
                "화물차",
                "화물(일반)",
                "트럭",
                "중형화물",
                "화물(특수용도형)",
                "화물 밴형",
                "화물 5톤 미만",
            )
        ),
        *((word, VehicleClass.PASSENGER, False) for word in ("9인승", "10인승")),
        ("11인승", VehicleClass.VAN, False),
    ],
)
def test_vehicles_belong_to_the_laws_classes(written: str, vehicle: VehicleClass, assumed: bool) -> None:
    row = good(read(text_file({**GOOD, "차종": written}).encode()))

    assert (row.notice.violation.vehicle, bool(row.remarks)) == (vehicle, assumed)


@pytest.mark.parametrize("written", ["이륜", "이륜차", "오토바이", "전동킥보드", "원동기장치자전거"])
def test_a_two_wheeler_is_refused_in_its_own_column(written: str) -> None:
    (row,) = read(text_file({**GOOD, "차종": written}).encode())

    assert isinstance(row, tuple)
    assert [(cell.column, "이륜차" in cell.reason_ko) for cell in row] == [("차종", True)]


@pytest.mark.parametrize("written", ["기타", "미상", "3", ""])
def test_a_vehicle_nobody_can_place_is_refused(written: str) -> None:
    assert reasons(read(text_file({**GOOD, "차종": written}).encode())) == [(2, "차종")]


AMOUNTS = {**{name: name for name in GOOD}, "과태료": "과태료"}


def amount_of(**changes: str) -> int:
    return base_fine_krw(good(read(text_file({**GOOD, **changes}, columns=AMOUNTS).encode())).notice.violation)


def test_the_stated_amount_tells_the_weight_of_a_truck() -> None:
    assert amount_of(차종="화물", 과태료="130,000원") == 130_000
    assert amount_of(차종="화물", 과태료="12만원") == 120_000


def test_a_stated_amount_other_than_the_laws_is_refused_with_both() -> None:
    (row,) = read(text_file({**GOOD, "과태료": "40000"}, columns=AMOUNTS).encode())

    assert isinstance(row, tuple)
    assert row[0].column == "과태료"
    assert "40,000원" in row[0].reason_ko
    assert "120,000원" in row[0].reason_ko


OLD = {"의견제출기한": "2021-05-30"}


@pytest.mark.parametrize(
    ("moment", "changes", "krw"),
    [
        ("2021-05-11 14:05", {}, 120_000),
        ("2021-05-10 14:05", {}, 80_000),
        ("2020-06-01 14:05", {"차종": "승합", "2시간이상": "Y"}, 100_000),
        ("2020-06-01 21:05", {}, 40_000),
        ("2019-08-01 14:05", {"구역": "소방시설", "안전표지": "Y"}, 80_000),
        ("2019-07-31 14:05", {"구역": "소방시설", "안전표지": "Y"}, 40_000),
    ],
)
def test_an_older_violation_costs_what_the_tables_then_in_force_say(moment: str, changes: dict, krw: int) -> None:
    assert amount_of(위반일시=moment, 사전통지일="2021-05-12", **{**OLD, **changes}) == krw


def test_before_the_oldest_table_the_amount_of_the_file_is_taken_and_marked() -> None:
    changes = {
        "위반일시": "2018-03-02 14:05",
        "사전통지일": "2018-03-05",
        "의견제출기한": "2018-03-25",
        "과태료": "80,000",
    }

    row = good(read(text_file({**GOOD, **changes}, columns=AMOUNTS).encode()))

    assert row.notice.violation.stated_krw == 80_000
    assert base_fine_krw(row.notice.violation) == 80_000
    assert [remark.column for remark in row.remarks] == ["과태료"]
    assert reasons(read(text_file({**GOOD, **changes, "과태료": ""}, columns=AMOUNTS).encode())) == [(2, "위반일시")]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("휴대전화", "1012345678"),
        ("휴대전화", "10-1234-5678"),
        ("휴대전화", "212345678"),
        ("관리번호", "11420260123456"),
    ],
)
def test_a_lost_zero_is_asked_about_and_never_guessed(column: str, written: str) -> None:
    content = text_file({**GOOD, column: written}).encode()

    (asked,), (confirmed,) = read(content), read(content, confirmed=True)

    assert isinstance(asked, UnconfirmedRow)
    assert [(cell.row, cell.column) for cell in asked.cells] == [(2, column)]
    assert isinstance(confirmed, NoticeRow)
    assert [remark.column for remark in confirmed.remarks] == [column]


def test_a_time_that_lost_its_zero_is_asked_about_too() -> None:
    columns = {("위반일자" if name == "위반일시" else name): name for name in GOOD} | {
        "위반일자": "위반일자",
        "위반시간": "위반시간",
    }
    content = text_file({**GOOD, "위반일자": "20261103", "위반시간": "905"}, columns=columns).encode()

    assert reasons(read(content)) == [(2, "위반시간")]
    assert good(read(content, confirmed=True)).notice.violation.at.hour == 9


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"관리번호": "1.1402E+14"}, "관리번호"),
        ({"휴대전화": "1.01E+09"}, "휴대전화"),
        ({"위반장소": "#N/A"}, "위반장소"),
        ({"위반장소": "########"}, "위반장소"),
        ({"구역": "장애인전용주차구역"}, "구역"),
        ({"구역": "어린이보호구역 소화전"}, "구역"),
        ({"위반장소": "가\x00나"}, "위반장소"),
    ],
)
def test_what_a_program_spoiled_is_refused_with_its_reason(changes: dict, column: str) -> None:
    assert reasons(read(text_file({**GOOD, **changes}).encode())) == [(2, column)]


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("일반구역", Zone.GENERAL),
        ("주정차위반", Zone.GENERAL),
        ("불법주정차", Zone.GENERAL),
        ("횡단보도", Zone.GENERAL),
        ("스쿨존", Zone.CHILDREN),
        ("어린이 보호 구역", Zone.CHILDREN),
        ("소화전 5m 이내", Zone.FIRE_FACILITY),
        ("노인·장애인보호구역", Zone.SENIOR_OR_DISABLED),
        ("노인 보호구역", Zone.SENIOR_OR_DISABLED),
    ],
)
def test_zones_are_read_as_offices_write_them(written: str, zone: Zone) -> None:
    assert good(read(text_file({**GOOD, "구역": written}).encode())).notice.violation.zone is zone
