"""One spelling for what a reader takes as the same. Pure.

Texts and the tables they are compared with go through the same folding: a table that is not folded never matches.
"""

import re

from city.kernel.text import one_spelling

# Of a longer text its beginning and its end are read for what they say; plates and numbers are found all over it.
_READ_FIRST, _READ_LAST = 300, 100


def as_read(text: str) -> str:
    """The part of a text whose words are read: all of it, but for very long ones."""
    if len(text) <= _READ_FIRST + _READ_LAST:
        return text
    return f"{text[:_READ_FIRST]}\n{text[-_READ_LAST:]}"


def folded(text: str) -> str:
    """One spelling, in lower case."""
    return one_spelling(text).lower()


def any_of(*words: str) -> str:
    """A pattern of one of the words, which may be parts of a pattern without alternatives of their own.

    The longest is looked for first, and none is tried in another way once it was found: a run of such words is read in
    one pass, where one whose words can be cut differently takes time that doubles with each ("ㅋㅋㅋㅋㅋㅋ").
    """
    return f"(?>{'|'.join(sorted({word for each in words for word in each.split('|')}, key=len, reverse=True))})"


def solid(text: str) -> str:
    """Without its spaces."""
    return re.sub(r"\s+", "", text)
