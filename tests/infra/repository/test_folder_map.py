"""The folder map of the README, the folders there are, and the areas that the import contracts rule say the same."""

import re
import subprocess
from pathlib import Path

import pytest

from infra.lint.imports import SHARED, areas_of
from infra.templates import ROOT

# As deep as somebody looks around before reading.
DEPTH = 3
CITY = ROOT / "layers/city/src/city"
DOMAINS = sorted(f.name for f in CITY.iterdir() if f.is_dir() and f.name not in (*SHARED, "__pycache__"))


def folder_map() -> dict[str, str]:
    """What the README says of each path."""
    block = re.search(r"## Where things are\n\n```\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block is not None
    return dict(re.split(r" {2,}", line, maxsplit=1) for line in block[1].splitlines())


def pattern_of(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<\w+>", "[^/]+", path.rstrip("/")))


def tracked_folders() -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parents = {parent for name in listed.split("\0") if name for parent in Path(name).parents}
    return {str(folder) for folder in parents if folder.parts and not folder.parts[0].startswith(".")}


@pytest.mark.parametrize("path", folder_map())
def test_what_the_map_names_is_there(path: str) -> None:
    found = [*tracked_folders(), *(file.name for file in ROOT.iterdir() if file.is_file())]

    assert any(pattern_of(path).fullmatch(each) for each in found)


def test_every_folder_is_on_the_map_or_below_or_above_what_is() -> None:
    named = [path.rstrip("/") for path in folder_map()]
    shallow = {folder for folder in tracked_folders() if len(Path(folder).parts) <= DEPTH}

    lost = {
        folder
        for folder in shallow
        if not any(pattern_of(path).match(f"{folder}/") or above(folder, path) for path in [f"{n}/" for n in named])
    }
    assert lost == set()


def above(folder: str, path: str) -> bool:
    """Whether a folder only leads to what the map names."""
    return any(re.fullmatch(re.sub(r"<\w+>", "[^/]+", str(p)), folder) for p in Path(path).parents if p.parts)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_map_names_the_areas_that_the_import_contracts_rule(domain: str) -> None:
    said = folder_map()[f"layers/city/src/city/{domain}/"]
    areas = areas_of(domain)

    folders = {f.name for f in (CITY / domain).iterdir() if f.is_dir() and (f / "__init__.py").is_file()}
    assert set(areas) <= folders
    assert folders - set(areas) <= {"service", "tables", "adapters"}
    assert [area for area in areas if not re.search(rf"\b{area}\b", said)] == []
