"""The live log: what the functions say, one readable line each, and what the cloud complains about."""

import json
import time
from collections.abc import Iterator
from typing import Any

from rich.markup import escape

from infra.local.city import City

_COLOURS = {"INFO": "dim", "WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
# Powertools' own fields; what is left is what the line is about.
_USUAL = {
    "level",
    "location",
    "message",
    "timestamp",
    "service",
    "cold_start",
    "function_name",
    "function_memory_size",
    "function_arn",
    "function_request_id",
    "correlation_id",
    "xray_trace_id",
    "sampling_rate",
}


def follow(city: City) -> None:
    """Prints until the cloud ends."""
    for line in _new_lines(city):
        readable = as_readable(line)
        if readable:
            city.console.print(readable, soft_wrap=True)


def as_readable(line: str) -> str:
    """A function's JSON line in short, a warning of the cloud as it is, nothing for the rest."""
    if line.startswith('{"level"'):
        try:
            entry: dict[str, Any] = json.loads(line)
        except ValueError:
            return ""
        facts = " ".join(f"{name}={value}" for name, value in entry.items() if name not in _USUAL)
        colour = _COLOURS.get(entry["level"], "dim")
        thread = f" [{entry['correlation_id']}]" if entry.get("correlation_id") else ""
        return (
            f"[{colour}]{entry['timestamp'][11:19]}[/] {entry['service']}: {escape(entry['message'])} "
            f"[cyan]{escape(facts)}[/][dim]{escape(thread)}[/]"
        )
    if " ERROR [" in line:
        return f"[red]{escape(line)}[/]"
    return ""


def _new_lines(city: City) -> Iterator[str]:
    with (city.home / "cloud.log").open(errors="replace") as log:
        log.seek(0, 2)
        rest = ""
        while city.is_running():
            chunk = log.read()
            if not chunk:
                time.sleep(0.3)
                continue
            *lines, rest = (rest + chunk).split("\n")
            yield from lines
