"""Which tests share a process: a city, and what a file's fixtures made, are not made twice."""

from pathlib import Path

import pytest

from tests.conftest import ByWhatTheyShare, group_of


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tests/e2e/test_story.py", "tests/e2e"),
        ("tests/e2e/test_doors.py", "tests/e2e"),
        ("tests/e2e/operations/test_events.py", "tests/e2e"),
        ("tests/e2e/devices/test_devices_line.py", "tests/e2e/devices"),
        ("tests/infra/local_cloud/test_state.py", "tests/infra/local_cloud"),
        ("tests/infra/test_rules.py", "tests/infra/test_rules.py"),
        ("tests/unit/fines/law/test_amounts.py", "tests/unit/fines/law/test_amounts.py"),
        ("tests/integration/fines/desk/test_api.py", "tests/integration/fines/desk/test_api.py"),
    ],
)
def test_what_is_shared_is_shared_by_one_process(file: str, group: str) -> None:
    assert group_of(Path(file)) == group


def test_a_parameter_that_looks_like_a_path_changes_no_group() -> None:
    assert ByWhatTheyShare._split_scope(object(), "tests/e2e/test_story.py::test_a[x/y::z]") == "tests/e2e"
