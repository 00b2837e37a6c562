"""The files exchanged with a card operator: batches and texts go out, results come back. Fixed width, pure.

A record of a batch or result file is 100 bytes of ASCII, one of a text file 150 bytes of EUC-KR; each ends with CR LF. Text is left-aligned and padded with spaces, numbers are
right-aligned and padded with zeros. The last eight bytes of a record are the CRC-32 of those before them, in upper-case
hexadecimal. Moments are YYYYMMDDHHMMSS in Seoul.

Batch file, `<key>.pay`:

    H   1 type "H" · 6 "DVPAY1" · 30 key · 14 created at · 7 lines · 13 won in all · 21 spaces · 8 check
    D   1 type "D" · 7 position from 1 · 24 card · 11 won · 20 memo printed beside the credit · 29 spaces · 8 check
    T   1 type "T" · 7 lines · 13 won in all · 64 SHA-256 of all bytes before this record · 7 spaces · 8 check

Result file, `<key>.res`:

    H   1 type "H" · 6 "DVRES1" · 30 key · 14 created at · 7 lines · 13 won paid · 13 won returned ·
        4 reason, where the whole batch was refused · 4 spaces · 8 check
    R   1 type "R" · 7 position · 11 won · 1 outcome (P paid, R returned, V given back after payment) · 4 reason ·
        20 the operator's reference · 48 spaces · 8 check
    T   as above, lines and won of all R records

A refused batch has no R records. V repeats a position that was paid before, in a later file of the same key.

Text file, `<key>.msg`, what the operator texts to the holders of the cards that it has paid, each text one SMS:

    H   1 type "H" · 6 "DVMSG1" · 30 key · 14 created at · 7 texts · 84 spaces · 8 check
    M   1 type "M" · 7 position in the batch · 24 card · 90 text · 20 spaces · 8 check
    T   1 type "T" · 7 texts · 64 SHA-256 of all bytes before this record · 70 spaces · 8 check
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from city.dividend.payout.errors import RailFileInvalid
from city.dividend.payout.rail_orders import CardText, RailLine, RailOrder, RailTexts
from city.kernel.clock import SEOUL

RECORD_BYTES = 100
MOST_BYTES = 16 * 1024**2
_CHECK = 8
_END = b"\r\n"
_LAYOUTS: dict[str, tuple[int, ...]] = {
    "pay H": (1, 6, 30, 14, 7, 13, 21),
    "pay D": (1, 7, 24, 11, 20, 29),
    "res H": (1, 6, 30, 14, 7, 13, 13, 4, 4),
    "res R": (1, 7, 11, 1, 4, 20, 48),
    "T": (1, 7, 13, 64, 7),
    "msg H": (1, 6, 30, 14, 7, 84),
    "msg M": (1, 7, 24, 90, 20),
    "msg T": (1, 7, 64, 70),
}
# Of every text in a file; ASCII stands in it as it is.
_TEXTS = "euc_kr"

# The operator's codes, and what this domain calls them.
REASONS = {
    "C001": "card_closed",
    "C002": "card_unknown",
    "C003": "card_limit",
    "C004": "holder_refuses",
    "B001": "operator_busy",
    "B002": "batch_too_late",
    "X999": "other",
}
_CODES = {reason: code for code, reason in REASONS.items()}


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What became of one line: P paid, R returned, V given back after payment."""

    position: int
    amount_krw: int
    outcome: str
    reason: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class ResultFile:
    key: str
    created_at: datetime
    refused: str | None
    lines: tuple[ResultLine, ...]


def write_batch_file(order: RailOrder) -> bytes:
    """The same order always makes the same bytes. Raises RailFileInvalid for what does not fit its field."""
    records = [
        _record("pay H", 1, "H", "DVPAY1", order.key, _stamp(order.created_at), len(order.lines), order.total_krw, ""),
        *(
            _record("pay D", number, "D", line.position, line.card_id, line.amount_krw, line.memo, "")
            for number, line in enumerate(order.lines, start=2)
        ),
    ]
    return _closed(records, len(order.lines), order.total_krw)


