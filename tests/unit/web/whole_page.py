"""A page as a browser has it: its own text and that of every part it names."""

import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[3] / "web"
# What a page may name besides itself: parts that its own origin serves.
NAMED_PART = re.compile(
    r'<link rel="stylesheet" href="parts/([a-z_.]+\.css)">|<script src="parts/([a-z_.]+\.js)"></script>'
)


def part_file(name: str) -> Path:
    """Where a part lies: `page.js` is shared, `fines.words.js` is a domain's."""
    *folder, stem, kind = name.split(".")
    return WEB / (folder[0] if folder else "parts") / f"{stem}.{kind}"


def named_parts(page: Path) -> list[Path]:
    """The files of the parts a page names, in its order."""
    return [part_file("".join(found)) for found in NAMED_PART.findall(page.read_text("utf-8"))]


def read_whole(name: str) -> str:
    """The text of a page in `web/`, followed by that of its parts."""
    page = WEB / name
    return "\n".join(file.read_text("utf-8") for file in (page, *named_parts(page)))
