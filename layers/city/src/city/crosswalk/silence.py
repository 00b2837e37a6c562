"""Who is silent, and whether it is the units or the way to them. Pure.

Operators of other platforms ask first for protection against storms of false "offline" notices: when most units fall silent
in the same minutes, it is the link that is down, and that is one alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SILENT_AFTER = timedelta(minutes=3)  # three telemetries
# The broker's word that a connection broke is quicker; a unit that only re-connects is back before this.
GONE_AFTER = timedelta(seconds=90)
STORM_SHARE, STORM_LEAST = 0.5, 3
CALM_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A unit on duty. `silent_since` as in UnitState."""

    unit: str
    heard_at: datetime | None
    connected: bool | None
    presence_at: datetime | None
    silent_since: datetime | None


@dataclass(frozen=True, slots=True)
class SilenceVerdict:
    """`fell_silent`: to be published one by one. `silent`: all that are, published or not. `storm`: whether the link is to blame."""

    fell_silent: tuple[Watched, ...]
    silent: int
    storm: bool


def is_silent(unit: Watched, now: datetime) -> bool:
    """A unit that was never heard is not silent: it is not installed."""
    if unit.heard_at is None:
        return False
    gone = (
        unit.connected is False
        and unit.presence_at is not None
        and unit.presence_at >= unit.heard_at
        and now - unit.presence_at > GONE_AFTER
    )
    return gone or now - unit.heard_at > SILENT_AFTER


def judge(units: Sequence[Watched], now: datetime, *, storm: bool) -> SilenceVerdict:
    """Which silences have to be published. `storm` says whether one was on a minute ago.

    A storm begins when half of the units on duty, and at least three, are silent and most of them fell silent now; it ends
    when fewer than a quarter are. Those still silent then are published one by one.
    """
    installed = [unit for unit in units if unit.heard_at is not None]
    silent = [unit for unit in installed if is_silent(unit, now)]
    new = [unit for unit in silent if unit.silent_since is None]
    share = len(silent) / len(installed) if installed else 0.0
    begins = len(new) >= STORM_LEAST and share >= STORM_SHARE and 2 * len(new) >= len(silent)
    on = share >= CALM_SHARE if storm else begins
    return SilenceVerdict(() if on else tuple(new), len(silent), on)
