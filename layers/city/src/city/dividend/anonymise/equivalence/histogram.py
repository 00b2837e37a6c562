"""The weighted histogram of distinct quasi-identifier combinations: what a shard is reduced to. Pure.

Histograms merge: the histogram of the whole is the merge of the histograms of the parts, in any order and grouping,
so a data set never has to fit in one machine. Equal content means equal arrays: domains are sorted and so are cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Codes, Floats, Ints
from city.dividend.anonymise.equivalence.people import People, join, people_in

_LARGEST_KEY = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class SensitiveCounts:
    """How often each value of one sensitive column stands in each cell: `count[i]` times `domain[value[i]]` in `cell[i]`."""

    name: str
    domain: tuple[str, ...]
    cell: Ints
    value: Ints
    count: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """`codes[column][cell]` points into `domains[column]`; `count[cell]` rows are to be released.

    `population[cell]` counts the rows a release is drawn from, where it is a subset of a larger table; it is None where
    everything is released. A cell of the population may have no row to release. `people` tells who has rows in which
    cell, where people are distinguished.
    """

    names: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    codes: tuple[Codes, ...]
    count: Ints
    population: Ints | None = None
    sensitive: tuple[SensitiveCounts, ...] = ()
    people: People | None = None

    @property
    def cells(self) -> int:
        return len(self.count)

    @property
    def rows(self) -> int:
        return int(self.count.sum())

    def same_as(self, other: "Histogram") -> bool:
        """Equal in every number and name."""
        if (self.names, self.domains) != (other.names, other.domains) or len(self.sensitive) != len(other.sensitive):
            return False
        if (self.population is None) != (other.population is None) or (self.people is None) != (other.people is None):
            return False
        if self.people is not None and other.people is not None and not self.people.same_as(other.people):
            return False
        mine: list[Codes] = [*self.codes, self.count]
        theirs: list[Codes] = [*other.codes, other.count]
        if self.population is not None and other.population is not None:
            mine.append(self.population)
            theirs.append(other.population)
        for one, two in zip(self.sensitive, other.sensitive, strict=True):
            if (one.name, one.domain) != (two.name, two.domain):
                return False
            mine += [one.cell, one.value, one.count]
            theirs += [two.cell, two.value, two.count]
        return all(np.array_equal(one, two) for one, two in zip(mine, theirs, strict=True))


def pack(codes: Sequence[Codes], sizes: Sequence[int]) -> Ints:
    """One integer per cell, in the order of the columns: equal codes, equal integer. Raises nothing: where the product
    of the sizes is too large for 62 bits, the columns so far are numbered anew, which keeps their order."""
    if not codes:
        return np.zeros(0, dtype=np.int64)
    key, space = codes[0].astype(np.int64), max(1, sizes[0])
    for column, size in zip(codes[1:], sizes[1:], strict=True):
        if space * max(1, size) > _LARGEST_KEY:
            values, key = np.unique(key, return_inverse=True)
            space = len(values)
        key = key * size + column
        space *= max(1, size)
    return key


def count_rows(
    names: Sequence[str],
    domains: Sequence[Sequence[str]],
    codes: Sequence[Codes],
    *,
    weights: Ints | None = None,
    released: Bools | None = None,
    sensitive: Sequence[tuple[str, Sequence[str], Ints]] = (),
    people: Ints | None = None,
) -> Histogram:
    """The histogram of rows given column by column.

    `released` marks the rows of the research subset, where there is a population around it. `weights` counts a row
    several times. `sensitive` holds name, domain and codes of each sensitive column. `people` has the number of each
    row's person.
    """
    rows = len(codes[0]) if codes else 0
    whole = np.ones(rows, dtype=np.int64) if weights is None else weights
    mine = whole if released is None else whole * released
    parts = tuple((name, tuple(domain), column, mine) for name, domain, column in sensitive)
    return _gather(
        names=tuple(names),
        domains=tuple(tuple(domain) for domain in domains),
        codes=codes,
        count=mine,
        population=None if released is None else whole,
        sensitive=tuple(
            (name, domain, np.arange(rows, dtype=np.int64), column, count) for name, domain, column, count in parts
        ),
        people=None if people is None else (np.arange(rows, dtype=np.int64), np.arange(rows, dtype=np.int64), people),
    )


def merge(parts: Sequence[Histogram]) -> Histogram:
    """The histogram of all rows that were counted in any of `parts`. Raises ValueError for parts of different tables."""
    first = parts[0]
    for part in parts[1:]:
        if part.names != first.names or [s.name for s in part.sensitive] != [s.name for s in first.sensitive]:
            raise ValueError("histograms of different columns do not merge")
        if (part.population is None) != (first.population is None):
            raise ValueError("a histogram with a population does not merge with one without")
        if (part.people is None) != (first.people is None):
            raise ValueError("a histogram with people does not merge with one without")
    domains, recoded = [], []
    for column in range(len(first.names)):
        domain, maps = _union([part.domains[column] for part in parts])
        domains.append(domain)
        recoded.append(np.concatenate([m[part.codes[column]] for m, part in zip(maps, parts, strict=True)]))
    sensitive = []
    offsets = np.cumsum([0, *(part.cells for part in parts)])
    for index, counts in enumerate(first.sensitive):
        domain, maps = _union([part.sensitive[index].domain for part in parts])
        mine = [part.sensitive[index] for part in parts]
        sensitive.append(
            (
                counts.name,
                domain,
                np.concatenate([s.cell + offset for s, offset in zip(mine, offsets, strict=False)]),
                np.concatenate([m[s.value] for m, s in zip(maps, mine, strict=True)]),
                np.concatenate([s.count for s in mine]),
            )
        )
    population = None
    if first.population is not None:
        population = np.concatenate([part.population for part in parts if part.population is not None])
    count = np.concatenate([part.count for part in parts])
    people = None
    if first.people is not None:
        people = join([part.people for part in parts if part.people is not None], [int(at) for at in offsets[:-1]])
    return _gather(
        names=first.names,
        domains=tuple(domains),
        codes=recoded,
        count=count,
        population=population,
        sensitive=tuple(sensitive),
        people=people,
    )


def frequencies(histogram: Histogram, column: str, domain: Sequence[str]) -> Floats:
    """How often each of `domain` stands in a sensitive column, as parts of one."""
    counts = next(s for s in histogram.sensitive if s.name == column)
    place = {value: code for code, value in enumerate(domain)}
    recode = np.fromiter((place[value] for value in counts.domain), np.int64, len(counts.domain))
    total = np.bincount(recode[counts.value], weights=counts.count, minlength=len(domain))
    found: Floats = total / total.sum()
    return found


def _union(domains: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[Ints]]:
    whole = tuple(sorted(set().union(*domains)))
    place = {value: code for code, value in enumerate(whole)}
    return whole, [np.fromiter((place[value] for value in domain), np.int64, len(domain)) for domain in domains]


def _gather(
    *,
    names: tuple[str, ...],
    domains: tuple[tuple[str, ...], ...],
    codes: Sequence[Codes],
    count: Ints,
    population: Ints | None,
    sensitive: Sequence[tuple[str, tuple[str, ...], Ints, Ints, Ints]],
    people: tuple[Ints, Ints, Ints] | None,
) -> Histogram:
    """Equal cells become one; domains lose what no cell uses and are sorted; cells are sorted."""
    domains, codes = _tidy(domains, codes)
    keys = pack(codes, [len(domain) for domain in domains])
    _, first, cell = np.unique(keys, return_index=True, return_inverse=True)
    size = len(first)
    return Histogram(
        names=names,
        domains=domains,
        codes=tuple(column[first] for column in codes),
        count=_sum(cell, count, size),
        population=None if population is None else _sum(cell, population, size),
        sensitive=tuple(
            _gather_sensitive(name, domain, cell=cell[at], value=value, count=times, cells=size)
            for name, domain, at, value, times in sensitive
        ),
        people=None if people is None else people_in(cell[people[0]], people[1], people[2]),
    )


def _gather_sensitive(
    name: str, domain: tuple[str, ...], *, cell: Ints, value: Ints, count: Ints, cells: int
) -> SensitiveCounts:
    present = count > 0
    (domain,), (value,) = _tidy((domain,), (value[present],))
    keys = pack((cell[present], value), (cells, len(domain)))
    unique, first, entry = np.unique(keys, return_index=True, return_inverse=True)
    return SensitiveCounts(
        name, domain, cell=cell[present][first], value=value[first], count=_sum(entry, count[present], len(unique))
    )


def _sum(group: Ints, weight: Ints, groups: int) -> Ints:
    # Sums of doubles are exact below 2**53, far above any count here.
    return np.bincount(group, weights=weight, minlength=groups).astype(np.int64)


def _tidy(
    domains: Sequence[tuple[str, ...]], codes: Sequence[Ints]
) -> tuple[tuple[tuple[str, ...], ...], tuple[Ints, ...]]:
    tidy_domains, tidy_codes = [], []
    for domain, column in zip(domains, codes, strict=True):
        used = np.bincount(column, minlength=len(domain)) > 0
        kept = tuple(sorted({domain[code] for code in np.flatnonzero(used)}))
        place = {value: code for code, value in enumerate(kept)}
        recode = np.fromiter((place.get(value, 0) for value in domain), np.int64, len(domain))
        tidy_domains.append(kept)
        tidy_codes.append(recode[column] if len(column) else column.astype(np.int64))
    return tuple(tidy_domains), tuple(tidy_codes)
