"""Merkle trees of RFC 9162: the vectors of its implementers, good and bad, and the tree's own definition as an oracle."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.operations.viewlog.proving.merkle import (
    EMPTY_ROOT,
    ProofInvalid,
    add_leaves,
    check_consistency,
    check_inclusion,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
    root_of,
)


def read_vectors(shared: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    folder = shared / "data/rfc9162/testdata" / kind
    found = [(str(file.relative_to(folder)), json.loads(file.read_text())) for file in sorted(folder.rglob("*.json"))]
    if not found:
        pytest.skip(f"no vectors at {folder}")
    return found


def unpack(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_inclusion_vectors(shared: Path) -> None:
    vectors = read_vectors(shared, "inclusion")

    wrong = [name for name, vector in vectors if inclusion_holds(vector) is vector["wantErr"]]

    assert wrong == []
    assert {vector["wantErr"] for _, vector in vectors} == {True, False}
    assert len(vectors) > 80


def test_consistency_vectors(shared: Path) -> None:
    # A proof from an empty tree proves nothing (RFC 9162 §2.1.4 asks for 0 < m).
    vectors = [(name, vector) for name, vector in read_vectors(shared, "consistency") if vector["size1"] != 0]

    wrong = [name for name, vector in vectors if consistency_holds(vector) is vector["wantErr"]]

    assert wrong == []
    assert {vector["wantErr"] for _, vector in vectors} == {True, False}
    assert len(vectors) > 80


def test_nothing_is_proved_by_an_empty_tree(shared: Path) -> None:
    empty = [vector for _, vector in read_vectors(shared, "consistency") if vector["size1"] == 0]

    assert empty
    assert not any(consistency_holds(vector) for vector in empty)


def inclusion_holds(vector: dict[str, Any]) -> bool:
    proof = [unpack(each) for each in vector["proof"] or []]
    try:
        check_inclusion(
            unpack(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], proof, unpack(vector["root"])
        )
    except ProofInvalid:
        return False
    return True


def consistency_holds(vector: dict[str, Any]) -> bool:
    proof = [unpack(each) for each in vector["proof"] or []]
    try:
        check_consistency(vector["size1"], unpack(vector["root1"]), vector["size2"], unpack(vector["root2"]), proof)
    except ProofInvalid:
        return False
    return True


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def leaves_of(count: int) -> list[bytes]:
    return [hash_leaf(str(number).encode()) for number in range(count)]


@given(st.integers(0, 130), st.integers(0, 130))
def test_a_tree_grown_in_two_steps_is_the_tree_over_all(before: int, more: int) -> None:
    leaves = leaves_of(before + more)

    peaks = add_leaves(add_leaves((), 0, leaves[:before]), before, leaves[before:])

    assert root_of(leaves) == defined_root(leaves)
    assert peaks == add_leaves((), 0, leaves)


@given(st.integers(1, 130).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))), st.data())
def test_a_leaf_is_proved_where_it_stands_and_nowhere_else(where: tuple[int, int], data: st.DataObject) -> None:
    index, size = where
    leaves = leaves_of(size)
    proof = prove_inclusion(leaves, index)

    check_inclusion(leaves[index], index, size, proof, root_of(leaves))

    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index or size == 1))
    if other != index:
        with pytest.raises(ProofInvalid):
            check_inclusion(leaves[index], other, size, proof, root_of(leaves))
    with pytest.raises(ProofInvalid):
        check_inclusion(hash_leaf(b"another"), index, size, proof, root_of(leaves))


@given(st.integers(1, 130).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))), st.data())
def test_a_tree_that_grew_is_consistent_and_one_that_was_changed_is_not(
    sizes: tuple[int, int], data: st.DataObject
) -> None:
    before, after = sizes
    leaves = leaves_of(after)
    changed = list(leaves)
    changed[data.draw(st.integers(0, before - 1))] = hash_leaf(b"another")

    check_consistency(before, root_of(leaves[:before]), after, root_of(leaves), prove_consistency(leaves, before))

    with pytest.raises(ProofInvalid):
        check_consistency(before, root_of(leaves[:before]), after, root_of(changed), prove_consistency(changed, before))


def test_peaks_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="has 2 peaks, not 1"):
        add_leaves((EMPTY_ROOT,), 3, ())


def test_there_is_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        prove_inclusion(leaves_of(3), 3)
    with pytest.raises(IndexError):
        prove_consistency(leaves_of(3), 4)
