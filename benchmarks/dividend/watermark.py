"""Whom a leaked sample accuses: how often its buyer, and how often somebody else.

    python -m benchmarks.dividend.watermark [--draws N] [--rows N]

A release is made of invented transactions, marked as a round marks it and sold to 200 buyers. Each draw takes other keys,
another leaker and other rows. Whoever alters rows knows the mark and turns it over: fine becomes coarse, coarse becomes
fine. Two who mix their copies give half of the rows each.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.dividend.rows import POLICY
from benchmarks.measurement import Measurement
from city.dividend.anonymise import generator
from city.dividend.anonymise.equivalence.grouping import frame_of
from city.dividend.anonymise.policy import metric_of, read_policy, scales_of
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import take_in
from city.dividend.anonymise.search.optimum import find_optimum
from city.dividend.anonymise.search.problem import problem_of
from city.dividend.anonymise.watermark import FALSE_ACCUSATION, Labels, Marking, accuse, choose_marking, mark

_SEED = 11
_BUYERS = 200
_ROWS = 1_000_000
_DRAWS = 50


@dataclass(frozen=True, slots=True)
class Leak:
    """`altered` is the part of the rows that are turned over; the first row counts are of the first leaker."""

    name: str
    rows: int
    altered: float = 0.0
    leakers: int = 1
    # How often at least one leaker must be named, in percent; None where nothing is promised.
    at_least: float | None = None


LEAKS = (
    Leak("1,000 rows", 1000, at_least=99),
    Leak("300 rows", 300),
    Leak("3,000 rows", 3000, at_least=99),
    Leak("1,000 rows, a tenth altered", 1000, altered=0.1),
    Leak("3,000 rows, a tenth altered", 3000, altered=0.1),
    Leak("1,000 rows of two copies mixed", 1000, leakers=2),
    Leak("3,000 rows of two copies mixed", 3000, leakers=2),
)


def measure(folder: Path, draws: int = _DRAWS, rows: int = _ROWS) -> Iterator[Measurement]:
    classes, coarser = _release(folder, rows)
    marking = choose_marking(classes, coarser)
    groups = {group for labels in classes if (group := marking.group_of(labels))}
    shown = f"column {marking.column}, {marking.share:.0%} of {len(groups):,} groups coarser, {len(classes):,} classes"
    yield Measurement("classes that can be marked", len(groups), "groups", detail=shown)
    innocent = false = 0
    for leak in LEAKS:
        began = perf_counter()
        named = both = 0
        for draw in range(draws):
            chance = np.random.default_rng((_SEED, draw, leak.rows, leak.leakers, int(100 * leak.altered)))
            keys = {f"buyer {n}": chance.bytes(32) for n in range(_BUYERS)}
            leakers = [f"buyer {n}" for n in chance.choice(_BUYERS, leak.leakers, replace=False)]
            sample = _leaked(classes, marking, keys=[keys[leaker] for leaker in leakers], leak=leak, chance=chance)
            accused = {suspicion.buyer for suspicion in accuse(sample, marking, keys)}
            named += bool(accused & set(leakers))
            both += accused >= set(leakers)
            false += len(accused - set(leakers))
            innocent += _BUYERS - leak.leakers
        missed = 100 * (1 - named / draws)
        bound = None if leak.at_least is None else 100 - leak.at_least
        detail = f"{named} of {draws} leaks named" + (f", both in {both}" if leak.leakers > 1 else "")
        detail += f"; {(perf_counter() - began) / draws:.2f} s a leak"
        yield Measurement(f"leaks not traced, {leak.name}", missed, "%", at_most=bound, detail=detail)
    detail = f"of {innocent:,} buyers who had leaked nothing; by proof at most one leak in {1 / FALSE_ACCUSATION:,.0f}"
    yield Measurement("innocent buyers accused", false, "", at_most=0, detail=detail)


def _release(folder: Path, rows: int) -> tuple[dict[Labels, int], list[dict[str, str]]]:
    """Rows per class of the best release, and what every label is one level coarser."""
    policy = read_policy(POLICY)
    source = folder / "transactions.parquet"
    generator.write(rows, _SEED, source)
    chance = np.random.default_rng(_SEED)
    spool = take_in(
        policy, scales_of(policy, folder), source, folder=folder, quarantine=folder / "quarantine.csv", chance=chance
    )
    hierarchies = [coder.hierarchy() for coder in spool.quasi]
    frame = frame_of(count_spool(spool), hierarchies)
    privacy = Privacy((KAnonymity(policy.privacy.k),))
    found = find_optimum(problem_of(frame, privacy, metric_of(policy.metric), policy.suppressible(frame.rows)))
    groups = frame.group(found.levels)
    released = groups.count >= policy.privacy.k
    labels = [
        np.array(h.labels[level], dtype=object)[groups.codes(column)[released]]
        for column, (h, level) in enumerate(zip(hierarchies, found.levels, strict=True))
    ]
    coarser = [
        {
            low: h.labels[level + 1][above]
            for low, above in zip(h.labels[level], h.climb(level, level + 1), strict=True)
            if low != h.labels[level + 1][above]
        }
        if level + 1 < h.height
        else {}
        for h, level in zip(hierarchies, found.levels, strict=True)
    ]
    return dict(zip(zip(*labels, strict=True), groups.count[released].tolist(), strict=True)), coarser


def _leaked(
    classes: dict[Labels, int], marking: Marking, *, keys: Sequence[bytes], leak: Leak, chance: np.random.Generator
) -> list[Labels]:
    """Different rows of the release, each as one of the leakers' copies shows it, some turned over."""
    ends = np.cumsum(list(classes.values()))
    rows = chance.choice(int(ends[-1]), leak.rows, replace=False)
    every = list(classes)
    sample = [
        mark(every[place], marking, keys[number * len(keys) // leak.rows])
        for number, place in enumerate(np.searchsorted(ends, rows, side="right"))
    ]
    finer: dict[str, list[str]] = {}
    for fine, coarse in marking.coarser.items():
        finer.setdefault(coarse, []).append(fine)
    for number in chance.choice(leak.rows, round(leak.altered * leak.rows), replace=False):
        sample[number] = _turned_over(sample[number], marking, finer, chance)
    return sample


def _turned_over(labels: Labels, marking: Marking, finer: dict[str, list[str]], chance: np.random.Generator) -> Labels:
    label = labels[marking.column]
    if label in marking.coarser:
        other = marking.coarser[label]
    else:
        other = finer[label][int(chance.integers(len(finer[label])))] if label in finer else label
    return (*labels[: marking.column], other, *labels[marking.column + 1 :])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dividend.watermark", description=__doc__)
    parser.add_argument("--draws", type=int, default=_DRAWS)
    parser.add_argument("--rows", type=int, default=_ROWS, help="of the table that is released")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for taken in measure(Path(folder), asked.draws, asked.rows):
            print(f"{taken.name:52} {taken.value:9.2f} {taken.unit:6} {taken.detail}", flush=True)


if __name__ == "__main__":
    main()
