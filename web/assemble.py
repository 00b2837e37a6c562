# ruff: noqa: INP001  # a folder of pages, in which the build finds this script
"""Assembles the pages of the city as the door serves them: `python assemble.py SOURCE TARGET`. Standard library only.

    pages/<path>.html   each page at its path: <domain>/<page>.html, <domain>/index.html at the domain's, index.html at the root's
    pages/<file>        what lies right in SOURCE and is no page: it is served at the root
    v/<digest>/…        the whole tree under a digest of its content, so that whoever has a file of it never asks again
    digest              that digest

HTML, and what is served at the root, names files of the tree as `/v/-/shell/base.css`; the dash becomes the digest.
"""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

# What makes and checks the tree is no part of it.
_TOOLS, _TYPES = {"Makefile", "assemble.py", "tsconfig.json"}, (".d.ts", ".d.mts")
_CITY, _NAMED, _LENGTH = "city.json", b"/v/-/", 16


def main() -> None:
    source, target = (Path(argument) for argument in sys.argv[1:3])
    assemble(source, target)


def assemble(source: Path, target: Path) -> str:
    """Writes the tree. Returns its digest."""
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in files_of(source)}
    digest = digest_of(files)
    written = {f"v/{digest}/{name}": content for name, content in files.items()}
    for name, content in files.items():
        if place := place_of(name):
            written[f"pages/{place}"] = content.replace(_NAMED, f"/v/{digest}/".encode())
    if _CITY in files:
        city = json.loads(files[_CITY]) | {"version": digest}
        written[f"v/{digest}/{_CITY}"] = json.dumps(city, ensure_ascii=False).encode()
    written["digest"] = digest.encode()
    for name, content in written.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return digest


def files_of(source: Path) -> Iterator[Path]:
    """What of the folder is served, in the order of the alphabet."""
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        is_served = path.name not in _TOOLS and not path.name.endswith(_TYPES)
        if path.is_file() and is_served and not any(part.startswith((".", "__")) for part in parts):
            yield path


def digest_of(files: dict[str, bytes]) -> str:
    """Of names and contents."""
    digest = sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:_LENGTH]


def place_of(name: str) -> str | None:
    """Where below `pages` a file of the tree goes too; None for what is served under the digest alone."""
    if name.endswith("/index.html"):
        return f"{name.removesuffix('/index.html')}.html"
    return name if name.endswith(".html") or ("/" not in name and name != _CITY) else None


def paths_of(source: Path) -> list[str]:
    """The paths at which the door serves pages and what lies at the root: `/fines/desk`, `/favicon.svg`; `/` for the first."""
    places = {place_of(file.relative_to(source).as_posix()) for file in files_of(source)} - {None}
    paths = {f"/{place.removesuffix('.html')}" for place in places if place}
    return sorted({"/" if path == "/index" else path for path in paths})


if __name__ == "__main__":
    main()
