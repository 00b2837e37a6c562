from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest

from city.dividend.anonymise import generator


@pytest.fixture(scope="module")
def month() -> pa.Table:
    return pa.Table.from_batches(generator.generate(60_000, 3)).unify_dictionaries()


def counted(table: pa.Table, column: str) -> dict[str, int]:
    return {str(c["values"]): c["counts"] for c in table[column].value_counts().to_pylist()}


def test_the_same_seed_gives_the_same_rows() -> None:
    one, two, other = (pa.Table.from_batches(generator.generate(500, seed)) for seed in (1, 1, 2))

    assert one.equals(two)
    assert not one.equals(other)


def test_fridays_and_saturdays_are_busier_than_sundays(month: pa.Table) -> None:
    by_weekday = [0] * 7
    days = [0] * 7
    for day, count in counted(month, "이용일").items():
        by_weekday[date.fromisoformat(day).weekday()] += count
        days[date.fromisoformat(day).weekday()] += 1
    mean = [count / number for count, number in zip(by_weekday, days, strict=True)]

    assert min(mean[4], mean[5]) > 1.3 * mean[6]


def test_a_tenth_of_the_cards_makes_more_than_a_quarter_of_the_purchases(month: pa.Table) -> None:
    counts = sorted(counted(month, "카드번호").values(), reverse=True)

    assert sum(counts[: len(counts) // 10]) > sum(counts) / 4


def test_most_people_shop_at_home(month: pa.Table) -> None:
    at_home = sum(a == b for a, b in zip(month["거주지"].to_pylist(), month["가맹점 소재지"].to_pylist(), strict=True))

    assert at_home > 0.65 * month.num_rows


def test_a_card_is_one_person(month: pa.Table) -> None:
    people = month.select(["카드번호", "성명", "휴대전화", "생년월일", "성별", "거주지"]).group_by(
        month.column_names[:1]
    )
    distinct = people.aggregate(
        [(name, "count_distinct") for name in ("성명", "휴대전화", "생년월일", "성별", "거주지")]
    )

    assert all(set(distinct[name].to_pylist()) == {1} for name in distinct.column_names if name.endswith("distinct"))


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"

    generator.write(1_000, 1, path, columns=("성별", "금액"))

    table = pa.csv.read_csv(path)
    assert table.num_rows == 1_000
    assert table.column_names == ["성별", "금액"]
    assert min(table["금액"].to_pylist()) >= 500
