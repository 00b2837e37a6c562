"""Linear models over letter n-grams, for what the rules do not name. Standard library only.

`models/intent/train_assent.py`, `train_telling.py` and `train_details.py` write the weights that lie beside this file.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from city.fines.talk.reading.spelling import folded, solid
from city.kernel.plate import without_plates
from city.kernel.text import unaccented

_LETTERS_READ = 80  # an answer is said early; reading takes time with length
LENGTH = 3.0  # of a message's vector, so that the weights stay small
_REPEATED = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=16)  # one text is read by several models
def features(text: str) -> frozenset[str]:
    """N-grams of syllables, of letters taken apart (typos, endings, dialects) and words."""
    plain = _REPEATED.sub(r"\1\1", re.sub(r"\d+", "0", unaccented(folded(without_plates(text)))[:_LETTERS_READ]))
    return frozenset(_names(plain))


def _names(plain: str) -> Iterator[str]:
    whole = f"^{solid(plain)}$"
    yield from _grams(whole, 1, 5, "s")
    apart = unicodedata.normalize("NFD", whole)
    if len(apart) > len(whole):
        yield from _grams(apart, 3, 7, "j")
    yield from (f"w{word}" for word in plain.split())


def _grams(text: str, shortest: int, longest: int, kind: str) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for start in range(len(text) - size + 1):
            yield f"{kind}{text[start : start + size]}"


class LetterModel:
    """A line of JSON, a line of tab-separated features, then for each answer one signed byte per feature."""

    def __init__(self, packed: bytes) -> None:
        head, names, body = packed.split(b"\n", 2)
        header = json.loads(head)
        self.answers: tuple[str, ...] = tuple(header["answers"])
        self.data_sha256: str = header["data_sha256"]
        self._steps: list[float] = header["steps"]
        self._bias: list[float] = header["bias"]
        listed = names.decode().split("\t")
        self._at = dict(zip(listed, range(len(listed)), strict=True))
        size = len(self._at)
        self._weights = [
            memoryview(body)[size * answer : size * (answer + 1)].cast("b") for answer in range(len(self.answers))
        ]

    def scores(self, text: str) -> Mapping[str, float]:
        found = features(text)
        known = [self._at[name] for name in found if name in self._at]
        scale = LENGTH / math.sqrt(max(len(found), 1))
        return {
            answer: sum(map(weights.__getitem__, known)) * scale * step + bias
            for answer, weights, step, bias in zip(self.answers, self._weights, self._steps, self._bias, strict=True)
        }


def weights_of(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.bin")


@cache
def model_of(name: str) -> LetterModel:
    """The model `assent`, `telling` or `details`, read once."""
    return LetterModel(weights_of(name).read_bytes())
