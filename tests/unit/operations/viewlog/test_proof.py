"""The proof of one entry holds for that entry and for no other, and is checked without the city."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from city.operations.viewlog.proving.heads import SealedHead
from city.operations.viewlog.proving.merkle import ProofInvalid
from city.operations.viewlog.proving.p256 import PublicKey
from city.operations.viewlog.proving.proof import EntryProof, ProofUnreadable, check_proof, prove, read_proof
from city.operations.viewlog.verify import main
from tests.unit.operations.viewlog.sealed_log import FIRST_DAY, KEY, SealedLog, sign

# The point G itself: a key on the curve, and not the city's.
OTHER = PublicKey(
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def prove_entry(log: SealedLog, number: int, head: int = 2) -> EntryProof:
    leaves = [leaf for sealed in log.sealed[: head + 1] for leaf in sealed.leaves]
    return prove(log.lines[FIRST_DAY][number][1], leaves, log.sealed[head])


@pytest.mark.parametrize("number", range(12))
def test_every_entry_is_proved(number: int) -> None:
    proof = read_proof(json.dumps(prove_entry(SealedLog(), number).to_json()))

    assert check_proof(proof, KEY.verifies).sequence == number


def test_no_other_words_are_proved() -> None:
    proof = prove_entry(SealedLog(), 5)

    for forged in (
        replace(proof, line=proof.line.replace("김경위".encode(), "박경위".encode())),
        replace(proof, path=proof.path[:-1]),
        replace(proof, path=(*proof.path[:-1], "00" * 32)),
        replace(proof, line=prove_entry(SealedLog(), 6).line),
        replace(proof, line=b"{}"),
        replace(proof, sealed=SealedHead(proof.sealed.head, sign(b"other words"), ())),
    ):
        with pytest.raises(ProofInvalid):
            check_proof(forged, KEY.verifies)
    with pytest.raises(ProofInvalid):
        check_proof(proof, OTHER.verifies)


def test_an_entry_that_no_head_covers_has_no_proof() -> None:
    with pytest.raises(IndexError):
        prove_entry(SealedLog(), 8, head=1)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form":"another"}', '{"form":1,"line":2}'])
def test_what_is_no_proof(text: str) -> None:
    with pytest.raises(ProofUnreadable):
        read_proof(text)


def test_the_command_checks_a_proof(tmp_path: Path) -> None:
    proof, key, out = tmp_path / "proof.json", tmp_path / "key.pem", io.StringIO()
    proof.write_text(json.dumps(prove_entry(SealedLog(), 5).to_json()), encoding="utf-8")
    key.write_text(KEY.to_pem())

    assert main(["--proof", str(proof), "--key", str(key)], out) == 0
    assert "김경위" in out.getvalue()

    key.write_text(OTHER.to_pem())
    assert main(["--proof", str(proof), "--key", str(key)], io.StringIO()) == 1


def test_the_command_asks_for_one_thing(tmp_path: Path) -> None:
    for arguments in ([], [str(tmp_path), "--proof", "x", "--key", "y"], ["--proof", "x"]):
        with pytest.raises(SystemExit):
            main(arguments, io.StringIO())