def read_batch_file(content: bytes) -> RailOrder:
    """As the operator reads it. Raises RailFileInvalid, naming the line."""
    records = _records(content, "pay H", "pay D")
    _, kind, key, created, count, total, _ = records[0]
    _expect(kind == "DVPAY1", 1, "not a batch file")
    lines = tuple(
        RailLine(_number(position, at), card, _number(amount, at), memo)
        for at, (_, position, card, amount, memo, _) in enumerate(records[1:-1], start=2)
    )
    order = RailOrder(key, _moment(created, 1), lines)
    _check_totals(
        records=records,
        lines=len(lines),
        total=order.total_krw,
        header_lines=_number(count, 1),
        header_total=_number(total, 1),
    )
    for at, line in enumerate(lines, start=1):
        _expect(line.position == at, at + 1, f"position {line.position}, not {at}")
    return order


def write_result_file(result: ResultFile) -> bytes:
    """As the operator writes it. Raises RailFileInvalid."""
    paid = sum(line.amount_krw for line in result.lines if line.outcome == "P")
    total = sum(line.amount_krw for line in result.lines)
    refused = _CODES[result.refused] if result.refused else ""
    records = [
        _record(
            "res H",
            1,
            "H",
            "DVRES1",
            result.key,
            _stamp(result.created_at),
            len(result.lines),
            paid,
            total - paid,
            refused,
            "",
        ),
        *(
            _record(
                "res R",
                number,
                "R",
                line.position,
                line.amount_krw,
                line.outcome,
                _CODES[line.reason] if line.reason else "",
                line.reference,
                "",
            )
            for number, line in enumerate(result.lines, start=2)
        ),
    ]
    return _closed(records, len(result.lines), total)


def read_result_file(content: bytes) -> ResultFile:
    """Raises RailFileInvalid, naming the line."""
    records = _records(content, "res H", "res R")
    _, kind, key, created, count, paid, returned, refused, _ = records[0]
    _expect(kind == "DVRES1", 1, "not a result file")
    lines = []
    for at, (_, position, amount, outcome, reason, reference, _) in enumerate(records[1:-1], start=2):
        _expect(outcome in ("P", "R", "V"), at, f"outcome {outcome!r}")
        _expect(outcome == "P" or reason in REASONS, at, f"not paid, and no reason known as {reason!r}")
        lines.append(
            ResultLine(
                position=_number(position, at),
                amount_krw=_number(amount, at),
                outcome=outcome,
                reason=REASONS.get(reason),
                reference=reference,
            )
        )
    total, paid_in_lines = sum(x.amount_krw for x in lines), sum(x.amount_krw for x in lines if x.outcome == "P")
    _check_totals(
        records=records,
        lines=len(lines),
        total=total,
        header_lines=_number(count, 1),
        header_total=_number(paid, 1) + _number(returned, 1),
    )
    _expect(paid_in_lines == _number(paid, 1), 1, "the won paid do not add up")
    _expect(not refused or refused in REASONS, 1, f"no reason is known as {refused!r}")
    _expect(not (refused and lines), 1, "a refused batch has no lines")
    return ResultFile(key, _moment(created, 1), REASONS.get(refused), tuple(lines))


def write_text_file(texts: RailTexts) -> bytes:
    """The same texts always make the same bytes. Raises RailFileInvalid for what does not fit its field."""
    count = len(texts.texts)
    records = [
        _record("msg H", 1, "H", "DVMSG1", texts.key, _stamp(texts.created_at), count, ""),
        *(
            _record("msg M", number, "M", text.position, text.card_id, text.text, "")
            for number, text in enumerate(texts.texts, start=2)
        ),
    ]
    content = b"".join(records)
    return content + _record("msg T", len(records) + 1, "T", count, hashlib.sha256(content).hexdigest(), "")


