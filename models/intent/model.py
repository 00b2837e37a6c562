"""Reads the weights and ranks the intents of one message. Standard library only: this is what a Lambda imports."""

import json
import math
import re
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from city.kernel.plate import without_plates
from models.intent.concepts import concepts

WEIGHTS = Path(__file__).with_name("weights.bin")
BUCKETS = 1 << 16
IDF_STEP = 1 / 25  # one byte holds an inverse document frequency from 0 to 10.2

_NO_SPACE = re.compile(r"[\s\W_]+")
_SPACE = re.compile(r"[\s'’,.]+")
_CONCEPT_WEIGHT = 3.0
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Ranked:
    intent: str
    probability: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """Every intent, likeliest first. `abstains`: too unsure to act on; ask the citizen instead."""

    ranked: tuple[Ranked, ...]
    abstains: bool

    @property
    def intent(self) -> str:
        return self.ranked[0].intent


def normalise(text: str) -> str:
    """One spelling for what a reader takes as the same: no plate, no digit's value, no long laughter."""
    folded = unicodedata.normalize("NFKC", without_plates(text)).lower()
    folded = re.sub(r"\d+", "0", folded)
    return _REPEATED.sub(r"\1\1", " ".join(folded.split()))


def features(text: str) -> dict[int, float]:
    """Bucket to weight: each kind of n-gram is counted by its logarithm; the whole is not yet scaled."""
    plain = normalise(text)
    solid = _SPACE.sub("", plain)
    if not solid:
        return {}
    weights = {_bucket(name): 1 + math.log(count) for name, count in Counter(_names(plain)).items()}
    for name in concepts(solid):
        weights[_bucket(f"c:{name}")] = _CONCEPT_WEIGHT
    return weights


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def _names(text: str) -> Iterator[str]:
    for word in text.split():
        yield from _grams(f" {word} ", 2, 5, "w")
    solid = _NO_SPACE.sub("", text)
    yield from _grams(solid, 1, 4, "s")
    # Letters taken apart see through typos (게좌, 몇일), endings (할까/할게) and the spelling of dialects.
    yield from _grams(unicodedata.normalize("NFD", solid), 3, 6, "j")
    # What stands last decides between what is named and what is wanted.
    yield f"e:{solid[-2:]}"
    yield f"e:{solid[-3:]}"
    yield f"l:{min(len(solid) // 4, 12)}"


def _grams(text: str, shortest: int, longest: int, kind: str) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for start in range(len(text) - size + 1):
            yield f"{kind}{size}:{text[start : start + size]}"


def scaled(counts: Mapping[int, float], idf: bytes) -> dict[int, float]:
    """The features weighed by their rarity and brought to length one."""
    weighed = {bucket: value * idf[bucket] * IDF_STEP for bucket, value in counts.items() if idf[bucket]}
    length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
    return {bucket: value / length for bucket, value in weighed.items()}


class IntentModel:
    """A linear model: 65,536 rows of one signed byte per intent."""

    def __init__(self, header: Mapping[str, Any], idf: bytes, weights: bytes) -> None:
        self.labels: tuple[str, ...] = tuple(header["labels"])
        self.data_sha256: str = header["data_sha256"]
        self.threshold: float = header["threshold"]
        self.margin: float = header["margin"]
        self._temperature: float = header["temperature"]
        self._steps: list[float] = header["steps"]
        self._bias: list[float] = header["bias"]
        self._idf = idf
        self._weights = array("b", weights)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """A line of JSON, then one byte of rarity per bucket, then the rows."""
        head, _, body = path.read_bytes().partition(b"\n")
        return cls(json.loads(head), body[:BUCKETS], body[BUCKETS:])

    def predict(self, text: str) -> Prediction:
        vector = scaled(features(text), self._idf)
        scores = self._scores(vector)
        probabilities = self._softmax(scores)
        ranked = tuple(
            Ranked(intent, probability)
            for intent, probability in sorted(
                zip(self.labels, probabilities, strict=True), key=lambda pair: (-pair[1], pair[0])
            )
        )
        second, first = sorted(scores)[-2:]
        unsure = ranked[0].probability < self.threshold or first - second < self.margin
        return Prediction(ranked, unsure or not vector)

    def _scores(self, vector: Mapping[int, float]) -> list[float]:
        width = len(self.labels)
        sums = [0.0] * width
        for bucket, value in vector.items():
            row = self._weights[bucket * width : (bucket + 1) * width]
            sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
        return [total * step + bias for total, step, bias in zip(sums, self._steps, self._bias, strict=True)]

    def _softmax(self, scores: list[float]) -> list[float]:
        top = max(scores)
        powers = [math.exp((score - top) * self._temperature) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]
