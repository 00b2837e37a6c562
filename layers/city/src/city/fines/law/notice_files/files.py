"""Tells by its first bytes what kind of file it is, and opens it as tables, or says what to do instead. Pure."""

from collections.abc import Iterable, Iterator
from itertools import chain

from city.fines.law.notice_files.sheets import FileUnreadable, Table
from city.fines.law.notice_files.text import decode_lines, split_lines

_XLSX = (
    "엑셀에서 열어 '다른 이름으로 저장 → Excel 통합 문서(.xlsx)'로 저장해 올려 주세요.",
    "Open it in Excel, save it as an Excel workbook (.xlsx), and send that.",
)
# The first bytes of what is often sent and cannot be read, and what it is.
_OTHER_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        f"옛 엑셀 형식(.xls)이거나 암호가 걸린 문서입니다. 암호를 풀고 {_XLSX[0]}",
        f"An old Excel file (.xls), or one with a password. Take the password off. {_XLSX[1]}",
    ),
    (
        b"%PDF",
        "PDF 문서입니다. 표의 원본을 엑셀(.xlsx)이나 CSV로 내려받아 올려 주세요.",
        "A PDF: send the table itself, as .xlsx or CSV.",
    ),
    (b"\x89PNG", "그림 파일입니다. 표 파일을 올려 주세요.", "A picture: send the table itself."),
    (b"\xff\xd8\xff", "그림 파일입니다. 표 파일을 올려 주세요.", "A picture: send the table itself."),
    (
        b"HWP Document File",
        "한글 문서입니다. 표를 엑셀(.xlsx)이나 CSV로 저장해 올려 주세요.",
        "A HWP document: save the table as .xlsx or CSV.",
    ),
)
_MARKUP = (b"<html", b"<table", b"<!doctype", b"<?xml", b"<style", b"<meta")


def open_tables(chunks: Iterable[bytes]) -> Iterator[Table]:
    """The tables of a file. Raises FileUnreadable, also while their lines are taken."""
    parts = iter(chunks)
    head = b""
    while len(head) < 64 and (chunk := next(parts, b"")):
        head += chunk
    if not head.strip():
        raise FileUnreadable("빈 파일입니다.", "The file is empty.")
    for magic, ko, en in _OTHER_KINDS:
        if head.startswith(magic):
            raise FileUnreadable(ko, en)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise FileUnreadable(
            f"웹 페이지(HTML)를 엑셀 이름으로 저장한 파일입니다. {_XLSX[0]}",
            f"A web page saved under an Excel name. {_XLSX[1]}",
        )
    whole = chain([head], parts)
    if head.startswith(b"PK"):
        # Only who reads a workbook needs what unpacks it.
        from city.fines.law.notice_files.workbook import MOST_BYTES, read_workbook

        yield from read_workbook(_gather(whole, MOST_BYTES))
    else:
        yield Table(lines=split_lines(decode_lines(whole)))


def _gather(chunks: Iterable[bytes], most: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > most:
            raise FileUnreadable(
                f"엑셀 파일은 {most // 2**20} MB까지 올릴 수 있습니다. 나누어 올리거나 CSV로 저장해 주세요.",
                f"A workbook may have {most // 2**20} MB: send it in parts, or as CSV.",
            )
    return bytes(content)
