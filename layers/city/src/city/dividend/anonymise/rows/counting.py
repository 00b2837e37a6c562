"""The histogram of spooled rows: keys are counted per bucket, then merged."""

from collections.abc import Sequence

import numpy as np

from city.dividend.anonymise.arrays import Codes, Ints
from city.dividend.anonymise.equivalence.histogram import Histogram, SensitiveCounts, pack
from city.dividend.anonymise.equivalence.people import People, distinct, people_in
from city.dividend.anonymise.errors import InputUnreadable
from city.dividend.anonymise.rows.prefetch import prefetch
from city.dividend.anonymise.rows.spool import PERSON, RELEASED, Spool


def count_spool(spool: Spool) -> Histogram:
    """The histogram of all rows, bucket by bucket: keys are counted per bucket, then merged."""
    domains = [tuple(sorted(row[0] for row in coder.rows)) for coder in spool.quasi]
    places = [coder.codes_in(domain) for coder, domain in zip(spool.quasi, domains, strict=True)]
    sizes = [len(domain) for domain in domains]
    sensitive_domains = [tuple(sorted(row[0] for row in coder.rows)) for coder in spool.sensitive]
    wide = _Counted()
    released = _Counted()
    by_value = [_Counted() for _ in spool.sensitive]

    def count_bucket(number: int) -> tuple[_Keys | None, _Keys, list[_Keys]]:
        bucket = spool.bucket(number)
        keys = mine = pack_wide([place[bucket[f"q{n}"].to_numpy()] for n, place in enumerate(places)], sizes)
        if spool.policy.population:
            mine = keys[mask := bucket[RELEASED].to_numpy()]
        values = []
        for n, (coder, domain) in enumerate(zip(spool.sensitive, sensitive_domains, strict=True)):
            value = coder.codes_in(domain)[bucket[f"s{n}"].to_numpy()]
            values.append(_count(mine * len(domain) + (value[mask] if spool.policy.population else value)))
        return _count(keys) if spool.policy.population else None, _count(mine), values

    for all_keys, released_keys, value_keys in prefetch(count_bucket, range(len(spool.buckets))):
        if all_keys is not None:
            wide.add(all_keys)
        released.add(released_keys)
        for counted, keys_of_values in zip(by_value, value_keys, strict=True):
            counted.add(keys_of_values)
    keys, count = released.merged()
    population: Ints | None = None
    if spool.policy.population:
        every, population = wide.merged()
        full = np.zeros(len(every), dtype=np.int64)
        full[np.searchsorted(every, keys)] = count
        keys, count = every, full
    sensitive = []
    for coder, domain, counted in zip(spool.sensitive, sensitive_domains, by_value, strict=True):
        entries, times = counted.merged()
        cell = np.searchsorted(keys, entries // len(domain))
        sensitive.append(SensitiveCounts(coder.column, domain, cell=cell, value=entries % len(domain), count=times))
    names = tuple(coder.column for coder in spool.quasi)
    people = (
        None
        if spool.people is None
        else _count_people(spool, places, sizes=sizes, keys=keys, numbers=spool.people.numbers)
    )
    return Histogram(
        names=names,
        domains=tuple(domains),
        codes=unpack(keys, sizes),
        count=count,
        population=population,
        sensitive=tuple(sensitive),
        people=people,
    )


def _count_people(spool: Spool, places: Sequence[Ints], *, sizes: Sequence[int], keys: Ints, numbers: Ints) -> People:
    """Who stands in which cell: a second walk through the buckets, now that all cells are known."""
    found: list[tuple[Codes, Codes]] = []
    waiting = 0
    for number in range(len(spool.buckets)):
        bucket = spool.bucket(number)
        mine = pack_wide([place[bucket[f"q{n}"].to_numpy()] for n, place in enumerate(places)], sizes)
        # Cells are looked up in their order: neighbours are found in the processor's cache.
        order = np.argsort(mine)
        cell = np.searchsorted(keys, mine[order])
        found.append(distinct(cell, bucket[PERSON].to_numpy()[order], len(numbers)))
        waiting += len(found[-1][0])
        if waiting > 2 * max(1 << 22, len(found[0][0])):
            found = [distinct(*_one_after_another(found), len(numbers))]
            waiting = 0
    return people_in(*_one_after_another(found), numbers)


def _one_after_another(found: Sequence[tuple[Codes, Codes]]) -> tuple[Codes, Codes]:
    return np.concatenate([cell for cell, _ in found]), np.concatenate([person for _, person in found])


# Distinct keys in their order, and how often each came.
_Keys = tuple[Ints, Ints]


def _count(keys: Ints) -> _Keys:
    unique, counts = np.unique(keys, return_counts=True)
    return unique, counts.astype(np.int64)


class _Counted:
    """Keys with how often they came, merged whenever what waits has outgrown what is merged."""

    def __init__(self) -> None:
        self._parts: list[_Keys] = []
        self._waiting = 0

    def add(self, counted: _Keys) -> None:
        self._parts.append(counted)
        self._waiting += len(counted[0])
        if self._waiting > 2 * max(1 << 22, len(self._parts[0][0])):
            self._parts = [self.merged()]
            self._waiting = 0

    def merged(self) -> _Keys:
        if len(self._parts) == 1:
            return self._parts[0]
        # The lower keys beside the upper ones: halves of about the same size that share no key.
        largest = max((keys for keys, _ in self._parts), key=len)
        middle = largest[len(largest) // 2] if len(largest) else 0
        cuts = [int(np.searchsorted(keys, middle)) for keys, _ in self._parts]
        lower = [(keys[:cut], counts[:cut]) for (keys, counts), cut in zip(self._parts, cuts, strict=True)]
        upper = [(keys[cut:], counts[cut:]) for (keys, counts), cut in zip(self._parts, cuts, strict=True)]
        halves = list(prefetch(_merge, (lower, upper)))
        return np.concatenate([keys for keys, _ in halves]), np.concatenate([counts for _, counts in halves])


def _merge(parts: Sequence[_Keys]) -> _Keys:
    keys = np.concatenate([keys for keys, _ in parts])
    counts = np.concatenate([counts for _, counts in parts])
    order = np.argsort(keys)
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else order
    return keys[starts], np.add.reduceat(counts, starts) if len(keys) else counts


def pack_wide(codes: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    """As `pack`, where the numbering must be the same in every bucket. Raises InputUnreadable if 62 bits do not do."""
    space = 1
    for size in sizes:
        space *= max(1, size)
    if space > 2**62:
        raise InputUnreadable(
            "준식별자의 값 조합이 너무 많습니다. 더 굵은 단계에서 시작하세요.",
            "The quasi-identifiers have too many combinations of values: begin with coarser bands.",
        )
    return pack(codes, sizes)


def unpack(keys: Ints, sizes: Sequence[int]) -> tuple[Codes, ...]:
    """The codes of every column, as small as they fit."""
    found: list[Codes] = []
    rest = keys
    for size in reversed(sizes):
        kind = np.int16 if size < 1 << 15 else np.int32
        rest, code = np.divmod(rest, size)
        found.append(code.astype(kind))
    return tuple(reversed(found))