def read_text_file(content: bytes) -> RailTexts:
    """As the operator reads it. Raises RailFileInvalid, naming the line."""
    records = _records(content, "msg H", "msg M", "msg T")
    _, kind, key, created, count, _ = records[0]
    _expect(kind == "DVMSG1", 1, "not a text file")
    texts = tuple(
        CardText(_number(position, at), card, text)
        for at, (_, position, card, text, _) in enumerate(records[1:-1], start=2)
    )
    _expect(_number(count, 1) == len(texts), 1, f"{count} texts told, {len(texts)} there")
    _expect(_number(records[-1][1], len(records)) == len(texts), len(records), "the trailer's texts do not add up")
    return RailTexts(key, _moment(created, 1), texts)


def _record(layout: str, number: int, *values: str | int) -> bytes:
    body = b""
    for width, value in zip(_LAYOUTS[layout], values, strict=True):
        text = f"{value:0{width}d}" if isinstance(value, int) else value
        try:
            cell = text.encode(_TEXTS if layout.startswith("msg") else "ascii").ljust(width)
        except UnicodeEncodeError:
            cell = b""
        if len(cell) != width or not text.isprintable() or (isinstance(value, int) and value < 0):
            raise RailFileInvalid(number, f"a value does not fit its {width} bytes")
        body += cell
    return _checked(body)


def _checked(body: bytes) -> bytes:
    return body + f"{zlib.crc32(body):08X}".encode() + _END


def _closed(records: Sequence[bytes], count: int, total_krw: int) -> bytes:
    content = b"".join(records)
    return content + _record("T", len(records) + 1, "T", count, total_krw, hashlib.sha256(content).hexdigest(), "")


def _records(content: bytes, header: str, detail: str, trailer: str = "T") -> list[list[str]]:
    """The fields of every record, once shape, checks and the trailer's digest hold."""
    width = sum(_LAYOUTS[header])
    step = width + _CHECK + len(_END)
    _expect(len(content) <= MOST_BYTES, 1, "the file is too large")
    _expect(
        len(content) % step == 0,
        len(content) // step + 1,
        f"the file is not made of records of {step - len(_END)} bytes",
    )
    count = len(content) // step
    _expect(count >= 2, 1, "header or trailer is missing")
    found = []
    for number in range(1, count + 1):
        record = content[(number - 1) * step : number * step]
        _expect(record.endswith(_END), number, "not one line")
        body = record[:width]
        _expect(record[width:-2] == f"{zlib.crc32(body):08X}".encode(), number, "the check does not match")
        layout = header if number == 1 else trailer if number == count else detail
        kind = layout[-1]
        _expect(body[:1] == kind.encode(), number, f"record type {chr(body[0])!r}, not {kind!r}")
        found.append(_fields(body, layout, number))
    digest = hashlib.sha256(content[: (count - 1) * step]).hexdigest()
    written = found[-1][_LAYOUTS[trailer].index(64)]
    _expect(written == digest, count, "the digest over the file does not match")
    return found


def _fields(body: bytes, layout: str, number: int) -> list[str]:
    encoding = _TEXTS if layout.startswith("msg") else "ascii"
    fields, start = [], 0
    for width in _LAYOUTS[layout]:
        try:
            fields.append(body[start : start + width].decode(encoding).rstrip(" "))
        except UnicodeDecodeError:
            raise RailFileInvalid(number, "not one line of text in its encoding") from None
        start += width
    return fields


def _check_totals(records: list[list[str]], lines: int, total: int, header_lines: int, header_total: int) -> None:
    last = len(records)
    _expect(header_lines == lines, 1, f"{header_lines} lines told, {lines} there")
    _expect(header_total == total, 1, f"{header_total} won told, {total} there")
    _expect(_number(records[-1][1], last) == lines, last, "the trailer's lines do not add up")
    _expect(_number(records[-1][2], last) == total, last, "the trailer's won do not add up")


def _expect(holds: bool, line: int, reason: str) -> None:
    if not holds:
        raise RailFileInvalid(line, reason)


def _number(text: str, line: int) -> int:
    _expect(text.isascii() and text.isdigit(), line, "a number is not a number")
    return int(text)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(SEOUL).strftime("%Y%m%d%H%M%S")


def _moment(text: str, line: int) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=SEOUL)
    except ValueError:
        raise RailFileInvalid(line, "a moment is not a moment") from None
