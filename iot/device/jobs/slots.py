"""Two slots, a and b, for what can be updated: the new one is laid beside the old, and a symlink says which counts.

    <root>/<part>/a, <root>/<part>/b, <root>/<part>/current -> a

While a new slot is on trial, `<root>/trial.json` says so. It outlives a power cut: whoever starts next either finishes
the trial or, after too many starts, goes back. Standard library only, so that the guard before every start
(`python -m iot.device.jobs.slots ROOT`) runs even when the new software does not.
"""

import hashlib
import json
import os
import shutil
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from iot.device.files import replace_durably, sync_folder

# The part that every device has: it runs only after a restart.
SOFTWARE: Final = "software"
MOST_STARTS: Final = 3
_MOST_UNPACKED_BYTES: Final = 2_000_000_000
_MOST_MEMBERS: Final = 50_000


class PackageRefused(Exception):
    """The downloaded package cannot be laid into a slot, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An update that has not proved itself yet."""

    job: str
    execution: int
    part: str
    name: str
    # The slot that counted before; "" if none did.
    before: str
    health_check_s: float
    # What was wrong before: not the update's doing.
    faults_before: tuple[str, ...] = ()
    starts: int = 0
    # How it ended, until the city knows: why it was lost, or that it was won.
    lost: str = ""
    won: bool = False

    @property
    def decided(self) -> bool:
        return self.won or bool(self.lost)


class Slots:
    """The slots of one device."""

    def __init__(self, root: Path, files: Mapping[str, str] | None = None) -> None:
        """`files`: parts whose package is one file, with the name it is laid under; others are archives."""
        self._root, self._files = root, files or {}

    def current(self, part: str) -> Path | None:
        """The folder that counts."""
        link = self._root / part / "current"
        return link.resolve() if link.is_symlink() and link.exists() else None

    def trial(self) -> Trial | None:
        try:
            found = json.loads((self._root / "trial.json").read_bytes())
            return Trial(**{**found, "faults_before": tuple(found.get("faults_before", ()))})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, AttributeError):
            return None  # half a file can only be one that was never finished: nothing was switched yet

    # --- an update, step by step -----------------------------------------------------------------

    def lay(self, part: str, package: Path, name: str) -> str:
        """Unpacks into the slot that does not count. Returns its name. Raises PackageRefused, OSError."""
        before = self._current_name(part)
        slot = "b" if before == "a" else "a"
        folder = self._root / part / slot
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if part in self._files:
            shutil.copyfile(package, folder / self._files[part])
            with package.open("rb") as content:
                (folder / "sha256").write_text(hashlib.file_digest(content, "sha256").hexdigest())
        else:
            _unpack(package, folder)
        (folder / "name").write_text(name)
        for file in folder.rglob("*"):
            if file.is_file():
                with file.open("rb") as open_file:
                    os.fsync(open_file.fileno())
        sync_folder(folder)
        return slot

    def begin(self, trial: Trial, slot: str) -> None:
        """Writes the trial down, then switches: a power cut between the two finds a trial and the old slot. Raises OSError."""
        self._write(replace(trial, before=self._current_name(trial.part)))
        self._switch(trial.part, slot)

    def count_start(self) -> Trial | None:
        """Called at every start: the trial that is on, if one is. After too many starts it is lost, and the old slot back."""
        trial = self.trial()
        if trial is None:
            return None
        trial = replace(trial, starts=trial.starts + 1)
        if trial.starts > MOST_STARTS and not trial.decided:
            self.go_back(trial)
            trial = replace(trial, lost=f"it did not run through its trial in {MOST_STARTS} starts")
        self._write(trial)
        return trial

    def lose(self, trial: Trial, reason: str) -> Trial:
        """Back to the old slot; the trial stays written down until the city knows. Raises OSError."""
        self.go_back(trial)
        lost = replace(trial, lost=reason)
        self._write(lost)
        return lost

    def win(self, trial: Trial) -> Trial:
        """The new slot stays. Raises OSError."""
        won = replace(trial, won=True)
        self._write(won)
        return won

    def go_back(self, trial: Trial) -> None:
        """Raises OSError."""
        if trial.before:
            self._switch(trial.part, trial.before)
        else:
            (self._root / trial.part / "current").unlink(missing_ok=True)

    def end(self) -> None:
        """The city knows how the trial ended. Raises OSError."""
        (self._root / "trial.json").unlink(missing_ok=True)
        sync_folder(self._root)

    # --- files -----------------------------------------------------------------------------------

    def _current_name(self, part: str) -> str:
        current = self.current(part)
        return current.name if current is not None else ""

    def _switch(self, part: str, slot: str) -> None:
        new = self._root / part / "current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(slot)
        new.replace(self._root / part / "current")
        sync_folder(self._root / part)

    def _write(self, trial: Trial) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        replace_durably(self._root / "trial.json", json.dumps(asdict(trial)).encode())


def _unpack(package: Path, folder: Path) -> None:
    """A tar, gzipped, of plain files and folders below its root; nothing else. Raises PackageRefused."""
    try:
        with tarfile.open(package, "r:gz") as archive:
            size = 0
            for count, member in enumerate(archive, 1):
                size += member.size
                if count > _MOST_MEMBERS or size > _MOST_UNPACKED_BYTES:
                    raise PackageRefused("it unpacks to more than a unit takes")
                if not (member.isfile() or member.isdir()):
                    raise PackageRefused(f"{member.name} is neither a file nor a folder")
                target = (folder / member.name).resolve()
                if not target.is_relative_to(folder.resolve()):
                    raise PackageRefused(f"{member.name} lies outside the package")
                if member.isdir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                content = archive.extractfile(member)
                if content is None:
                    raise PackageRefused(f"{member.name} has no content")
                with content, target.open("wb") as file:
                    shutil.copyfileobj(content, file)
                target.chmod(0o755 if member.mode & 0o100 else 0o644)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise PackageRefused(f"it cannot be unpacked: {error}") from error


if __name__ == "__main__":
    Slots(Path(sys.argv[1])).count_start()
