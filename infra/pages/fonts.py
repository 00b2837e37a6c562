"""Cuts web/fonts from Pretendard GOV: what the pages say in small files that come first, every other syllable in one more.

    python -m infra.pages.fonts                   after words with new syllables, where `tests/infra/web/test_font.py` asks
    python -m infra.pages.fonts PACKAGE           from a package that lies unpacked somewhere

Pages name `fonts.css`; a browser fetches the third file only when a page shows a syllable that the others lack: a name that
somebody typed, say. What is cut is kept in the repository, so that deploying needs no npm.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from infra.pages.npm import ROOT, every_package

WEB = ROOT / "web"
FONTS = WEB / "fonts"
MOST_BYTES = 60_000
SYLLABLES = range(0xAC00, 0xD7A4)
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100)}
# Marks that pages use: dashes, quotes, dots, arrows, ticks, the won, brackets.
MARKS = set(map(ord, "–—‘’“”…·•←→↑↓↗↻✓✕×−≤≥≈①②③④⑤₩℃㎡「」『』〈〉《》、。"))
WRITTEN = {".html", ".js", ".json", ".webmanifest"}
FEATURES = ["kern", "tnum", "calt", "ccmp", "locl", "mark"]


def syllables_of(web: Path = WEB) -> Counter[int]:
    """How often each syllable stands in the pages."""
    files = sorted(f for f in web.rglob("*") if f.suffix in WRITTEN and "vendor" not in f.parts)
    return Counter(ord(letter) for file in files for letter in file.read_text("utf-8") if ord(letter) in SYLLABLES)


def common_syllables() -> set[int]:
    """The 2,350 of KS X 1001, which nearly every name and sentence is written with."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return {ord(pair.decode("euc_kr")) for pair in rows}


def cut(source: Path, wanted: Iterable[int]) -> bytes:
    """A font of these letters only, compressed."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 13, 14]
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(wanted))
    cutter.subset(font)
    written = BytesIO()
    font.flavor = "woff2"
    font.save(written)
    return written.getvalue()


def letters_of(font: Path) -> set[int]:
    return set(TTFont(font).getBestCmap())


def ranges_of(letters: Iterable[int]) -> Iterator[str]:
    """As CSS writes them: U+AC00-AC02."""
    ordered = sorted(letters)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    for first, last in zip(starts, ends, strict=True):
        yield f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"


def face(file: str, family: str, weight: str, ranges: Iterable[str]) -> str:
    lines, line = [], " "
    for part in ranges:
        if len(line) + len(part) > 116:
            lines.append(line)
            line = " "
        line += f" {part},"
    lines.append(line.rstrip(","))
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap;\n'
        f'  src: url("{file}") format("woff2"); unicode-range:\n' + "\n".join(lines) + "; }\n"
    )


def write_fonts(package: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    said = set(syllables_of())
    first = said | LATIN | MARKS
    sheet = [
        "/* Written by infra/pages/fonts.py. Pretendard GOV, SIL Open Font License 1.1: web/vendor/LICENSES.md. */\n"
    ]
    for name, weight in (("Regular", "400"), ("Bold", "700")):
        letters = write(package, name, f"pretendard-gov-{name.lower()}.woff2", first)
        sheet.append(face(f"pretendard-gov-{name.lower()}.woff2", "Pretendard GOV", weight, ranges_of(letters)))
    # A family of its own: bold is drawn from it too, where the bold file lacks a syllable.
    write(package, "Regular", "pretendard-gov-more.woff2", common_syllables() - said)
    sheet.append(face("pretendard-gov-more.woff2", "Pretendard GOV More", "400", ["U+AC00-D7A3"]))
    (FONTS / "fonts.css").write_text("".join(sheet))
    # For citizens' pages: bold is drawn from the regular file, so that a page comes to a telephone a third lighter.
    (FONTS / "regular.css").write_text("".join(part for part in sheet if "-bold." not in part))


def write(package: Path, name: str, file: str, letters: set[int]) -> set[int]:
    """Returns which of them the typeface has."""
    content = cut(package / f"dist/public/static/PretendardGOV-{name}.otf", letters)
    (FONTS / file).write_bytes(content)
    print(f"{file}: {len(letters)} letters, {len(content)} bytes")
    return letters_of(FONTS / file) & letters


def main() -> None:
    if len(sys.argv) > 1:
        write_fonts(Path(sys.argv[1]))
        return
    with every_package() as packages:
        write_fonts(packages / "pretendard-gov")


if __name__ == "__main__":
    main()
