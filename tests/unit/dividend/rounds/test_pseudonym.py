"""What is read of an operator's file, what is pseudonymised of it, and what is dropped."""

import csv
import io
from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.dividend.files import OPERATOR_COLUMNS
from city.dividend.rounds.errors import FileInvalid
from city.dividend.rounds.pseudonym import (
    CardUse,
    Pseudonymiser,
    PseudonymUse,
    RoundKey,
    age_band,
    opt_out_key,
    week_of,
)
from city.dividend.rounds.receive import DROPPED, CellFault, read_csv, read_table
from city.kernel.clock import SEOUL
from tests.unit.dividend.rounds.test_rounds import TERMS

KEY, OTHER_KEY, OPT_OUT = b"k" * 32, b"q" * 32, b"o" * 32
GOOD = {
    "카드번호": "9410-0000-0001",
    "성명": "홍길동",
    "휴대전화": "010-1234-5678",
    "생년월일": "1980-05-17",
    "나이": "39",
    "성별": "여",
    "거주지": "김포시 장기동",
    "가맹점": "장기분식",
    "업종": "음식점",
    "가맹점 소재지": "김포시 장기동",
    "금액": "12500",
    "이용일": "2019-05-02 12:31:00",
    "시간대": "12",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = tuple(OPERATOR_COLUMNS)) -> list[str]:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().splitlines(keepends=True)


def use(**changes: str) -> CardUse:
    (read,) = read_csv(table({**GOOD, **changes}))
    assert isinstance(read, CardUse), read
    return read


def pseudonymiser(opt_outs: frozenset[str] = frozenset(), **terms: object) -> Pseudonymiser:
    return Pseudonymiser(RoundKey("2026-1", KEY), replace(TERMS, **terms), opt_outs, OPT_OUT)


# --- rows ------------------------------------------------------------------------------------------


def test_a_good_row_becomes_a_payment_without_name_and_telephone() -> None:
    read = use()

    assert read.used_at == datetime(2019, 5, 2, 12, 31, tzinfo=SEOUL)
    assert {field.name for field in fields(CardUse)} & {"name", "phone"} == set()
    assert not any("홍길동" in str(value) or "1234" in str(value) for value in map(str, vars_of(read)))


def vars_of(read: object) -> list[object]:
    return [getattr(read, field.name) for field in fields(read)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("카드번호", "", "empty"),
        ("카드번호", "12", "not_a_card"),
        ("카드번호", "카드", "not_a_card"),
        ("생년월일", "1980-02-30", "not_a_day"),
        ("생년월일", "1880-02-03", "too_long_ago"),
        ("성별", "X", "not_a_sex_code"),
        ("거주지", "가" * 101, "too_long"),
        ("업종", "음식\x07점", "not_printable"),
        ("금액", "-5", "not_won"),
        ("금액", "1,000", "not_won"),
        ("금액", "١٢", "not_won"),
        ("금액", "0", "out_of_bounds"),
        ("금액", "100000001", "out_of_bounds"),
        ("이용일", "어제", "not_a_moment"),
    ],
)
def test_a_bad_cell_is_named_by_row_column_and_reason_and_never_repeated(column, cell, reason) -> None:
    read = list(read_csv(table(GOOD, {**GOOD, column: cell}, GOOD)))

    assert [type(row) for row in read] == [CardUse, CellFault, CardUse]
    assert read[1] == CellFault(3, column, reason)


def test_nothing_is_lost_between_good_and_bad() -> None:
    rows = [{**GOOD, "성별": "X"} if number % 3 == 0 else GOOD for number in range(30)]

    read = list(read_csv(table(*rows)))

    assert len(read) == 30
    assert [row.row for row in read if isinstance(row, CellFault)] == list(range(2, 32, 3))


