"""The calls that pages make: `api("fines").post(path`tickets/${number}/answer`, { words })`, read from their scripts.

A client is `api("fines")` or `open("fines")`, called at once or kept under a name, which other scripts may import.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_MADE = r"(?<![.\w])(?:api|open)\(\s*(?P<sign>[\"'])(?P<domain>\w+)(?P=sign)\s*\)"
_KEPT = re.compile(rf"\b(\w+)\s*=\s*{_MADE}(?!\s*\.)")
_AT_ONCE = re.compile(rf"{_MADE}\s*\.\s*(get|post|put|delete)\s*\(")
_IMPORTED = re.compile(r"\bimport\s*\{([^}]*)\}\s*from\s*[\"'](\.[^\"']+)[\"']")
_OPENING, _CLOSING = "([{", ")]}"
# What stands for a part of a path that is known only when the page runs.
ANY = "{}"


@dataclass(frozen=True, slots=True)
class Call:
    """`path` is None where it is no text that stands there; `keys` are None where the second argument is no literal.

    `whole`: whether `keys` are all there are, and nothing is spread among them.
    """

    file: str
    line: int
    domain: str
    method: str
    path: str | None
    keys: frozenset[str] | None = None
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.method} {self.domain} {self.path}"


def calls_in(scripts: Mapping[Path, str]) -> list[Call]:
    """Every call of all scripts."""
    codes = {file: without_comments(text) for file, text in scripts.items()}
    kept = {file: {name: domain for name, _, domain in _KEPT.findall(code)} for file, code in codes.items()}
    return [call for file, code in codes.items() for call in _calls_of(file, code, _clients(file, code, kept))]


def _clients(file: Path, code: str, kept: Mapping[Path, Mapping[str, str]]) -> dict[str, str]:
    """The domain of each client by the name that it has in a script."""
    clients: dict[str, str] = {}
    for names, source in _IMPORTED.findall(code):
        there = kept.get((file.parent / source).resolve(), {})
        for name in names.split(","):
            theirs, _, ours = name.strip().partition(" as ")
            if theirs in there:
                clients[(ours or theirs).strip()] = there[theirs]
    return {**clients, **kept[file]}


def _calls_of(file: Path, code: str, clients: Mapping[str, str]) -> Iterator[Call]:
    for found in _AT_ONCE.finditer(code):
        yield _call(file, code, found["domain"], found[3], found.end())
    if clients:
        names = "|".join(map(re.escape, clients))
        for found in re.finditer(rf"(?<![\w$.])(?:this\.#?)?({names})\s*\.\s*(get|post|put|delete)\s*\(", code):
            yield _call(file, code, clients[found[1]], found[2], found.end())


def _call(file: Path, code: str, domain: str, method: str, at: int) -> Call:
    path, *more = [*arguments_at(code, at), ""]
    keys, whole = keys_of(more[0]) if more else (None, False)
    line = code.count("\n", 0, at) + 1
    return Call(file.name, line, domain, method.upper(), path_of(path), keys, whole)


def without_comments(text: str) -> str:
    """The same script with blanks where comments stood, so that places stay."""
    pieces, at = [], 0
    while at < len(text):
        end = _comment_end(text, at)
        if end is not None:
            pieces.append(re.sub(r"[^\n]", " ", text[at:end]))
        else:
            end = _text_end(text, at) if text[at] in "\"'`" else at + 1
            pieces.append(text[at:end])
        at = end
    return "".join(pieces)


def _comment_end(text: str, at: int) -> int | None:
    if text.startswith("/*", at):
        found = text.find("*/", at)
        return len(text) if found < 0 else found + 2
    if text.startswith("//", at):
        found = text.find("\n", at)
        return len(text) if found < 0 else found
    return None


def _text_end(code: str, at: int) -> int:
    """Where a text that begins at `at` ends: with its own sign, on its own line unless it is a template."""
    sign, at = code[at], at + 1
    while at < len(code):
        if code[at] == "\\":
            at += 2
        elif code[at] == sign:
            return at + 1
        elif sign == "`" and code.startswith("${", at):
            at = _balanced_end(code, at + 2)
        elif code[at] == "\n" and sign != "`":
            return at
        else:
            at += 1
    return len(code)


def _balanced_end(code: str, at: int) -> int:
    """Where what was opened just before `at` is closed."""
    depth = 1
    while at < len(code) and depth:
        if code[at] in "\"'`":
            at = _text_end(code, at)
            continue
        depth += (code[at] in _OPENING) - (code[at] in _CLOSING)
        at += 1
    return at


def arguments_at(code: str, at: int) -> list[str]:
    """The arguments of the call whose bracket was opened just before `at`."""
    return split(code[at : _balanced_end(code, at) - 1])


def split(code: str) -> list[str]:
    """What stands between commas that are in no bracket and no text."""
    parts, begin, at, depth = [], 0, 0, 0
    while at < len(code):
        if code[at] in "\"'`":
            at = _text_end(code, at)
            continue
        depth += (code[at] in _OPENING) - (code[at] in _CLOSING)
        if code[at] == "," and not depth:
            parts.append(code[begin:at].strip())
            begin = at + 1
        at += 1
    return [part for part in [*parts, code[begin:].strip()] if part]


def path_of(argument: str) -> str | None:
    """`tickets/{}/answer` for a text or a template, tagged or not; None for anything else."""
    argument = re.sub(r"^path(?=`)", "", argument)
    if not argument or argument[0] not in "\"'`" or _text_end(argument, 0) != len(argument):
        return None
    inside, pieces, at = argument[1:-1], [], 0
    while at < len(inside):
        if argument[0] == "`" and inside.startswith("${", at):
            pieces.append(ANY)
            at = _balanced_end(inside, at + 2)
        else:
            pieces.append(inside[at])
            at += 1
    return "".join(pieces).partition("?")[0].strip("/")


def keys_of(argument: str) -> tuple[frozenset[str] | None, bool]:
    """The keys of an object literal, and whether they are all."""
    if not (argument.startswith("{") and _balanced_end(argument, 1) == len(argument)):
        return None, False
    keys, whole = set(), True
    for part in split(argument[1:-1]):
        found = re.match(r"([\w$]+|\"[^\"]*\"|'[^']*')\s*(?=:|$)", part)
        if found is None:
            whole = False
        else:
            keys.add(found[1].strip("\"'"))
    return frozenset(keys), whole
