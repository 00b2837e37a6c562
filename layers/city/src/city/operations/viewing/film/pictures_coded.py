"""Pictures as H.264 (ITU-T H.264, Constrained Baseline), with the few of its ways that a drawing needs. Pure.

A macroblock (16 by 16 dots) is one of three: as it was in the picture before (P_Skip); its upper or left neighbour's edge
drawn on (Intra_16x16 without anything left over); or its dots as they are (I_PCM). So nothing is lost and nothing has to
be transformed. The filter over edges is off, for it would change what the next picture is compared with.
"""

from collections.abc import Sequence

from city.operations.viewing.film.street import HEIGHT, WIDTH, Picture

_ACROSS, _DOWN = WIDTH // 16, HEIGHT // 16
_PROFILE, _CONSTRAINTS, _LEVEL = 66, 0xC0, 13
CODEC = f"avc1.{_PROFILE:02X}{_CONSTRAINTS:02X}{_LEVEL:02X}"
# Types of macroblocks in a slice of an IDR picture (table 7-11); in others, five more.
_UP, _LEFT, _AS_IS = 1, 2, 25
_AFTER_INTER = 5
_CHROMA_LEFT, _CHROMA_UP = 1, 2
_WHOLE, _ALTERED = 7, 5
# The three planes of a macroblock.
_Block = tuple[bytes, bytes, bytes]


class Bits:
    """Bits, the first ones first; `ue` and `se` are the Exp-Golomb codes of clause 9.1."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._rest, self._count = 0, 0

    def put(self, value: int, width: int) -> None:
        self._rest = self._rest << width | value
        self._count += width
        while self._count >= 8:
            self._count -= 8
            self._done.append(self._rest >> self._count & 0xFF)
        self._rest &= (1 << self._count) - 1

    def ue(self, value: int) -> None:
        width = (value + 1).bit_length()
        self.put(value + 1, 2 * width - 1)

    def se(self, value: int) -> None:
        self.ue(2 * value - 1 if value > 0 else -2 * value)

    def align(self) -> None:
        self.put(0, -self._count % 8)

    def take(self, raw: bytes) -> None:
        """Whole bytes, from an edge of one on."""
        self._done += raw

    def end(self) -> bytes:
        self.put(1, 1)
        self.align()
        return bytes(self._done)


def unit(kind: int, importance: int, content: bytes) -> bytes:
    """A NAL unit (clause 7.4.1): three bytes that would look like a beginning are kept apart."""
    coded = bytearray([importance << 5 | kind])
    zeros = 0
    for byte in content:
        if zeros == 2 and byte <= 3:
            coded.append(3)
            zeros = 0
        coded.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(coded)


def sequence_parameters() -> bytes:
    bits = Bits()
    for byte in (_PROFILE, _CONSTRAINTS, _LEVEL):
        bits.put(byte, 8)
    bits.ue(0)  # the number of this set
    bits.ue(0)  # frame_num has four bits
    bits.ue(2)  # pictures are shown in the order they come in
    bits.ue(1)  # one picture is looked back at
    bits.put(0, 1)
    bits.ue(_ACROSS - 1)
    bits.ue(_DOWN - 1)
    bits.put(0b1100, 4)  # frames alone; direct_8x8; no cropping; no more about use
    return unit(7, 3, bits.end())


def picture_parameters() -> bytes:
    bits = Bits()
    bits.ue(0)
    bits.ue(0)
    bits.put(0b00, 2)  # CAVLC
    bits.ue(0)
    bits.ue(0)
    bits.ue(0)
    bits.put(0b000, 3)
    bits.se(0)
    bits.se(0)
    bits.se(0)
    bits.put(0b100, 3)  # a slice says that the filter is off
    return unit(8, 3, bits.end())


def code_pictures(pictures: Sequence[Picture]) -> list[bytes]:
    """One NAL unit for each: the first stands alone, each other one leans on the one before. At most sixteen."""
    cut = [_blocks(picture) for picture in pictures]
    return [_code(blocks, cut[number - 1] if number else None, number) for number, blocks in enumerate(cut)]


def _code(blocks: Sequence[_Block], old: Sequence[_Block] | None, number: int) -> bytes:
    bits = Bits()
    bits.ue(0)
    bits.ue(_ALTERED if old else _WHOLE)
    bits.ue(0)
    bits.put(number, 4)
    if old is None:
        bits.ue(0)  # idr_pic_id
        bits.put(0b00, 2)
    else:
        bits.put(0b000, 3)
    bits.se(0)
    bits.ue(1)  # the filter is off
    as_is: set[int] = set()
    skipped = 0
    for at, block in enumerate(blocks):
        if old is not None:
            if block == old[at]:
                skipped += 1
                continue
            bits.ue(skipped)
            skipped = 0
        drawn_on = _drawn_on(blocks, at) if old is None else None
        if drawn_on is None:
            as_is.add(at)
            bits.ue(_AS_IS + (_AFTER_INTER if old else 0))
            bits.align()
            bits.take(b"".join(block))
            continue
        bits.ue(drawn_on)
        bits.ue(_CHROMA_UP if drawn_on == _UP else _CHROMA_LEFT)
        bits.se(0)
        _put_no_coefficients(bits, at, as_is)
    if skipped:
        bits.ue(skipped)
    return unit(1 if old else 5, 3, bits.end())


def _put_no_coefficients(bits: Bits, at: int, as_is: set[int]) -> None:
    """coeff_token for none (table 9-5), by how many its neighbours have: sixteen where they are as they are, else none."""
    near = [16 * (other in as_is) for other, there in ((at - 1, at % _ACROSS), (at - _ACROSS, at >= _ACROSS)) if there]
    count = (sum(near) + 1) // 2 if len(near) == 2 else sum(near)
    if count >= 8:
        bits.put(0b000011, 6)
    else:
        bits.put(1, 1)


def _drawn_on(blocks: Sequence[_Block], at: int) -> int | None:
    """How this block goes on from a neighbour's edge; None if it does not."""
    if at >= _ACROSS and all(
        plane == above[-size:] * size
        for plane, above, size in zip(blocks[at], blocks[at - _ACROSS], (16, 8, 8), strict=True)
    ):
        return _UP
    if at % _ACROSS and all(
        plane == b"".join(left[row * size + size - 1 :][:1] * size for row in range(size))
        for plane, left, size in zip(blocks[at], blocks[at - 1], (16, 8, 8), strict=True)
    ):
        return _LEFT
    return None


def _blocks(picture: Picture) -> list[_Block]:
    return [
        (
            _cut(picture.y, WIDTH, across * 16, down * 16, 16),
            _cut(picture.cb, WIDTH // 2, across * 8, down * 8, 8),
            _cut(picture.cr, WIDTH // 2, across * 8, down * 8, 8),
        )
        for down in range(_DOWN)
        for across in range(_ACROSS)
    ]


def _cut(plane: bytearray, width: int, left: int, top: int, size: int) -> bytes:
    return b"".join(plane[(top + row) * width + left :][:size] for row in range(size))
