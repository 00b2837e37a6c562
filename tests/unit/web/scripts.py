"""What the scripts of a page say, read as far as its first mistakes need: names, and what a call is given."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.unit.web.whole_page import named_parts

_TEXT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*')
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_TOP_LEVEL = re.compile(r"(?m)^(?:async )?(?:const|let|class|function) (\w+)")
# A name stands here before it is used: declared, one of a list of those, or handed in.
_DECLARED = (
    re.compile(r"\b(?:function|class) (\w+)"),
    re.compile(r"\b(?:const|let|of) ([^=;]+?)(?==| of )"),
    re.compile(r"[,;] (\w+) = "),
    re.compile(r"(\([^()]*(?:\([^()]*\)[^()]*)*\)|\w+) =>"),
    re.compile(r"function \w*\(([^)]*)\)"),
    re.compile(r"(?m)(?:^\s+(?:async )?|, )(\w+)(\([^()]*\)) \{"),
)
# What the language and a browser give under a small letter, and a colour's; a word of the language stands before a space.
_OF_THE_BROWSER = {
    "addEventListener",
    "createImageBitmap",
    "atob",
    "clearTimeout",
    "decodeURIComponent",
    "fetch",
    "hsl",
    "requestAnimationFrame",
    "setInterval",
    "setTimeout",
    "super",
}
# A table's row or an object's field that is a name: `["work", …, openWork, …]`, `{ ticket: ticketView }`.
_NAMED_IN_TABLE = re.compile(r"(?<=[:,] )([a-z]\w+)(?=[,\]} ])(?! =>)")


def scripts_of(page: Path) -> list[str]:
    """The scripts a page runs, in its order."""
    parts = [part.read_text("utf-8") for part in named_parts(page) if part.suffix == ".js"]
    return [*parts, *_INLINE.findall(page.read_text("utf-8"))]


def arguments_of(script: str, call: str) -> Iterator[str]:
    """Each argument of every call whose name, up to its bracket, matches `call`, without what stands in its brackets."""
    bare = _TEXT.sub('""', script)
    for found in re.finditer(call + r"\(", bare):
        closing: list[str] = []
        argument = ""
        for letter in bare[found.end() :]:
            if not closing and letter in ",)":
                yield argument.strip()
                argument = ""
                if letter == ")":
                    break
            elif letter in _CLOSES:
                closing.append(_CLOSES[letter])
            elif closing and letter == closing[-1]:
                closing.pop()
            elif not closing:
                argument += letter


def called_but_unknown(scripts: list[str]) -> set[str]:
    """The functions that are called by name and that neither the scripts nor anybody who calls them hands in."""
    bare = _TEXT.sub('""', "\n".join(scripts))
    declared = " ".join(" ".join(found.groups("")) for pattern in _DECLARED for found in pattern.finditer(bare))
    called = set(re.findall(r"(?<![.\w$#-])(?<!new )([a-zA-Z_]\w*)\(", bare)) - set(re.findall(r"\w+", declared))
    return {name for name in called if name[0].islower()} - _OF_THE_BROWSER


def used_while_loading_too_early(scripts: list[str]) -> set[str]:
    """The functions named by a table or called at the top of a script although only a later script declares them."""
    known: set[str] = set()
    everything = {name for script in scripts for name in _TOP_LEVEL.findall(script)}
    early: set[str] = set()
    for script in scripts:
        known |= set(_TOP_LEVEL.findall(script))
        tables = re.findall(r"(?ms)^const [A-Z_]+ = [\[{].*?[\]}];$", _TEXT.sub('""', script))
        used = {name for table in tables for name in _NAMED_IN_TABLE.findall(table)}
        used |= set(re.findall(r"(?m)^(\w+)\(", script))
        early |= used & everything - known
    return early
