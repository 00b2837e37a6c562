import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from city.dividend.anonymise import certificate as certificates
from city.dividend.anonymise import deidentify, generator
from city.dividend.anonymise.certificate import Signature
from city.dividend.anonymise.equivalence.histogram import count_rows
from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.policy import read_policy, scales_of
from city.dividend.anonymise.privacy.population_uniqueness import uniqueness_of_population
from city.dividend.anonymise.release import make_release
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import take_in
from city.dividend.anonymise.verification.claims import ReleaseClaims
from city.dividend.anonymise.verification.measure import MeasuredRelease, measure

ROWS = 6_000
POLICY = """
name: 시험 공개
quasi_identifiers:
  - {column: 성별, hierarchy: {kind: as_it_is}}
  - {column: 나이, hierarchy: {kind: bands, widths: [5, 10, 20], above: 80}}
  - {column: 거주지, hierarchy: {kind: region}, at_least: 1}
  - {column: 이용일, hierarchy: {kind: calendar, finest: week}}
sensitive:
  - column: 업종
    models:
      - {kind: distinct_l_diversity, l: 3}
      - {kind: entropy_l_diversity, l: 2.5}
      - {kind: recursive_cl_diversity, c: 4, l: 2}
      - {kind: t_closeness, t: 0.45}
      - {kind: b_likeness, beta: 9}
keep: [금액]
privacy: {k: 5, average_risk: 0.1}
suppression: 0.1
"""
Steward = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def transactions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "transactions.csv"
    generator.write(ROWS, 1, path)
    return path


@pytest.fixture
def steward(tmp_path: Path, transactions: Path) -> Steward:
    """The tool as a steward calls it: exit status, what was printed, what was complained about."""

    def run(policy: str = POLICY, source: Path = transactions, *options: str) -> tuple[int, str, str]:
        (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        arguments = ["--input", str(source), "--policy", str(tmp_path / "policy.yaml"), "--out", str(tmp_path / "out")]
        status = deidentify.main([*arguments, *options], out, err)
        return status, out.getvalue(), err.getvalue()

    return run


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_release_keeps_its_promises_and_says_so(steward: Steward, tmp_path: Path) -> None:
    status, printed, complaints = steward()

    assert (status, complaints) == (0, "")
    rows = rows_of(tmp_path / "out" / "data.csv")
    quasi = ("성별", "나이", "거주지", "이용일")
    classes = Counter(tuple(row[name] for name in quasi) for row in rows)
    values: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        values.setdefault(tuple(row[name] for name in quasi), set()).add(row["업종"])
    assert min(classes.values()) >= 5
    assert min(len(found) for found in values.values()) >= 3
    assert len(rows) >= 0.9 * ROWS
    assert list(rows[0]) == [*quasi, "업종", "금액"]
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_bytes())
    assert certificate["measured"]["k"] == min(classes.values())
    assert certificate["measured"]["classes"] == len(classes)
    assert certificate["decided"]["optimal"] is True
    assert "증명된 최적 · proven optimum" in printed


def test_the_released_values_are_the_rows_own_generalised(steward: Steward, transactions: Path, tmp_path: Path) -> None:
    steward()

    released = Counter(row["금액"] for row in rows_of(tmp_path / "out" / "data.csv"))
    known = Counter(row["금액"] for row in rows_of(transactions))
    assert released <= known


def test_the_order_of_rows_is_not_that_of_the_input(steward: Steward, transactions: Path, tmp_path: Path) -> None:
    steward()

    released = [row["금액"] for row in rows_of(tmp_path / "out" / "data.csv")]
    known = [row["금액"] for row in rows_of(transactions)]
    in_place = sum(one == two for one, two in zip(released, known, strict=False))
    assert in_place < len(released) / 10


def test_the_same_seed_gives_the_same_bytes(transactions: Path, tmp_path: Path) -> None:
    policy = read_policy(POLICY)

    made = [
        make_release(policy, tmp_path, transactions, out=tmp_path / name, seed=seed)
        for name, seed in (("a", 7), ("b", 7))
    ]
    other = make_release(policy, tmp_path, transactions, out=tmp_path / "c", seed=8)

    assert made[0].data.read_bytes() == made[1].data.read_bytes()
    assert made[0].certificate.read_bytes() == made[1].certificate.read_bytes()
    assert made[0].data.read_bytes() != other.data.read_bytes()
    assert made[0].measured == other.measured


