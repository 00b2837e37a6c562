"""A mark in every copy that tells its buyer from a leaked sample, without touching what the certificate promises. Pure.

The mark generalises a little more. One quasi-identifying column is chosen; rows that would look alike if that column were
one level coarser form a group; a keyed coin decides for each group whether this buyer's copy shows it coarser. A group
is shown whole or coarser whole, so the classes of a copy are the certified classes, or unions of them. Uniting classes
lowers neither k nor distinct, entropy or recursive l-diversity and raises neither t nor any re-identification risk (each is
monotone under union), hence every number of the certificate holds as a bound for every copy.

Who leaks rows leaks coins: each row shows its group fine or coarse. For a buyer's key the coins of the groups in a
sample are compared with what the sample shows, as a likelihood ratio against chance. For a key that had no part in the
sample its expectation is one whatever was chosen to leak, so (Markov) an innocent buyer exceeds e^T with a chance of at
most e^-T: the threshold is the number of buyers over the accepted chance of a false accusation, and that is a proof, not
a measurement.
"""

import hashlib
import hmac
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from city.dividend.anonymise.errors import MarkTooWeak

SAMPLE_ROWS = 1000
FALSE_ACCUSATION = 1e-6
# How much of a sample may be altered by who leaks it and still speak as before.
ALTERED = 0.05
# What a mark is chosen to outlast: so much of a sample turned over.
SPOILT = 0.1
# Shares of groups that are shown coarser, tried from the gentlest on.
_SHARES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
# A sample must be expected to say this many times more than the threshold asks.
_MARGIN = 2.0
_RESOLUTION = 2**64

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Marking:
    """Which column carries the mark (its place among the quasi-identifiers), how its labels coarsen, and how often.

    `share` of the groups are shown coarser, in (0, 1).
    """

    column: int
    coarser: Mapping[str, str]
    share: float

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError("a share lies between 0 and 1")

    @cached_property
    def _only_coarse(self) -> frozenset[str]:
        # A label that is fine and coarse at once says nothing.
        return frozenset(self.coarser.values()) - frozenset(self.coarser)

    def group_of(self, labels: Labels) -> Labels | None:
        """What the row's group looks like, coarse; None for a row that cannot be marked."""
        label = labels[self.column]
        parent = self.coarser.get(label)
        if parent is None and label in self._only_coarse:
            parent = label
        if parent is None or (self.coarser.get(label) == label):
            return None
        return (*labels[: self.column], parent, *labels[self.column + 1 :])

    def shows_coarse(self, labels: Labels) -> bool:
        return labels[self.column] not in self.coarser


def coin(key: bytes, group: Labels, share: float) -> bool:
    """Whether the copy under this key shows the group coarser."""
    digest = hmac.new(key, "\x1f".join(group).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") < share * _RESOLUTION


def mark(labels: Labels, marking: Marking, key: bytes) -> Labels:
    """The quasi-identifiers of a row as this copy shows them."""
    group = marking.group_of(labels)
    return group if group is not None and coin(key, group, marking.share) else labels


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How much more likely the sample is if this buyer's copy leaked, as a natural logarithm."""

    buyer: str
    score: float


def accuse(
    sample: Iterable[Labels],
    marking: Marking,
    keys: Mapping[str, bytes],
    false_accusation: float = FALSE_ACCUSATION,
) -> tuple[Suspicion, ...]:
    """Those whom the sample accuses, most suspect first. None, where it says too little.

    The chance that any innocent buyer is among them is at most `false_accusation`.
    """
    threshold = threshold_of(len(keys), false_accusation)
    return tuple(suspicion for suspicion in suspect(sample, marking, keys) if suspicion.score >= threshold)


def threshold_of(buyers: int, false_accusation: float = FALSE_ACCUSATION) -> float:
    """The score from which on a buyer is accused, when so many are compared."""
    return math.log(max(1, buyers) / false_accusation)


def suspect(sample: Iterable[Labels], marking: Marking, keys: Mapping[str, bytes]) -> list[Suspicion]:
    """Every buyer's score, most suspect first."""
    seen = _shown(sample, marking)
    weights = {
        (bit, coarse): math.log(_likelihood(coarse, bit) / _chance(coarse, marking.share))
        for bit in (False, True)
        for coarse in (False, True)
    }
    scored = [
        Suspicion(buyer, sum(weights[coin(key, group, marking.share), coarse] for group, coarse in seen.items()))
        for buyer, key in keys.items()
    ]
    return sorted(scored, key=lambda suspicion: (-suspicion.score, suspicion.buyer))


def _shown(sample: Iterable[Labels], marking: Marking) -> dict[Labels, bool]:
    """Each group of the sample, and whether most of its rows show it coarse. Rows of a group say one thing, not many."""
    votes: Counter[Labels] = Counter()
    for labels in sample:
        group = marking.group_of(labels)
        if group is not None:
            votes[group] += 1 if marking.shows_coarse(labels) else -1
    return {group: vote > 0 for group, vote in votes.items() if vote}


def _likelihood(coarse: bool, bit: bool) -> float:
    return 1 - ALTERED if coarse == bit else ALTERED


def _chance(coarse: bool, share: float) -> float:
    return share * _likelihood(coarse, True) + (1 - share) * _likelihood(coarse, False)


def choose_marking(
    classes: Mapping[Labels, int],
    coarser: Sequence[Mapping[str, str]],
    buyers: int = 10_000,
    sample_rows: int = SAMPLE_ROWS,
) -> Marking:
    """The gentlest mark with which a sample of `sample_rows`, some spoilt, tells one of `buyers` from the others.

    `classes` counts the rows of each class; `coarser[column]` maps the labels of a column to those one level up, and is
    empty where there is none. Raises MarkTooWeak where no column carries enough.
    """
    threshold = math.log(buyers / FALSE_ACCUSATION)
    # Where no mark outlasts that much spoiling, one that outlasts none is better than no sale.
    for spoilt in (SPOILT, 0.0):
        for share in _SHARES:
            candidates = [
                (expected_score(classes, marking, sample_rows, spoilt), -column, marking)
                for column, labels in enumerate(coarser)
                if labels
                for marking in [Marking(column, labels, share)]
            ]
            if candidates:
                score, _, best = max(candidates, key=lambda each: each[:2])
                if score >= _MARGIN * threshold:
                    return best
    raise MarkTooWeak


def expected_score(classes: Mapping[Labels, int], marking: Marking, sample_rows: int, spoilt: float = 0.0) -> float:
    """What a random sample is expected to say against the buyer it came from, where a part of its groups is turned over:
    shown coarse if they were fine, and fine if they were coarse."""
    groups: Counter[Labels] = Counter()
    for labels, rows in classes.items():
        group = marking.group_of(labels)
        if group is not None:
            groups[group] += rows
    total = sum(classes.values())
    if not total:
        return 0.0
    expected_groups = sum(1 - (1 - rows / total) ** sample_rows for rows in groups.values())
    information = sum(
        probability * part * math.log(_likelihood(bit == kept, bit) / _chance(bit == kept, marking.share))
        for bit, probability in ((True, marking.share), (False, 1 - marking.share))
        for kept, part in ((True, 1 - spoilt), (False, spoilt))
    )
    return expected_groups * information
