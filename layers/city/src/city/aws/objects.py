"""Reads and writes objects in S3 without holding them in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


from city.kernel.errors import Invalid

_CHUNK = 256 * 1024
_LONGEST_LINE = 64 * 1024


class LineTooLong(Invalid):
    message_ko = "줄바꿈이 없는 너무 긴 줄이 있습니다."
    message_en = "A line is far too long; this is not a text file of rows."


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    written_at: datetime
    size_bytes: int


class ObjectStore:
    def __init__(self, client: S3Client) -> None:
        self._client = client

    def read_lines(self, bucket: str, key: str, encodings: tuple[str, ...]) -> Iterator[str]:
        """The object's lines, line ends kept. The first of `encodings` that reads the first chunk is used.

        Raises UnicodeDecodeError where the text is in none of them.
        """
        body = self._client.get_object(Bucket=bucket, Key=key)["Body"]
        chunks = body.iter_chunks(_CHUNK)
        first = next(chunks, b"")
        decoder = codecs.getincrementaldecoder(_first_that_reads(first, encodings))()
        rest = decoder.decode(first)
        for chunk in chunks:
            # Not splitlines(): it also splits at characters that may stand inside a cell.
            *lines, rest = rest.split("\n")
            yield from (line + "\n" for line in lines)
            rest += decoder.decode(chunk)
            if len(rest) > _LONGEST_LINE + _CHUNK:
                raise LineTooLong
        yield from io.StringIO(rest + decoder.decode(b"", final=True), newline="\n")

    def size(self, bucket: str, key: str) -> int:
        """Bytes."""
        return self._client.head_object(Bucket=bucket, Key=key)["ContentLength"]

    def list_all(self, bucket: str) -> list[StoredObject]:
        """Every object of a bucket, in the order of their keys."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [
            StoredObject(found["Key"], found["LastModified"], found["Size"])
            for page in pages
            for found in page.get("Contents", [])
        ]

    def has(self, bucket: str, key: str) -> bool:
        """Whether there is an object of exactly this key; needs no more than to list the bucket."""
        found = self._client.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("Contents", [])
        return [each["Key"] for each in found] == [key]

    def read_text(self, bucket: str, key: str) -> str | None:
        """A small object's text; None if there is no such object."""
        try:
            return self._client.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        except self._client.exceptions.NoSuchKey:
            return None

    def write_text(self, bucket: str, key: str, text: str, content_type: str) -> None:
        self._client.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType=content_type)


def _first_that_reads(sample: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return encoding
    return encodings[-1]
