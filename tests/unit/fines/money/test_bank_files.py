import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.bank_statement import STATEMENT_COLUMNS, MovementKind
from city.contracts.fines.notices import RejectedCell
from city.fines.law.banks import bank_spellings
from city.fines.law.notice_file import ENCODINGS, FileUnreadable
from city.fines.money.bank_files import (
    PoolNumber,
    StatementOf,
    StatementRow,
    read_pool,
    read_statement,
    read_statement_key,
)

SPELLINGS = bank_spellings()
HEADING = ",".join(STATEMENT_COLUMNS) + "\n"
GOOD = {
    "거래일자": "2026-11-23",
    "거래시각": "14:03:00",
    "가상계좌번호": "79010000000001",
    "구분": "입금",
    "금액": "32000",
    "거래번호": "20261123-000001",
}


def statement_row(**changes: str) -> str:
    return ",".join(f'"{value}"' for value in {**GOOD, **changes}.values()) + "\n"


def read_one(**changes: str) -> StatementRow | tuple[RejectedCell, ...]:
    (row,) = read_statement([HEADING, statement_row(**changes)], "NH")
    return row


def pool(*rows: str, heading: str = "은행,가상계좌번호") -> list[PoolNumber | tuple[RejectedCell, ...]]:
    return list(read_pool([heading + "\n", *(row + "\n" for row in rows)], SPELLINGS))


# --- the pool ------------------------------------------------------------------------------------


def test_a_number_comes_under_any_spelling_of_its_bank() -> None:
    rows = pool("NH,79010000000001", "농협은행,790-1000-0000002", "011,79010000000003", "4,00410000000001")

    assert [(row.bank, row.account_number) for row in rows if isinstance(row, PoolNumber)] == [
        ("NH", "79010000000001"),
        ("NH", "79010000000002"),
        ("NH", "79010000000003"),
        ("KB", "00410000000001"),
    ]


def test_the_bank_may_stand_under_its_code() -> None:
    (row,) = pool("x,088,56210000000001", heading="비고,은행코드,가상계좌번호")

    assert isinstance(row, PoolNumber)
    assert row.bank == "SHINHAN"
    assert row.account_number not in repr(row)


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("없는은행,79010000000001", ["은행"]),
        (",79010000000001", ["은행"]),
        ("NH,", ["가상계좌번호"]),
        ("NH,7901", ["가상계좌번호"]),
        ("NH,7901000000000A", ["가상계좌번호"]),
        ("NH,79010000000000001", ["가상계좌번호"]),
        ("NH,７９０１００００００００", ["가상계좌번호"]),
        ("NH," + "7" * 201, ["가상계좌번호"]),
        ("바보,abc", ["은행", "가상계좌번호"]),
        ("NH", ["-"]),
    ],
)
def test_each_bad_cell_of_the_pool_is_named(row: str, columns: list[str]) -> None:
    (rejected,) = pool(row)

    assert isinstance(rejected, tuple)
    assert [(cell.row, cell.column) for cell in rejected] == [(2, column) for column in columns]
    assert all(cell.reason_ko and cell.reason_en for cell in rejected)


def test_a_number_that_stands_twice_is_named_with_its_first_line() -> None:
    first, second, other = pool("NH,79010000000001", "KB,7901-0000000001", "NH,079010000000001")

    assert isinstance(first, PoolNumber)
    assert isinstance(second, tuple)
    assert [(cell.row, cell.column) for cell in second] == [(3, "가상계좌번호")]
    assert "2" in second[0].reason_ko
    assert "79010000000001" not in second[0].model_dump_json()
    assert isinstance(other, PoolNumber)


@pytest.mark.parametrize("heading", ["은행,계좌", "가상계좌번호", "은행,가상계좌번호,은행", '"은행'])
def test_a_pool_without_its_columns_is_unreadable(heading: str) -> None:
    with pytest.raises(FileUnreadable):
        pool("NH,79010000000001", heading=heading)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_both_encodings_read_alike(encoding: str) -> None:
    raw = "은행,가상계좌번호\n농협은행,79010000000001\n".encode(encoding)

    (row,) = read_pool(raw.decode(encoding).splitlines(keepends=True), SPELLINGS)

    assert isinstance(row, PoolNumber)


# --- the statement -------------------------------------------------------------------------------


def test_a_good_line_becomes_a_movement_at_the_bank() -> None:
    row = read_one()

    assert isinstance(row, StatementRow)
    assert row.line == 2
    assert row.movement.kind is MovementKind.DEPOSIT
    assert row.movement.deposit_key == "NH:20261123-000001"
    assert row.movement.at.isoformat() == "2026-11-23T14:03:00+09:00"
    assert "79010000000001" not in repr(row)


