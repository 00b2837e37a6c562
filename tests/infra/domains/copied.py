"""A copy of the repository, and what an exercise of CONTRIBUTING.md adds to it."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.stacks import Template
from infra.templates import ROOT

EXERCISES = Path(__file__).parent / "exercises"
# Behind the name of a file: what is added to it, and what it begins with where it is not there.
_ADDED = ".add"


def files_of(exercise: str) -> Iterator[tuple[Path, Path]]:
    """The path of each file in the repository, and where what it holds lies here."""
    for file in sorted((EXERCISES / exercise).rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(EXERCISES / exercise), file


@dataclass(frozen=True, slots=True)
class CopiedCity:
    root: Path

    @classmethod
    def at(cls, root: Path) -> "CopiedCity":
        """What git carries, or would carry, but for what no check here reads."""
        listed = subprocess.run(
            ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for name in filter(None, listed.split("\0")):
            source, target = ROOT / name, root / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        return cls(root)

    def sow(self, exercise: str) -> list[Path]:
        """Does an exercise. Returns the files that were there before and are changed. Raises FileExistsError."""
        changed = []
        for path, file in files_of(exercise):
            target = self.root / path
            if path.suffix == _ADDED:
                target = target.with_suffix("")
                add = _add_to_python if target.suffix == ".py" else _add_to_template
                if target.exists():
                    changed.append(target.relative_to(self.root))
                target.write_text(add(target.read_text() if target.exists() else "", file.read_text()))
            elif target.exists():
                raise FileExistsError(path)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
        return changed

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A program of the project's environment, in the copy."""
        path = os.pathsep.join(str(self.root / folder) for folder in ("layers/city/src", ""))
        program = sys.executable if command[0] == "python" else str(Path(sys.executable).with_name(command[0]))
        return subprocess.run(
            [program, *command[1:]],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
            text=True,
            capture_output=True,
            check=False,
        )


def _add_to_python(text: str, added: str) -> str:
    """Imports below those that are there, the rest at the end: `make format` does what is left."""
    if not text:
        return added
    lines, more = text.splitlines(), added.splitlines()
    split = _end_of_imports(more)
    at = _end_of_imports(lines)
    return "\n".join([*lines[:at], *more[:split], *lines[at:], *more[split:]]) + "\n"


def _end_of_imports(lines: list[str]) -> int:
    """The number of lines up to the last import at the top; up to the docstring where there is none."""
    tree = ast.parse("\n".join(lines))
    ends = [node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    docstring = [node.end_lineno or 0 for node in tree.body[:1] if isinstance(node, ast.Expr)]
    return max([*ends, *docstring], default=0)


def _add_to_template(text: str, added: str) -> str:
    """Each section's entries at the end of that section."""
    for section in ("Parameters", "Resources", "Outputs"):
        if entries := Template(added).entries(section).values():
            whole = Template(text).section(section)
            text = text.replace(whole, whole.rstrip() + "\n\n" + "\n".join(entries) + "\n")
    return text
