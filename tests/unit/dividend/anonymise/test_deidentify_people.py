"""The steward's tool where one person has several rows: files of payments, k promised in people."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.dividend.anonymise import deidentify
from city.dividend.anonymise.errors import ColumnNamedTwice, NoSolution, PolicyInvalid, VerificationFailed
from city.dividend.anonymise.policy import Population, check_columns, read_policy, scales_of
from city.dividend.anonymise.release import make_release
from city.dividend.anonymise.rows.apply import COMPANION_COLUMN
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import take_in
from city.dividend.anonymise.verification.claims import ReleaseClaims
from city.dividend.anonymise.verification.measure import MeasuredRelease, measure
from city.dividend.anonymise.verification.refusal import refuse_broken
from tests.effort import examples

QUASI = ("성별", "나이", "거주지", "이용일")
POLICY = """
name: 시험 공개
quasi_identifiers:
  - {column: 성별, hierarchy: {kind: as_it_is}}
  - {column: 나이, hierarchy: {kind: bands, widths: [5, 10, 20], above: 80}}
  - {column: 거주지, hierarchy: {kind: region}}
  - {column: 이용일, hierarchy: {kind: calendar, finest: week}}
sensitive:
  - {column: 업종, models: [{kind: distinct_l_diversity, l: 2}]}
