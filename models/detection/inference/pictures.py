"""Reads a picture's bytes: JPEG or PNG, whole, and of a size that a camera sends. Everything else is refused by name.

The header is read before anything is decoded: a file of a few kilobytes may unfold into gigabytes.
"""

import struct
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detection.errors import PictureEmpty, PictureTooLarge, PictureTypeUnknown, PictureUnreadable

# An 8K frame, the largest that any camera sends; 40 megapixels and decompression bombs are beyond it.
MOST_PIXELS = 7680 * 4320
LONGEST_SIDE = 16_384
MOST_BYTES = 24 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Start of frame: the sizes stand in it. C4, C8 and CC are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a length


@dataclass(frozen=True, slots=True)
class Header:
    type: Literal["image/jpeg", "image/png"]
    width: int
    height: int


def read_picture(content: bytes) -> NDArray[np.uint8]:
    """(height, width, 3), BGR. A rotation noted in the file is not applied: boxes are in pixels as they are stored.

    Raises PictureEmpty, PictureTypeUnknown, PictureTooLarge, PictureUnreadable.
    """
    header = read_header(content)
    try:
        decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise PictureUnreadable(str(error).strip()) from error
    if decoded is None:
        raise PictureUnreadable("it cannot be decoded")
    if decoded.shape[:2] != (header.height, header.width):
        raise PictureUnreadable(f"its header says {header.width}x{header.height}, {decoded.shape[1::-1]} were decoded")
    return np.asarray(decoded, np.uint8)


def read_header(content: bytes) -> Header:
    """Type and size, once the file is known to be whole and not too large. Raises as read_picture."""
    if not content:
        raise PictureEmpty
    if len(content) > MOST_BYTES:
        raise PictureTooLarge(f"{len(content):,} bytes, at most {MOST_BYTES:,}")
    if content.startswith(_JPEG):
        header = _read_jpeg(content)
    elif content.startswith(_PNG):
        header = _read_png(content)
    else:
        raise PictureTypeUnknown
    if header.width * header.height > MOST_PIXELS or max(header.width, header.height) > LONGEST_SIDE:
        raise PictureTooLarge(f"{header.width}x{header.height}, at most {MOST_PIXELS:,} pixels")
    if not header.width or not header.height:
        raise PictureUnreadable("it has no pixels")
    _check_whole(content, header)
    return header


def _read_jpeg(content: bytes) -> Header:
    """Walks from marker to marker; thumbnails lie inside a segment and are stepped over."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise PictureUnreadable(f"no marker at byte {at}")
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            if at + 9 > len(content):
                break
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Header("image/jpeg", width, height)
        elif marker in (_START_OF_SCAN, _END_OF_IMAGE):
            break
        else:
            at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    raise PictureUnreadable("it ends before it says how large it is")


def _read_png(content: bytes) -> Header:
    if len(content) < 24 or content[12:16] != b"IHDR":
        raise PictureUnreadable("it ends before it says how large it is")
    width, height = struct.unpack(">II", content[16:24])
    return Header("image/png", width, height)


def _check_whole(content: bytes, header: Header) -> None:
    """Decoders fill what is missing with grey and say nothing. Raises PictureUnreadable."""
    if header.type == "image/jpeg":
        scan = content.find(bytes([0xFF, _START_OF_SCAN]))
        # Within a scan every FF is followed by 00 or by a restart marker, so this is the end and no accident.
        whole = scan >= 0 and content.rfind(bytes([0xFF, _END_OF_IMAGE])) > scan
    else:
        at = len(_PNG)
        whole = False
        while at + 12 <= len(content) and not whole:
            length = struct.unpack(">I", content[at : at + 4])[0]
            whole = content[at + 4 : at + 8] == b"IEND"
            at += 12 + length
        whole = whole and at <= len(content)
    if not whole:
        raise PictureUnreadable("it is cut off")
