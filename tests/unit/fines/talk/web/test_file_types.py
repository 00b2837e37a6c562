import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.web.file_types import LOOKED_AT_BYTES, plain_name, type_of

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 60
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 60
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\0" * 60
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 60
HEIC_OF_ANOTHER_BRAND = b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heicmiaf" + b"\0" * 60
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3" + b"\0" * 60


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WEBP, "image/webp"),
        (HEIC, "image/heic"),
        (HEIC_OF_ANOTHER_BRAND, "image/heic"),
        (PDF, "application/pdf"),
    ],
)
def test_a_picture_and_a_pdf_are_known_by_their_first_bytes(start: bytes, found: str) -> None:
    assert type_of(start[:LOOKED_AT_BYTES]) == found


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\xff\xd8",
        b"MZ\x90\x00\x03",  # a Windows program
        b"\x7fELF",
        b"PK\x03\x04\x14\x00",  # zip, docx, apk
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"GIF89a",
        b"%!PS-Adobe",
        b" %PDF-1.7",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42",  # a film
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif",
        b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif",
        b"\x00\x00\x00\x08ftypheic",  # a box that ends before its brand
    ],
)
def test_nothing_else_is_taken_whatever_it_is_called(start: bytes) -> None:
    assert type_of(start) is None


@given(st.binary(max_size=LOOKED_AT_BYTES))
def test_any_bytes_can_be_looked_at(start: bytes) -> None:
    assert type_of(start) in {None, "image/jpeg", "image/png", "image/heic", "image/webp", "application/pdf"}


def test_staff_fetch_it_under_a_name_of_ours() -> None:
    assert plain_name("0a1b2c3d", "application/pdf") == "evidence-0a1b2c3d.pdf"
