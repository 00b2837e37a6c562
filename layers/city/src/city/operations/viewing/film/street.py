"""A drawn street at a moment: houses, a road, cars that drive and people who walk, and the time in a corner. Pure."""

from dataclasses import dataclass

WIDTH, HEIGHT = 320, 176
RATE = 5

# Brightness and the two colour differences (ITU-T H.264, 8 bits).
Colour = tuple[int, int, int]
SKY, HOUSE, WINDOW, PAVEMENT, ROAD, LINE = (
    (176, 140, 112),
    (120, 120, 136),
    (216, 108, 136),
    (144, 128, 128),
    (72, 128, 128),
    (208, 128, 128),
)
CARS: tuple[Colour, ...] = ((96, 100, 190), (110, 170, 110), (200, 128, 128), (60, 140, 120))
WALKER, DARK, LIGHT = (48, 132, 124), (16, 128, 128), (235, 128, 128)

# Five rows of three.
_GLYPHS: dict[str, tuple[int, int, int, int, int]] = {
    "0": (7, 5, 5, 5, 7),
    "1": (2, 6, 2, 2, 7),
    "2": (7, 1, 7, 4, 7),
    "3": (7, 1, 7, 1, 7),
    "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7),
    "6": (7, 4, 7, 5, 7),
    "7": (7, 1, 1, 1, 1),
    "8": (7, 5, 7, 5, 7),
    "9": (7, 5, 7, 1, 7),
    ":": (0, 2, 0, 2, 0),
    "-": (0, 0, 7, 0, 0),
}
_DOT = 2


@dataclass(slots=True)
class Picture:
    """Three planes, 4:2:0: brightness for each dot, colour for each two by two."""

    y: bytearray
    cb: bytearray
    cr: bytearray

    def fill(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """A rectangle of even numbers, cut at the edges."""
        right, bottom = min(WIDTH, left + width), min(HEIGHT, top + height)
        left, top = max(0, left), max(0, top)
        if left >= right:
            return
        for row in range(top, bottom):
            self.y[row * WIDTH + left : row * WIDTH + right] = bytes([colour[0]]) * (right - left)
        half, from_, to = WIDTH // 2, left // 2, right // 2
        for row in range(top // 2, bottom // 2):
            self.cb[row * half + from_ : row * half + to] = bytes([colour[1]]) * (to - from_)
            self.cr[row * half + from_ : row * half + to] = bytes([colour[2]]) * (to - from_)


def draw_street(seed: int, tick: int, stamp: str) -> Picture:
    """`seed`: which street; `tick`: how many pictures after midnight; `stamp`: digits, colons and dashes to show."""
    picture = Picture(
        bytearray([SKY[0]]) * (WIDTH * HEIGHT),
        bytearray([SKY[1]]) * (WIDTH * HEIGHT // 4),
        bytearray([SKY[2]]) * (WIDTH * HEIGHT // 4),
    )
    for house in range(5):
        tall = 32 + 16 * ((seed >> house) % 3)
        picture.fill(house * 64, 80 - tall, 48, tall, HOUSE)
        picture.fill(house * 64 + 16, 96 - tall, 16, 16, WINDOW)
    picture.fill(0, 80, WIDTH, 16, PAVEMENT)
    picture.fill(0, 96, WIDTH, 64, ROAD)
    picture.fill(0, 160, WIDTH, 16, PAVEMENT)
    for dash in range(0, WIDTH, 32):
        picture.fill(dash, 126, 16, 4, LINE)
    for lane, (colour, speed) in enumerate(zip(CARS, (6, 4, -4, -8), strict=True)):
        if (seed >> lane) % 4:
            at = (seed % 97 * (lane + 3) + tick * speed) % (WIDTH + 64) - 48
            picture.fill(at & ~1, 98 + lane % 2 * 10 + 32 * (lane // 2), 36, 12, colour)
    walker = (seed % 61 + tick) % (WIDTH + 16) - 8
    picture.fill(walker & ~1, 82, 4, 10, WALKER)
    _write(picture, 8, 8, stamp)
    return picture


def _write(picture: Picture, left: int, top: int, text: str) -> None:
    picture.fill(left - 2, top - 2, len(text) * 4 * _DOT + 4, 5 * _DOT + 4, DARK)
    for place, letter in enumerate(text):
        for row, bits in enumerate(_GLYPHS[letter]):
            for column in range(3):
                if bits >> (2 - column) & 1:
                    at = left + (place * 4 + column) * _DOT
                    picture.fill(at, top + row * _DOT, _DOT, _DOT, LIGHT)