keep: [금액, 일련번호]
person: 카드번호
privacy: {k: 5}
suppression: 0.3
"""
HEADING = ("카드번호", *QUASI, "업종", "금액", "일련번호")
Steward = Callable[..., tuple[int, str, str]]


def payments(cards: int, frequent: int, seed: int = 1) -> list[tuple[str, ...]]:
    """Most people pay twice, the frequent ones forty times, each in the own dong on days of one month."""
    chance = np.random.default_rng(seed)
    rows: list[tuple[str, ...]] = []
    for card in range(cards):
        who = ("여" if card % 2 else "남", str(20 + card * 7 % 60), f"수원시 {'가나다'[card % 3]}동")
        for _ in range(40 if card < frequent else 2):
            day = f"2026-10-{chance.integers(1, 29):02d}"
            shop = ("음식점", "약국", "학원")[chance.integers(0, 3)]
            rows.append((f"9410-{card:04d}", *who, day, shop, "1000", f"r{len(rows):05d}"))
    return [rows[at] for at in chance.permutation(len(rows))]


def write_csv(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADING, *rows])
    return path


def classes_of(out: Path, rows: list[tuple[str, ...]]) -> list[list[str]]:
    """The cards in every class of the release, a card per row: each row is found again by the number it kept."""
    card_of = {row[-1]: row[0] for row in rows}
    found: dict[tuple[str, ...], list[str]] = {}
    with out.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(tuple(row[name] for name in QUASI), []).append(card_of[row["일련번호"]])
    return list(found.values())


@pytest.fixture
def steward(tmp_path: Path) -> Steward:
    def run(policy: str, source: Path, *options: str) -> tuple[int, str, str]:
        (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        arguments = ["--input", str(source), "--policy", str(tmp_path / "policy.yaml"), "--out", str(tmp_path / "out")]
        return deidentify.main([*arguments, *options], out, err), out.getvalue(), err.getvalue()

    return run


def test_every_class_has_k_people_though_some_of_them_pay_all_the_time(steward: Steward, tmp_path: Path) -> None:
    rows = payments(300, 12)

    status, printed, complaints = steward(POLICY, write_csv(tmp_path / "in.csv", rows), "--report")

    assert (status, complaints) == (0, "")
    classes = classes_of(tmp_path / "out" / "data.csv", rows)
    people, sizes = min(len(set(each)) for each in classes), min(len(each) for each in classes)
    assert people >= 5
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_bytes())
    assert certificate["promised"]["unit"] == "persons"
    assert (certificate["promised"]["k"], certificate["measured"]["k"]) == (5, people)
    assert (certificate["measured"]["k_unit"], certificate["measured"]["k_persons"]) == ("persons", people)
    assert certificate["measured"]["k_rows"] == sizes
    assert certificate["measured"]["persons"] == len({card for each in classes for card in each})
    share = max(each.count(card) / len(each) for each in classes for card in each)
    assert certificate["measured"]["largest_share_of_a_person"] == pytest.approx(share)
    assert certificate["risk"]["prosecutor_highest"] == pytest.approx(1 / people)
    at_risk = sum(len(each) / len(set(each)) for each in classes) / sum(map(len, classes))
    assert certificate["risk"]["marketer"] == pytest.approx(at_risk)
    assert f"k = {people} persons (smallest class {sizes} rows)" in printed
    assert (tmp_path / "out" / "report.md").read_text(encoding="utf-8") == printed


def test_without_a_person_the_same_policy_lets_one_person_fill_a_class(steward: Steward, tmp_path: Path) -> None:
    rows = payments(300, 12)

    steward(POLICY.replace("person: 카드번호\n", ""), write_csv(tmp_path / "in.csv", rows))

    assert min(len(set(each)) for each in classes_of(tmp_path / "out" / "data.csv", rows)) < 5


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_who_it_was_is_nowhere_in_what_is_published(steward: Steward, tmp_path: Path, form: str) -> None:
    source = write_csv(tmp_path / "in.csv", payments(300, 12))

    steward(POLICY, source, "--format", form, "--report")

    published = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert published == ["certificate.json", f"data.{form}", "report.md"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    for path in (tmp_path / "out").iterdir():
        assert b"9410-" not in path.read_bytes()
    if form == "parquet":
        assert pq.read_schema(tmp_path / "out" / "data.parquet").names == [*QUASI, "업종", "금액", "일련번호"]


def test_people_told_by_numbers_are_those_told_by_texts(tmp_path: Path) -> None:
    rows = payments(200, 8)
    columns: dict[str, list[object]] = {name: [row[at] for row in rows] for at, name in enumerate(HEADING)}
    texts = tmp_path / "texts.parquet"
    pq.write_table(pa.table(columns), texts)
    numbers = tmp_path / "numbers.parquet"
    whole_numbers = [-(2**62) + 977 * int(card[5:]) for card in map(str, columns["카드번호"])]
    pq.write_table(pa.table({**columns, "카드번호": pa.array(whole_numbers, pa.int64())}), numbers)
    policy = read_policy(POLICY)

    by_text, by_number = (
        make_release(policy, tmp_path, source, out=tmp_path / source.stem, seed=1) for source in (texts, numbers)
    )

    assert by_text.solution == by_number.solution
    assert by_text.measured == by_number.measured
    assert by_text.data.read_bytes() == by_number.data.read_bytes()


def test_rows_of_nobody_are_quarantined_and_blanks_make_no_second_person(steward: Steward, tmp_path: Path) -> None:
    rows = payments(200, 0)
    nobody = [("", *rows[0][1:]), ("  ", *rows[1][1:])]
    blank = [(f" {row[0]} ", *row[1:-1], row[-1] + "b") for row in rows]

    status, printed, complaints = steward(POLICY, write_csv(tmp_path / "in.csv", [*nobody, *rows, *blank]))

    assert (status, complaints) == (0, "")
    with (tmp_path / "out" / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["row"], row["column"], row["reason_en"]) for row in csv.DictReader(file)] == [
            ("2", "카드번호", "Empty."),
            ("3", "카드번호", "Empty."),
        ]
    card_of = [(row[0].strip(), *row[1:]) for row in [*rows, *blank]]
    assert min(len(set(each)) for each in classes_of(tmp_path / "out" / "data.csv", card_of)) >= 5
    assert "격리된 행 quarantined: 2" in printed


def test_people_are_counted_alike_in_one_bucket_and_in_many(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", payments(300, 12))
    policy = read_policy(POLICY)
    chance = np.random.default_rng(0)
    spool = take_in(
        policy, scales_of(policy, tmp_path), source, folder=tmp_path, quarantine=tmp_path / "bad.csv", chance=chance
    )
    (rows,) = [spool.bucket(number) for number in range(len(spool.buckets))]
    buckets = tuple(tmp_path / f"part-{number}.arrow" for number in range(5))
    for number, bucket in enumerate(buckets):
        mine = np.flatnonzero(np.arange(rows.num_rows) % 5 == number)
        with pa.ipc.new_stream(str(bucket), rows.schema) as writer:
            writer.write_table(rows.take(mine))

    assert count_spool(replace(spool, buckets=buckets)).same_as(count_spool(spool))


@pytest.mark.parametrize(
    ("change", "ko", "en"),
    [
        (("person: 카드번호", "person: 회원번호"), "파일에 없는 열입니다: 회원번호", "no column 회원번호"),
        (("keep: [금액, 일련번호]", "keep: [금액, 카드번호]"), "'카드번호' 열이 두 번", "'카드번호' has two roles"),
        (("column: 성별", "column: 카드번호"), "'카드번호' 열이 두 번", "'카드번호' has two roles"),
        (("person: 카드번호", "person: [카드번호]"), "정책을 읽을 수 없습니다", "person"),
        (("person: 카드번호", "person: ''"), "정책을 읽을 수 없습니다", "person"),
        (("person: 카드번호", "person:"), "person에 열 이름이 없습니다", "person names no column"),
        (("k: 5", "k: 201"), "사람이 200명뿐", "only 200 persons"),
        (
            ("person: 카드번호", "person: 카드번호\npopulation: {column: 구매 여부, released: 예}"),
            "함께 쓸 수 없습니다",
            "do not go together",
        ),
    ],
)
def test_a_policy_of_people_that_cannot_be_kept_is_explained_in_both_languages(
    steward: Steward, tmp_path: Path, change: tuple[str, str], ko: str, en: str
) -> None:
    status, printed, complaints = steward(POLICY.replace(*change), write_csv(tmp_path / "in.csv", payments(200, 0)))

    assert (status, printed) == (1, "")
    assert ko in complaints
    assert en in complaints
    assert not (tmp_path / "out").exists()


def test_a_policy_that_came_without_being_read_is_checked_when_the_file_is() -> None:
    policy = read_policy(POLICY)

    with pytest.raises(ColumnNamedTwice):
        check_columns(policy.model_copy(update={"keep": ("카드번호",)}), HEADING)
    with pytest.raises(PolicyInvalid, match="do not go together"):
        check_columns(policy.model_copy(update={"population": Population(column="구매 여부", released="예")}), HEADING)


def test_a_policy_without_a_person_has_the_digest_it_always_had() -> None:
    known = "26c53b6f4ed541025d3c737ed62a739a0ce62ac2e027b3eb8224fd85dc1fc61e"  # pragma: allowlist secret
    policy = read_policy(POLICY.replace("person: 카드번호\n", ""))

    assert "person" not in policy.model_dump_json(exclude={"person"})
    assert policy.digest != read_policy(POLICY).digest
    assert policy.digest == known


# --- the verification ------------------------------------------------------------------------------


@pytest.fixture
def crowded_file(tmp_path: Path) -> tuple[Path, Path]:
    """A class of six rows of two people, one of three rows of three."""
    release, companion = tmp_path / "data.parquet", tmp_path / "companion.parquet"
    pq.write_table(pa.table({"q": list("aaaabbbaa")}), release)
    pq.write_table(pa.table({COMPANION_COLUMN: pa.array([7, 7, 7, 7, 7, 8, -9, 7, 8], pa.int64())}), companion)
    return release, companion


def test_people_can_be_checked_by_hand(crowded_file: tuple[Path, Path]) -> None:
    found = measure(crowded_file[0], ReleaseClaims(("q",), 2, unit="persons"), crowded_file[1])

    assert (found.rows, found.classes, found.k) == (9, 2, 3)
    assert found.persons is not None
    assert (found.persons.persons, found.persons.k, found.persons.alone_rows) == (3, 2, 0)
    assert found.persons.largest_share == pytest.approx(5 / 6)
    assert found.highest_risk == pytest.approx(1 / 2)
    # Six rows have one chance in two, three rows one in three.
    assert found.average_risk == pytest.approx((6 / 2 + 3 / 3) / 9)
    assert found.uniqueness == 0


def test_a_file_of_enough_rows_and_too_few_people_is_refused(crowded_file: tuple[Path, Path]) -> None:
    by_rows, by_people = ReleaseClaims(("q",), 3), ReleaseClaims(("q",), 3, unit="persons")

    refuse_broken(measure(crowded_file[0], by_rows), by_rows)
    with pytest.raises(VerificationFailed, match=r"k \(persons\): 2 \(3\)") as refusal:
        refuse_broken(measure(crowded_file[0], by_people, crowded_file[1]), by_people)
    assert "아무것도 내보내지 않았습니다" in refusal.value.message_ko


def test_people_that_nobody_counted_are_no_promise_kept(crowded_file: tuple[Path, Path]) -> None:
    claims = ReleaseClaims(("q",), 1, unit="persons")

    with pytest.raises(VerificationFailed, match=r"k \(persons\): 0 \(1\)"):
        refuse_broken(measure(crowded_file[0], claims), claims)


@pytest.mark.parametrize("whose", [[1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, None]])
def test_a_companion_that_does_not_tell_of_every_row_is_refused(
    crowded_file: tuple[Path, Path], whose: list[int | None]
) -> None:
    pq.write_table(pa.table({COMPANION_COLUMN: pa.array(whose, pa.int64())}), crowded_file[1])

    with pytest.raises(VerificationFailed, match="told whose they are"):
        measure(crowded_file[0], ReleaseClaims(("q",), 1, unit="persons"), crowded_file[1])


def test_a_class_that_is_planted_in_what_was_written_publishes_nothing(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", payments(300, 12))

    def plant_and_measure(path: Path, claims: ReleaseClaims, companion: Path | None) -> MeasuredRelease:
        """One person takes over all rows of the first row's class: as many rows as before, one person."""
        assert companion is not None
        with path.open(encoding="utf-8", newline="") as file:
            written = [tuple(row[name] for name in QUASI) for row in csv.DictReader(file)]
        whose = pq.read_table(companion).column(0).to_pylist()
        planted = [whose[0] if labels == written[0] else who for labels, who in zip(written, whose, strict=True)]
        pq.write_table(pa.table({COMPANION_COLUMN: pa.array(planted, pa.int64())}), companion)
        found = measure(path, claims, companion)
        assert found.k >= claims.k
        return found

    with pytest.raises(VerificationFailed, match=r"k \(persons\): 1 \(5\)"):
        make_release(
            read_policy(POLICY), tmp_path, source, out=tmp_path / "out", seed=1, measure_file=plant_and_measure
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


@st.composite
def few_payments(draw: st.DrawFn) -> list[tuple[str, ...]]:
    towns = ("수원시 가동", "수원시 나동", "김포시 다동")
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([f"c{n}" for n in range(7)]),
                st.sampled_from("남여"),
                st.integers(18, 40).map(str),
                st.sampled_from(towns),
                st.sampled_from(["2026-10-01", "2026-10-09", "2026-10-20"]),
                st.sampled_from(["음식점", "약국"]),
            ),
            min_size=12,
            max_size=60,
        )
    )
    return [(*row, "1000", f"r{number:05d}") for number, row in enumerate(rows)]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=few_payments(), k=st.integers(2, 4), suppression=st.sampled_from(["0", "0.2", "0.6"]))
def test_whatever_is_published_has_k_people_in_every_class(
    rows: list[tuple[str, ...]], k: int, suppression: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("few")
    policy = read_policy(
        POLICY.replace("k: 5", f"k: {k}")
        .replace("suppression: 0.3", f"suppression: {suppression}")
        .replace("l: 2", "l: 1")
    )
    if len({row[0] for row in rows}) < k:
        return

    try:
        made = make_release(policy, folder, write_csv(folder / "in.csv", rows), out=folder / "out", seed=1)
    except NoSolution:
        return

    classes = classes_of(made.data, rows)
    assert all(len(set(each)) >= k for each in classes)
    assert sum(map(len, classes)) >= (1 - float(suppression)) * len(rows) - 1e-9
    persons = made.measured.persons
    assert persons is not None
    assert persons.k == min((len(set(each)) for each in classes), default=0)