@pytest.mark.parametrize(
    "changes",
    [
        {"거래일자": "20261123", "거래시각": "140300"},
        {"금액": "32,000"},
        {"가상계좌번호": "7901-0000000001"},
    ],
)
def test_a_bank_may_write_the_same_line_otherwise(changes: dict) -> None:
    assert read_one(**changes) == read_one()


@pytest.mark.parametrize(
    ("word", "kind"), [("입금", MovementKind.DEPOSIT), ("취소", MovementKind.CANCEL), ("환급", MovementKind.REFUND)]
)
def test_each_kind_has_its_word(word: str, kind: MovementKind) -> None:
    row = read_one(구분=word)

    assert isinstance(row, StatementRow)
    assert row.movement.kind is kind


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"거래일자": "2026-02-30"}, ["거래일자"]),
        ({"거래일자": "2026-1-3"}, ["거래일자"]),
        ({"거래시각": "14:03"}, ["거래시각"]),
        ({"거래시각": "1403"}, ["거래시각"]),
        ({"거래시각": "250000"}, ["거래시각"]),
        ({"구분": "출금"}, ["구분"]),
        ({"금액": "0"}, ["금액"]),
        ({"금액": "-32000"}, ["금액"]),
        ({"금액": "32000.0"}, ["금액"]),
        ({"금액": "3,2000"}, ["금액"]),
        ({"금액": "９０"}, ["금액"]),
        ({"금액": "1000000001"}, ["금액"]),
        ({"금액": "9" * 150}, ["금액"]),
        ({"거래번호": "a b"}, ["거래번호"]),
        ({"가상계좌번호": ""}, ["가상계좌번호"]),
        ({"거래일자": "", "거래시각": "", "구분": "", "금액": "", "거래번호": ""}, list(GOOD)[:2] + list(GOOD)[3:]),
    ],
)
def test_each_bad_cell_of_a_statement_is_named_once(changes: dict, columns: list[str]) -> None:
    rejected = read_one(**changes)

    assert isinstance(rejected, tuple)
    assert sorted(cell.column for cell in rejected) == sorted(columns)


def test_a_transaction_told_twice_is_for_the_comparison_to_name() -> None:
    rows = list(read_statement([HEADING, statement_row(), statement_row()], "NH"))

    assert all(isinstance(row, StatementRow) for row in rows)


def test_a_statement_without_a_column_is_unreadable() -> None:
    with pytest.raises(FileUnreadable, match="거래번호"):
        list(read_statement([HEADING.replace(",거래번호", "")], "NH"))


def test_a_statement_is_read_in_flat_memory() -> None:
    def lines() -> Iterator[str]:
        yield HEADING
        for number in range(20_000):
            yield statement_row(거래번호=f"20261123-{number:06}")

    tracemalloc.start()
    try:
        count = sum(isinstance(row, StatementRow) for row in read_statement(lines(), "NH"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 20_000
    assert peak < 2_000_000


@given(st.lists(st.text(max_size=60), max_size=20))
def test_no_file_content_breaks_the_readers(lines: list[str]) -> None:
    for row in read_statement([HEADING, *(text + "\n" for text in lines)], "NH"):
        assert isinstance(row, StatementRow | tuple)
    for number in read_pool(["은행,가상계좌번호\n", *(text + "\n" for text in lines)], SPELLINGS):
        assert isinstance(number, PoolNumber | tuple)


# --- where files lie -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    ["statements/NH/2026-11-23.csv", "statements/농협은행/2026-11-23_거래내역.CSV", "statements/011/2026-11-23 v2.csv"],
)
def test_a_statement_says_by_its_place_whose_day_it_is(key: str) -> None:
    assert read_statement_key(key, SPELLINGS) == StatementOf("NH", date(2026, 11, 23))


@pytest.mark.parametrize(
    "key",
    [
        "2026-11-23.csv",
        "statements/2026-11-23.csv",
        "statements/NHH/2026-11-23.csv",
        "statements/NH/2026-13-23.csv",
        "statements/NH/nov.csv",
        "statements/NH/2026-11-23.xlsx",
        "statements/NH/old/2026-11-23.csv",
        "accounts/1.csv",
    ],
)
def test_a_file_elsewhere_is_no_statement(key: str) -> None:
    assert read_statement_key(key, SPELLINGS) is None


def test_a_statement_that_breaks_off_is_no_statement() -> None:
    def lines() -> Iterator[str]:
        yield HEADING
        yield statement_row()
        yield b"\xff\xff".decode()

    with pytest.raises(UnicodeDecodeError):
        list(read_statement(lines(), "NH"))
