"""Signed heads: how large a day's tree was at a moment, its root, and which head came before, by the version S3 keeps of it.

Heads are one chain over all days, numbered from 0. A file under Object Lock holds one head, its signature, and the leaf
hashes that are new since the head before: these are bound by the root, and tell which line was changed, not only that one was.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from city.operations.viewlog.proving.canonical import NotCanonical, read_canonical, read_moment, write_canonical
from city.operations.viewlog.proving.merkle import add_leaves, root_of_peaks

LOG = "dongne.operations.viewlog"
ALGORITHM = "ECDSA_SHA_256"
_FIELDS = {"closed", "day", "last", "log", "number", "peaks", "previous", "root", "sealed_at", "size", "version"}

# Signs content; whether a signature is of content.
Signer = Callable[[bytes], bytes]
Verifier = Callable[[bytes, bytes], bool]


class HeadInvalid(ValueError):
    """A file that is no sealed head, or one that contradicts itself."""


@dataclass(frozen=True, slots=True)
class HeadPin:
    """One version of one head's file. `sha256`: of its bytes, in hexadecimal."""

    number: int
    name: str
    version_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`size` lines of `day` have this root; `last` is the hash of the last of them. `closed`: the day has no more."""

    number: int
    day: date
    size: int
    root: str
    last: str
    closed: bool
    sealed_at: str
    peaks: tuple[str, ...]
    previous: HeadPin | None

    @property
    def name(self) -> str:
        return name_of(self.day, self.number)

    @property
    def moment(self) -> datetime:
        """When it was signed. Raises ValueError."""
        return read_moment(self.sealed_at)

    def to_bytes(self) -> bytes:
        """What is signed."""
        pin = self.previous
        return write_canonical(
            {
                "closed": self.closed,
                "day": self.day.isoformat(),
                "last": self.last,
                "log": LOG,
                "number": self.number,
                "peaks": list(self.peaks),
                "previous": pin
                and {"name": pin.name, "number": pin.number, "sha256": pin.sha256, "version_id": pin.version_id},
                "root": self.root,
                "sealed_at": self.sealed_at,
                "size": self.size,
                "version": 1,
            }
        )


@dataclass(frozen=True, slots=True)
class SealedHead:
    """A head with its signature (DER) and the leaf hashes, in hexadecimal, since the head before of the same day."""

    head: Head
    signature: bytes
    leaves: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """The file."""
        return write_canonical(
            {
                "algorithm": ALGORITHM,
                "head": read_canonical(self.head.to_bytes()),
                "leaves": list(self.leaves),
                "signature": base64.b64encode(self.signature).decode(),
            }
        )

    def pin(self, version_id: str) -> HeadPin:
        return HeadPin(self.head.number, self.head.name, version_id, hash_file(self.to_bytes()))


def name_of(day: date, number: int) -> str:
    """Names in the order of the alphabet are heads in their order."""
    return f"heads/{day.isoformat()}/{number:010}.json"


def hash_file(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def follow(before: Head | None, pin: HeadPin | None, day: date, leaves: Sequence[str], **more: Any) -> Head:
    """The head after `before`, whose file is pinned, over its day's further lines or those of a later day."""
    goes_on = before is not None and before.day == day
    size, peaks = (before.size, before.peaks) if before is not None and goes_on else (0, ())
    grown = add_leaves([bytes.fromhex(peak) for peak in peaks], size, [bytes.fromhex(leaf) for leaf in leaves])
    return Head(
        number=0 if before is None else before.number + 1,
        day=day,
        size=size + len(leaves),
        root=root_of_peaks(grown).hex(),
        peaks=tuple(peak.hex() for peak in grown),
        previous=pin,
        **more,
    )


def read_sealed(content: bytes) -> SealedHead:
    """A sealed head from its file, its own numbers checked, its signature not. Raises HeadInvalid."""
    try:
        file = read_canonical(content)
        head = _read_head(file["head"])
        sealed = SealedHead(head, base64.b64decode(file["signature"], validate=True), tuple(file["leaves"]))
        if file["algorithm"] != ALGORITHM or set(file) != {"algorithm", "head", "leaves", "signature"}:
            raise HeadInvalid("no sealed head")
        peaks = [bytes.fromhex(peak) for peak in head.peaks]
    except (NotCanonical, KeyError, TypeError, binascii.Error, ValueError) as error:
        raise HeadInvalid("no sealed head") from error
    if len(peaks) != head.size.bit_count() or root_of_peaks(peaks).hex() != head.root:
        raise HeadInvalid("its peaks do not lead to its root")
    if sealed.to_bytes() != content:
        raise HeadInvalid("no sealed head")
    return sealed


def _read_head(value: dict[str, Any]) -> Head:
    if set(value) != _FIELDS or value["log"] != LOG or value["version"] != 1:
        raise HeadInvalid("no head of this log")
    pin = value["previous"]
    return Head(
        number=value["number"],
        day=date.fromisoformat(value["day"]),
        size=value["size"],
        root=value["root"],
        last=value["last"],
        closed=value["closed"],
        sealed_at=value["sealed_at"],
        peaks=tuple(value["peaks"]),
        previous=pin and HeadPin(pin["number"], pin["name"], pin["version_id"], pin["sha256"]),
    )