def test_parquet_in_is_parquet_out_with_the_same_numbers(transactions: Path, tmp_path: Path) -> None:
    source = tmp_path / "transactions.parquet"
    generator.write(ROWS, 1, source)
    policy = read_policy(POLICY)

    from_csv = make_release(policy, tmp_path, transactions, out=tmp_path / "a", seed=1)
    from_parquet = make_release(policy, tmp_path, source, out=tmp_path / "b", seed=1)

    assert from_parquet.data.suffix == ".parquet"
    assert from_parquet.solution == from_csv.solution
    assert from_parquet.measured == from_csv.measured
    assert pq.read_table(from_parquet.data).num_rows == from_csv.measured.rows


def test_the_histogram_of_the_buckets_is_that_of_the_file(transactions: Path, tmp_path: Path) -> None:
    policy = read_policy(POLICY)
    scales = scales_of(policy, tmp_path)
    spool = take_in(
        policy, scales, transactions, folder=tmp_path, quarantine=tmp_path / "bad.csv", chance=np.random.default_rng(0)
    )
    rows = rows_of(transactions)
    finest = {q.column: [scales[q.column].levels(row[q.column])[0] for row in rows] for q in policy.quasi_identifiers}
    finest["업종"] = [row["업종"] for row in rows]
    domains = {name: sorted(set(values)) for name, values in finest.items()}
    codes = {name: np.array([domains[name].index(value) for value in values]) for name, values in finest.items()}
    names = [q.column for q in policy.quasi_identifiers]
    expected = count_rows(
        names,
        [domains[name] for name in names],
        [codes[name] for name in names],
        sensitive=[("업종", domains["업종"], codes["업종"])],
    )

    assert count_spool(spool).same_as(expected)


def test_a_signer_signs_the_certificate_that_was_written(transactions: Path, tmp_path: Path) -> None:
    signed: list[bytes] = []

    def signer(content: bytes) -> Signature:
        signed.append(content)
        return Signature("key-1", "ECDSA_SHA_256", "c2lnbmF0dXJl")

    made = make_release(read_policy(POLICY), tmp_path, transactions, out=tmp_path / "out", seed=1, signer=signer)

    assert signed == [made.certificate.read_bytes()]
    signature = json.loads((tmp_path / "out" / "certificate.signature.json").read_bytes())
    assert signature["key_id"] == "key-1"


def test_bad_rows_are_quarantined_with_row_column_and_reason(steward: Steward, tmp_path: Path) -> None:
    source = tmp_path / "bad.csv"
    good = ["여,34,과천시 중앙동,2026-10-02,분식,5000", "남,51,과천시 문원동,2026-10-09,서점,7000"] * 40
    bad = ["여,서른,과천시 중앙동,2026-10-02,분식,5000", "여,34,중앙동,2026-10-02,,5000", "여,34,과천시 중앙동"]
    source.write_text(
        "\n".join(["성별,나이,거주지,이용일,업종,금액", *good[:3], *bad, *good[3:]]) + "\n", encoding="utf-8"
    )
    policy = (
        POLICY.split("sensitive:", maxsplit=1)[0]
        + "sensitive:\n  - {column: 업종, models: [{kind: distinct_l_diversity, l: 2}]}\n"
    )
    policy += "keep: [금액]\nprivacy: {k: 2}\nsuppression: 0\n"

    status, printed, complaints = steward(policy, source)

    assert (status, complaints) == (0, "")
    found = rows_of(tmp_path / "out" / "quarantine.csv")
    assert sorted((row["row"], row["column"]) for row in found) == [
        ("5", "나이"),
        ("6", "거주지"),
        ("6", "업종"),
        ("7", ""),
    ]
    assert {row["reason_en"] for row in found} > {"Not a whole number.", "Empty.", "3 cells, not 6."}
    assert "격리된 행 quarantined: 3" in printed


@pytest.mark.parametrize(
    ("change", "ko", "en"),
    [
        (("column: 성별", "column: 성명들"), "파일에 없는 열", "no column 성명들"),
        (("widths: [5, 10, 20]", "widths: [5, 12]"), "배수여야", "not a multiple"),
        (("keep: [금액]", "keep: [업종]"), "두 번", "two roles"),
        (("k: 5", "k: 0"), "정책을 읽을 수 없습니다", "privacy.k"),
        (("k: 5", "k: 100000"), "행이 6000개뿐", "only 6000 rows"),
        (("k: 5,", "k: 5, population_uniqueness: {at_most: 0.1, people: 100},"), "6000건은 100명", "a sample of"),
        (("l: 3}", "l: 300}"), "32가지뿐", "only 32 values"),
        (("at_least: 1", "at_least: 9"), "0부터 3까지", "levels 0 to 3"),
        (("suppression: 0.1", "surpression: 0.1"), "surpression", "surpression"),
        (("kind: region", "kind: file, path: none.csv"), "none.csv", "cannot be read"),
        (("name: 시험 공개", "name: [unclosed"), "YAML", "YAML"),
    ],
)
def test_a_policy_that_cannot_be_kept_is_explained_in_both_languages(
    steward: Steward, tmp_path: Path, change: tuple[str, str], ko: str, en: str
) -> None:
    status, printed, complaints = steward(POLICY.replace(*change))

    assert (status, printed) == (1, "")
    assert ko in complaints
    assert en in complaints
    assert not (tmp_path / "out").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["policy.yaml"]


