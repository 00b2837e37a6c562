"""What a citizen's file is, by what stands in it: its name and its sender may say anything. Pure."""

from city.contracts.fines.chat import FileType

LOOKED_AT_BYTES = 64

_STARTS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
# ISO/IEC 23008-12: the brands of still pictures in HEVC. AVIF and films begin alike, with other brands.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
_HEIC_OR_OTHERS = frozenset({b"mif1", b"msf1"})
_ENDINGS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "application/pdf": "pdf",
}


def type_of(start: bytes) -> FileType | None:
    """The type of a file by its first bytes, of which LOOKED_AT_BYTES are enough; None for what nobody may hand in."""
    for mark, known in _STARTS:
        if start.startswith(mark):
            return known
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP" and start[12:15] == b"VP8":
        return "image/webp"
    return "image/heic" if _is_heic(start) else None


def _is_heic(start: bytes) -> bool:
    size = int.from_bytes(start[:4], "big")
    if start[4:8] != b"ftyp" or size < 16:
        return False
    compatible = {start[at : at + 4] for at in range(16, min(size, len(start)), 4)}
    major = start[8:12]
    return major in _HEIC_BRANDS or (major in _HEIC_OR_OTHERS and bool(compatible & _HEIC_BRANDS))


def plain_name(mark: str, content_type: str) -> str:
    """What a file is called where staff fetch it: never what its sender called it."""
    return f"evidence-{mark}.{_ENDINGS[content_type]}"
