"""Whether words give a reason. Pure.

What is asked of whoever looks at personal data or moves money is why (개인정보의 안전성 확보조치 기준 §8). A reason is judged
by being one: "환급" says more than "ㅇㅇㅇㅇㅇ". Length proves nothing.
"""

import re
import unicodedata
from itertools import pairwise

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_RUNS = frozenset(
    text[start : start + 3] for row in _ROWS for text in (row, row[::-1]) for start in range(len(row) - 2)
)
# Said where nothing is to be said.
_NOTHING_SAID = frozenset(
    [
        "없음",
        "해당없음",
        "사유없음",
        "이유없음",
        "그냥",
        "그냥요",
        "아무거나",
        "모름",
        "왜요",
        "사유",
        "이유",
        "테스트",
        "시험",
        "none",
        "na",
        "nil",
        "no",
        "yes",
        "ok",
        "okay",
        "test",
        "testing",
        "reason",
        "because",
        "無",
        "没有",
        "沒有",
        "khong",
    ]
)
_VOWELS = frozenset("aeiouy")
_SYLLABLES, _IDEOGRAPHS = re.compile("[가-힣]"), re.compile("[\u3400-\u9fff]")
_REPEATED = re.compile(r"(.{1,4}?)\1+")


def gives_reason(text: str) -> bool:
    """Whether `text` holds a word that can be why: two Hangul syllables, two ideographs, or three Latin letters.

    Signs, numbers, single jamo (ㅇㅇ), one thing repeated (가가가, haha), runs along the keyboard (asdf) and words for
    nothing (없음, none) are no reason.
    """
    letters = "".join(filter(str.isalpha, _plain(text)))
    return bool(letters) and letters not in _NOTHING_SAID and not _REPEATED.fullmatch(letters) and _has_word(letters)


def _plain(text: str) -> str:
    """Composed and small, without the marks of Vietnamese."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).replace("đ", "d").casefold()


def _has_word(letters: str) -> bool:
    if len(_SYLLABLES.findall(letters)) >= 2 or len(_IDEOGRAPHS.findall(letters)) >= 2:
        return True
    latin = "".join(filter(str.isascii, letters))
    return len(latin) >= 3 and not _VOWELS.isdisjoint(latin) and not _walks_the_keyboard(latin)


def _walks_the_keyboard(latin: str) -> bool:
    """Whether every letter stands in a run of three neighbours."""
    in_run = [False] * len(latin)
    for start in range(len(latin) - 2):
        if latin[start : start + 3] in _RUNS:
            in_run[start : start + 3] = [True] * 3
    # A run is told from a word that has one by accident ("poi", "wer") by there being no other letter.
    return all(in_run) and any(before != after for before, after in pairwise(latin))
