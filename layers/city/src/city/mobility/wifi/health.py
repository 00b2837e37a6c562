"""Whether an access point is silent, by its own rhythm of the week: a quiet beach at night is no fault."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.wifi.errors import BadSigns

Floats = npt.NDArray[np.float64]

HOUR_S, WEEK_HOURS = 3600, 168
# Silent for more than three of its own usual gaps.
SILENT_AFTER_GAPS = 3.0
# Fewer weeks (or days) than this do not make an hour's rhythm.
_FEWEST = 4
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

    The usual gap of an hour is the median, over the weeks, of the longest gap that lay in it by half or more: outages
    in fewer than half the weeks do not become the rhythm. With fewer than four weeks, the same hour of all days is
    taken for it.
    Raises BadSigns where the signs are not in order.
    """
    signs = np.asarray(signs_s, np.float64)
    gaps = np.diff(signs)
    if not bool((gaps >= 0).all()):
        raise BadSigns("signs of life are in order of time")
    if not len(gaps):
        return None
    longest = _longest(signs[:-1], gaps)
    start = int(hour_of_week(signs[:1])[0])
    of_hour = (start + np.arange(len(longest))) % WEEK_HOURS
    known = longest > 0
    usual = np.zeros(WEEK_HOURS)
    for hour in range(WEEK_HOURS):
        of_weeks = longest[known & (of_hour == hour)]
        of_days = longest[known & (of_hour % 24 == hour % 24)]
        instances = of_weeks if len(of_weeks) >= _FEWEST else of_days
        if len(instances) < _FEWEST:
            return None
        usual[hour] = np.median(instances)
    return Rhythm(np.maximum(usual, _SHORTEST_GAP_S))


def _longest(at: Floats, gaps: Floats) -> Floats:
    """Of each hour since the first sign the longest gap of which half, or half an hour, lay in it; 0: none."""
    first, last = (at // HOUR_S).astype(np.int64), ((at + gaps) // HOUR_S).astype(np.int64)
    many = last - first + 1
    owner = np.repeat(np.arange(len(at)), many)
    hour = first[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)
    inside = np.minimum(at[owner] + gaps[owner], (hour + 1) * HOUR_S) - np.maximum(at[owner], hour * HOUR_S)
    of_it = inside >= np.minimum(gaps[owner], HOUR_S) / 2
    longest = np.zeros(int(last[-1] - first[0]) + 1)
    np.maximum.at(longest, hour[of_it] - first[0], gaps[owner[of_it]])
    return longest
