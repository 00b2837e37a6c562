"""Where somebody goes after signing in: a page of the city's own origin, and nowhere else."""

import re
from typing import Final

HOME: Final = "/"
_LONGEST = 512
# Letters, digits and what stands in paths, queries and fragments as it is. No backslash, no control, nothing to encode.
_PLAIN = re.compile(r"/(?!/)[A-Za-z0-9\-._~!$&'()*+,;=:@%/?#]*")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_ROUNDS = 4


def return_path(asked: str | None) -> str:
    """`asked` if it is a path of this origin and of a page; else the first page.

    A path that becomes another address once it is decoded, however often, is none: whoever reads it next may decode it.
    """
    if not asked or len(asked) > _LONGEST:
        return HOME
    read = asked
    for _ in range(_ROUNDS):
        if not _is_page(read, whole=read == asked):
            return HOME
        decoded = _decode(read)
        if decoded == read:
            return asked
        read = decoded
    return HOME


def _is_page(path: str, *, whole: bool) -> bool:
    if whole and not _PLAIN.fullmatch(path):
        return False
    place = re.split(r"[?#]", path, maxsplit=1)[0]
    if re.search(r"[\x00-\x1f\x7f\\]", path) or "//" in place:
        return False
    steps = place.split("/")
    # An API shows nothing to a person, and the sign-in itself would begin anew.
    return place.startswith("/") and not {".", ".."} & set(steps) and not (steps[1] == "api" and steps[2:] != ["docs"])


def _decode(text: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)
