"""What others wrote and the pages ship is what npm's lock names, whole, and nothing else lies with it."""

import json
import re
from pathlib import Path

import pytest

from infra.pages.npm import HERE, INSTALLED, LOCK
from infra.pages.vendor import COPIED, LICENSES, MANIFEST, SHIPPED, TYPES, VENDOR, hashes_of, parts_of

PACKAGES = json.loads(LOCK.read_text())["packages"]


def test_every_file_has_the_hash_that_it_was_written_with() -> None:
    assert hashes_of(VENDOR) == json.loads((VENDOR / MANIFEST).read_text())


def test_nothing_else_lies_there() -> None:
    written = {"lit.js", "uplot.js", LICENSES, MANIFEST, *COPIED, *TYPES}

    assert {file.name for file in VENDOR.rglob("*")} == written


def test_a_changed_file_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "lit.js").write_text("export const html = 1;\n")
    before = hashes_of(tmp_path)

    (tmp_path / "lit.js").write_text("export const html = 2;\n")

    assert hashes_of(tmp_path) != before
    assert before["lit.js"].startswith("sha384-")


def test_the_lock_names_hashes_and_no_machine_that_packages_come_from() -> None:
    packages = {name: facts for name, facts in PACKAGES.items() if name}

    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert [name for name, facts in packages.items() if not facts["integrity"].startswith("sha512-")] == []


def test_every_version_is_pinned() -> None:
    asked = json.loads((HERE / "package.json").read_text())
    versions = {**asked["dependencies"], **asked["devDependencies"]}

    assert {name: PACKAGES[f"node_modules/{name}"]["version"] for name in versions} == versions


def test_whatever_ships_comes_with_its_licence() -> None:
    text = (VENDOR / LICENSES).read_text()

    for name in parts_of(SHIPPED, PACKAGES):
        assert f"## {name} {PACKAGES[f'node_modules/{name}']['version']} (" in text


@pytest.mark.parametrize("name", [name for name in COPIED if name.endswith(("js", "css"))])
def test_nothing_that_ships_points_at_a_file_that_does_not(name: str) -> None:
    assert not re.search(r"^//# sourceMappingURL=", (VENDOR / name).read_text(), re.MULTILINE)


def test_the_types_checked_against_are_of_the_versions_that_ship() -> None:
    for name in ("lit", "uplot", "maplibre-gl"):
        installed = json.loads((INSTALLED / name / "package.json").read_text())["version"]

        assert installed == PACKAGES[f"node_modules/{name}"]["version"], "make setup"
