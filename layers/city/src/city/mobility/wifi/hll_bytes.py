"""Whether bytes are an HLL sketch as DataSketches writes it, looked at before the library reads them.

The library trusts what it reads. The layout is that of its HLL family, serialisation version 1 (Apache DataSketches,
C++ `HllUtil.hpp`); the cross-language golden sketches are the proof that it is read rightly.
"""

import struct
from dataclasses import dataclass

import numpy as np

from city.mobility.wifi.errors import SketchRefused

_LIST, _SET, _HLL = 0, 1, 2
_WORDS = {_LIST: 2, _SET: 3, _HLL: 10}
_FAMILY, _VERSION = 7, 1
_EMPTY, _COMPACT, _OUT_OF_ORDER = 4, 8, 16
_LIST_MOST = 8
_HLL_HEAD = 40
_COUPON_SLOT_BITS = 26
_MOST_PEOPLE = 1e12


@dataclass(frozen=True, slots=True)
class Head:
    """What a sketch says of itself. `bits` of a register: 4, 6 or 8."""

    lg_k: int
    bits: int
    mode: int
    flags: int
    listed: int


def read_head(data: bytes) -> Head:
    """Raises SketchRefused: too short, another family or version, or bytes that contradict each other."""
    if len(data) < 8:
        raise SketchRefused(f"{len(data)} bytes are no sketch")
    words, version, family, lg_k, _, flags, listed, kinds = struct.unpack_from("8B", data)
    mode, kind = kinds & 3, kinds >> 2
    if (family, version) != (_FAMILY, _VERSION):
        raise SketchRefused(f"family {family}, version {version}: no HLL sketch of DataSketches")
    if mode not in _WORDS or words != _WORDS[mode] or kind > 2:
        raise SketchRefused(f"mode {mode} of {words} words, kind {kind}")
    return Head(lg_k, (4, 6, 8)[kind], mode, flags, listed)


def require_hll_8(data: bytes, lg_k: int) -> None:
    """Raises SketchRefused unless these are, to the last byte, an HLL_8 sketch of this precision, written compact.

    Registers are held against the sums beside them, so that a changed register is seen.
    """
    head = read_head(data)
    if head.lg_k != lg_k:
        raise SketchRefused(f"lg k is {head.lg_k}, not {lg_k}: mixed precisions lose people")
    if head.bits != 8:
        raise SketchRefused(f"registers of {head.bits} bits, not 8")
    if head.mode == _HLL:
        _require_registers(data, head)
    else:
        _require_coupons(data, head)


def _require_coupons(data: bytes, head: Head) -> None:
    """A sketch of few: a list of up to eight coupons, or a set of more."""
    if not head.flags & _COMPACT:
        raise SketchRefused("coupons that are not packed")
    at = 8 if head.mode == _LIST else 12
    if len(data) < at:
        raise SketchRefused("cut short")
    count = head.listed if head.mode == _LIST else int.from_bytes(data[8:12], "little")
    most = _LIST_MOST if head.mode == _LIST else 1 << head.lg_k
    if count > most or len(data) != at + 4 * count or bool(head.flags & _EMPTY) != (count == 0):
        raise SketchRefused(f"{count} coupons in {len(data)} bytes")
    coupons = np.frombuffer(data, "<u4", count, at)
    # The number of a coupon's leading zeros, plus one, stands above its slot: never nought.
    if len(np.unique(coupons)) != count or bool((coupons >> _COUPON_SLOT_BITS == 0).any()):
        raise SketchRefused("coupons that no sketch writes")


def _require_registers(data: bytes, head: Head) -> None:
    if len(data) != _HLL_HEAD + (1 << head.lg_k):
        raise SketchRefused(f"{len(data)} bytes for lg k {head.lg_k}")
    hip, kxq_0, kxq_1, at_least, beyond = struct.unpack_from("<dddII", data, 8)
    registers = np.frombuffer(data, np.uint8, offset=_HLL_HEAD)
    if int(registers.max()) > 63 or beyond or head.listed or head.flags & _EMPTY:
        raise SketchRefused("registers that no sketch writes")
    # Java and C++ sum the small and the large registers apart (below 32, and from there), each exactly.
    powers = np.exp2(-registers.astype(np.float64))
    small = registers < 32
    if float(powers[small].sum()) != kxq_0 or float(powers[~small].sum()) != kxq_1:
        raise SketchRefused("the registers do not make the sums beside them")
    filled = int(np.count_nonzero(registers))
    if at_least != len(registers) - filled:
        raise SketchRefused(f"{at_least} empty registers, of which {len(registers) - filled} are there")
    if not (head.flags & _OUT_OF_ORDER) and not filled <= hip <= _MOST_PEOPLE:
        raise SketchRefused("an estimate that these registers cannot have")
