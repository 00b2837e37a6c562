"""The SAM CLI, in its own environment and with a temporary folder that does not outlive it."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_LOOK_EVERY_S = 0.5
_END_SECONDS = 5


@contextmanager
def room_for_sam(environment: Mapping[str, str], under: Path) -> Iterator[dict[str, str]]:
    """The environment with room of its own for what a build throws away: SAM leaves a folder per function, pip its
    downloads, and both a file in the home folder. All of it is gone afterwards."""
    under.mkdir(parents=True, exist_ok=True)
    # Not as a context: what cannot be removed must not fail the build.
    with tempfile.TemporaryDirectory(prefix="sam-", dir=under, ignore_cleanup_errors=True) as room:
        yield {**environment, "TMPDIR": room, "__SAM_CLI_APP_DIR": room, "SAM_CLI_TELEMETRY": "0"}


def run_sam(
    command: list[str], environment: Mapping[str, str], folder: Path, log: Path, goes_on: Callable[[], bool]
) -> int:
    """Runs it until it ends, and returns its exit status; ends it, and whatever it started, as soon as `goes_on` says no.

    What it says is in `log`.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that pip and make end with it
        )
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(timeout=_LOOK_EVERY_S)
                if not goes_on():
                    return 1
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Of a process that has ended already, whatever it left running."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, kind)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_END_SECONDS)
            break
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
