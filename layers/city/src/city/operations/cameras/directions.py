"""Where a camera looks, out of the free text of the national register's column 촬영방면정보.

Only what names a point of the compass, or all around, is a direction: `동문`, `서산시청 방면` and `전방` name places and
nothing that can be measured, and are unknown. Reading too much closes a camera that sees; so what is unknown may see.
"""

import re
from dataclasses import dataclass

# A point of the compass is one of eight: the camera points within 22.5 degrees of it, and sees some 22.5 to either side.
COMPASS_WIDTH_DEG = 90.0
ALL_AROUND_DEG = 360.0


@dataclass(frozen=True, slots=True)
class Sector:
    """What a camera covers: `azimuth_deg` is the middle, clockwise from north, `width_deg` the whole angle, 360 at most."""

    azimuth_deg: float
    width_deg: float

    @property
    def is_all_around(self) -> bool:
        return self.width_deg >= ALL_AROUND_DEG


@dataclass(frozen=True, slots=True)
class View:
    """What is known of where a camera looks.

    - sectors: empty where nothing is known.
    - certain: whether this very camera looks there at all times. Of several cameras on one pole that share a text of
      several directions nobody can tell which looks where; one camera of two directions looks at one of them at a time.
    """

    sectors: tuple[Sector, ...] = ()
    certain: bool = False


ALL_AROUND = Sector(0.0, ALL_AROUND_DEG)
_AROUND = re.compile(
    r"(?:360(?:도|°|˚)?|전방위|전방향|전방면|전방향면|전체|사방|사방향|모든|모든방향|회전|회전형|어안|파노라마|ptz|omni)"
    r"(?:전방면|전방향|전방위|전체|회전|회전형|촬영|카메라)*(?:방면|방향)?"
)
_LETTERS = {"북": 0.0, "동": 90.0, "남": 180.0, "서": 270.0, "n": 0.0, "e": 90.0, "s": 180.0, "w": 270.0}
_NAMES = {"north": "n", "east": "e", "south": "s", "west": "w"}
_ENDING = re.compile(r"(?:쪽|측|향|방향|방면|방|편|면|쪽방향|쪽방면|측방향|측방면|bound|ward)$")
_AZIMUTH = re.compile(r"(?:방위각?|azimuth)[:=]?(\d{1,3}(?:\.\d+)?)(?:도|°|˚)?")
_SEPARATORS = re.compile(r"[,/·ㆍ・、;+&|~()\[\]]+|\s+(?:및|와|과|and)\s+|\s-\s")


def read_directions(text: str) -> tuple[Sector, ...]:
    """The sectors that a text names, in its order; empty where any part of it names none."""
    found: list[Sector] = []
    for part in _SEPARATORS.split(text.strip().lower()):
        token = re.sub(r"\s+", "", part)
        if not token:
            continue
        sectors = _read_token(token)
        if not sectors:
            return ()
        found += [each for each in sectors if each not in found]
    return (ALL_AROUND,) if any(each.is_all_around for each in found) else tuple(found)


def read_view(text: str, cameras: int) -> View:
    """What a row's text says of each of its `cameras`."""
    sectors = read_directions(text)
    alone = cameras == 1
    return View(sectors, certain=len(sectors) == 1 and (alone or not sectors[0].is_all_around))


def _read_token(token: str) -> tuple[Sector, ...]:
    if _AROUND.fullmatch(token):
        return (ALL_AROUND,)
    if named := _AZIMUTH.fullmatch(token):
        azimuth = float(named[1])
        return (Sector(azimuth % 360, COMPASS_WIDTH_DEG),) if azimuth <= ALL_AROUND_DEG else ()
    for name, letter in _NAMES.items():
        token = token.replace(name, letter)
    token = token.replace("-", "")
    while (shorter := _ENDING.sub("", token)) != token and shorter:
        token = shorter
    letters = [_LETTERS[letter] for letter in token if letter in _LETTERS]
    if len(letters) != len(token):
        return ()
    return _read_letters(letters)


def _read_letters(letters: list[float]) -> tuple[Sector, ...]:
    """`동` and `북동` are one point of the compass; `동서` and `동서남북` are several, for none lies between them."""
    if len(letters) == 1:
        return (Sector(letters[0], COMPASS_WIDTH_DEG),)
    if len(letters) == 2 and (between := _between(letters[0], letters[1])) is not None:
        return (Sector(between, COMPASS_WIDTH_DEG),)
    if len(letters) == 3 and (between := _between(letters[1], letters[2])) is not None:
        finer = _between(letters[0], between)
        return (Sector(finer, COMPASS_WIDTH_DEG),) if finer is not None and letters[0] in letters[1:] else ()
    if len(set(letters)) == len(letters):
        return tuple(Sector(each, COMPASS_WIDTH_DEG) for each in letters)
    return ()


def _between(one: float, other: float) -> float | None:
    """The middle of two directions that are less than half a turn apart."""
    turn = (other - one + 180.0) % 360.0 - 180.0
    return None if turn in (0.0, -180.0) else (one + turn / 2) % 360.0
