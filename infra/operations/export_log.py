"""Exports the log of views and all versions of its signed heads, for `python -m city.operations.viewlog.verify`.

    python -m infra.operations.export_log FOLDER --table TABLE --bucket BUCKET --key KEY_ARN

It reads with the rights of whoever runs it. Table, bucket and key are outputs of the city's stack.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import boto3

from city.operations.viewlog.adapters.kms import fetch_public_key
from city.operations.viewlog.tables.heads import SealedHeads
from city.operations.viewlog.verify import HEADS, KEY, LINES, write_line, write_version

_LINE = "line#"


def export_log(folder: Path, table: str, bucket: str, key_arn: str, endpoint: str | None = None) -> None:
    """Writes `lines.jsonl`, `heads.jsonl` and `key.pem`. Heads first: a head is never younger than the lines beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    heads = SealedHeads(boto3.client("s3", endpoint_url=endpoint), bucket)
    _write(folder / HEADS, (write_version(version) for version in heads.versions()))
    _write(folder / LINES, _lines_of(table, endpoint))
    key = fetch_public_key(boto3.client("kms", endpoint_url=endpoint), key_arn)
    (folder / KEY).write_text(key.to_pem(), encoding="ascii")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--table", required=True)
    parser.add_argument("--bucket", required=True)
    parser.add_argument("--key", required=True, help="ARN of the key that signs heads")
    parser.add_argument("--endpoint", help="of a local city")
    asked = parser.parse_args(arguments)
    export_log(asked.folder, asked.table, asked.bucket, asked.key, asked.endpoint)
    return 0


def _lines_of(table: str, endpoint: str | None) -> Iterator[str]:
    pages = boto3.client("dynamodb", endpoint_url=endpoint).get_paginator("scan")
    for page in pages.paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            place = item["place"]["S"]
            if place.startswith(_LINE):
                number = int(place.removeprefix(_LINE))
                yield write_line(date.fromisoformat(item["day"]["S"]), number, item["line"]["S"].encode())


def _write(file: Path, rows: Iterator[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as written:
        written.writelines(f"{row}\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
