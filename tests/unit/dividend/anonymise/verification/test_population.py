from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.privacy.population import DPresence, KMap
from city.dividend.anonymise.verification.population import MeasuredPopulation, measure_population
from city.dividend.anonymise.verification.refusal import refuse_broken_population
from tests.effort import examples
from tests.unit.dividend.anonymise.small_tables import SmallTable, small_tables


def write_release(path: Path, rows: list[tuple[str, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) if rows else [(), ()]
    pa.parquet.write_table(pa.table({f"q{n}": pa.array(column, pa.string()) for n, column in enumerate(columns)}), path)


def write_population(path: Path, people: dict[tuple[str, ...], int]) -> None:
    columns = {f"q{n}": [labels[n] for labels in people] for n in range(len(next(iter(people))))}
    pa.parquet.write_table(pa.table({**columns, "people": list(people.values())}), path)


POPULATION = {("a", "x"): 10, ("a", "y"): 4, ("b", "x"): 5}


def test_a_release_is_measured_against_the_public_counts_of_its_population(tmp_path: Path) -> None:
    write_release(tmp_path / "release.parquet", [("a", "x")] * 3 + [("a", "y")] * 2)
    write_population(tmp_path / "population.parquet", POPULATION)

    measured = measure_population(tmp_path / "release.parquet", ("q0", "q1"), tmp_path / "population.parquet")

    # Nobody of the class of five is in the release, which presence tells as well.
    assert measured == MeasuredPopulation(k_map=4, low=0.0, high=0.5)


def test_a_class_that_the_population_does_not_have_is_refused(tmp_path: Path) -> None:
    write_population(tmp_path / "population.parquet", POPULATION)

    for stranger in ([("c", "x")], [("a", "y")] * 5):
        write_release(tmp_path / "release.parquet", stranger)
        with pytest.raises(VerificationFailed):
            measure_population(tmp_path / "release.parquet", ("q0", "q1"), tmp_path / "population.parquet")


def test_what_is_not_kept_of_the_population_is_named() -> None:
    measured = MeasuredPopulation(k_map=4, low=0.1, high=0.5)

    refuse_broken_population(measured, k_map=4, presence=(0.1, 0.5))
    with pytest.raises(VerificationFailed, match=r"k-map: 4 \(5\)"):
        refuse_broken_population(measured, k_map=5)
    with pytest.raises(VerificationFailed, match="δ"):
        refuse_broken_population(measured, presence=(0.2, 0.5))
    with pytest.raises(VerificationFailed, match="δ"):
        refuse_broken_population(measured, presence=(0, 0.4))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=small_tables(population=True), chosen=st.data())
def test_the_verification_and_the_engine_say_the_same_of_the_population(
    tmp_path: Path, table: SmallTable, chosen: st.DataObject
) -> None:
    levels = tuple(chosen.draw(st.integers(0, top)) for top in table.top)
    groups = table.frame().group(levels)
    shown = [
        tuple(f"v{groups.codes(column)[place]}" for column in range(len(levels))) for place in range(groups.number)
    ]
    rows = Counter(dict(zip(shown, groups.count.tolist(), strict=True)))
    assert groups.population is not None
    write_release(tmp_path / "release.parquet", list(rows.elements()))
    write_population(tmp_path / "population.parquet", dict(zip(shown, groups.population.tolist(), strict=True)))

    names = [f"q{n}" for n in range(len(levels))]
    measured = measure_population(tmp_path / "release.parquet", names, tmp_path / "population.parquet")

    released = groups.count > 0
    assert KMap(measured.k_map).accepts(groups)[released].all()
    assert not KMap(measured.k_map + 1).accepts(groups)[released].all()
    assert DPresence(measured.low, measured.high).accepts(groups).all()
