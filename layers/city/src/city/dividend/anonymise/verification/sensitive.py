"""How far the sensitive values of a class may be read off, or are unlike those of the whole: the worst class of each kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.verification.claims import SensitiveClaim
from city.dividend.anonymise.verification.released_file import Fractions, Numbers, ReleasedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSensitive:
    """The worst class of each kind. `recursive_c` is the least c that holds for the promised l."""

    column: str
    distinct_l: int
    entropy_l: float
    recursive_l: int
    recursive_c: float
    equal_t: float
    ordered_t: float | None
    hierarchical_t: float | None
    basic_beta: float
    # By how much the gain of some value exceeds what enhanced likeness of this β allows; None if none was promised.
    enhanced_excess: float | None


def _sorted(codes: Numbers, texts: list[str]) -> tuple[Numbers, list[str]]:
    """Texts in their order, or the last digit of a sum would depend on which row stands first."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(texts), dtype=np.int64)
    place[order] = np.arange(len(texts))
    return place[codes], [texts[at] for at in order]


def measure_sensitive(
    release: ReleasedFile, claim: SensitiveClaim, class_of: Numbers, sizes: Numbers
) -> MeasuredSensitive:
    codes, texts = _sorted(*release.column(claim.column))
    whole = np.bincount(codes, minlength=len(texts)) / max(1, len(codes))
    order = [texts.index(text) for text in claim.order if text in texts] if claim.order else list(range(len(texts)))
    distinct, entropy, recursive = len(texts) or 0, np.inf, 0.0
    equal = ordered = hierarchical = basic = 0.0
    excess = -np.inf
    least_l = claim.recursive_l or claim.distinct_l or 1
    for table in _tables(class_of, codes, sizes, len(texts)):
        rows = table.sum(axis=1)
        parts = table / rows[:, None]
        distinct = min(distinct, int((table > 0).sum(axis=1).min()))
        bits = np.where(parts > 0, parts * np.log(np.where(parts > 0, parts, 1)), 0).sum(axis=1)
        entropy = min(entropy, float(np.exp(-bits).min()))
        falling = np.sort(table, axis=1)[:, ::-1]
        tail = falling[:, least_l - 1 :].sum(axis=1) if least_l <= table.shape[1] else np.zeros(len(table))
        recursive = max(recursive, float(np.where(tail > 0, falling[:, 0] / np.maximum(tail, 1), np.inf).max()))
        away = parts - whole
        equal = max(equal, float(np.abs(away).sum(axis=1).max() / 2))
        ordered = max(ordered, float(_ordered_distance(away[:, order]).max()))
        if claim.tree:
            hierarchical = max(hierarchical, float(_tree_distance(away, texts, claim.tree).max()))
        gain = np.where(whole > 0, parts / np.where(whole > 0, whole, 1) - 1, 0)
        basic = max(basic, float(gain.max()))
        if claim.enhanced_beta is not None:
            allowed = np.minimum(claim.enhanced_beta, -np.log(np.where(whole > 0, whole, 1)))
            excess = max(excess, float(np.where(parts > 0, gain - allowed, -np.inf).max()))
    return MeasuredSensitive(
        column=claim.column,
        distinct_l=distinct,
        entropy_l=float(entropy) if np.isfinite(entropy) else 0.0,
        recursive_l=least_l,
        recursive_c=recursive,
        equal_t=equal,
        ordered_t=ordered if claim.order else None,
        hierarchical_t=hierarchical if claim.tree else None,
        basic_beta=basic,
        enhanced_excess=None if claim.enhanced_beta is None else excess,
    )


def _tables(class_of: Numbers, codes: Numbers, sizes: Numbers, width: int) -> Iterator[Fractions]:
    """Rows per class and value, some classes at a time."""
    order = np.argsort(class_of, kind="stable")
    codes = codes[order]
    ends = np.cumsum(sizes)
    step = max(1, (1 << 21) // max(1, width))
    for first in range(0, len(sizes), step):
        last = min(first + step, len(sizes))
        low, high = int(ends[first] - sizes[first]), int(ends[last - 1])
        row = np.repeat(np.arange(last - first), sizes[first:last])
        table = np.zeros((last - first, width))
        np.add.at(table, (row, codes[low:high]), 1)
        yield table


def _ordered_distance(away: Fractions) -> Fractions:
    distance: Fractions = np.abs(np.cumsum(away, axis=1)[:, :-1]).sum(axis=1) / max(1, away.shape[1] - 1)
    return distance


def _tree_distance(away: Fractions, texts: Sequence[str], tree: Sequence[Sequence[str]]) -> Fractions:
    """What must be carried over each inner node, times the node's height over the tree's."""
    paths = {path[0]: path for path in tree}
    height = len(tree[0]) - 1
    total = np.zeros(len(away))
    for level in range(1, height + 1):
        children: dict[str, dict[str, list[int]]] = {}
        for at, text in enumerate(texts):
            path = paths[text]
            children.setdefault(path[level], {}).setdefault(path[level - 1], []).append(at)
        for groups in children.values():
            balance = np.stack([away[:, members].sum(axis=1) for members in groups.values()])
            carried = np.minimum(np.maximum(balance, 0).sum(axis=0), np.maximum(-balance, 0).sum(axis=0))
            total += carried * level / height
    return total
