"""What the function that adds noise is packed with: enough for it, and no more than Lambda takes."""

import runpy
import struct
import subprocess
import sys
from pathlib import Path

import opendp
import pytest

ROOT = Path(__file__).resolve().parents[4]
strip = runpy.run_path(str(ROOT / "layers/strip_symbols.py"))["strip"]
# Headers of a 64-bit little-endian ELF file and of one segment in it.
_HEADER, _SEGMENT = 64, 56


def library(path: Path, tail: bytes = b"symbols") -> Path:
    """The smallest ELF file with a segment of ten bytes, and then a table that no segment holds."""
    end = _HEADER + _SEGMENT + 10
    header = bytearray(_HEADER)
    header[:6] = b"\x7fELF\x02\x01"
    struct.pack_into("<QQ", header, 0x20, _HEADER, end)
    struct.pack_into("<HHHHH", header, 0x36, _SEGMENT, 1, 64, 3, 2)
    segment = bytearray(_SEGMENT)
    struct.pack_into("<Q", segment, 8, _HEADER + _SEGMENT)
    struct.pack_into("<Q", segment, 32, 10)
    path.write_bytes(header + segment + b"0123456789" + tail)
    return path


def test_what_no_segment_holds_is_cut_and_what_runs_stays(tmp_path: Path) -> None:
    path = library(tmp_path / "one.so")

    assert strip(path) == len(b"symbols")

    content = path.read_bytes()
    assert content.endswith(b"0123456789")
    assert struct.unpack_from("<Q", content, 0x28) == (0,)
    assert struct.unpack_from("<HH", content, 0x3C) == (0, 0)
    assert strip(path) == 0


@pytest.mark.parametrize(
    "content", [b"", b"not a library", b"\xcf\xfa\xed\xfe" + bytes(60), b"\x7fELF\x01\x01" + bytes(60)]
)
def test_what_is_no_such_library_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    assert strip(path) == 0
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform != "linux", reason="the library of this machine is no ELF file")
def test_opendp_draws_without_its_symbols(tmp_path: Path) -> None:
    whole = Path(opendp.__file__).parent
    (tmp_path / "opendp").mkdir()
    for part in whole.iterdir():
        if part.name not in ("lib", "__pycache__"):
            (tmp_path / "opendp" / part.name).symlink_to(part)
    (tmp_path / "opendp/lib").mkdir()
    (found,) = (whole / "lib").glob("opendp*.so")
    cut = tmp_path / "opendp/lib" / found.name
    cut.write_bytes(found.read_bytes())

    lost = strip(cut)

    assert lost > 50_000_000
    printed = _python(
        "from city.dividend.statistics.noise import laplace; print(laplace(3, 500).scale, len(laplace(1, 1000).release([5] * 9)))",
        tmp_path,
    )
    assert printed == "6.0 9"


def test_answering_needs_neither_the_tables_of_the_steward_nor_the_engine() -> None:
    printed = _python(
        "import sys, city.dividend.statistics.service.answer_count; "
        "print(*sorted({'pyarrow', 'yaml', 'city.dividend.anonymise.search.optimum', 'city.dividend.anonymise.rows.spool'} & sys.modules.keys()))"
    )

    assert printed == ""


def _python(code: str, *first: Path) -> str:
    paths = [str(path) for path in (*first, ROOT / "layers/city/src")]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {code}"],
        text=True,
        capture_output=True,
        check=True,
    )
    return done.stdout.strip()
