"""Looking at a JPEG without decoding it: whether it is one, and how large it will become. Pure.

A picture of a few kilobytes can claim forty megapixels; the endpoint is asked only for what a camera of ours may send.
"""

from city.contracts.crosswalk.devices import MOST_FRAME_BYTES
from city.crosswalk.errors import PictureTooLarge, PictureUnreadable

MOST_PIXELS = 1920 * 1200
LEAST_SIDE = 32

_START, _END_MARK = b"\xff\xd8", 0xD9
_SCAN = 0xDA
# Markers that carry no length: TEM and the restart markers.
_BARE = {0x01, *range(0xD0, 0xD8)}
# Start of frame in every coding, without DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_CODINGS_READ = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive; others no decoder of ours reads


def check_jpeg(picture: bytes, most_bytes: int = MOST_FRAME_BYTES) -> tuple[int, int]:
    """Width and height in pixels as the header tells them. Raises PictureUnreadable, PictureTooLarge."""
    if len(picture) > most_bytes:
        raise PictureTooLarge
    width, height = _dimensions(picture)
    if width * height > MOST_PIXELS:
        raise PictureTooLarge
    if min(width, height) < LEAST_SIDE:
        raise PictureUnreadable
    return width, height


def _dimensions(picture: bytes) -> tuple[int, int]:
    if not picture.startswith(_START):
        raise PictureUnreadable
    place = len(_START)
    while place + 4 <= len(picture):
        if picture[place] != 0xFF:
            raise PictureUnreadable
        marker = picture[place + 1]
        if marker == 0xFF:  # fill byte
            place += 1
            continue
        if marker in _BARE:
            place += 2
            continue
        if marker in (_END_MARK, _SCAN):
            raise PictureUnreadable
        length = int.from_bytes(picture[place + 2 : place + 4])
        if length < 2:
            raise PictureUnreadable
        if marker in _FRAMES:
            segment = picture[place + 4 : place + 2 + length]
            if marker not in _CODINGS_READ or len(segment) < 6:
                raise PictureUnreadable
            return int.from_bytes(segment[3:5]), int.from_bytes(segment[1:3])
        place += 2 + length
    raise PictureUnreadable
