"""What a page that has come so far on a topic is told. Pure.

Nothing is skipped and nothing told twice: an answer begins with the number after the page's, and has no gap. Where the log
no longer has that number, the page is to read its list again.
"""

from collections.abc import Sequence
from itertools import count

from city.contracts.live.messages import Change, News, Place
from city.live.sizes import fit, parts_of, size_of

# Less is no use to anybody: what does not fit goes in parts, alone in its message.
_WORTH_A_LOOK = 512


def begin_after(place: Place, first: int) -> int:
    """The number after which a page is told; `first` is the log's. Who read its list before the log began has seen none."""
    assert place.cursor is not None
    return place.cursor or max(0, first - 1)


def tell(place: Place, *, first: int, last: int, kept: Sequence[Change], room: int, alone: bool) -> News:
    """`kept`: what the log has after the page's number. `alone`: whether the message is for this topic only, so far."""
    news = News(topic=place.topic, after=place.cursor, cursor=last)
    if place.cursor is None:
        return news
    after = begin_after(place, first)
    if after == last:
        return news
    run = _unbroken(after, kept)
    if after > last or not run:
        return news.model_copy(update={"reset": True})
    waiting = news.model_copy(update={"cursor": after, "more": True})
    if room < _WORTH_A_LOOK:
        return waiting
    if fitting := tuple(fit(run, room)):
        reached = fitting[-1].number
        return news.model_copy(update={"changes": fitting, "cursor": reached, "more": reached < last})
    if not alone:
        return waiting
    parts = parts_of(run[0])
    part = parts[min(place.part, len(parts) - 1)]
    more = part.part < part.parts or run[0].number < last
    return news.model_copy(update={"part": part, "cursor": after, "more": more})


def _unbroken(after: int, kept: Sequence[Change]) -> Sequence[Change]:
    """The changes up to the first gap."""
    numbers = count(after + 1)
    return [change for change, number in zip(kept, numbers, strict=False) if change.number == number]


def room_taken(news: News) -> int:
    """Bytes of a message."""
    return 200 + sum(size_of(change) + 1 for change in news.changes)
