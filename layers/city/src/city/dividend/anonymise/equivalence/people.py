"""Who stands in which class: everybody once, however many rows they have there. Pure.

Let people(C) be the set of different people who have a row in class C. A class of a coarser node is a union of classes of
a finer one, and people(C ∪ D) = people(C) ∪ people(D), so

    max(|people(C)|, |people(D)|)  <=  |people(C ∪ D)|  <=  |people(C)| + |people(D)|  and  |people(C)| <= rows of C.

The first inequality is all the search needs: going up never leaves a class with fewer people, so a class of at least k
people stays one whatever it is merged with, and whatever is suppressed for want of people at a node is suppressed at
every finer one (`search`, reason 1). The last one lets the cheap count of rows reject most nodes before anybody is
counted. The second is why people cannot be added up: it is an equation where no one stands on both sides, as with columns
that belong to the person (age, sex, home), and a strict inequality where somebody does, as with columns that belong to
the payment (week, shop). So pairs of class and person are counted, each once.

The risk that a row is ascribed to its person, one over the people of its class, cannot rise in a union either, and so
neither does its mean over the same rows: a copy that shows unions of certified classes keeps what the certificate says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.dividend.anonymise.arrays import Bools, Codes, Ints

# Places of a sketch, as a multiple of k: a class of few more than k people fills k of them nearly always.
_PLACES_FACTOR = 4
# Pairs that are looked at in one go: few enough to stay in the processor's cache.
_PAIRS_AT_ONCE = 1 << 18
# Knuth's multiplicative hash: neighbours on the list fall far apart.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """`number[person[i]]` has rows in `cell[i]`. Pairs are distinct and sorted, and so are numbers.

    A number is the same person in every part of a table, so that what is counted in parts can be merged.
    """

    number: Ints
    cell: Codes
    person: Codes

    @property
    def pairs(self) -> int:
        return len(self.cell)

    def same_as(self, other: "People") -> bool:
        return all(
            np.array_equal(mine, theirs)
            for mine, theirs in (
                (self.number, other.number),
                (self.cell, other.cell),
                (self.person, other.person),
            )
        )


def people_in(cell: Codes, person: Codes, number: Ints) -> People:
    """People by the cells they have rows in; `person` points into `number`, in which a number may stand twice or unused."""
    used = np.zeros(len(number), dtype=np.bool_)
    used[person] = True
    numbers = np.unique(number[used])
    place = np.searchsorted(numbers, number)
    cells, people = distinct(cell, place[person], len(numbers))
    return People(numbers, cells, people)


def join(parts: Sequence[People], offsets: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """Cells, people and numbers of all parts, for `people_in`; cells of a part begin at its offset."""
    first = np.cumsum([0, *(len(part.number) for part in parts)])
    return (
        np.concatenate([part.cell.astype(np.int64) + offset for part, offset in zip(parts, offsets, strict=True)]),
        np.concatenate([part.person.astype(np.int64) + at for part, at in zip(parts, first[:-1], strict=True)]),
        np.concatenate([part.number for part in parts]),
    )


def count_people(people: People, class_of: Ints, classes: int) -> Ints:
    """How many different people stand in each class."""
    found, _ = distinct(class_of[people.cell], people.person, len(people.number))
    return np.bincount(found, minlength=classes).astype(np.int64)


def classes_of_at_least(k: int, people: People, class_of: Ints, rows: Ints) -> Bools:
    """Which classes hold k different people or more; `rows` of each class are known.

    Every pair throws its person into one of some places of its class. As many people as places are hit are certainly
    there; only where these are fewer than k, and rows not, pairs have to be sorted to tell.
    """
    found = np.zeros(len(rows), dtype=np.bool_)
    possible = np.flatnonzero(rows >= k)
    if not len(possible):
        return found
    number = np.full(len(rows), -1, dtype=np.int32)
    number[possible] = np.arange(len(possible), dtype=np.int32)
    sketch = _Sketch(len(possible), 1 << (_PLACES_FACTOR * k - 1).bit_length())
    for group, person in _pairs(people, class_of, number):
        sketch.hit(group, person)
    enough = sketch.places_hit() >= k
    found[possible] = enough
    if not enough.all():
        number[possible[enough]] = -1
        doubtful = list(_pairs(people, class_of, number))
        groups, persons = (np.concatenate(column) for column in zip(*doubtful, strict=True))
        certain, _ = distinct(groups, persons, len(people.number))
        found[possible] |= np.bincount(certain, minlength=len(possible)) >= k
    return found


def _pairs(people: People, class_of: Ints, number: Codes) -> Iterator[tuple[Codes, Codes]]:
    """Pairs of class and person some at a time, the classes by their `number`; those without one are left out."""
    for first in range(0, people.pairs, _PAIRS_AT_ONCE):
        some = slice(first, first + _PAIRS_AT_ONCE)
        group = number[class_of[people.cell[some]]]
        numbered = group >= 0
        yield group[numbered], people.person[some][numbered]


class _Sketch:
    """Which of some places of each group were hit by a person."""

    def __init__(self, groups: int, places: int) -> None:
        self._hit = np.zeros((groups, places), dtype=np.bool_)

    def hit(self, group: Codes, person: Codes) -> None:
        places = self._hit.shape[1]
        place = (person.astype(np.uint64) * _SPREAD) >> np.uint64(64 - (places.bit_length() - 1))
        self._hit.reshape(-1)[group.astype(np.int64) * places + place.astype(np.int64)] = True

    def places_hit(self) -> Ints:
        hits: Ints = np.count_nonzero(self._hit, axis=1)
        return hits


def distinct(cell: npt.ArrayLike, person: Codes, people: int) -> tuple[Codes, Codes]:
    """Each pair once, sorted. Neither has 2³¹ members, so that a pair fits into 62 bits."""
    keys = np.asarray(cell, dtype=np.int64) * max(1, people) + person
    keys.sort()
    kept = np.ones(len(keys), dtype=np.bool_)
    kept[1:] = keys[1:] != keys[:-1]
    cells, persons = np.divmod(keys[kept], max(1, people))
    return cells.astype(np.int32), persons.astype(np.int32)
