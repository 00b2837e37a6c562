"""What a page may not hold: the content policy of the door would stop it, or nobody could read or check it."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from infra.pages.npm import ROOT

WEB = ROOT / "web"
_VENDORED = WEB / "vendor"
# What browsers look for at the root.
ROOT_FILES = {"/favicon.svg", "/manifest.webmanifest"}
# The one script that no module can be: it sets theme and language before anything is drawn.
BEFORE_FIRST_PAINT = "/v/-/shell/early.js"
_EVENTS = "click|change|input|submit|reset|load|error|toggle|scroll|wheel|paste|drop|(?:key|mouse|pointer|touch|drag|focus|blur)[a-z]*"
# In a script: a pattern, and what to do instead.
SCRIPT_RULES = {
    r"\.(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bsrcdoc\b": "write with Lit's html``, which escapes",
    r"\bdocument\.write\b|\bcreateContextualFragment\b|\bDOMParser\b|\bunsafe(?:HTML|SVG|Static)\b": "write with Lit's html``",
    r"\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]": "the content policy refuses text as code",
    r"setAttribute\(\s*[\"'`]style": "set el.style or a class: the content policy refuses the attribute",
    r"(?<![\w.@?-])style=": "a class, or .style=${…}: the content policy refuses the attribute",
    rf"(?<![\w.@?-])on(?:{_EVENTS})=[\"']": "@event=${…}: the content policy refuses the attribute",
    r"\bconsole\.(?:log|debug|info)\b": "leave no traces",
    r"\blocalStorage\b.*[Tt]oken|\bsessionStorage\b.*[Tt]oken": "a token lives in memory alone",
}
# What a module asks for, whichever way.
_IMPORTED = re.compile(r"(?:^|[\s;}])(?:from|import)\s*\(?\s*[\"'`]([^\"'`\s]+)[\"'`]", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", re.DOTALL)
# Playwright evaluates a text by `eval`, which the content policy stops as soon as the first look is false.
WAITS_FOR_TEXT = re.compile(r"wait_for_function\(\s*f?[\"'](?!\s*(?:async\s*)?(?:\([\w\s,{}]*\)|\w+)\s*=>)")


def written_pages() -> list[Path]:
    """The scripts and pages that somebody here wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "web"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [
        file
        for file in files
        if file.suffix in (".js", ".mjs", ".html") and file.is_file() and _VENDORED not in file.parents
    ]


def faults_of(file: Path) -> Iterator[tuple[str, str]]:
    """Where, and what."""
    text = file.read_text()
    found = faults_of_a_page(text) if file.suffix == ".html" else faults_of_a_script(text)
    for line, what in found:
        yield f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}:{line}", what


def faults_of_a_script(text: str) -> Iterator[tuple[int, str]]:
    code = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for pattern, instead in SCRIPT_RULES.items():
        for found in re.finditer(pattern, code):
            yield _line(code, found.start()), f"{found[0].strip()}: {instead}"
    for found in _IMPORTED.finditer(code):
        if not found[1].startswith(("./", "../")):
            yield _line(code, found.start(1)), f"import of {found[1]}: name the file, from here"


def faults_of_a_page(text: str) -> Iterator[tuple[int, str]]:
    reader = _Page()
    reader.feed(text)
    reader.close()
    yield from reader.faults
    for what, there in (
        ("lang=ko at <html>", reader.language == "ko"),
        ("<title>", "title" in reader.tags),
        ("<noscript> that says what to do", "noscript" in reader.tags),
        ("<meta name=viewport>", "width=device-width" in reader.viewport),
    ):
        if not there:
            yield 1, f"{what} is missing"


@dataclass
class _Tag:
    name: str
    values: dict[str, str]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []
        self.tags: set[str] = set()
        self.language = ""
        self.viewport = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        if values.get("name") == "viewport":
            self.viewport = values.get("content", "")
        for what in _faults_of(_Tag(tag, values)):
            self.faults.append((self.getpos()[0], what))


def _faults_of(tag: _Tag) -> Iterator[str]:
    if tag.name == "script" and tag.values.get("type") != "module" and tag.values.get("src") != BEFORE_FIRST_PAINT:
        yield "<script> of no module: the pages' scripts are modules"
    if tag.name == "script" and not tag.values.get("src"):
        yield "<script> without src: the content policy refuses it"
    if tag.name == "style" or "style" in tag.values:
        yield f"<{tag.name}> with style: the content policy refuses it"
    for name in tag.values:
        if name.startswith("on"):
            yield f"<{tag.name} {name}>: the content policy refuses it"
    for name in ("src", "href"):
        if re.match(r"(?:https?:)?//", tag.values.get(name, "")) and tag.name != "a":
            yield f"<{tag.name}> from another host"
    if tag.name in ("script", "link", "img"):
        asset = tag.values.get("src") or tag.values.get("href") or ""
        if asset not in ROOT_FILES and not asset.startswith("/v/-/"):
            yield f"<{tag.name}> names {asset}: /v/-/… gets the digest that it may be kept by"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
