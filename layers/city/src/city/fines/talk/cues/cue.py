"""What a thing is called when people write it: a cue, in the languages of the desk. Pure.

Korean and Chinese are looked for in the text without its spaces, since people put them as they please; English and
Vietnamese in its words, without marks, each beginning where a word begins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from city.fines.talk.reading.spelling import folded, solid
from city.kernel.plate import without_plates
from city.kernel.text import unaccented

# "됩니까" asks, "급하니까" gives a reason: the syllables that end in ㅂ.
ENDS_IN_B = "".join(chr(ord("갑") + 28 * at) for at in range(399))


@dataclass(frozen=True, slots=True)
class Shapes:
    """One text in the two shapes cues are looked for in."""

    solid: str
    words: str

    @classmethod
    def of(cls, text: str) -> "Shapes":
        """Both shapes of a text, its plates left out."""
        plain = unaccented(folded(without_plates(text)))
        words = re.sub(r"[^a-z0-9.,?!]+", " ", re.sub(r"['’]", "", plain)).strip()
        return cls(solid=solid(plain), words=words)


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that may be said."""

    in_solid: re.Pattern[str]
    in_words: re.Pattern[str] | None

    def stands_in(self, text: Shapes) -> bool:
        """Whether the text has it anywhere."""
        return self.in_solid.search(text.solid) is not None or (
            self.in_words is not None and self.in_words.search(text.words) is not None
        )


def cue(
    *,
    korean: Sequence[str] = (),
    chinese: Sequence[str] = (),
    english: Sequence[str] = (),
    vietnamese: Sequence[str] = (),
) -> Cue:
    """A cue of the alternatives of each language, parts of a regular expression."""
    latin = (*english, *vietnamese)
    return Cue(
        in_solid=re.compile("|".join((*korean, *chinese)) or r"(?!)"),
        in_words=re.compile(rf"\b(?:{'|'.join(latin)})") if latin else None,
    )
