"""Which finds are the one person who may be seen: pointed at by staff, and followed only as long as it is certain. Pure.

A crossing in which two people could be taken for each other ends it: from there on the person is hidden like everybody,
until staff points again. Nobody is shown because they might be the one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from city.operations.evidence.hiding.following import SURE, Followed, follow, places
from city.operations.evidence.hiding.found import Found, Kind, Look, Rectangle, covered_share, likeness

# Not found for longer: whoever is found next may be another.
LONGEST_BLINK_S = 0.5
# Another person within the reach of this one: a share of the smaller rectangle.
TOUCHES = 0.15
_ALIKE, _ALSO_ALIKE = 0.4, 0.2
_NEAREST_LOOK_S = 0.6
# Of so many sure finds somebody is made who could be taken for another.
_ENOUGH = 3
# A second rectangle so alike is the same person's.
_SAME = 0.4
_SPEED_KEPT = 0.7


@dataclass(frozen=True, slots=True)
class Pointed:
    """Staff's finger on a person: at which second of the copy, and where, in shares of the picture's sides."""

    at_s: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Shown:
    """`finds`: by picture, which finds are the person. `lost_at_s`: when it was no longer certain, for each finger."""

    finds: dict[int, frozenset[int]]
    lost_at_s: tuple[float, ...] = ()
    # Fingers that point at nobody, or at more than one.
    unclear: tuple[Pointed, ...] = ()


def show(looks: Sequence[Look], pointed: Sequence[Pointed], width: int, height: int, held_s: float) -> Shown:
    """Whom the fingers point at, through the pictures in which that is certain."""
    if not pointed:
        return Shown({})
    there = _others(looks, held_s)
    finds: dict[int, int] = {}
    lost: list[float] = []
    unclear: list[Pointed] = []
    for finger in pointed:
        begin = _pointed_at(looks, finger, width, height)
        if begin is None or _is_touched(looks[begin[0]], begin[1], there[begin[0]], frozenset()):
            unclear.append(finger)
            continue
        number, which = begin
        finds[number] = which
        for step in (1, -1):
            lost += _go(looks, there, number, which, step, finds)
    whole = {number: _with_shadows(looks[number], which) for number, which in finds.items()}
    return Shown(whole, tuple(sorted(lost)), tuple(unclear))


def _others(looks: Sequence[Look], held_s: float) -> list[list[Followed]]:
    """People of whom the detector is sure, followed: only they could be taken for somebody. Who is hardly found is hidden."""
    sure = [
        Look(look.at_s, tuple(each for each in look.found if each.kind is Kind.PERSON and each.score >= SURE))
        for look in looks
    ]
    return places([track for track in follow(sure) if len(track.hits) >= _ENOUGH], sure, held_s)


def _with_shadows(look: Look, which: int) -> frozenset[int]:
    """The find, and those hardly sure ones that are the same rectangle once more."""
    person = look.found[which]
    return frozenset(
        at
        for at, found in enumerate(look.found)
        if at == which
        or (found.kind is Kind.PERSON and found.score < SURE and likeness(found.place, person.place) >= _SAME)
    )


def _pointed_at(looks: Sequence[Look], finger: Pointed, width: int, height: int) -> tuple[int, int] | None:
    near = [number for number, look in enumerate(looks) if abs(look.at_s - finger.at_s) <= _NEAREST_LOOK_S]
    if not near:
        return None
    number = min(near, key=lambda each: abs(looks[each].at_s - finger.at_s))
    held = [
        which
        for which, found in enumerate(looks[number].found)
        if found.kind is Kind.PERSON and found.place.holds(finger.x * width, finger.y * height)
    ]
    sure = [which for which in held if looks[number].found[which].score >= SURE]
    chosen = sure or held
    return (number, chosen[0]) if len(chosen) == 1 else None


def _go(
    looks: Sequence[Look],
    there: Sequence[Sequence[Followed]],
    number: int,
    which: int,
    step: int,
    finds: dict[int, int],
) -> list[float]:
    """From one picture on, in one direction, until it is not certain any more. Returns when that was, if it was."""
    here, speed = looks[number].found[which].place, (0.0, 0.0)
    last, own = number, _tracks_of(looks[number].found[which], there[number])
    while 0 <= number + step < len(looks):
        number += step
        seconds = looks[number].at_s - looks[last].at_s
        if abs(seconds) > LONGEST_BLINK_S:
            return [looks[last].at_s]
        awaited = here.moved(speed[0] * seconds, speed[1] * seconds)
        people = [(at, found) for at, found in enumerate(looks[number].found) if found.kind is Kind.PERSON]
        # Where they would have walked to, or where they were: one rectangle's jitter is no walk.
        alike = [(max(likeness(awaited, found.place), likeness(here, found.place)), at) for at, found in people]
        best = max(alike, default=(0.0, -1))
        if best[0] < _ALIKE:
            if _any_touch(awaited.hull(here), there[number], own):
                return [looks[last].at_s]
            continue
        rivals = [at for alikeness, at in alike if at != best[1] and alikeness >= _ALSO_ALIKE]
        if any(looks[number].found[at].score >= SURE for at in rivals):
            return [looks[last].at_s]
        if _is_touched(looks[number], best[1], there[number], own):
            return [looks[last].at_s]
        place = looks[number].found[best[1]].place
        speed = (
            _SPEED_KEPT * speed[0] + (1 - _SPEED_KEPT) * (place.x1 + place.x2 - here.x1 - here.x2) / 2 / seconds,
            _SPEED_KEPT * speed[1] + (1 - _SPEED_KEPT) * (place.y1 + place.y2 - here.y1 - here.y2) / 2 / seconds,
        )
        here, last = place, number
        own = own | _tracks_of(looks[number].found[best[1]], there[number])
        finds[number] = best[1]
    return []


def _tracks_of(found: Found, there: Sequence[Followed]) -> frozenset[int]:
    return frozenset(each.track for each in there if each.was_found and each.place == found.place)


def _is_touched(look: Look, which: int, there: Sequence[Followed], own: frozenset[int]) -> bool:
    """Whether somebody else, found or reckoned, is so near that the two could be exchanged."""
    place = look.found[which].place
    found_too = (
        found.kind is Kind.PERSON and found.score >= SURE and covered_share(place, found.place) >= TOUCHES
        for at, found in enumerate(look.found)
        if at != which
    )
    return any(found_too) or _any_touch(place, there, own | _tracks_of(look.found[which], there))


def _any_touch(place: Rectangle, there: Sequence[Followed], own: frozenset[int]) -> bool:
    """Of those who are only reckoned to be there; a track that this person was found in is no other."""
    return any(
        not each.was_found and each.track not in own and covered_share(place, each.place) >= TOUCHES for each in there
    )
