"""Pictures that visits took: compared, and laid side by side to be looked at.

make pictures PAGE=…    takes them, and lays those of a page side by side; or
python -m tests.browser.pictures [WORD …]    one sheet of those whose names hold these words: pictures/sheet.png
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

FOLDER = Path(__file__).parent / "pictures"
_GAP, _TITLE, _TALLEST, _ROW = 16, 20, 1400, 4000


def share_that_differs(first: Path, second: Path) -> float:
    """Of the pixels; 1 for pictures of different sizes."""
    with Image.open(first) as one, Image.open(second) as other:
        if one.size != other.size:
            return 1.0
        difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L")
    counts = difference.histogram()
    return 1 - counts[0] / sum(counts)


def lay_out(pictures: Sequence[Path], target: Path) -> None:
    """In rows, each at half its size under its name; what is very tall is cut."""
    tiles = [(file.stem, _half(file)) for file in pictures]
    places: list[tuple[int, int]] = []
    left = top = widest = tallest = 0
    for _, tile in tiles:
        if left and left + tile.width > _ROW:
            left, top, tallest = 0, top + tallest + _GAP + _TITLE, 0
        places.append((left, top))
        left += tile.width + _GAP
        widest, tallest = max(widest, left), max(tallest, tile.height)
    sheet = Image.new("RGB", (widest, top + tallest + _TITLE), "#808080")
    for (name, tile), (x, y) in zip(tiles, places, strict=True):
        ImageDraw.Draw(sheet).text((x, y + 4), name, fill="white")
        sheet.paste(tile, (x, y + _TITLE))
    sheet.save(target)


def _half(file: Path) -> Image.Image:
    with Image.open(file) as whole:
        shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, _TALLEST)))
    return shown.resize((shown.width // 2, shown.height // 2))


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word]
    found = [
        file for file in sorted(FOLDER.glob("*.png")) if all(w in file.stem for w in words) and file.stem != "sheet"
    ]
    if not found:
        sys.exit("No such pictures: make pictures takes them.")
    lay_out(found, FOLDER / "sheet.png")
    print(f"tests/browser/pictures/sheet.png shows {len(found)} pictures")
