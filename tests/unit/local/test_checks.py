"""Which tests the fast loop runs."""

from pathlib import Path

import pytest

from infra.local.checks import folders_of


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    for folder in ("unit/fines", "unit/fines_law", "unit/crosswalk", "integration/fines", "e2e/fines", "infra/fines"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
    return tmp_path / "tests"


def test_an_area_is_the_folders_of_its_name_and_of_its_parts_in_every_fast_suite(tests: Path) -> None:
    assert folders_of("fines", tests) == [
        "tests/infra/fines",
        "tests/integration/fines",
        "tests/unit/fines",
        "tests/unit/fines_law",
    ]


def test_a_part_is_an_area_too(tests: Path) -> None:
    assert folders_of("fines_law", tests) == ["tests/unit/fines_law"]


def test_a_suite_is_an_area_too(tests: Path) -> None:
    assert folders_of("infra", tests) == ["tests/infra"]


def test_an_area_without_tests_is_told_which_there_are(tests: Path) -> None:
    with pytest.raises(ValueError, match="crosswalk, fines, fines_law"):
        folders_of("operations", tests)
