"""A lessor with more notices on one telephone than anybody reads: found by car or number, in a bounded number of reads."""

import pytest

from benchmarks.fines.text_desk import watch_calls
from city.fines.law.tables.cases import Cases
from infra.fines.seed import notice_row
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in

CARS = 60
LESSOR = OWNER
ANOTHER = "010-7777-0000"


def plate(serial: int) -> str:
    return f"{10 + serial}하{1000 + serial}"


def row(serial: int, **cells: object) -> dict[str, str]:
    usual = {
        "관리번호": f"1140-2026-{serial:07d}",
        "차량번호": plate(serial),
        "소유자": "한강렌터카",
        "휴대전화": LESSOR,
        "위반일시": "2026-11-03 14:05",
        "위반장소": f"퇴계로 {serial}",
        "사전통지일": "2026-11-05",
        "의견제출기한": "2026-11-25",
    }
    return notice_row(**{**usual, **cells})


@pytest.fixture
def lessor(fines: FinesInMoto) -> FinesInMoto:
    """Sixty cars with a notice each, the oldest by number the first; and another owner of one car."""
    rows = [row(serial) for serial in range(1, CARS + 1)]
    report = fines.import_rows(*rows, row(900, 휴대전화=ANOTHER, 차량번호="12가3456"))
    assert report.loaded == CARS + 1
    return fines


def test_a_file_is_read_no_further_than_a_page_and_says_so(lessor: FinesInMoto) -> None:
    case = lessor.cases.by_number("1140-2026-0000001")
    assert case is not None

    file = lessor.cases.open_file(case.holder)
    other = lessor.cases.by_number("1140-2026-0000900")
    assert other is not None

    assert len(file.notices) <= Cases.READ_AT_MOST + 1
    assert file.more
    assert file.notices[-1].number == f"1140-2026-{CARS:07d}"
    assert not lessor.cases.open_file(other.holder).more
    assert len(list(lessor.cases.every_notice(case.holder))) == CARS


@pytest.mark.parametrize("serial", [1, 30, CARS])
def test_every_car_of_a_lessor_is_found_however_old_its_notice(lessor: FinesInMoto, serial: int) -> None:
    reply = lessor.ask(LESSOR, f"가상계좌 주세요 {plate(serial)}")

    assert f"퇴계로 {serial}," in reply
    assert "32,000원" in reply
    assert account_in(reply) in lessor.bound_accounts()


def test_a_lessor_who_asks_again_gets_the_same_account(lessor: FinesInMoto) -> None:
    first = account_in(lessor.ask(LESSOR, f"가상계좌 주세요 {plate(2)}"))

    assert account_in(lessor.ask(LESSOR, f"계좌번호 다시요 {plate(2)}")) == first


def test_an_opinion_on_an_old_notice_is_put_on_file(lessor: FinesInMoto) -> None:
    lessor.ask(LESSOR, f"응급실 가느라 세운 건데 억울합니다 {plate(3)}")
    lessor.ask(LESSOR, "네 접수할게요")

    case = lessor.cases.by_number("1140-2026-0000003")
    assert case is not None
    assert case.status == "under_review"


def test_a_car_of_somebody_else_is_none_of_the_lessors(lessor: FinesInMoto) -> None:
    reply = lessor.ask(LESSOR, "가상계좌 주세요 12가3456")

    assert "확인되는 내용이 없습니다" in reply


def test_the_end_of_a_plate_does_not_choose_among_thousands(lessor: FinesInMoto) -> None:
    reply = lessor.ask(LESSOR, "1060 얼마예요")

    assert "차량번호" in reply
    assert "원" not in reply.replace("중구청", "").replace("감경", "")


def test_a_lessor_costs_at_most_twice_the_calls_of_anybody(lessor: FinesInMoto) -> None:
    def calls(who: str, words: str) -> int:
        with watch_calls() as counted:
            lessor.ask(who, words)
        return len(counted.names)

    lessor.ask(ANOTHER, "안녕하세요")
    plain = calls(ANOTHER, "가상계좌 주세요 12가3456")
    old = calls(LESSOR, f"가상계좌 주세요 {plate(1)}")

    assert old <= plain + 2
    assert old <= 2 * plain
