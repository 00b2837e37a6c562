"""The chain of a day: every line holds the hash of the line before it, and the first that of its day's name.

A line's hash is its leaf hash in the day's Merkle tree, so that one hash serves the chain and the tree.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from city.contracts.operations.viewlog import ViewEntryV1
from city.operations.viewlog.proving.canonical import (
    NotCanonical,
    moment_text,
    read_canonical,
    read_moment,
    write_canonical,
)
from city.operations.viewlog.proving.merkle import hash_leaf

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. `sequence` counts from 0 within its day in Asia/Seoul; hashes are SHA-256 in hexadecimal."""

    day: date
    sequence: int
    previous: str
    logged_at: str
    entry: Mapping[str, Any]

    def to_bytes(self) -> bytes:
        return write_canonical(
            {
                "day": self.day.isoformat(),
                "entry": dict(self.entry),
                "logged_at": self.logged_at,
                "previous": self.previous,
                "sequence": self.sequence,
            }
        )

    @property
    def hash(self) -> str:
        return hash_line(self.to_bytes())

    @property
    def moment(self) -> datetime:
        """When it was written into the log. Raises ValueError."""
        return read_moment(self.logged_at)


def start_of(day: date) -> str:
    """What the first line of a day has for the hash of the line before it."""
    return hashlib.sha256(f"dongne.operations.viewlog/{day.isoformat()}".encode()).hexdigest()


def hash_line(content: bytes) -> str:
    """The leaf hash of a line's bytes (RFC 9162 §2.1.1), in hexadecimal."""
    return hash_leaf(content).hex()


def write_entry(entry: ViewEntryV1) -> dict[str, Any]:
    """An entry as it stands in its line: what is empty is left out, times in UTC."""
    values = entry.model_dump(mode="python", exclude_none=True)
    written: dict[str, Any] = {}
    for name, value in values.items():
        if value == "" or value is False:
            continue
        written[name] = moment_text(value) if isinstance(value, datetime) else value
    return {name: str(value) if isinstance(value, str) else value for name, value in written.items()}


def read_entry(written: Mapping[str, Any]) -> ViewEntryV1:
    """Raises pydantic.ValidationError."""
    return ViewEntryV1.model_validate(dict(written))


def next_line(day: date, sequence: int, previous: str, entry: ViewEntryV1, at: datetime) -> Line:
    return Line(day=day, sequence=sequence, previous=previous, logged_at=moment_text(at), entry=write_entry(entry))


def read_line(content: bytes) -> Line:
    """A line from its bytes. Raises NotCanonical, also where it has not a line's fields."""
    value = read_canonical(content)
    if not isinstance(value, dict) or set(value) != {"day", "entry", "logged_at", "previous", "sequence"}:
        raise NotCanonical("no line of the log")
    sequence, previous, entry = value["sequence"], value["previous"], value["entry"]
    try:
        day = date.fromisoformat(value["day"])
    except (TypeError, ValueError) as error:
        raise NotCanonical("no day") from error
    whole = isinstance(sequence, int) and not isinstance(sequence, bool) and sequence >= 0
    if not (whole and isinstance(previous, str) and _HASH.fullmatch(previous) and isinstance(entry, dict)):
        raise NotCanonical("no line of the log")
    return Line(day=day, sequence=sequence, previous=previous, logged_at=str(value["logged_at"]), entry=entry)
