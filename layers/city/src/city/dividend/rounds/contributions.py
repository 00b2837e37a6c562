"""What is counted of each person, so that nobody can move an answer by more than was said beforehand. Pure.

Neighbouring data sets differ in one person: with all their payments, or with none. Every answer is a sum over people of a
vector, one number per group, that is made of that person's own payments alone and whose numbers are nowhere negative and
add up to at most `most`. Between neighbours the sum differs by one such vector, hence by at most `most` in the L1 norm:
that is the sensitivity to which noise is fitted (Dwork & Roth, The Algorithmic Foundations of Differential Privacy,
2014, definition 3.1, and section 3.3 for histograms; Amin, Kulesza, Munoz & Vassilvitskii, 2019, on bounding what users contribute).

A person is a number that a card has in the round. Two cards with one number, which happens in one of a hundred million rounds
(`pseudonym`), are one person here, and of these two either alone could move an answer by twice as much.

What is cut off makes answers too small. How much is cut is nobody's to know; whoever asks chooses `most` with this in mind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from city.dividend.anonymise.arrays import Bools, Ints

# At most so many groups: small numbers are sorted fastest.
Groups = npt.NDArray[np.uint16]
MOST_GROUPS = 65_000
# Shares are computed in 64-bit whole numbers: `most` times itself must fit.
MOST_OF_A_PERSON = 1_000_000_000


class Unit(StrEnum):
    """What is counted. Of a person `most` such count: groups the card is counted in, payments, won."""

    CARDS = "cards"
    PAYMENTS = "payments"
    AMOUNT_KRW = "amount_krw"


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Payments that match a question: the person of each, its group from 0 on, and its won, all 0 where nobody asks for won."""

    person: Ints
    group: Groups
    amount_krw: Ints


def join(parts: Iterable[Rows]) -> Rows:
    """All parts as one. A person may stand in several."""
    kept = list(parts) or [Rows(np.empty(0, np.int64), np.empty(0, np.uint16), np.empty(0, np.int64))]
    return Rows(
        np.concatenate([rows.person for rows in kept]),
        np.concatenate([rows.group for rows in kept]),
        np.concatenate([rows.amount_krw for rows in kept]),
    )


def add_up(rows: Rows, unit: Unit, groups: int, most: int) -> Ints:
    """The exact answer for each of `groups`, every person counted for at most `most` in all of them together."""
    if groups > MOST_GROUPS:
        raise ValueError(f"{groups} groups are more than {MOST_GROUPS}")
    if not 1 <= most <= MOST_OF_A_PERSON:
        raise ValueError(f"of a person 1 to {MOST_OF_A_PERSON} count, not {most}")
    total = np.zeros(groups, np.int64)
    if len(rows.person):
        person, group, value = _cells(rows, unit)
        shares = _chosen(person, group, value, most) if unit is Unit.CARDS else _cut(person, group, value, most)
        np.add.at(total, group, shares)
    return total


def _cells(rows: Rows, unit: Unit) -> tuple[Ints, Ints, Ints]:
    """Person, group, and what the person has in it: won, or else payments. By person, then by group."""
    by_group = np.argsort(rows.group, kind="stable")
    order = by_group[np.argsort(rows.person[by_group], kind="stable")]
    person, group = rows.person[order], rows.group[order].astype(np.int64)
    starts = np.flatnonzero(_begins(person) | _begins(group))
    if unit is Unit.AMOUNT_KRW:
        value = np.add.reduceat(np.maximum(rows.amount_krw[order], 0), starts)
    else:
        value = np.diff(starts, append=len(person))
    return person[starts], group[starts], value


def _begins(sorted_values: Ints) -> Bools:
    """Where a value differs from the one before it."""
    begins = np.ones(len(sorted_values), np.bool_)
    begins[1:] = sorted_values[1:] != sorted_values[:-1]
    return begins


def _chosen(person: Ints, group: Ints, payments: Ints, most: int) -> Ints:
    """1 in the `most` groups where a person paid most often, the first of equals; 0 in the others."""
    return (_rank(person, group, payments) < most).astype(np.int64)


def _cut(person: Ints, group: Ints, value: Ints, most: int) -> Ints:
    """A person's values, if they add up to more than `most` made smaller in proportion until they add up to it.

    Whole numbers: what rounding down leaves goes to the largest remainders, one each, the first of equals.
    """
    value = np.minimum(value, most)
    first = _begins(person)
    of_person = np.cumsum(first) - 1
    total = np.add.reduceat(value, np.flatnonzero(first))[of_person]
    whole = np.where(total > most, total, 1)
    share = np.where(total > most, value * most // whole, value)
    remainder = np.where(total > most, value * most % whole, 0)
    left = np.where(total > most, most - np.add.reduceat(share, np.flatnonzero(first))[of_person], 0)
    found: Ints = share + (_rank(person, group, remainder) < left)
    return found


def _rank(person: Ints, group: Ints, value: Ints) -> Ints:
    """The place of each cell among its person's, the largest value first; cells are sorted by person."""
    order = np.lexsort((group, -value, person))
    begins = np.flatnonzero(_begins(person))
    place = np.arange(len(person)) - np.repeat(begins, np.diff(begins, append=len(person)))
    rank = np.empty(len(person), np.int64)
    rank[order] = place
    return rank
