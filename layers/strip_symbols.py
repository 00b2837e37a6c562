"""Cuts the table of symbols off a shared library, as `strip` would: not every machine that builds has one for Linux's files.

What a program needs to run stands in segments; the section headers and the sections that no segment holds are for
linkers and debuggers (System V ABI, Object Files). Compilers write them last. Only 64-bit little-endian ELF files whose
last segment ends before them are cut, everything else stays as it is. Standard library only.
"""

import struct
import sys
from pathlib import Path

_MAGIC = b"\x7fELF\x02\x01"
_PROGRAM_HEADERS_AT, _SECTION_HEADERS_AT = 0x20, 0x28
_SIZE_AND_NUMBER_AT, _SECTIONS_AT = 0x36, 0x3C


def strip(path: Path) -> int:
    """Returns how many bytes the file lost."""
    content = bytearray(path.read_bytes())
    if not content.startswith(_MAGIC):
        return 0
    (headers,) = struct.unpack_from("<Q", content, _PROGRAM_HEADERS_AT)
    size, number = struct.unpack_from("<HH", content, _SIZE_AND_NUMBER_AT)
    end = headers + size * number
    for at in range(headers, end, size):
        offset, _, _, length = struct.unpack_from("<QQQQ", content, at + 8)
        end = max(end, offset + length)
    (sections,) = struct.unpack_from("<Q", content, _SECTION_HEADERS_AT)
    if sections < end:
        return 0
    lost = len(content) - end
    struct.pack_into("<Q", content, _SECTION_HEADERS_AT, 0)
    struct.pack_into("<HH", content, _SECTIONS_AT, 0, 0)
    path.write_bytes(content[:end])
    return lost


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"{name}: {strip(Path(name)):,} bytes of symbols cut")
