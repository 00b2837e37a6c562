"""Whether an access point is silent, by its own rhythm of the week: a quiet beach at four in the morning is no fault."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.wifi.errors import BadSigns

Floats = npt.NDArray[np.float64]

HOUR_S, WEEK_HOURS = 3600, 168
# Silent for more than three of its own usual gaps.
SILENT_AFTER_GAPS = 3.0
# The usual gap of an hour is one that nineteen of twenty do not exceed.
_USUAL_SHARE = 0.95
_FEWEST_GAPS = 20
_SHORTEST_GAP_S = 30.0
# 1970-01-01 was a Thursday; hours are those of Seoul, where a week begins on Monday.
_SEOUL_S = 9 * HOUR_S
_THURSDAY_H = 3 * 24


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Of each hour of the week in Seoul, from Monday 00:00, the usual gap between signs of life, in seconds."""

    usual_gap_s: Floats

    def gaps_silent(self, last_sign_s: float, at_s: float) -> float:
        """How many usual gaps the silence is long, each hour of it by that hour's gap."""
        edges = np.arange(np.floor(last_sign_s / HOUR_S) + 1, np.ceil(at_s / HOUR_S)) * HOUR_S
        moments = np.concatenate([[last_sign_s], edges, [max(at_s, last_sign_s)]])
        return float((np.diff(moments) / self.usual_gap_s[hour_of_week(moments[:-1])]).sum())

    def is_silent(self, last_heartbeat_s: float | None, last_association_s: float | None, at_s: float) -> bool:
        """Neither heartbeat nor association for more than three usual gaps. One never heard is silent."""
        signs = [sign for sign in (last_heartbeat_s, last_association_s) if sign is not None]
        return not signs or self.gaps_silent(max(signs), at_s) > SILENT_AFTER_GAPS


def hour_of_week(at_s: Floats) -> npt.NDArray[np.int64]:
    """0 to 167: the hour of the week in Seoul in which a moment (epoch seconds) lies."""
    hours: npt.NDArray[np.int64] = ((at_s + _SEOUL_S) // HOUR_S + _THURSDAY_H).astype(np.int64) % WEEK_HOURS
    return hours


def learn_rhythm(signs_s: Sequence[float] | Floats) -> Rhythm | None:
    """From all signs of life (heartbeats and associations together, in order) of some weeks; None: too few to say.

    A gap counts in every hour that it touches. An hour with fewer than twenty gaps takes those of the hours beside it, of
    the same hour on all days, or of the whole week: whichever first has enough. Outages of the past are gaps too: twenty
    times as many others outweigh them. Raises BadSigns where they are not in order.
    """
    signs = np.asarray(signs_s, np.float64)
    gaps = np.diff(signs)
    if not bool((gaps >= 0).all()):
        raise BadSigns("signs of life are in order of time")
    if len(gaps) < _FEWEST_GAPS:
        return None
    # Signs of one moment are one sign.
    at, gaps = signs[:-1][gaps > 0], gaps[gaps > 0]
    first, last = (at // HOUR_S).astype(np.int64), ((at + gaps) // HOUR_S).astype(np.int64)
    many = np.minimum(last - first + 1, WEEK_HOURS)
    owner = np.repeat(np.arange(len(at)), many)
    hour = first[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)
    of_hour, gap = hour_of_week(hour * float(HOUR_S)), gaps[owner]
    order = np.argsort(of_hour, kind="stable")
    by_hour = np.split(gap[order], np.searchsorted(of_hour[order], np.arange(1, WEEK_HOURS)))
    usual = [_usual(by_hour, hour) for hour in range(WEEK_HOURS)]
    return Rhythm(np.maximum(np.array(usual), _SHORTEST_GAP_S))


def _usual(by_hour: Sequence[Floats], hour: int) -> float:
    beside = [(hour + by) % WEEK_HOURS for by in (-1, 0, 1)]
    for among in ([hour], beside, range(hour % 24, WEEK_HOURS, 24), range(WEEK_HOURS)):
        if sum(len(by_hour[each]) for each in among) >= _FEWEST_GAPS:
            break
    gaps = np.concatenate([by_hour[each] for each in among])
    return float(np.quantile(gaps, _USUAL_SHARE, method="higher")) if len(gaps) else float(HOUR_S)