def test_a_row_of_the_wrong_length_is_a_fault_of_its_own() -> None:
    lines = [*table(GOOD), "only,three,cells\r\n", *table(GOOD)[1:]]

    assert [type(row) for row in read_csv(lines)] == [CardUse, CellFault, CardUse]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "missing_column:카드번호"),
        (table(GOOD, columns=tuple(c for c in OPERATOR_COLUMNS if c != "성별")), "missing_column:성별"),
        (["카드번호,카드번호," + ",".join(list(OPERATOR_COLUMNS)[1:]) + "\n"], "column_twice"),
        ([",".join((*OPERATOR_COLUMNS, "resident_number")) + "\n"], "unknown_column"),
        ([*table(GOOD), '"unclosed'], "not_csv"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(lines: list[str], reason: str) -> None:
    with pytest.raises(FileInvalid) as refusal:
        list(read_csv(lines))

    assert refusal.value.reason == reason


def test_a_file_has_only_so_many_rows() -> None:
    with pytest.raises(FileInvalid):
        list(read_csv(table(GOOD, GOOD, GOOD), most_rows=2))


def test_a_file_may_leave_out_what_is_dropped_anyway() -> None:
    lines = table(GOOD, columns=tuple(c for c in OPERATOR_COLUMNS if c not in DROPPED))

    assert list(read_csv(lines)) == [use()]


def test_typed_values_are_read_like_text() -> None:
    typed = {**GOOD, "금액": 12500, "생년월일": date(1980, 5, 17), "이용일": datetime(2019, 5, 2, 12, 31)}  # noqa: DTZ001

    (read,) = read_table(OPERATOR_COLUMNS, [typed])

    assert read == use()


@given(st.lists(st.text(max_size=30), max_size=15))
def test_whatever_comes_is_read_or_refused_and_never_crashes(lines: list[str]) -> None:
    try:
        for read in read_csv([*table(GOOD), *lines]):
            assert isinstance(read, CardUse | CellFault)
    except FileInvalid:
        pass


# --- pseudonyms ------------------------------------------------------------------------------------


def test_a_card_has_one_pseudonym_in_a_round_and_another_in_the_next() -> None:
    first, again = RoundKey("2026-1", KEY), RoundKey("2026-1", KEY)

    assert first.pseudonym("9410") == again.pseudonym("9410")
    assert first.pseudonym("9410") != RoundKey("2026-1", OTHER_KEY).pseudonym("9410")
    assert first.pseudonym("9410") != RoundKey("2026-2", KEY).pseudonym("9410")


def test_a_short_key_makes_no_pseudonyms_and_no_key_is_printed() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RoundKey("2026-1", b"short")
    assert "kkk" not in repr(RoundKey("2026-1", KEY))


@given(st.dates(date(1900, 1, 1), date(2019, 12, 31)))
def test_everybody_is_in_one_age_band(born: date) -> None:
    band = age_band(born, date(2019, 12, 31))

    assert band in {"under 15", "80 and over", *(f"{start}-{start + 4}" for start in range(15, 80, 5))}


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2005-01-01", "under 15"),
        ("2004-12-31", "15-19"),
        ("2000-01-01", "15-19"),
        ("1999-12-31", "20-24"),
        ("1939-12-31", "80 and over"),
    ],
)
def test_a_band_begins_on_the_birthday(born: str, band: str) -> None:
    assert age_band(date.fromisoformat(born), date(2019, 12, 31)) == band


def test_a_week_is_the_iso_week_in_seoul() -> None:
    assert week_of(datetime(2019, 12, 29, 23, 59, tzinfo=SEOUL)) == "2019-W52"
    assert week_of(datetime(2019, 12, 30, 0, 1, tzinfo=SEOUL)) == "2020-W01"


# --- a file -----------------------------------------------------------------------------------------


def test_a_payment_comes_in_without_its_person() -> None:
    seen, key = pseudonymiser().take(use()), RoundKey("2026-1", KEY)

    assert seen is not None
    assert seen == PseudonymUse(
        key.pseudonym("9410-0000-0001"),
        key.person("9410-0000-0001"),
        "35-39",
        "F",
        "김포시 장기동",
        "음식점",
        "김포시 장기동",
        "2019-W18",
        12500,
    )


def test_a_person_has_one_number_in_a_round_another_in_the_next_and_no_part_of_the_pseudonym() -> None:
    key, cards = RoundKey("2026-1", KEY), [f"9410-{n}" for n in range(1_000)]
    numbers = [key.person(card) for card in cards]

    assert numbers == [key.person(card) for card in cards]
    assert len(set(numbers)) == len(cards)
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert set(numbers).isdisjoint(RoundKey("2026-2", KEY).person(card) for card in cards)
    assert set(numbers).isdisjoint(RoundKey("2026-1", b"x" * 32).person(card) for card in cards)
    for card, number in zip(cards, numbers, strict=True):
        assert number.to_bytes(8, "big", signed=True).hex() not in key.pseudonym(card)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"가맹점 소재지": "성남시 정자동"}, "no_consent"),
        ({"가맹점 소재지": "서울특별시 중구 명동"}, "no_consent"),
        ({"이용일": "2019-03-31 23:59:59"}, "outside_period"),
        ({"이용일": "2020-01-01 00:00:00"}, "outside_period"),
    ],
)
def test_what_has_no_place_in_the_round_is_turned_away_and_counted(changes: dict[str, str], why: str) -> None:
    taking = pseudonymiser()

    assert taking.take(use(**changes)) is None
    assert taking.turned_away == {why: 1}
    assert taking.linkage == {}


def test_who_opted_out_never_comes_in() -> None:
    taking = pseudonymiser(frozenset({opt_out_key(OPT_OUT, "9410-0000-0001")}))

    assert taking.take(use()) is None
    assert taking.take(use(카드번호="9410-0000-0002")) is not None
    assert taking.turned_away == {"opted_out": 1}
    assert set(taking.linkage.values()) == {"9410-0000-0002"}


def test_an_opt_out_is_no_pseudonym_of_any_round() -> None:
    assert opt_out_key(KEY, "9410") != RoundKey("2026-1", KEY).pseudonym("9410")


def test_rows_and_weeks_are_counted_of_each_pseudonym() -> None:
    taking = pseudonymiser()
    moment = datetime(2019, 5, 2, 12)  # noqa: DTZ001
    for days in (0, 1, 7, 14):
        taking.take(use(이용일=str(moment + timedelta(days=days))))

    ((pseudonym, rows),) = taking.rows.items()
    assert (rows, len(taking.weeks[pseudonym])) == (4, 3)
    assert taking.linkage == {pseudonym: "9410-0000-0001"}
