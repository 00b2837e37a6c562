"""No message is larger than a frame of API Gateway: what is larger goes in parts, each a message of its own."""

import json
from collections.abc import Iterator, Sequence

from city.contracts.live.messages import Change, News, Part, Told

# 32 kB, less what stands around the news of one topic.
MOST_BYTES_OF_A_MESSAGE = 32 * 1024
ROOM = MOST_BYTES_OF_A_MESSAGE - 1024


def texts_of(topic: str, changes: Sequence[Change]) -> Iterator[str]:
    """The messages that tell of these changes, in order."""
    start = 0
    while start < len(changes):
        fitting = fit(changes[start:], ROOM)
        if fitting:
            yield as_text(Told(type="changes", topics=(News(topic=topic, changes=tuple(fitting)),)))
            start += len(fitting)
            continue
        for part in parts_of(changes[start]):
            yield as_text(Told(type="changes", topics=(News(topic=topic, part=part),)))
        start += 1


def fit(changes: Sequence[Change], room: int = ROOM) -> Sequence[Change]:
    """As many of the first as there is room for, perhaps none."""
    for place, change in enumerate(changes):
        room -= size_of(change) + 1
        if room < 0:
            return changes[:place]
    return changes


def size_of(change: Change) -> int:
    return len(change.model_dump_json().encode())


def parts_of(change: Change) -> Sequence[Part]:
    """A change in pieces. Put together again in their order, the texts are its JSON."""
    texts = list(_cut(change.model_dump_json()))
    return [
        Part(number=change.number, part=place, parts=len(texts), text=text) for place, text in enumerate(texts, start=1)
    ]


def as_text(told: Told) -> str:
    return told.model_dump_json(exclude_defaults=True)


def _cut(text: str) -> Iterator[str]:
    """Pieces whose JSON has room in a message: quotes and backslashes count twice."""
    start, size = 0, 0
    for place, letter in enumerate(text):
        cost = len(json.dumps(letter, ensure_ascii=False).encode()) - 2
        if size + cost > ROOM:
            yield text[start:place]
            start, size = place, 0
        size += cost
    yield text[start:]
