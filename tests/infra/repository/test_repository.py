"""What holds for the files themselves: fresh schemas, thin handlers, no trace of the machine they were written on."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.templates import ROOT
from iot.schemas.__main__ import schemas

MOST_LINES = 40
# A path of a developer's machine, or a package index. No spelling here matches itself, for this file is searched too.
UNWELCOME = re.compile(
    r"(?<![\w.}~-])/(?:root|home|Users|work)/|pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org"
)

FUNCTION_FILES = sorted(ROOT.glob("functions/**/*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def files_of_the_repository() -> Iterator[Path]:
    """Tracked, or about to be."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    listing = subprocess.run(
        [git, "-C", ROOT, "ls-files", "-coz", "--exclude-standard"], capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("this is no git repository")
    files = (ROOT / name for name in listing.stdout.split("\0") if name)
    return (file for file in files if file.is_file())


def unwelcome_in(text: str) -> list[str]:
    return sorted(set(UNWELCOME.findall(text)))


def test_the_schemas_on_disk_are_those_of_the_contracts() -> None:
    on_disk = {file.name: file.read_text() for file in ROOT.glob("iot/schemas/*.json")}

    assert on_disk == schemas()


@pytest.mark.parametrize("file", [f for f in FUNCTION_FILES if f.name == "handler.py"], ids=name_of)
def test_a_handler_stays_thin(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= MOST_LINES


def test_no_file_names_a_machine_of_ours_or_a_package_index() -> None:
    found = {}
    for file in files_of_the_repository():
        try:
            names = unwelcome_in(file.read_text())
        except UnicodeDecodeError:
            continue  # no text
        if names:
            found[name_of(file)] = names

    assert found == {}


@pytest.mark.parametrize("folder", ["root", "home", "Users", "work"])
def test_a_path_of_a_machine_is_found(folder: str) -> None:
    path = f"/{folder}/clerk/city"

    assert unwelcome_in(f"see {path}")
    assert unwelcome_in(f'"{path}"')
    assert unwelcome_in(f"file://{path}")
    assert not unwelcome_in(f"https://example.org{path}")


@pytest.mark.parametrize("index", ["pypi-org", "files-pythonhosted-org", "registry-npmjs-org"])
def test_a_package_index_is_found(index: str) -> None:
    assert unwelcome_in(f"https://{index.replace('-', '.')}/simple")
