"""Reads the weights and ranks the intents of one message. Standard library only: this is what a Lambda imports.

model = IntentModel.load()
prediction = model.predict("주차 딱지 입금할 계좌번호 알려주세요")
prediction.intent        # "account.request", the best guess even where it abstains
prediction.abstains      # False
prediction.ranked[:3]    # three times Ranked(intent, probability): what to ask about
"""

import json
import math
import re
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from city.kernel.plate import without_plates
from models.intent.concepts import concepts

WEIGHTS = Path(__file__).with_name("weights.bin")
IDF_STEP = 1 / 25  # one byte holds an inverse document frequency from 0 to 10.2

_NO_SPACE = re.compile(r"[\s\W_]+")
_SPACE = re.compile(r"[\s'’,.]+")
_CONCEPT_WEIGHT = 1.5
_REPEATED = re.compile(r"(.)\1{2,}")
_ACCENTS = re.compile("[\u0300-\u036f]")

# A traditional letter, then the simplified one: only those that a text about a fine is likely to hold.
_TRADITIONAL = (
    "繳缴罰罚單单帳账賬账號号轉转匯汇錢钱車车嗎吗違违這这個个貨货處处請请問问幫帮對对麼么還还沒没過过時时間间開开關关遲迟給给說说話话聽听"
    "機机電电訊讯簡简訂订證证據据憑凭償偿補补報报費费稅税稱称種种為为與与從从來来後后會会應应該该樣样點点減减優优貼贴現现銀银業业務务員员師师"
    "長长門门幾几歲岁張张條条寫写錄录錯错誤误認认確确實实無无異异議议訴诉遞递郵邮購购買买賣卖讓让戶户區区國国語语臺台灣湾兩两雙双復复複复"
    "發发領领贖赎場场運运駛驶規规標标誌志線线網网絡络頁页檢检驗验詢询顯显圖图檔档視视頻频覺觉態态滿满氣气壞坏離离達达繼继續续鎖锁凍冻結结"
    "裡里裏里邊边當当漲涨額额餘余總总計计"
)
_SIMPLIFIED = str.maketrans(_TRADITIONAL[::2], _TRADITIONAL[1::2])


@dataclass(frozen=True, slots=True)
class Ranked:
    intent: str
    probability: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """Every intent, likeliest first. `abstains`: too unsure to act on; ask the citizen instead."""

    ranked: tuple[Ranked, ...]
    abstains: bool
    lead: float = 0.0  # of the best score over the second

    @property
    def intent(self) -> str:
        return self.ranked[0].intent


def normalise(text: str) -> str:
    """One spelling for what a reader takes as the same: no plate, no digit's value, no long laughter, no 繁體."""
    folded = unicodedata.normalize("NFKC", without_plates(text)).lower()
    folded = re.sub(r"\d+", "0", folded).translate(_SIMPLIFIED)
    return _REPEATED.sub(r"\1\1", " ".join(folded.split()))


def features(text: str) -> dict[int, float]:
    """Hashed name to weight: each kind of n-gram is counted by its logarithm; the whole is not yet scaled."""
    plain = normalise(text)
    solid = _SPACE.sub("", plain)
    if not solid:
        return {}
    weights = {_hash(name): 1 + math.log(count) for name, count in Counter(_names(_unaccented(plain))).items()}
    for name in concepts(solid):
        weights[_hash(f"c:{name}")] = _CONCEPT_WEIGHT
    return weights


def _hash(name: str) -> int:
    return zlib.crc32(name.encode())


def _unaccented(text: str) -> str:
    """Many write Vietnamese on a telephone without its accents."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).replace("đ", "d")


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


class Vocabulary:
    """The features that the training messages had in common, in order of their hash, with one byte of rarity each."""

    def __init__(self, hashes: "array[int]", idf: bytes) -> None:
        self._hashes = hashes
        self._idf = idf

    def __len__(self) -> int:
        return len(self._hashes)

    def scaled(self, counts: Mapping[int, float]) -> dict[int, float]:
        """Row to value: the known features weighed by their rarity and brought to length one."""
        weighed: dict[int, float] = {}
        for hashed, value in counts.items():
            row = bisect_left(self._hashes, hashed)
            if row < len(self._hashes) and self._hashes[row] == hashed:
                weighed[row] = value * self._idf[row] * IDF_STEP
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {row: value / length for row, value in weighed.items()}

    def to_bytes(self) -> bytes:
        return self._hashes.tobytes() + self._idf

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Four bytes of hash per feature, the lowest first, then one of rarity."""
        size = len(packed) // 5
        return cls(array("I", packed[: 4 * size]), packed[4 * size :])


class IntentModel:
    """A linear model: one row per feature, of one signed byte per intent."""

    def __init__(self, header: Mapping[str, Any], vocabulary: Vocabulary, weights: bytes) -> None:
        self.labels: tuple[str, ...] = tuple(header["labels"])
        self.data_sha256: str = header["data_sha256"]
        self.margin: float = header["margin"]
        self._temperature: float = header["temperature"]
        self._steps: list[float] = header["steps"]
        self._bias: list[float] = header["bias"]
        self._vocabulary = vocabulary
        self._weights = array("b", weights)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """A line of JSON, then the vocabulary, then the rows."""
        head, _, body = path.read_bytes().partition(b"\n")
        header = json.loads(head)
        split = 5 * header["features"]
        return cls(header, Vocabulary.from_bytes(body[:split]), body[split:])

    def predict(self, text: str) -> Prediction:
        vector = self._vocabulary.scaled(features(text))
        scores = self._scores(vector)
        probabilities = self._softmax(scores)
        ranked = tuple(
            Ranked(intent, probability)
            for intent, probability in sorted(
                zip(self.labels, probabilities, strict=True), key=lambda pair: (-pair[1], pair[0])
            )
        )
        second, first = sorted(scores)[-2:]
        lead = first - second if vector else 0.0
        return Prediction(ranked, abstains=lead < self.margin, lead=lead)

    def _scores(self, vector: Mapping[int, float]) -> list[float]:
        width = len(self.labels)
        sums = [0.0] * width
        for row, value in vector.items():
            weights = self._weights[row * width : (row + 1) * width]
            sums = [total + value * weight for total, weight in zip(sums, weights, strict=True)]
        return [total * step + bias for total, step, bias in zip(sums, self._steps, self._bias, strict=True)]

    def _softmax(self, scores: list[float]) -> list[float]:
        top = max(scores)
        powers = [math.exp((score - top) * self._temperature) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]
