"""Who fell silent: each thing by its own rhythm, and a gateway where too many fall silent with it.

Operators of other platforms get a false alarm for each thing behind a gateway that is out, or one interval for all kinds of
things (ThingsBoard #11513, #14013). Here a thing's interval is learned, and its silence is held back while the gateway
itself is in doubt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

# So many of the last moments at which a thing was heard are kept; it is watched from so many on.
_KEPT, _LEARNED = 10, 5
# Silent after so many of its usual intervals, or so many of its longest; never before two minutes.
_OF_USUAL, _OF_LONGEST, _LEAST_S = 3.0, 1.5, 120.0
# Late, which is no silence yet, after so many.
_LATE = 1.5
# More than this share of what is behind a gateway, and so many at least: it is the gateway.
_SHARE, _LEAST_TOGETHER = 0.2, 3
# A gateway that tells nothing at all for so long, while so many things behind it, or all, are overdue, is mute.
_MUTE_S, _OVERDUE, _MOST_OVERDUE = 30, 1.25, 5
MOST_ASSETS = 3_000


@dataclass(frozen=True, slots=True)
class Asset:
    """`heard`: seconds since 1970, ascending. `told`: the last of them when its silence was told, until it is heard again."""

    heard: tuple[int, ...]
    told: int | None = None

    @property
    def last(self) -> int:
        return self.heard[-1]

    @property
    def usual_s(self) -> float | None:
        """Its usual interval; None before it is known."""
        if len(self.heard) < _LEARNED:
            return None
        return max(1.0, median(later - earlier for earlier, later in pairwise(self.heard)))

    @property
    def limit_s(self) -> float:
        """How long it may be silent. It has a usual interval."""
        longest = max(later - earlier for earlier, later in pairwise(self.heard))
        return max(_LEAST_S, _OF_USUAL * (self.usual_s or 0.0), _OF_LONGEST * longest)


@dataclass(frozen=True, slots=True)
class Gateway:
    """What is behind a gateway. `version`: of the item it was read from, 0 for none.

    - told: when it was heard last, while its outage is told of.
    - returned: when it was heard again after it was mute; silences are counted from there.
    """

    name: str
    assets: Mapping[str, Asset] = field(default_factory=dict)
    told: int | None = None
    returned: int = 0
    version: int = 0

    @property
    def last(self) -> int:
        return max((asset.last for asset in self.assets.values()), default=0)

    def with_heard(self, heard: Iterable[tuple[str, int]]) -> "Gateway":
        """Whatever order and however often it is told."""
        by_asset: dict[str, set[int]] = {}
        for name, at in heard:
            by_asset.setdefault(name, set()).add(at)
        earliest = min(at for moments in by_asset.values() for at in moments)
        returned = earliest if self.is_mute(earliest) else self.returned
        assets = dict(self.assets)
        for name, moments in by_asset.items():
            known = assets.get(name)
            if known is None and len(assets) >= MOST_ASSETS:
                continue
            every = sorted({*moments, *(known.heard if known else ())})
            assets[name] = Asset(tuple(every[-_KEPT:]), known.told if known else None)
        return replace(self, assets=assets, returned=returned)

    def is_mute(self, now: int) -> bool:
        """Whether it told nothing while too much was due for that to be chance."""
        last = self.last
        if now - last < _MUTE_S:
            return False
        # Of those that were not silent by themselves when it was heard last.
        known = [(asset, usual) for asset in self.assets.values() if (usual := asset.usual_s) is not None]
        alive = [(asset, usual) for asset, usual in known if last - asset.last <= asset.limit_s]
        overdue = sum(now - asset.last > _OVERDUE * usual for asset, usual in alive)
        return len(alive) > 1 and overdue >= min(_MOST_OVERDUE, len(alive))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`gateway`: with what is told marked. `silent`, `heard_again`: things, each with its last moment then.

    `out`, `back`: whether the gateway's outage, or its end, is to be told.
    """

    gateway: Gateway
    silent: tuple[tuple[str, int], ...] = ()
    heard_again: tuple[tuple[str, int], ...] = ()
    out: int | None = None
    back: int | None = None


def judge(gateway: Gateway, now: int) -> Verdict:
    """What has to be told of a gateway and the things behind it at a moment."""
    again = {n: a.told for n, a in gateway.assets.items() if a.told is not None and a.last > a.told}
    assets = {n: replace(a, told=None) if n in again else a for n, a in gateway.assets.items()}
    told_again = tuple(sorted((name, told) for name, told in again.items() if told is not None))
    gateway = replace(gateway, assets=assets)
    watched = {n: a for n, a in assets.items() if a.told is None and a.usual_s is not None}
    silent = {n: a for n, a in watched.items() if _silence(a, gateway, now) > a.limit_s}
    late = [a for a in watched.values() if now - a.last > _LATE * (a.usual_s or 0.0) and now - a.last > _LEAST_S / 2]
    mute = gateway.is_mute(now)
    if gateway.told is not None:
        if mute or _are_together(len(late), len(watched)):
            return Verdict(gateway, heard_again=told_again)
        back, returned = gateway.told, max(gateway.returned, now)
        return Verdict(replace(gateway, told=None, returned=returned), heard_again=told_again, back=back)
    if _are_together(len(silent), len(watched)):
        out = gateway.last
        return Verdict(replace(gateway, told=out), heard_again=told_again, out=out)
    if mute or _are_together(len(late), len(watched)):
        # It may be the gateway: who is silent by itself is silent a little later too.
        return Verdict(gateway, heard_again=told_again)
    assets = {n: replace(a, told=a.last) if n in silent else a for n, a in assets.items()}
    fell = tuple(sorted((name, asset.last) for name, asset in silent.items()))
    return Verdict(replace(gateway, assets=assets), silent=fell, heard_again=told_again)


def _silence(asset: Asset, gateway: Gateway, now: int) -> int:
    return now - max(asset.last, gateway.returned)


def _are_together(some: int, of: int) -> bool:
    return some > _SHARE * of and (some >= _LEAST_TOGETHER or some == of > 1)
