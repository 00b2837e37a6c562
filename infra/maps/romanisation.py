"""Names of places in Latin letters, by the rules of 국어의 로마자 표기법 (2000): as they are spoken."""

import re

_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = (
    *("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe"),
    *("yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"),
)
# What is spoken of a final consonant before a pause: seven sounds.
_FINALS = (
    *("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l"),
    *("p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"),
)
# What moves over to a following vowel; where two letters stand, the first stays.
_MOVED = (
    *("", "g", "kk", "ks", "n", "nj", "n", "d", "r", "lg", "lm", "lb", "ls", "lt"),
    *("lp", "r", "m", "b", "ps", "s", "ss", "ng", "j", "ch", "k", "t", "p", ""),
)
# A final and an initial that change each other.
_TOGETHER = {
    **{("k", initial): f"ng{spoken}" for initial, spoken in (("n", "n"), ("m", "m"), ("r", "n"))},
    **{("t", initial): f"n{spoken}" for initial, spoken in (("n", "n"), ("m", "m"), ("r", "n"))},
    **{("p", initial): f"m{spoken}" for initial, spoken in (("n", "n"), ("m", "m"), ("r", "n"))},
    ("n", "r"): "ll",
    ("l", "n"): "ll",
    ("l", "r"): "ll",
    ("m", "r"): "mn",
    ("ng", "r"): "ngn",
}
_UNIT = re.compile(r"^(?P<stem>.+?)(?P<number>\d+)?(?P<unit>동|가|읍|면|리|시|군|구|도)$")
_UNITS = {
    "동": "dong",
    "가": "ga",
    "읍": "eup",
    "면": "myeon",
    "리": "ri",
    "시": "si",
    "군": "gun",
    "구": "gu",
    "도": "do",
}
_FIRST, _LAST = ord("가"), ord("힣")


def romanise(name: str) -> str:
    """`을지로1가` is Euljiro 1-ga, `신당동` is Sindang-dong: nothing changes across a unit's hyphen."""
    found = _UNIT.match(name)
    if found is None:
        return _spoken(name).capitalize()
    number = f" {found['number']}" if found["number"] else ""
    return f"{_spoken(found['stem']).capitalize()}{number}-{_UNITS[found['unit']]}"


def _spoken(word: str) -> str:
    spoken, final = "", 0
    for letter in word:
        if not _FIRST <= ord(letter) <= _LAST:
            spoken, final = spoken + _FINALS[final] + letter, 0
            continue
        syllable, vowel_and_final = divmod(ord(letter) - _FIRST, 21 * 28)
        vowel, next_final = divmod(vowel_and_final, 28)
        initial = _INITIALS[syllable]
        spoken += _between(final, initial, _VOWELS[vowel]) + _VOWELS[vowel]
        final = next_final
    return spoken + _FINALS[final]


def _between(final: int, initial: str, vowel: str) -> str:
    if not final:
        return initial
    if not initial:
        # 굳이, 같이: before this vowel alone the tongue is already there.
        return {"d": "j", "t": "ch"}.get(_MOVED[final], _MOVED[final]) if vowel == "i" else _MOVED[final]
    return _TOGETHER.get((_FINALS[final], initial), _FINALS[final] + initial)
