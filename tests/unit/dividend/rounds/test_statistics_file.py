from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from city.dividend.anonymise.policy import Policy
from city.dividend.rounds.contributions import Unit, add_up, join
from city.dividend.rounds.model import Terms, Weights
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.service.preparing.private_statistics import statistics_of_shard, vocabulary_of
from city.dividend.rounds.statistics_file import LabelVocabulary, column_of, pack_shard, rows_of

TERMS = Terms(
    first_day=date(2026, 10, 1),
    last_day=date(2026, 11, 2),
    cities=frozenset({"수원시"}),
    weights=Weights.EQUAL,
    cost_cap_permille=150,
    city_permille=0,
    minimum_krw=100,
    claim_months=60,
    payout_day=20,
)
POLICY = Policy.model_validate(
    {
        "name": "시험",
        "quasi_identifiers": [
            {"column": "나이", "hierarchy": {"kind": "bands", "widths": [10, 20], "above": 80}},
            {"column": "거주지", "hierarchy": {"kind": "region"}},
            {"column": "이용주", "hierarchy": {"kind": "calendar", "finest": "week"}},
        ],
        "sensitive": [{"column": "업종", "models": [{"kind": "distinct_l_diversity", "l": 2}]}],
        "keep": ["성별", "금액"],
        "privacy": {"k": 2},
    }
)
RELEASED_AT = {"나이": 1, "거주지": 2, "이용주": 0}
# Age, home, week, shop, sex, won, person.
SHARD = [
    (35, "수원시 팔달구 인계동", "2026-09-28", "음식점", "남", 10_000, 1),
    (35, "수원시 팔달구 인계동", "2026-10-05", "음식점", "남", 20_000, 1),
    (45, "수원시 영통구 매탄동", "2026-10-05", "학원", "여", 30_000, 2),
    # Nobody else is from there: suppressed, and its city is no label of the release.
    (45, "과천시 중앙동", "2026-10-05", "음식점", "여", 40_000, 3),
]
RELEASED = [
    ("20-39", "수원시", "2026-W41", "음식점", "남", 20_000),
    ("40-59", "수원시", "2026-W41", "학원", "여", 30_000),
]


def shard(folder: Path, rows: list[tuple]) -> Path:
    names = ("나이", "거주지", "이용주", "업종", "성별", "금액", PERSON_COLUMN)
    types = (pa.int32(), *[pa.string()] * 4, pa.int64(), pa.int64())
    path = folder / "shard.parquet"
    pq.write_table(pa.table([pa.array(c, t) for c, t in zip(zip(*rows, strict=True), types, strict=True)], names), path)
    return path


@pytest.fixture
def statistics(tmp_path: Path) -> Path:
    path = tmp_path / "statistics.npz"
    path.write_bytes(statistics_of_shard(POLICY, RELEASED_AT, shard(tmp_path, SHARD)))
    return path


@pytest.fixture
def vocabulary(tmp_path: Path) -> LabelVocabulary:
    release = tmp_path / "release.parquet"
    names = ("나이", "거주지", "이용주", "업종", "성별", "금액")
    pq.write_table(pa.table([list(column) for column in zip(*RELEASED, strict=True)], names), release)
    return vocabulary_of(POLICY, RELEASED_AT, terms=TERMS, shards=["b", "a"], release=release)


def count(path: Path, vocabulary: LabelVocabulary, by: str | None = None, unit: Unit = Unit.PAYMENTS, **where: str):
    labels = vocabulary.labels[by] if by else ()
    counted = add_up(
        join([rows_of(path, where, by, labels, amounts=unit is Unit.AMOUNT_KRW)]), unit, len(labels) + 1, 10**9
    ).tolist()
    return dict(zip((*labels, None), counted, strict=True))


def test_the_labels_of_a_scale_are_all_there_and_others_only_as_they_are_released(vocabulary: LabelVocabulary) -> None:
    assert vocabulary.labels == {
        "나이": ("0-19", "20-39", "40-59", "60-79", "80+"),
        "거주지": ("수원시",),
        "이용주": ("2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44", "2026-W45"),
        "업종": ("음식점", "학원"),
        "성별": ("남", "여"),
    }
    assert vocabulary.shards == ("a", "b")


def test_a_vocabulary_is_read_as_it_was_written(vocabulary: LabelVocabulary) -> None:
    assert LabelVocabulary.from_json(vocabulary.to_json()) == replace(vocabulary, labels=dict(vocabulary.labels))


def test_what_was_suppressed_is_counted_and_what_has_no_public_label_is_counted_under_none(
    statistics: Path, vocabulary: LabelVocabulary
) -> None:
    assert count(statistics, vocabulary) == {None: 4}
    assert count(statistics, vocabulary, "거주지") == {"수원시": 3, None: 1}
    assert count(statistics, vocabulary, "거주지", Unit.CARDS) == {"수원시": 2, None: 1}


def test_payments_are_counted_at_the_released_levels(statistics: Path, vocabulary: LabelVocabulary) -> None:
    assert count(statistics, vocabulary, "나이") == {"0-19": 0, "20-39": 2, "40-59": 2, "60-79": 0, "80+": 0, None: 0}
    weeks = {
        "2026-W40": 10_000,
        "2026-W41": 90_000,
        "2026-W42": 0,
        "2026-W43": 0,
        "2026-W44": 0,
        "2026-W45": 0,
        None: 0,
    }
    assert count(statistics, vocabulary, "이용주", Unit.AMOUNT_KRW) == weeks


def test_only_payments_with_all_the_labels_match(statistics: Path, vocabulary: LabelVocabulary) -> None:
    assert count(statistics, vocabulary, 업종="음식점", 성별="남") == {None: 2}
    assert count(statistics, vocabulary, "성별", 업종="음식점", 나이="40-59") == {"남": 0, "여": 1, None: 0}
    assert count(statistics, vocabulary, 나이="80+") == {None: 0}
    assert count(statistics, vocabulary, unit=Unit.CARDS, 나이="40-59") == {None: 2}
    assert count(statistics, vocabulary, unit=Unit.AMOUNT_KRW, 업종="학원") == {None: 30_000}


def test_codes_are_as_small_as_they_fit_and_one_label_has_one() -> None:
    column = column_of(["b", "a", "b"], np.array([0, 1, 2, 1]))
    many = column_of([str(n) for n in range(300)], np.arange(300))

    assert (column.labels, column.codes.tolist(), column.codes.dtype) == (("b", "a"), [0, 1, 0, 1], np.uint8)
    assert many.codes.dtype == np.uint16


def test_an_empty_shard_has_no_payments(tmp_path: Path) -> None:
    path = tmp_path / "empty.npz"
    none = np.empty(0, np.int64)
    path.write_bytes(pack_shard({"성별": column_of([], none)}, none, none))

    assert len(rows_of(path, {"성별": "남"}, "성별", ("남",), amounts=True).person) == 0


def test_a_value_that_the_policy_cannot_read_is_no_statistic(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="나이"):
        statistics_of_shard(POLICY, RELEASED_AT, shard(tmp_path, [(-1, *SHARD[0][1:])]))
