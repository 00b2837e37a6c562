"""The benchmarks run: what cannot be measured is said and is an error, no subject is forgotten, and names are by domain."""

import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import main
from benchmarks.functions.templates import CityPlan, read_city
from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement
from benchmarks.subjects import SUBJECTS, Measure, Subject, Workshop

MISSED = Measurement("seconds", 9.0, "s", at_most=1.0)


@pytest.fixture(scope="module")
def plan() -> CityPlan:
    return read_city()


def measured(_: Workshop) -> Iterator[Measurement]:
    yield MISSED


def broken(_: Workshop) -> Iterator[Measurement]:
    yield MISSED
    raise ZeroDivisionError("nobody came")


def refused(_: Workshop) -> Iterator[Measurement]:
    raise BenchmarkTrouble("The text desk could not answer a text.")


def silent(_: Workshop) -> Iterator[Measurement]:
    yield from ()


def lacking(_: Workshop) -> Iterator[Measurement]:
    yield MISSED
    raise Absent("no weights: make models")


def subjects(**measures: Measure) -> dict[str, Subject]:
    return {name: Subject(full=measure, smallest=measure) for name, measure in measures.items()}


def kept(results: Path) -> str:
    return "".join(file.read_text() for file in results.glob("*.json"))


def test_every_module_that_measures_is_a_subject() -> None:
    modules = [
        module.name.split(".")[1:]
        for module in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")
        if not module.ispkg and module.name != "benchmarks.__main__"
        if hasattr(import_module(module.name), "measure")
    ]

    assert set(SUBJECTS) == {name if name in SUBJECTS else f"{folder}_{name}" for folder, name in modules}
    assert len(SUBJECTS) == len(modules)


@pytest.mark.parametrize(
    ("measure", "reason"),
    [
        (broken, "ZeroDivisionError: nobody came"),
        (refused, "The text desk could not answer a text."),
        (silent, "It yielded no measurement."),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--smallest"], ["subject"]])
def test_a_subject_that_cannot_be_measured_is_an_error_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], measure: Measure, reason: str, arguments: list[str]
) -> None:
    status = main(arguments, subjects(subject=measure), tmp_path)

    assert status == 1
    assert f"subject could not be measured: {reason}" in capsys.readouterr().out


def test_the_others_are_measured_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main([], subjects(one=broken, other=measured), tmp_path)

    assert status == 1
    assert '"subject": "other"' in kept(tmp_path)
    assert '"subject": "one"' in kept(tmp_path), "what came before the trouble counts"
    assert "one could not be measured" in capsys.readouterr().out


def test_a_missed_target_shows_in_the_table_and_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], subjects(slow=measured), tmp_path) == 0
    assert "no" in capsys.readouterr().out.split()


def test_what_this_machine_lacks_is_listed_with_its_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], subjects(eyes=lacking, slow=measured), tmp_path) == 0
    assert "eyes, not measured: no weights: make models" in capsys.readouterr().out
    assert '"eyes": "no weights: make models"' in kept(tmp_path)


def test_what_this_machine_lacks_is_an_error_where_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eyes"], subjects(eyes=lacking, slow=measured), tmp_path) == 1
    assert "eyes, not measured: no weights: make models" in capsys.readouterr().out


def test_the_smallest_run_asks_for_the_smallest_size_and_keeps_no_numbers(tmp_path: Path) -> None:
    status = main(["--smallest"], {"subject": Subject(full=broken, smallest=measured)}, tmp_path)

    assert status == 0
    assert kept(tmp_path) == ""


def test_a_subjects_folder_is_its_own_and_goes_with_it(tmp_path: Path) -> None:
    seen: list[Path] = []

    def leaves_files(at: Workshop) -> Iterator[Measurement]:
        assert list(at.folder.iterdir()) == []
        (at.folder / "policy.yaml").touch()
        seen.append(at.folder)
        yield MISSED

    assert main([], subjects(one=leaves_files, other=leaves_files), tmp_path) == 0
    assert len(set(seen)) == 2
    assert not any(folder.parent.exists() for folder in seen)


def test_tables_and_functions_of_two_domains_may_share_a_logical_id(plan: CityPlan) -> None:
    ours = plan.function("Fines", "SignUploadFunction")
    theirs = replace(ours, stacks=("Dividend",))
    shared = replace(plan, functions=(ours, theirs))
    names = [table["TableName"] for table in plan.tables]

    assert shared.function("Fines", "SignUploadFunction") is ours
    assert shared.function("Dividend", "SignUploadFunction") is theirs
    assert {"Fines-Stores-DeskTable", "Crosswalk-Stores-DeskTable"} <= set(names)
    assert len(set(names)) == len(names)
    assert len({one.name for one in plan.functions}) == len(plan.functions)


def test_a_function_is_found_by_its_domain_and_never_guessed(plan: CityPlan) -> None:
    desk = plan.function("Fines", "SignUploadFunction")
    in_an_area = replace(desk, stacks=("Fines", "Talk"))

    with pytest.raises(BenchmarkTrouble, match="0 functions ReceiveTextFunction in Dividend"):
        plan.function("Dividend", "ReceiveTextFunction")
    with pytest.raises(BenchmarkTrouble, match="2 functions SignUploadFunction in Fines"):
        replace(plan, functions=(desk, in_an_area)).function("Fines", "SignUploadFunction")


def test_a_functions_tables_are_those_of_its_own_stack_or_of_the_one_that_hands_them_over(plan: CityPlan) -> None:
    tables = {table["TableName"] for table in plan.tables}
    unknown = {
        (one.name, variable): value
        for one in plan.functions
        for variable, value in one.environment.items()
        if variable.endswith("_TABLE") and value not in tables
    }

    assert unknown == {}
    assert plan.function("Devices", "AdmitUnitFunction").environment["UNITS_TABLE"] == "Crosswalk-Stores-UnitsTable"


def test_a_key_that_signs_is_known_by_the_name_that_functions_have_for_it(plan: CityPlan) -> None:
    seal = next(one for one in plan.functions if one.logical_id == "SealLogFunction")

    assert plan.signing_keys[seal.environment["VIEWLOG_KEY_ARN"]] == "ECC_NIST_P256"
