"""Merkle trees of RFC 9162 §2.1: roots, proofs that a leaf is in a tree, and that a tree is the start of another.

Hashes are SHA-256, 32 bytes. A tree is its leaf hashes in order, or its peaks: the roots of its largest full subtrees from
left to right, which are enough to go on from.
"""

import hashlib
from collections.abc import Sequence

_LEAF, _NODE = b"\x00", b"\x01"
_HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofInvalid(ValueError):
    """A proof that does not prove what it is given for."""


def hash_leaf(content: bytes) -> bytes:
    return hashlib.sha256(_LEAF + content).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


# --- roots ---


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (§2.1.1)."""
    return root_of_peaks(add_leaves((), 0, leaves))


def add_leaves(peaks: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The peaks of a tree of `size` leaves with these peaks, after more leaf hashes."""
    if len(peaks) != size.bit_count():
        raise ValueError(f"a tree of {size} has {size.bit_count()} peaks, not {len(peaks)}")
    grown = list(peaks)
    for leaf in leaves:
        # Every 1 at the low end of the size is a full subtree that the new leaf makes half of a larger one.
        node, carry = leaf, size
        while carry & 1:
            node = hash_children(grown.pop(), node)
            carry >>= 1
        grown.append(node)
        size += 1
    return tuple(grown)


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    *left, root = peaks
    for peak in reversed(left):
        root = hash_children(peak, root)
    return root


# --- proofs ---


def prove_inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """That the leaf at `index` is in the tree over `leaves` (§2.1.3.1). Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*prove_inclusion(leaves[:split], index), root_of(leaves[split:]))
    return (*prove_inclusion(leaves[split:], index - split), root_of(leaves[:split]))


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """§2.1.3.2. Raises ProofInvalid."""
    if not 0 <= index < size:
        raise ProofInvalid("no such leaf in a tree of this size")
    _check_hashes(leaf, root, *proof)
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofInvalid("the proof is too long")
        if node & 1 or node == last:
            computed = hash_children(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = hash_children(computed, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the proof is too short")
    if computed != root:
        raise ProofInvalid("the proof leads to another root")


def prove_consistency(leaves: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """That the tree over the first `size` leaves is the start of the tree over all (§2.1.4.1). Raises IndexError."""
    if not 0 < size <= len(leaves):
        raise IndexError(size)
    return () if size == len(leaves) else _subproof(leaves, size, whole=True)


def _subproof(leaves: Sequence[bytes], size: int, *, whole: bool) -> tuple[bytes, ...]:
    if size == len(leaves):
        return () if whole else (root_of(leaves),)
    split = _split(len(leaves))
    if size <= split:
        return (*_subproof(leaves[:split], size, whole=whole), root_of(leaves[split:]))
    return (*_subproof(leaves[split:], size - split, whole=False), root_of(leaves[:split]))


def check_consistency(size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]) -> None:
    """That a tree of `size1` is the start of one of `size2` (§2.1.4.2). Raises ProofInvalid."""
    if not 0 < size1 <= size2:
        # An empty tree is the start of every tree: there is nothing to prove, and so nothing proved.
        raise ProofInvalid("no sizes of two trees, the first not empty and the second not smaller")
    if size1 == size2:
        if proof or root1 != root2:
            raise ProofInvalid("trees of one size have one root, and no proof")
        return
    _check_hashes(root1, root2, *proof)
    if not proof:
        raise ProofInvalid("no proof")
    path = [root1, *proof] if size1.bit_count() == 1 else list(proof)
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofInvalid("the proof is too long")
        if node & 1 or node == last:
            first, second = hash_children(sibling, first), hash_children(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = hash_children(second, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the proof is too short")
    if (first, second) != (root1, root2):
        raise ProofInvalid("the proof leads to other roots")


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _check_hashes(*hashes: bytes) -> None:
    if any(len(each) != _HASH_BYTES for each in hashes):
        raise ProofInvalid("a hash is 32 bytes")
