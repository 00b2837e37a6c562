"""What a city keeps on the disk: its saved state, and the temporary files of its clouds."""

import contextlib
import json
import os
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path

from city.kernel.clock import SEOUL

# A state file up to this size is parsed before the start; of a larger one both ends are looked at.
_PARSED_BYTES = 1024**2


def is_whole(saved: Path) -> bool:
    """Whether a file holds a JSON object. A large one costs seconds to parse, so both its ends are looked at: a cut or
    a blank end is found, and whatever else is wrong the cloud finds when it reads it."""
    try:
        with saved.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size > _PARSED_BYTES:
                file.seek(-64, os.SEEK_END)
                last = file.read().rstrip()
                file.seek(0)
                return file.read(64).lstrip().startswith(b"{") and last.endswith(b"}")
            file.seek(0)
            json.loads(file.read())
    except FileNotFoundError:
        return True  # replaced by a newer one meanwhile
    except ValueError:
        return False
    return True


def saved_files(home: Path) -> frozenset[tuple[str, int, int]]:
    """Name, size and time of every file of the state."""
    found = set()
    for folder, _, names in os.walk(home / "state"):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                path = os.path.join(folder, name)  # noqa: PTH118  # a thousand files, twice a second
                status = os.stat(path)  # noqa: PTH116
                found.add((path, status.st_size, status.st_mtime_ns))
    return frozenset(found)


def what_is_lost(saved: frozenset[tuple[str, int, int]]) -> str:
    if not saved:
        return "everything in this city is lost (it was never saved)."
    last = datetime.fromtimestamp(max(when for _, _, when in saved) / 1e9, SEOUL)
    return f"everything since {last:%m-%d %H:%M} (the last save) is lost."


def sweep(home: Path) -> None:
    """The temporary files of earlier clouds, thousands: moved aside now, removed while nobody waits for it."""
    with contextlib.suppress(OSError):
        (home / "tmp").rename(home / f"tmp.{time.time_ns()}")
    if old := [str(folder) for folder in home.glob("tmp.*")]:
        subprocess.run(
            ["/bin/sh", "-c", 'nice rm -rf "$@" &', "sh", *old],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )


def remove_temporary(home: Path) -> None:
    """Every temporary file of a city that does not run, before this returns."""
    for folder in home.glob("tmp*"):
        shutil.rmtree(folder, ignore_errors=True)


def remove_all_but_logs(home: Path) -> None:
    """Everything of a city that does not run, but for what it logged: no copy of state, objects and layers stays."""
    for folder in home.glob("*"):  # none where it never began
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
