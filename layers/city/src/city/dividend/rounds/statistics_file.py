"""The private statistics of a round: who paid what, at the labels that are public. Read by the one function that adds noise.

Nothing in it was suppressed, since what is suppressed of a release depends on who else is in it: that makes a class safe to
publish and counts over it unfit for differential privacy. It holds every payment of the round, with the opaque number of
its person, per shard in one file of NumPy arrays.

What may be asked about lies beside it and is public: the labels that the certified release shows, and where a scale knows all
of its labels beforehand (bands of numbers, the calendar of the round's days), all of them, so that empty ones are there too.
A payment with a label that is not public (its class was suppressed everywhere) is counted with the others of its kind, under
no label. For given labels, answers are differentially private; that these labels are those of the release, which is not, is
the certificate's to answer for.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from city.dividend.rounds.contributions import Rows

_PERSON, _AMOUNT, _TEXT = "person", "amount_krw", "text"
# The codes of a column, by its place among the shard's columns.
_CODES = "c{}"


@dataclass(frozen=True, slots=True)
class LabelVocabulary:
    """What may be asked about a round, and which shards answer. Public, but for the shards' names."""

    first_day: date
    last_day: date
    shards: tuple[str, ...]
    # Column -> labels, in the order they are answered in.
    labels: Mapping[str, tuple[str, ...]]
    # Whether the release tells amounts, so that they may be added up.
    amounts: bool

    def to_json(self) -> bytes:
        content = {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "shards": self.shards,
            "labels": dict(self.labels),
            "amounts": self.amounts,
        }
        return json.dumps(content, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        parsed = json.loads(content)
        return cls(
            first_day=date.fromisoformat(parsed["first_day"]),
            last_day=date.fromisoformat(parsed["last_day"]),
            shards=tuple(parsed["shards"]),
            labels={column: tuple(labels) for column, labels in parsed["labels"].items()},
            amounts=parsed["amounts"],
        )


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """Labels as they occur in a shard, and the place of each payment's among them."""

    labels: tuple[str, ...]
    codes: npt.NDArray[np.unsignedinteger[Any]]


def column_of(labels: Sequence[str], codes: npt.NDArray[Any]) -> Column:
    """`codes` point into `labels`, in which one label may stand several times; kept as small as they fit."""
    known = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    place = np.array([known[label] for label in labels], dtype=np.min_scalar_type(max(0, len(known) - 1)))
    return Column(tuple(known), place[codes])


def pack_shard(columns: Mapping[str, Column], person: npt.NDArray[Any], amount_krw: npt.NDArray[Any]) -> bytes:
    """All payments of a shard, in any order."""
    text = json.dumps([[name, column.labels] for name, column in columns.items()], ensure_ascii=False)
    arrays: dict[str, npt.NDArray[Any]] = {
        _CODES.format(place): column.codes for place, column in enumerate(columns.values())
    }
    arrays |= {_PERSON: person, _AMOUNT: amount_krw, _TEXT: np.frombuffer(text.encode(), dtype=np.uint8)}
    out = io.BytesIO()
    # Not compressed: numbers of persons cannot be, and they are most of it.
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def rows_of(path: Path, where: Mapping[str, str], by: str | None, labels: Sequence[str], *, amounts: bool) -> Rows:
    """A shard's payments that have these labels, each in the group of its label of `by`: its place in `labels`, or one more.

    Reads only the columns it needs. A label that does not occur in the shard has no payments there.
    """
    with np.load(path, allow_pickle=False) as arrays:
        columns = json.loads(arrays[_TEXT].tobytes())
        place = {name: number for number, (name, _) in enumerate(columns)}
        person = arrays[_PERSON]
        match = np.ones(len(person), dtype=np.bool_)
        for name, label in where.items():
            known: list[str] = columns[place[name]][1]
            match &= arrays[_CODES.format(place[name])] == known.index(label) if label in known else False
        if by is None:
            group = np.zeros(int(match.sum()), dtype=np.uint16)
        else:
            answered = {label: number for number, label in enumerate(labels)}
            to_group = np.array([answered.get(label, len(labels)) for label in columns[place[by]][1]], dtype=np.uint16)
            group = to_group[arrays[_CODES.format(place[by])][match]]
        won = arrays[_AMOUNT][match] if amounts else np.broadcast_to(np.int64(0), group.shape)
        return Rows(person[match], group, won)
