"""The local cloud's function workers, as the processes they are."""

from pathlib import Path


def workers(function: str) -> list[int]:
    """The processes that do this function's work just now; all of a domain's for a part of their names."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                environment = (process / "environ").read_bytes()
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if b"_worker" in command and function.encode() in environment:
                found.append(int(process.name))
    return found
