"""From a card's record to a pseudonym's: what is dropped, and what is made of the rest. Pure.

A pseudonym is a keyed hash of the card under a key that belongs to one round. Two rounds give a card two pseudonyms
that nobody can join without both keys or both linkage tables.

What is made anonymous has to be counted by person, and must not carry the pseudonym, which the linkage table leads back
to the card: so payments carry a second number of the same card and round. Both are values of one keyed pseudorandom
function (HMAC-SHA-256) at different places, and whoever has no key cannot tell them from two independent random numbers
(Bellare 2006): no table of pseudonyms says anything of the numbers, nor the other way round.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from city.dividend.rounds.model import Terms, city_of
from city.kernel.clock import SEOUL

_KEY_BYTES = 32
_BAND_YEARS = 5
_YOUNGEST, _OLDEST = 15, 80
_PERSON_BYTES = 8
# The column of a shard that tells people apart, by the name a round's policy calls it.
PERSON_COLUMN = "이용자"


@dataclass(frozen=True, slots=True)
class CardUse:
    """One payment as an operator reports it. Name and telephone never come this far: they are not read."""

    card_id: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: str
    residence_dong: str
    merchant: str
    category: str
    merchant_dong: str
    amount_krw: int
    used_at: datetime


@dataclass(frozen=True, slots=True)
class PseudonymUse:
    """The same payment without its person: an age band for the birth date, a week for the moment."""

    pseudonym: str
    person: int
    age_band: str
    sex: str
    residence_dong: str
    category: str
    merchant_dong: str
    week: str
    amount_krw: int

    @property
    def age_from(self) -> int:
        """The band as the age it begins with, for hierarchies of numbers; everybody under 15 stands with 10."""
        first = self.age_band.split()[0].split("-")[0]
        return _YOUNGEST - _BAND_YEARS if first == "under" else int(first)

    @property
    def monday(self) -> date:
        """The week as its first day, for hierarchies of days."""
        year, week = self.week.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)


class TurnedAway(StrEnum):
    """Why a good row has no place in the round."""

    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    OUTSIDE_PERIOD = "outside_period"


@dataclass(frozen=True, slots=True)
class RoundKey:
    """Makes the pseudonyms of one round."""

    round_id: str
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < _KEY_BYTES:
            raise ValueError(f"a round's key has at least {_KEY_BYTES} bytes")

    def pseudonym(self, card_id: str) -> str:
        """32 hexadecimal digits."""
        message = f"dividend\x1f{self.round_id}\x1f{card_id}".encode()
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()[:32]

    def person(self, card_id: str) -> int:
        """A 64-bit number that tells the round's people apart, and no part of the pseudonym.

        A person is a card: whoever pays with two is counted twice. Two cards have one number with a probability of
        n² / 2⁶⁵, a hundred-millionth for half a million cards, and are then counted as one: fewer than there are.
        """
        message = f"person\x1f{self.round_id}\x1f{card_id}".encode()
        digest = hmac.new(self.key, message, hashlib.sha256).digest()
        return int.from_bytes(digest[:_PERSON_BYTES], "big", signed=True)


def opt_out_key(key: bytes, card_id: str) -> str:
    """Under what a card's opt-out is filed: the same in every round, and no pseudonym of any."""
    return hmac.new(key, f"opt-out\x1f{card_id}".encode(), hashlib.sha256).hexdigest()[:32]


def age_band(born: date, on: date) -> str:
    """Five years each, everybody under 15 together and everybody from 80 on: `under 15`, `15-19`, …, `80 and over`."""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < _YOUNGEST:
        return f"under {_YOUNGEST}"
    if age >= _OLDEST:
        return f"{_OLDEST} and over"
    start = age - age % _BAND_YEARS
    return f"{start}-{start + _BAND_YEARS - 1}"


def week_of(moment: datetime) -> str:
    """The ISO week in Seoul: `2026-W09`."""
    year, week, _ = moment.astimezone(SEOUL).date().isocalendar()
    return f"{year}-W{week:02d}"


def admit(use: CardUse, terms: Terms, opted_out: bool) -> TurnedAway | None:
    """Whether a payment may take part: its city consented, its person did not object, its day is in the period."""
    if city_of(use.merchant_dong) not in terms.cities:
        return TurnedAway.NO_CONSENT
    if opted_out:
        return TurnedAway.OPTED_OUT
    if not terms.first_day <= use.used_at.astimezone(SEOUL).date() <= terms.last_day:
        return TurnedAway.OUTSIDE_PERIOD
    return None


def pseudonymise(use: CardUse, key: RoundKey, terms: Terms) -> PseudonymUse:
    """Ages are those of the period's last day, so that one person is in one band all round."""
    return PseudonymUse(
        pseudonym=key.pseudonym(use.card_id),
        person=key.person(use.card_id),
        age_band=age_band(use.birth_date, terms.last_day),
        sex=use.sex,
        residence_dong=use.residence_dong,
        category=use.category,
        merchant_dong=use.merchant_dong,
        week=week_of(use.used_at),
        amount_krw=use.amount_krw,
    )


@dataclass(slots=True)
class Pseudonymiser:
    """Pseudonymises the payments of one file, one by one, and keeps each card's pseudonym and weight on the way."""

    key: RoundKey
    terms: Terms
    opt_outs: Collection[str]
    opt_out_secret: bytes = field(repr=False)
    linkage: dict[str, str] = field(default_factory=dict, repr=False)  # pseudonym -> card
    rows: dict[str, int] = field(default_factory=dict)
    weeks: dict[str, set[str]] = field(default_factory=dict)
    turned_away: dict[str, int] = field(default_factory=dict)
    _objects: dict[str, bool] = field(default_factory=dict, repr=False)

    def take(self, use: CardUse) -> PseudonymUse | None:
        """The payment as the round sees it; None for one that was turned away, which is counted."""
        refused = admit(use, self.terms, self._has_opted_out(use.card_id))
        if refused is not None:
            self.turned_away[refused.value] = self.turned_away.get(refused.value, 0) + 1
            return None
        seen = pseudonymise(use, self.key, self.terms)
        self.linkage[seen.pseudonym] = use.card_id
        self.rows[seen.pseudonym] = self.rows.get(seen.pseudonym, 0) + 1
        self.weeks.setdefault(seen.pseudonym, set()).add(seen.week)
        return seen

    def _has_opted_out(self, card_id: str) -> bool:
        if not self.opt_outs:
            return False
        if card_id not in self._objects:
            self._objects[card_id] = opt_out_key(self.opt_out_secret, card_id) in self.opt_outs
        return self._objects[card_id]
