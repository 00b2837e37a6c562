"""Fragmented MP4 (ISO/IEC 14496-12 and -15) around coded pictures: the beginning, and a second of film. Pure."""

import struct
from collections.abc import Sequence

from city.operations.viewing.film.pictures_coded import picture_parameters, sequence_parameters
from city.operations.viewing.film.street import HEIGHT, RATE, WIDTH

TIMESCALE = 1000
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_KEY, _NOT_KEY = 0x02000000, 0x01010000
# trun: data offset, and of each picture its size and flags.
_TRUN = 0x000601


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def beginning() -> bytes:
    """What a player needs before any second of it."""
    shown = struct.pack(">II", WIDTH << 16, HEIGHT << 16)
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, TIMESCALE, 0, 0x55C4, 0)),
        _full(b"hdlr", 0, 0, struct.pack(">I4s12s", 0, b"vide", b""), b"street\0"),
        _box(
            b"minf",
            _full(b"vmhd", 0, 1, bytes(8)),
            _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1))),
            _box(
                b"stbl",
                _full(b"stsd", 0, 0, struct.pack(">I", 1), _entry()),
                _full(b"stts", 0, 0, bytes(4)),
                _full(b"stsc", 0, 0, bytes(4)),
                _full(b"stsz", 0, 0, bytes(8)),
                _full(b"stco", 0, 0, bytes(4)),
            ),
        ),
    )
    track = _full(b"tkhd", 0, 7, struct.pack(">IIIII8xhhhh", 0, 0, 1, 0, 0, 0, 0, 0, 0), _UNITY, shown)
    movie = _full(
        b"mvhd",
        0,
        0,
        struct.pack(">IIIIIH10x", 0, 0, TIMESCALE, 0, 0x10000, 0),
        _UNITY,
        bytes(24),
        struct.pack(">I", 2),
    )
    extends = _box(b"mvex", _full(b"trex", 0, 0, struct.pack(">IIIII", 1, 1, TIMESCALE // RATE, 0, 0)))
    brand = _box(b"ftyp", b"iso5", struct.pack(">I", 512), b"iso5iso6mp41")
    return brand + _box(b"moov", movie, _box(b"trak", track, media), extends)


def _entry() -> bytes:
    sequence, picture = sequence_parameters(), picture_parameters()
    record = struct.pack(">B3sBBH", 1, sequence[1:4], 0xFF, 0xE1, len(sequence)) + sequence
    record += struct.pack(">BH", 1, len(picture)) + picture
    looks = struct.pack(">6xH16xHHIIIH32xHh", 1, WIDTH, HEIGHT, 0x480000, 0x480000, 0, 1, 0x18, -1)
    return _box(b"avc1", looks, _box(b"avcC", record))


def fragment(number: int, starts: int, units: Sequence[bytes]) -> bytes:
    """One fragment that begins with a whole picture. `starts`: in units of the time scale."""
    samples = [struct.pack(">I", len(unit)) + unit for unit in units]
    listed = b"".join(
        struct.pack(">II", len(sample), _NOT_KEY if place else _KEY) for place, sample in enumerate(samples)
    )

    def moof(offset: int) -> bytes:
        run = _full(b"trun", 0, _TRUN, struct.pack(">II", len(samples), offset), listed)
        track = (
            _full(b"tfhd", 0, 0x020008, struct.pack(">II", 1, TIMESCALE // RATE)),
            _full(b"tfdt", 1, 0, struct.pack(">Q", starts)),
        )
        return _box(b"moof", _full(b"mfhd", 0, 0, struct.pack(">I", number)), _box(b"traf", *track, run))

    return moof(len(moof(0)) + 8) + _box(b"mdat", *samples)
