"""Verifies an exported log, or the proof of one entry, with the city's public key alone.

    python -m city.operations.viewlog.verify FOLDER              lines.jsonl, heads.jsonl and key.pem of an export
    python -m city.operations.viewlog.verify --proof FILE --key KEY.pem

It needs this package and Python, and no network. `lines.jsonl` may be DynamoDB's own export of the table.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from city.operations.viewlog.proving.checking import CheckedLog, StoredLine, StoredVersion, check_log
from city.operations.viewlog.proving.merkle import ProofInvalid
from city.operations.viewlog.proving.p256 import KeyUnreadable, PublicKey
from city.operations.viewlog.proving.proof import ProofUnreadable, check_proof, read_proof

LINES, HEADS, KEY = "lines.jsonl", "heads.jsonl", "key.pem"
_LINE = "line#"


class ExportUnreadable(ValueError):
    """A folder that holds no export."""


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """0 where all is as it was signed, 1 where it is not, 2 where there is nothing to read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="an export")
    parser.add_argument("--proof", type=Path, help="the proof of one entry")
    parser.add_argument("--key", type=Path, help="the city's public key, PEM; of an export its key.pem if not given")
    asked = parser.parse_args(arguments)
    if (asked.folder is None) == (asked.proof is None) or (asked.proof is not None and asked.key is None):
        parser.error("give a folder, or --proof and --key")
    try:
        key = PublicKey.from_pem((asked.key or asked.folder / KEY).read_text(encoding="ascii"))
        if asked.proof is not None:
            return _verify_proof(asked.proof, key, out)
        return _verify_export(asked.folder, key, out)
    except (OSError, UnicodeDecodeError, KeyUnreadable, ProofUnreadable, ExportUnreadable) as error:
        out.write(f"읽을 수 없습니다 (cannot be read): {error}\n")
        return 2


def _verify_proof(file: Path, key: PublicKey, out: TextIO) -> int:
    proof = read_proof(file.read_text(encoding="utf-8"))
    try:
        line = check_proof(proof, key.verifies)
    except ProofInvalid as error:
        out.write(f"증명이 맞지 않습니다 (the proof does not hold): {error}\n")
        return 1
    head = proof.sealed.head
    out.write(f"맞습니다 (holds): {line.day} {line.sequence}, 봉인 (head) {head.number}, {head.sealed_at}\n")
    out.write(json.dumps(line.entry, ensure_ascii=False, indent=2) + "\n")
    return 0


def _verify_export(folder: Path, key: PublicKey, out: TextIO) -> int:
    lines = read_lines(_rows(folder / LINES))
    versions = read_versions(_rows(folder / HEADS))
    checked = check_log(lines, versions, key.verifies)
    out.writelines(f"{finding}\n" for finding in checked.findings)
    out.write(_summary(checked))
    return 1 if checked.findings else 0


def _summary(checked: CheckedLog) -> str:
    if checked.last is None:
        return "봉인이 하나도 없습니다 (there is no signed head)\n"
    verdict = f"{len(checked.findings)}곳이 다릅니다 (differ)" if checked.findings else "모두 맞습니다 (all as signed)"
    return (
        f"{verdict}: 봉인된 기록 {checked.sealed} (sealed entries), 아직 봉인되지 않은 기록 {checked.unsealed} (not sealed yet), "
        f"봉인 {checked.heads} (heads)\n"
        f"마지막 봉인 (last head): {checked.last.number}, {checked.last.sealed_at}, {checked.last.root}\n"
        "그 뒤에 더 늦은 봉인이 있으면 이 내보내기는 끝이 잘린 것입니다 "
        "(if the city has shown a later head than this one, this export was cut off)\n"
    )


def read_lines(rows: Iterable[str]) -> dict[date, list[StoredLine]]:
    """Lines by day, from rows of our export or of DynamoDB's. Raises ExportUnreadable."""
    lines: dict[date, list[StoredLine]] = {}
    for row in rows:
        item = _load(row)
        item = {name: next(iter(value.values())) for name, value in item["Item"].items()} if "Item" in item else item
        try:
            if item["place"].startswith(_LINE):
                stored = (int(item["place"].removeprefix(_LINE)), item["line"].encode())
                lines.setdefault(date.fromisoformat(item["day"]), []).append(stored)
        except (KeyError, AttributeError, ValueError) as error:
            raise ExportUnreadable("a row that is no line") from error
    return lines


def read_versions(rows: Iterable[str]) -> list[StoredVersion]:
    """Raises ExportUnreadable."""
    versions = []
    for row in rows:
        item = _load(row)
        try:
            content = None if item["content"] is None else base64.b64decode(item["content"])
            versions.append(StoredVersion(item["name"], item["version_id"], content))
        except (KeyError, ValueError) as error:
            raise ExportUnreadable("a row that is no head") from error
    return versions


def write_version(version: StoredVersion) -> str:
    """A row of `heads.jsonl`."""
    content = None if version.content is None else base64.b64encode(version.content).decode()
    return json.dumps({"name": version.name, "version_id": version.version_id, "content": content})


def write_line(day: date, place: int, line: bytes) -> str:
    """A row of `lines.jsonl`."""
    row = {"day": day.isoformat(), "place": f"{_LINE}{place:010}", "line": line.decode()}
    return json.dumps(row, ensure_ascii=False)


def _rows(file: Path) -> Iterable[str]:
    # Not splitlines(): it also splits at characters that may stand inside a text.
    return (row for row in file.read_text(encoding="utf-8").split("\n") if row)


def _load(row: str) -> dict[str, Any]:
    try:
        item = json.loads(row)
    except ValueError as error:
        raise ExportUnreadable("no JSON lines") from error
    if not isinstance(item, dict):
        raise ExportUnreadable("no JSON objects")
    return item


if __name__ == "__main__":
    sys.exit(main())
