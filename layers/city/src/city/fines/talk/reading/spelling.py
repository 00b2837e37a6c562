"""One spelling for what a reader takes as the same. Pure.

Texts and the tables they are compared with go through the same folding: a table that is not folded never matches.
"""

import re
import unicodedata

from city.kernel.text import one_spelling


def folded(text: str) -> str:
    """One spelling, in lower case."""
    return one_spelling(text).lower()


def unaccented(text: str) -> str:
    """Without the marks of Vietnamese, which many leave out on a telephone."""
    parts = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).replace("đ", "d").replace("Đ", "D")


def solid(text: str) -> str:
    """Without its spaces."""
    return re.sub(r"\s+", "", text)