def test_values_without_a_row_in_a_hierarchy_file_are_named(steward: Steward, tmp_path: Path) -> None:
    (tmp_path / "sex.csv").write_text("남;*\n", encoding="utf-8")

    status, _, complaints = steward(POLICY.replace("kind: as_it_is", "kind: file, path: sex.csv"))

    assert status == 1
    assert "'성별' 계층에 없는 값이 1개 있습니다: '여'" in complaints


def test_a_release_may_promise_how_few_are_alone_in_the_population(steward: Steward, tmp_path: Path) -> None:
    promise = "privacy: {k: 1, population_uniqueness: {at_most: 0.0005, people: 1000000}}"
    policy = POLICY.split("sensitive:", maxsplit=1)[0] + promise + "\nsuppression: 0.1\n"

    status, _, complaints = steward(policy)

    assert (status, complaints) == (0, "")
    quasi = ("성별", "나이", "거주지", "이용일")
    sizes = Counter(tuple(row[name] for name in quasi) for row in rows_of(tmp_path / "out" / "data.csv")).values()
    assert uniqueness_of_population(np.array(list(sizes)), 1_000_000) <= 0.0005


def test_nothing_is_published_where_no_release_satisfies_the_policy(steward: Steward, tmp_path: Path) -> None:
    # Not even all rows together have a most frequent value that is so rare.
    status, printed, complaints = steward(POLICY.replace("c: 4", "c: 0.01"))

    assert (status, printed) == (1, "")
    assert "가장 넓게 일반화해도" in complaints
    assert not (tmp_path / "out").exists()


def test_a_search_that_is_given_no_time_publishes_nothing(steward: Steward, transactions: Path, tmp_path: Path) -> None:
    status, printed, complaints = steward(POLICY, transactions, "--seconds", "-1")

    assert (status, printed) == (1, "")
    assert "정해진 시간 안에" in complaints
    assert not (tmp_path / "out").exists()


def test_a_release_out_of_a_population_tells_the_journalists_risk(
    steward: Steward, transactions: Path, tmp_path: Path
) -> None:
    policy = POLICY.split("sensitive:", maxsplit=1)[0] + (
        "population: {column: 업종, released: 한식 음식점}\n"
        "privacy: {k: 2, k_map: 20, d_presence: {low: 0, high: 0.6}}\nsuppression: 0.2\n"
    )

    status, _, complaints = steward(policy)

    assert (status, complaints) == (0, "")
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_bytes())
    assert certificate["risk"]["journalist_highest"] <= 1 / 20
    assert certificate["decided"]["population_rows"] == ROWS
    eaten = sum(row["업종"] == "한식 음식점" for row in rows_of(transactions))
    assert (
        certificate["measured"]["rows"] + certificate["decided"]["suppressed"]
        == certificate["decided"]["rows"]
        == eaten
    )


def test_the_report_is_what_was_printed(steward: Steward, transactions: Path, tmp_path: Path) -> None:
    _, printed, _ = steward(POLICY, transactions, "--report")

    assert (tmp_path / "out" / "report.md").read_text(encoding="utf-8") == printed


def test_a_folder_that_holds_something_is_never_written_to(steward: Steward, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "data.csv").write_text("earlier")

    status, _, complaints = steward()

    assert status == 1
    assert "비어 있지 않습니다" in complaints
    assert (tmp_path / "out" / "data.csv").read_text() == "earlier"


def test_a_release_that_fails_its_verification_is_not_published(transactions: Path, tmp_path: Path) -> None:
    def measure_a_lonely_row(path: Path, claims: ReleaseClaims, companion: Path | None) -> MeasuredRelease:
        return replace(measure(path, claims, companion), k=1)

    with pytest.raises(VerificationFailed, match="k: 1"):
        make_release(
            read_policy(POLICY), tmp_path, transactions, out=tmp_path / "out", seed=1, measure_file=measure_a_lonely_row
        )

    assert not list(tmp_path.iterdir())


def test_canonical_bytes_do_not_depend_on_the_order_of_names() -> None:
    assert certificates.canonical({"b": 1, "a": "가"}) == certificates.canonical({"a": "가", "b": 1})
    with pytest.raises(ValueError, match="JSON"):
        certificates.canonical({"a": float("nan")})
