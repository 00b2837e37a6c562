"""Follows what was found from picture to picture, so that whoever is missed in some of them stays hidden. Pure.

Not for knowing who is who: whoever is taken for another is hidden all the same. Where somebody is between two pictures in
which they were found, they are thought to walk straight; before the first and after the last they are held for a time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from city.operations.evidence.hiding.found import Found, Kind, Look, Rectangle, likeness

# A person behind a lamp post is back within so many seconds, or is another track.
LONGEST_GAP_S = 3.0
# What is held on both sides of a track: a person walks half their height in it.
HELD_S = 1.0
# Found by the detector at least so surely in one picture, or in two pictures: only then is it held beyond them.
SURE = 0.3
# How alike a found place is to where it was awaited; or how far away, in heights of it.
_ALIKE, _NEAR, _NEARER_PER_S = 0.15, 0.5, 0.5
# Heights of one thing from one picture to the next.
_SMALLEST_RATIO, _LARGEST_RATIO = 0.5, 2.0
_SPEED_KEPT, _SPEED_OVER = 0.7, 4


@dataclass(slots=True)
class Track:
    """One thing through the film. `hits`: of each picture it was found in, the picture's number and what was found."""

    kind: Kind
    hits: list[tuple[int, Found]] = field(default_factory=list)
    speed: tuple[float, float] = (0.0, 0.0)

    @property
    def is_sure(self) -> bool:
        return len(self.hits) > 1 or self.hits[0][1].score >= SURE


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a thing is in a picture. `was_found`: the detector saw it there; else it is reckoned."""

    place: Rectangle
    track: int
    was_found: bool
    score: float


def follow(looks: Sequence[Look]) -> list[Track]:
    """Every thing that was found, each find in exactly one track."""
    tracks: list[Track] = []
    alive: list[Track] = []
    for number, look in enumerate(looks):
        alive = [track for track in alive if look.at_s - looks[track.hits[-1][0]].at_s <= LONGEST_GAP_S]
        pairs = sorted(
            (
                (-nearness, at, which)
                for at, track in enumerate(alive)
                for which, found in enumerate(look.found)
                if (nearness := _nearness(track, found, look.at_s - looks[track.hits[-1][0]].at_s)) > 0
            ),
        )
        taken: set[int] = set()
        given: set[int] = set()
        for _, at, which in pairs:
            if at not in given and which not in taken:
                given.add(at)
                taken.add(which)
                _add(alive[at], number, look.found[which], looks)
        begun = [Track(found.kind, [(number, found)]) for which, found in enumerate(look.found) if which not in taken]
        tracks += begun
        alive += begun
    return tracks


def awaited(track: Track, seconds: float) -> Rectangle:
    """Where the track would be so many seconds after its last picture."""
    across, down = track.speed
    return track.hits[-1][1].place.moved(across * seconds, down * seconds)


def places(tracks: Sequence[Track], looks: Sequence[Look], held_s: float = HELD_S) -> list[list[Followed]]:
    """For each picture, where everything is: found, between two finds, or held. A `held_s` of 0 holds nothing."""
    times = [look.at_s for look in looks]
    there: list[list[Followed]] = [[] for _ in looks]
    for name, track in enumerate(tracks):
        for (first, one), (second, other) in zip(track.hits, track.hits[1:], strict=False):
            for number in range(first + 1, second):
                share = (times[number] - times[first]) / (times[second] - times[first])
                place = one.place.between(other.place, share)
                there[number].append(Followed(place, name, was_found=False, score=0.0))
        for number, found in track.hits:
            there[number].append(Followed(found.place, name, was_found=True, score=found.score))
        if track.is_sure:
            _hold(there, times, name, track, held_s)
    return there


def _hold(there: list[list[Followed]], times: Sequence[float], name: int, track: Track, held_s: float) -> None:
    """Where it stood and where it would have walked on to, both."""
    (first, first_find), (last, last_find) = track.hits[0], track.hits[-1]
    before = range(bisect_left(times, times[first] - held_s), first)
    after = range(last + 1, bisect_right(times, times[last] + held_s))
    for edge, find, speed, numbers in (
        (first, first_find, _speed(track.hits[:_SPEED_OVER], times), before),
        (last, last_find, _speed(track.hits[-_SPEED_OVER:], times), after),
    ):
        for number in numbers:
            seconds = times[number] - times[edge]
            reach = find.place.hull(find.place.moved(speed[0] * seconds, speed[1] * seconds))
            there[number].append(Followed(reach, name, was_found=False, score=0.0))


def _speed(hits: Sequence[tuple[int, Found]], times: Sequence[float]) -> tuple[float, float]:
    """Pixels a second of the centre, over some finds."""
    (first, one), (last, other) = hits[0], hits[-1]
    return _speed_between(one.place, other.place, times[last] - times[first])


def _speed_between(one: Rectangle, other: Rectangle, seconds: float) -> tuple[float, float]:
    if seconds <= 0:
        return 0.0, 0.0
    return (other.x1 + other.x2 - one.x1 - one.x2) / 2 / seconds, (other.y1 + other.y2 - one.y1 - one.y2) / 2 / seconds


def _nearness(track: Track, found: Found, seconds: float) -> float:
    """How well a find goes on with a track; 0 where it does not."""
    if found.kind is not track.kind or seconds <= 0:
        return 0.0
    place = awaited(track, seconds)
    ratio = found.place.height / place.height
    if not _SMALLEST_RATIO <= ratio <= _LARGEST_RATIO:
        return 0.0
    alike = likeness(place, found.place)
    if alike >= _ALIKE:
        return 1.0 + alike
    away_x = abs(place.x1 + place.x2 - found.place.x1 - found.place.x2) / 2
    away_y = abs(place.y1 + place.y2 - found.place.y1 - found.place.y2) / 2
    reach = place.height * (_NEAR + _NEARER_PER_S * seconds)
    away = max(away_x, away_y)
    return 1.0 - away / reach if away < reach else 0.0


def _add(track: Track, number: int, found: Found, looks: Sequence[Look]) -> None:
    before, find = track.hits[-1]
    now = _speed_between(find.place, found.place, looks[number].at_s - looks[before].at_s)
    kept = _SPEED_KEPT if len(track.hits) > 1 else 0.0
    track.speed = (
        track.speed[0] * kept + now[0] * (1 - kept),
        track.speed[1] * kept + now[1] * (1 - kept),
    )
    track.hits.append((number, found))
