"""The proof of one entry: its line, the path to the root of its day, and the signed head that holds the root.

Whoever has the city's public key checks it without the city: a citizen, a lawyer, a court.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from city.operations.viewlog.proving.canonical import NotCanonical
from city.operations.viewlog.proving.chain import Line, read_line
from city.operations.viewlog.proving.heads import HeadInvalid, SealedHead, Verifier, read_sealed
from city.operations.viewlog.proving.merkle import ProofInvalid, check_inclusion, hash_leaf, prove_inclusion

FORM = "dongne.operations.viewlog/proof/1"


class ProofUnreadable(ValueError):
    """No proof of an entry in the form that this module writes."""


@dataclass(frozen=True, slots=True)
class EntryProof:
    """`path`: hashes in hexadecimal, from the leaf to the root."""

    line: bytes
    path: tuple[str, ...]
    sealed: SealedHead

    def to_json(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "line": self.line.decode(),
            "path": list(self.path),
            "sealed_head": self.sealed.to_bytes().decode(),
        }


def prove(line: bytes, leaves: Sequence[str], sealed: SealedHead) -> EntryProof:
    """`leaves`: hashes of the day's lines up to the head's size. Raises IndexError where the head does not cover the line."""
    sequence = read_line(line).sequence
    hashes = [bytes.fromhex(leaf) for leaf in leaves[: sealed.head.size]]
    return EntryProof(line, tuple(each.hex() for each in prove_inclusion(hashes, sequence)), sealed)


def read_proof(text: str) -> EntryProof:
    """Raises ProofUnreadable."""
    try:
        value = json.loads(text)
        if value["form"] != FORM:
            raise ProofUnreadable("another form")
        path = tuple(bytes.fromhex(each).hex() for each in value["path"])
        return EntryProof(value["line"].encode(), path, read_sealed(value["sealed_head"].encode()))
    except (HeadInvalid, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ProofUnreadable("no proof of an entry") from error


def check_proof(proof: EntryProof, verifies: Verifier) -> Line:
    """The line that is proved. Raises ProofInvalid."""
    head = proof.sealed.head
    try:
        line = read_line(proof.line)
    except NotCanonical as error:
        raise ProofInvalid("no line of the log") from error
    if not verifies(head.to_bytes(), proof.sealed.signature):
        raise ProofInvalid("the head is not signed by this key")
    if line.day != head.day:
        raise ProofInvalid("the head is of another day")
    path = [bytes.fromhex(each) for each in proof.path]
    check_inclusion(hash_leaf(proof.line), line.sequence, head.size, path, bytes.fromhex(head.root))
    return line
