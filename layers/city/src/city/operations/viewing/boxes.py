"""The boxes of a fragmented MP4 (ISO/IEC 14496-12): enough to know that a piece of film has no sound. Pure."""

from collections.abc import Iterator

from city.operations.viewing.errors import VideoHasSound, VideoUnreachable

_HEADER = 8
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia"})
# Where the kind of a track stands in its `hdlr`: after version, flags and a word that is not used.
_KIND = slice(8, 12)


def boxes_of(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every box at this level: its type, and what is in it. Raises VideoUnreachable for what is not made of boxes."""
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4])
        if size < _HEADER or at + size > len(content):
            raise VideoUnreachable
        yield content[at + 4 : at + 8], content[at + _HEADER : at + size]
        at += size


def tracks_of(content: bytes) -> Iterator[bytes]:
    """The kind of every track that a beginning of film announces: `vide`, `soun` and others."""
    for kind, inside in boxes_of(content):
        if kind == b"hdlr":
            yield inside[_KIND]
        elif kind in _CONTAINERS:
            yield from tracks_of(inside)


def require_silence(beginning: bytes) -> None:
    """Only pictures, and at least those (개인정보 보호법 25조⑤). Raises VideoHasSound, VideoUnreachable."""
    kinds = list(tracks_of(beginning))
    if b"soun" in kinds:
        raise VideoHasSound
    if kinds != [b"vide"]:
        raise VideoUnreachable


def require_pictures(segment: bytes) -> None:
    """A fragment of one track, which a beginning without sound has announced. Raises VideoHasSound, VideoUnreachable."""
    fragments = [inside for kind, inside in boxes_of(segment) if kind == b"moof"]
    if not fragments:
        raise VideoUnreachable
    for fragment in fragments:
        if sum(kind == b"traf" for kind, _ in boxes_of(fragment)) != 1:
            raise VideoHasSound
