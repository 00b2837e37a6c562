import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.detection.errors import (
    PictureEmpty,
    PictureRefused,
    PictureTooLarge,
    PictureTypeUnknown,
    PictureUnreadable,
)
from models.detection.inference.pictures import MOST_BYTES, read_header, read_picture

FRAME = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (60, 90, 3), np.uint8), (0, 0), 2)
JPEG = cv2.imencode(".jpg", FRAME)[1].tobytes()
PNG = cv2.imencode(".png", FRAME)[1].tobytes()


def png_of(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def test_a_jpeg_and_a_png_are_read():
    assert read_picture(JPEG).shape == (60, 90, 3)
    assert np.array_equal(read_picture(PNG), FRAME)


def test_nothing_is_no_picture():
    with pytest.raises(PictureEmpty):
        read_picture(b"")


@pytest.mark.parametrize("content", [b"hello", b"GIF89a" + bytes(50), b"RIFF....WEBPVP8 ", b"\xff\xd8", b"%PDF-1.7"])
def test_other_types_are_refused(content):
    with pytest.raises(PictureTypeUnknown):
        read_picture(content)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("content", [JPEG, PNG], ids=["jpeg", "png"])
def test_a_picture_cut_off_anywhere_is_refused(content, share):
    with pytest.raises(PictureUnreadable):
        read_picture(content[: int(len(content) * share)])


def test_a_jpeg_that_lacks_only_its_last_byte_is_refused():
    with pytest.raises(PictureUnreadable):
        read_picture(JPEG[:-1])


def test_forty_megapixels_are_refused_by_their_header_alone():
    claim = JPEG.replace(struct.pack(">HH", 60, 90), struct.pack(">HH", 5000, 8000), 1)

    with pytest.raises(PictureTooLarge):
        read_header(claim)


def test_a_bomb_is_refused_before_it_unfolds():
    with pytest.raises(PictureTooLarge):
        read_picture(png_of(60_000, 60_000, bytes(1_000_000)))


def test_a_strip_as_long_as_no_camera_makes_is_refused():
    with pytest.raises(PictureTooLarge):
        read_picture(png_of(30_000, 4, bytes((30_000 * 3 + 1) * 4)))


def test_too_many_bytes_are_refused():
    with pytest.raises(PictureTooLarge):
        read_picture(JPEG + bytes(MOST_BYTES))


def test_a_picture_without_pixels_is_refused():
    with pytest.raises(PictureUnreadable):
        read_picture(png_of(0, 10, b""))


def test_a_thumbnail_in_the_header_does_not_pass_for_the_picture():
    thumbnail = cv2.imencode(".jpg", FRAME[:8, :8])[1].tobytes()
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    whole = JPEG[:2] + segment + JPEG[2:]

    assert read_header(whole).width == 90
    with pytest.raises(PictureUnreadable):
        read_picture(whole[: len(whole) // 2])


def test_a_rotation_noted_in_the_file_is_not_applied():
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + JPEG[2:]

    assert read_picture(turned).shape == (60, 90, 3)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(tail):
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", JPEG[:40], PNG[:30]):
        with pytest.raises(PictureRefused):
            read_picture(start + tail)


@given(st.integers(4, len(JPEG) - 3), st.integers(0, 255))
def test_a_damaged_byte_never_does_worse_than_a_refusal(at, byte):
    damaged = JPEG[:at] + bytes([byte]) + JPEG[at + 1 :]

    try:
        picture = read_picture(damaged)
    except PictureRefused:
        return
    assert picture.dtype == np.uint8
