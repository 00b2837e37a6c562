"""Files that are saved together and become visible together.

    folder/current.json           which generation is whole: {"generation": "saved-7"}
    folder/saved-7/*.json         what was saved last
    folder/saved-8/*.json         a save that was interrupted, or is under way: nobody reads it

Replacing `current.json` is the one step that makes a save visible. Killed before it, the save before stands, whole;
killed after it, the new one stands, and what is left of the old is removed by the next save. A file is never
written twice, so what a save has nothing new for is a hard link to the save before.

A folder without `current.json` was written by a cloud that kept its files beside each other: they are read as they
are, until the first save.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_CURRENT = "current.json"
_PREFIX = "saved-"


class Generations:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Path:
        """The folder of the last whole save. Raises ValueError if what names it is broken."""
        try:
            named = json.loads((self._folder / _CURRENT).read_bytes())["generation"]
        except FileNotFoundError:
            return self._folder
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{self._folder / _CURRENT} is broken") from error
        if not (self._folder / named).is_dir():
            raise ValueError(f"{self._folder / named}, the last whole save, is missing")
        return self._folder / str(named)

    def read(self, name: str) -> bytes | None:
        """A file of the last whole save; None if that save has none of this name."""
        try:
            return (self.current() / name).read_bytes()
        except FileNotFoundError:
            return None

    def save(self, files: Mapping[str, bytes]) -> None:
        """All of these, and what else the save before had, at once. Raises OSError, and nothing has changed then."""
        self._folder.mkdir(parents=True, exist_ok=True)
        before = self.current()
        self._remove_all_but(before)
        new = self._folder / f"{_PREFIX}{_number(before.name) + 1}"
        try:
            new.mkdir()
            for name, content in files.items():
                _write(new / name, content)
            for path in before.glob("*.json"):
                if path.name not in files and path.name != _CURRENT:
                    _link_or_copy(path, new / path.name)
            _sync(new)
            _write(self._folder / _CURRENT, json.dumps({"generation": new.name}).encode())
            _sync(self._folder)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            raise
        self._remove_all_but(new)

    def _remove_all_but(self, kept: Path) -> None:
        for path in self._folder.glob(f"{_PREFIX}*"):
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)
        if kept != self._folder:
            for path in self._folder.glob("*.json"):
                if path.name != _CURRENT:
                    path.unlink(missing_ok=True)


def _number(name: str) -> int:
    """0 for a folder that is no generation: a cloud's before there were any."""
    return int(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else 0


def _write(path: Path, content: bytes) -> None:
    """Under its name only when whole, and on the disk: a machine may lose its power too."""
    unfinished = path.with_name(f"{path.name}.tmp")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _link_or_copy(path: Path, to: Path) -> None:
    try:
        to.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copyfile(path, to)


def _sync(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens a folder
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
