"""Text files as offices' programs write them: UTF-8, CP949 or UTF-16; comma, tab, semicolon or bar. Pure.

Nothing is held but the line at hand, so that a file may be as long as it likes.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from city.fines.law.notice_files.headings import count_known
from city.fines.law.notice_files.sheets import FileUnreadable, Line

_LONGEST_LINE = 64 * 1024
_LONGEST_RECORD = 20  # lines of one row: a cell may hold line breaks, but not the rest of the file
_LOOKED_AT = 60
_SEPARATORS = (",", "\t", ";", "|")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a file, line ends kept. What cannot be decoded is a replacement character, in its line alone.

    Raises FileUnreadable where a line is far too long.
    """
    parts = iter(chunks)
    head = b""
    while len(head) < 2 and (chunk := next(parts, b"")):
        head += chunk
    wide = _UTF_16.get(head[:2])
    if wide is not None:
        yield from _wide_lines(chain([head[2:]], parts), wide)
        return
    known: str | None = None
    for raw in _raw_lines(chain([head.removeprefix(codecs.BOM_UTF8)], parts)):
        if raw.isascii():
            yield raw.decode("ascii")
            continue
        for encoding in filter(None, (known, "utf-8", "cp949")):
            try:
                line = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            known = known or encoding
            break
        else:
            line = raw.decode(known or "utf-8", errors="replace")
        yield line


def _raw_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest, end = b"", b"\n"
    for position, chunk in enumerate(chunks):
        if position == 0 and b"\n" not in chunk and b"\r" in chunk:
            end = b"\r"
        # Neither UTF-8 nor CP949 has a line end within a character.
        *lines, rest = (rest + chunk).split(end)
        for line in lines:
            _check_length(len(line))
            yield line + end
        _check_length(len(rest))
    if rest:
        yield rest


def _wide_lines(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder, rest = codecs.getincrementaldecoder(encoding)(errors="replace"), ""
    for chunk in chunks:
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            _check_length(len(line))
            yield line + "\n"
        _check_length(len(rest))
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def _check_length(length: int) -> None:
    if length > _LONGEST_LINE:
        raise FileUnreadable(
            "줄바꿈이 없는 너무 긴 줄이 있습니다. 표 파일이 아닌 것 같습니다.",
            "A line is far too long; this is not a text file of rows.",
        )


def split_lines(lines: Iterable[str]) -> Iterator[Line]:
    """The rows of a text file, by whichever separator gives the heading the most of our columns."""
    source = iter(lines)
    first = list(islice(source, _LOOKED_AT))
    separator = max(_SEPARATORS, key=lambda each: _columns_known(first, each))
    return _records(chain(first, source), separator)


def _columns_known(first: list[str], separator: str) -> int:
    return max((count_known(line.cells) for line in _records(iter(first), separator) if line.cells), default=0)


def _records(lines: Iterator[str], separator: str) -> Iterator[Line]:
    number = 0
    waiting: list[str] = []
    while line := waiting.pop(0) if waiting else next(lines, ""):
        number += 1
        record, taken = line, [line]
        while True:
            cells, open_quote = _split(record, separator)
            if not open_quote or len(taken) >= _LONGEST_RECORD:
                break
            more = waiting.pop(0) if waiting else next(lines, "")
            if not more:
                break
            taken.append(more)
            record += more
        if cells is None and open_quote:
            # The quotation mark opens nothing: it costs its own line, not those after it.
            waiting[:0] = taken[1:]
            yield Line(number, None)
            continue
        yield Line(number, cells)
        number += len(taken) - 1


def _split(record: str, separator: str) -> tuple[list[str] | None, bool]:
    """The cells of a row, and whether a quotation mark in it is still open."""
    try:
        rows = list(csv.reader([record], delimiter=separator, strict=True))
    except csv.Error as error:
        return None, "unexpected end of data" in str(error)
    return (rows[0] if rows else []), False
