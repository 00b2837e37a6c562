import pytest

from city.dividend.anonymise.errors import HierarchyHasCycle, HierarchyHasGaps, HierarchyInvalid, HierarchyNotNested
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.hierarchies.value_scales import Bands, Calendar, Region, ValueUnreadable

ROWS = [("분식", "음식", "*"), ("한식", "음식", "*"), ("서점", "판매", "*")]


def test_every_level_is_a_function_of_the_one_below() -> None:
    hierarchy = hierarchy_from_rows("업종", ROWS)

    assert hierarchy.labels == (("분식", "한식", "서점"), ("음식", "판매"), ("*",))
    assert hierarchy.climb(0, 1).tolist() == [0, 0, 1]
    assert hierarchy.climb(1, 2).tolist() == [0, 0]
    assert hierarchy.shares[1].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_values_without_a_row_are_named() -> None:
    hierarchy = hierarchy_from_rows("업종", ROWS)

    with pytest.raises(HierarchyHasGaps, match="'약국', '치킨'") as refusal:
        hierarchy.encode(["분식", "치킨", "약국", "치킨"])
    assert "2개" in refusal.value.message_ko


@pytest.mark.parametrize(
    ("rows", "refusal", "named"),
    [
        ([("a", "g", "*"), ("b", "g", "rest")], HierarchyNotNested, "'g' of level 1"),
        ([("a", "b", "a")], HierarchyHasCycle, "a → b → a"),
        ([("a", "*"), ("a", "*")], HierarchyInvalid, "Row 2"),
        ([("a", "*"), ("b",)], HierarchyInvalid, "Row 2"),
        ([], HierarchyInvalid, "empty"),
    ],
)
def test_a_table_that_is_no_hierarchy_is_refused(
    rows: list[tuple[str, ...]], refusal: type[HierarchyInvalid], named: str
) -> None:
    with pytest.raises(refusal, match=named):
        hierarchy_from_rows("x", rows)


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ("0", ("0-4", "0-9", "0-19", "*")),
        ("37", ("35-39", "30-39", "20-39", "*")),
        ("79", ("75-79", "70-79", "60-79", "*")),
        ("80", ("80+", "80+", "80+", "*")),
        ("1,004", ("80+", "80+", "80+", "*")),
    ],
)
def test_numbers_stand_in_bands_of_growing_width(value: str, labels: tuple[str, ...]) -> None:
    assert Bands((5, 10, 20), above=80).levels(value) == labels


def test_bands_that_overlap_are_refused() -> None:
    with pytest.raises(HierarchyNotNested):
        Bands((5, 12))
    with pytest.raises(HierarchyNotNested):
        Bands((5, 10), above=75)


@pytest.mark.parametrize("value", ["", "스물", "-1", "3.5"])
def test_what_is_no_number_of_the_scale_is_unreadable(value: str) -> None:
    with pytest.raises(ValueUnreadable):
        Bands((1, 10)).levels(value)


def test_a_city_without_gu_stands_for_its_gu() -> None:
    assert Region().levels("수원시 팔달구 인계동") == ("수원시 팔달구 인계동", "수원시 팔달구", "수원시", "*")
    assert Region().levels("과천시 중앙동") == ("과천시 중앙동", "과천시", "과천시", "*")
    with pytest.raises(ValueUnreadable):
        Region().levels("인계동")


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert Calendar().levels("2026-10-01") == ("2026-10-01", "2026-W40", "2026-10", "2026-Q4", "*")
    # A Wednesday whose Thursday is in October.
    assert Calendar().levels("2026-09-30")[1:3] == ("2026-W40", "2026-10")
    assert Calendar("week").levels("2027-01-01 13:05")[0] == "2026-W53"


def test_days_of_two_years_nest() -> None:
    days = [f"{year}-{month:02d}-{day:02d}" for year in (2025, 2026) for month in (1, 12) for day in range(1, 32)]

    hierarchy = hierarchy_from_rows("이용일", [Calendar().levels(day) for day in days])

    assert hierarchy.height == 5
