"""Rooms stay small enough to look over: files, folders of modules, templates."""

import subprocess
from collections import Counter
from pathlib import Path

from infra.templates import ROOT, TEMPLATES

MOST_LINES, MOST_LINES_OF_A_TEMPLATE, MOST_MODULES = 400, 600, 15
WRITTEN = {".py", ".js", ".html", ".css"}
# Others' code, minified: its hashes are compared, and nobody here reads or edits it.
VENDORED = ROOT / "web" / "vendor"


def written_files() -> list[Path]:
    """What somebody wrote and somebody reads: no data, and nothing that is generated."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.suffix in WRITTEN and VENDORED not in file.parents and file.is_file()]


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_somebody_reads_at_once() -> None:
    assert {str(f.relative_to(ROOT)): n for f in written_files() if (n := lines_of(f)) > MOST_LINES} == {}


def test_no_template_is_longer_than_somebody_reads_at_once() -> None:
    assert {name: n for name, f in TEMPLATES.items() if (n := lines_of(f)) > MOST_LINES_OF_A_TEMPLATE} == {}


def test_no_folder_holds_more_modules_than_somebody_keeps_in_mind() -> None:
    folders = Counter(f.parent for f in written_files() if f.suffix == ".py" and f.stem != "__init__")

    assert {str(folder.relative_to(ROOT)): n for folder, n in folders.items() if n > MOST_MODULES} == {}
