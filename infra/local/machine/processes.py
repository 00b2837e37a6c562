"""Processes by their id: which one it is, what it has used, and how long one waits for it."""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class Patience:
    """Waits by progress, not by the clock: it is spent when nothing has changed for `still_s` seconds.

    `signs` returns anything that is equal as long as nothing goes on. On a busy machine the same work takes longer, and
    its signs go on changing.
    """

    def __init__(
        self, signs: Callable[[], object], still_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._signs, self._still_s, self._clock = signs, still_s, clock
        self._seen, self._since = signs(), clock()

    def is_spent(self) -> bool:
        seen, now = self._signs(), self._clock()
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since >= self._still_s


def given_up(
    computes: Callable[[], float],
    grows: Callable[[], object],
    still_s: float,
    silent_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> Callable[[], bool]:
    """Whether a process is past waiting for: it has neither computed nor written for `still_s` seconds, or has computed
    for `silent_s` and written nothing.

    `computes` returns the processor time it has used, of which whole seconds count, because a process that waits for
    something wakes up now and then; `grows` returns what stands for what it has written.
    """
    still = Patience(lambda: (int(computes()), grows()), still_s, clock)
    silent = Patience(grows, silent_s, clock)
    return lambda: still.is_spent() or silent.is_spent()


def command_of(pid: int) -> str:
    """The command line of a process, empty for one that has ended. Linux has it without `ps`, which may be missing."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return _ps("command", pid)


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used so far, its children's not counted; 0 for one that has ended."""
    with contextlib.suppress(OSError):
        # proc(5): the name in parentheses may hold anything; utime and stime are the 14th and 15th field.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    if Path("/proc/self/stat").exists():
        return 0.0
    return seconds_of(_ps("time", pid))


def seconds_of(ps_time: str) -> float:
    """`[[dd-]hh:]mm:ss[.ff]`, as `ps -o time=` writes it, in seconds."""
    days, _, clock = ps_time.strip().rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds + 86400 * int(days or 0)


def _ps(column: str, pid: int) -> str:
    with contextlib.suppress(FileNotFoundError):
        done = subprocess.run(["ps", "-o", f"{column}=", "-p", str(pid)], text=True, capture_output=True, check=False)
        return done.stdout
    return ""
