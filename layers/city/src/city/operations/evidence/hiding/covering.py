"""What is hidden in each picture, and where a person should look first. Pure.

Whoever is hidden is drawn over whoever may be seen, never the other way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from city.operations.evidence.hiding.following import HELD_S, SURE, Followed, follow, places
from city.operations.evidence.hiding.found import Look, Rectangle, covered_share, likeness
from city.operations.evidence.hiding.showing import Pointed, show

# A detector's rectangle cuts off hair, hands and feet: so much more on each side, and so many pixels at least.
MARGIN_SHARE, MARGIN_PIXELS = 0.15, 4.0
MOST_DOUBTS = 200
# Doubts of one kind so near each other are one.
_ONE_DOUBT_S = 1.0
# What begins or ends nearer to an edge than this share of the picture walked in or out.
_EDGE = 0.03
_GHOST = 0.3


class DoubtKind(StrEnum):
    """Why a person should look here. In the order in which to look."""

    LOST = "lost"  # the person asked for could not be told apart any more, and is hidden from here on
    UNCLEAR = "unclear"  # a finger points at nobody, or at more than one
    APPEARED = "appeared"  # somebody came or went in the middle of the picture: perhaps unseen before or after
    MISSED = "missed"  # somebody was not found here and is hidden where they are thought to be
    WEAK = "weak"  # found, but hardly


@dataclass(frozen=True, slots=True)
class Doubt:
    kind: DoubtKind
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """`places`: for each picture, in the order of the looks. `shown`: in how many pictures the person may be seen."""

    places: list[list[Rectangle]]
    doubts: list[Doubt]
    shown: int

    @property
    def count(self) -> int:
        return sum(len(each) for each in self.places)


def hide(
    looks: Sequence[Look],
    width: int,
    height: int,
    pointed: Sequence[Pointed] = (),
    *,
    held_s: float = HELD_S,
    margin: float = MARGIN_SHARE,
) -> Hidden:
    """All who were found, but for whom the fingers point at. Without a finger, everybody."""
    shown = show(looks, pointed, width, height, held_s)
    # Who may be seen takes no part in following the others: no line between two of them leads over this person.
    others = [
        Look(
            look.at_s,
            tuple(found for which, found in enumerate(look.found) if which not in shown.finds.get(number, ())),
        )
        for number, look in enumerate(looks)
    ]
    tracks = follow(others)
    there = places(tracks, others, held_s)
    hidden: list[list[Rectangle]] = []
    for number, followed in enumerate(there):
        own = [looks[number].found[which].place for which in shown.finds.get(number, ())]
        grown = (
            each.place.enlarged(margin, MARGIN_PIXELS if margin else 0).clipped(width, height)
            for each in followed
            if each.was_found or not _is_ghost(each.place, own)
        )
        hidden.append([place for place in grown if place is not None])
    doubts = [Doubt(DoubtKind.LOST, at, at) for at in shown.lost_at_s]
    doubts += [Doubt(DoubtKind.UNCLEAR, each.at_s, each.at_s) for each in shown.unclear]
    for track in tracks:
        for number, found in ((track.hits[0][0], track.hits[0][1]), (track.hits[-1][0], track.hits[-1][1])):
            at = others[number].at_s
            inside = looks[0].at_s + _ONE_DOUBT_S < at < looks[-1].at_s - _ONE_DOUBT_S
            if track.is_sure and inside and not _at_edge(found.place, width, height):
                doubts.append(Doubt(DoubtKind.APPEARED, at, at))
    for look, followed in zip(looks, there, strict=True):
        if any(not each.was_found and _stands_alone(each, followed) for each in followed):
            doubts.append(Doubt(DoubtKind.MISSED, look.at_s, look.at_s))
        if any(each.was_found and each.score < SURE for each in followed):
            doubts.append(Doubt(DoubtKind.WEAK, look.at_s, look.at_s))
    return Hidden(hidden, gather(doubts), len(shown.finds))


def gather(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Neighbours of one kind as one, in the order in which to look, at most so many."""
    gathered: list[Doubt] = []
    order = list(DoubtKind)
    for doubt in sorted(doubts, key=lambda each: (order.index(each.kind), each.from_s)):
        if gathered and gathered[-1].kind is doubt.kind and doubt.from_s - gathered[-1].to_s <= _ONE_DOUBT_S:
            gathered[-1] = Doubt(doubt.kind, gathered[-1].from_s, max(gathered[-1].to_s, doubt.to_s))
        else:
            gathered.append(doubt)
    return gathered[:MOST_DOUBTS]


def _is_ghost(place: Rectangle, own: Sequence[Rectangle]) -> bool:
    """Whether it is the person who may be seen, reckoned from when they were hidden.

    Somebody else who is thought to be in their place would have ended their being shown.
    """
    return any(likeness(place, each) >= _GHOST for each in own)


def _at_edge(place: Rectangle, width: int, height: int) -> bool:
    across, down = width * _EDGE, height * _EDGE
    return place.x1 < across or place.y1 < down or place.x2 > width - across or place.y2 > height - down


def _stands_alone(each: Followed, there: Sequence[Followed]) -> bool:
    """Whether nothing that was found covers most of where this one is thought to be."""
    return not any(other.was_found and covered_share(each.place, other.place) > 0.6 for other in there)
