"""A round of the dividend: its terms, what may happen to it, who decides, and how its money is divided. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from city.dividend.rounds.errors import ApprovalNotAsked, RoundInvalid, RoundNotThere, SpokenBefore

_ROUND_ID = re.compile(r"20\d\d-[1-9]\d?")
PANEL_VOICES = 2
# The panel of the 2016 guideline is given two weeks; then the round stops and says so.
PANEL_TIME = timedelta(days=14)
MOST_CITIES = 100


class RoundState(StrEnum):
    OPEN = "open"
    PREPARING = "preparing"
    AWAITING_PANEL = "awaiting_panel"
    PUBLISHED = "published"
    PAYING = "paying"
    PAID = "paid"
    ENDING = "ending"  # two people decided that what leads back to people is destroyed
    ENDED = "ended"
    STOPPED = "stopped"


# Only what stands here may happen. A round that stopped may be prepared again: its steps are done once, whoever asks.
_MOVES: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.PREPARING, RoundState.STOPPED}),
    RoundState.PREPARING: frozenset({RoundState.AWAITING_PANEL, RoundState.STOPPED}),
    RoundState.AWAITING_PANEL: frozenset({RoundState.PUBLISHED, RoundState.STOPPED}),
    RoundState.PUBLISHED: frozenset({RoundState.PAYING}),
    RoundState.PAYING: frozenset({RoundState.PAID}),
    RoundState.PAID: frozenset({RoundState.ENDING}),
    RoundState.ENDING: frozenset({RoundState.ENDED}),
    RoundState.ENDED: frozenset(),
    RoundState.STOPPED: frozenset({RoundState.PREPARING}),
}


def check_move(now: RoundState, then: RoundState) -> bool:
    """Whether there is anything to do: False if the round is there already. Raises RoundNotThere."""
    if now is then:
        return False
    if then not in _MOVES[now]:
        raise RoundNotThere(f"{now.value}, not {then.value}")
    return True


# What buyers pay is counted in a round until it is divided.
BOOKS_OPEN = frozenset(
    {RoundState.OPEN, RoundState.PREPARING, RoundState.AWAITING_PANEL, RoundState.PUBLISHED, RoundState.STOPPED}
)


def round_order(round_id: str) -> tuple[int, int]:
    """Rounds follow one another by year and number: `2026-10` comes after `2026-2`."""
    year, number = round_id.split("-")
    return int(year), int(number)


def round_for_money(rounds: Mapping[str, RoundState], round_id: str) -> str | None:
    """Where money that a round earns is counted: there while its books are open, and in the next round that has open
    books from then on. None while there is none."""
    later = (
        each for each, state in rounds.items() if state in BOOKS_OPEN and round_order(each) >= round_order(round_id)
    )
    return min(later, key=round_order, default=None)


class UnclaimedGoesTo(StrEnum):
    CITY = "city"
    NEXT_ROUND = "next_round"


class Weights(StrEnum):
    EQUAL = "equal"
    ACTIVE_WEEKS = "active_weeks"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed before a round began. Shares are per mille of the revenue."""

    first_day: date
    last_day: date
    cities: frozenset[str]
    weights: Weights
    cost_cap_permille: int
    city_permille: int
    minimum_krw: int
    claim_months: int
    payout_day: int = 20
    unclaimed: UnclaimedGoesTo = UnclaimedGoesTo.CITY

    def __post_init__(self) -> None:
        """Raises RoundInvalid."""
        wrong = {
            "the period ends before it begins": self.last_day < self.first_day,
            "no city consented": not self.cities or len(self.cities) > MOST_CITIES,
            "shares lie between 0 and 1000 per mille": not 0 <= self.cost_cap_permille + self.city_permille <= 1000
            or min(self.cost_cap_permille, self.city_permille) < 0,
            "a minimum is not negative": self.minimum_krw < 0,
            "citizens have at least a month to claim": self.claim_months < 1,
            "a payout has a day of the month": not 1 <= self.payout_day <= 31,
        }
        for reason, holds in wrong.items():
            if holds:
                raise RoundInvalid(reason)


def check_round_id(round_id: str) -> str:
    """A year and a number: `2026-1`. Raises RoundInvalid."""
    if not _ROUND_ID.fullmatch(round_id):
        raise RoundInvalid("a round is named by year and number: 2026-1")
    return round_id


def city_of(dong: str) -> str:
    """`경기도 수원시 영통구 매탄동` -> `수원시`: the city or county that issued the money. Empty if none is named."""
    return next((word for word in dong.split() if word.endswith(("시", "군")) and not word.endswith("특별시")), "")


# --- the panel -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member of the adequacy panel said, and why."""

    member: str
    approves: bool
    reason: str
    at: datetime


class PanelVerdict(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


def verdict(voices: Iterable[Voice]) -> PanelVerdict:
    """Two different people approve, or one refuses."""
    heard = {voice.member: voice.approves for voice in voices}
    if not all(heard.values()):
        return PanelVerdict.REFUSED
    return PanelVerdict.APPROVED if len(heard) >= PANEL_VOICES else PanelVerdict.OPEN


def hear(voices: tuple[Voice, ...], new: Voice, asked_at: datetime | None) -> tuple[Voice, ...]:
    """Adds a voice. Raises ApprovalNotAsked before it is asked or once it is decided or late, SpokenBefore."""
    spoken = next((voice for voice in voices if voice.member == new.member), None)
    if spoken is not None:
        if (spoken.approves, spoken.reason) == (new.approves, new.reason):
            return voices
        raise SpokenBefore
    if asked_at is None or new.at >= asked_at + PANEL_TIME or verdict(voices) is not PanelVerdict.OPEN:
        raise ApprovalNotAsked
    return (*voices, new)


# --- money -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shares:
    """How a round's revenue is divided, to the won."""

    costs_krw: int
    city_krw: int
    citizens_krw: int


def divide_revenue(revenue_krw: int, costs_krw: int, terms: Terms) -> Shares:
    """Costs up to their cap, then the city's share, and all the rest to the citizens. Shares are rounded down, so what a
    won cannot be divided into goes to the citizens."""
    if min(revenue_krw, costs_krw) < 0:
        raise RoundInvalid("revenue and costs are not negative")
    kept = min(costs_krw, revenue_krw * terms.cost_cap_permille // 1000)
    city = revenue_krw * terms.city_permille // 1000
    return Shares(kept, city, revenue_krw - kept - city)


def weigh(kind: Weights, rows: int, weeks: int) -> int:
    """A citizen's weight: one each, the weeks in which they used the card, or how often."""
    return {Weights.EQUAL: 1, Weights.ACTIVE_WEEKS: weeks, Weights.ROWS: rows}[kind] if rows else 0
