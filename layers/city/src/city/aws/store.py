"""The city's objects in S3: read, written and listed by name, in a whole bucket or below a prefix of one.

What is large goes by lines or by files, never whole through memory.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from city.kernel.errors import Invalid, Transient

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import DeleteTypeDef

_FILE_CHUNK = 1024 * 1024
_LINES_CHUNK = 256 * 1024
_LONGEST_LINE = 64 * 1024


class LineTooLong(Invalid):
    message_ko = "줄바꿈이 없는 너무 긴 줄이 있습니다."
    message_en = "A line is far too long; this is not a text file of rows."


class ObjectsNotDeleted(Transient):
    """The store kept some of what it was to delete: the next run deletes it again."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    name: str
    written_at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class OpenedObject:
    """An object on its way. `metadata`: what was written beside it. Taking `chunks` raises Transient."""

    metadata: Mapping[str, str]
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """All buckets, for use cases that learn a bucket's name from an event."""

    client: S3Client

    def folder(self, bucket: str, prefix: str = "") -> Folder:
        return Folder(self.client, bucket, prefix)


@dataclass(frozen=True, slots=True)
class Folder:
    """A bucket, or what begins with a prefix in it."""

    client: S3Client
    bucket: str
    prefix: str = ""

    # --- what there is ---

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """In the order of the alphabet."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix + prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield StoredObject(found["Key"].removeprefix(self.prefix), found["LastModified"], found["Size"])

    def names(self, prefix: str = "") -> Iterator[str]:
        """In the order of the alphabet."""
        return (found.name for found in self.list(prefix))

    def has(self, name: str) -> bool:
        """Whether there is an object of exactly this name; needs no more than to list the bucket."""
        key = self.prefix + name
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=key, MaxKeys=1).get("Contents", [])
        return [each["Key"] for each in found] == [key]

    def size(self, name: str) -> int:
        """Bytes."""
        return self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)["ContentLength"]

    # --- read ---

    def read(self, name: str) -> bytes | None:
        """A small object; None if there is none of this name."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None

    def open(self, name: str) -> OpenedObject:
        """An object of any size, chunk by chunk."""
        found = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)
        return OpenedObject(found.get("Metadata", {}), _taken(found["Body"].iter_chunks(_LINES_CHUNK)))

    def metadata(self, name: str) -> Mapping[str, str]:
        """What was written beside an object."""
        return self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)["Metadata"]

    def read_lines(self, name: str, encodings: tuple[str, ...]) -> Iterator[str]:
        """The object's lines, line ends kept. The first of `encodings` that reads the first chunk is used.

        Raises UnicodeDecodeError where the text is in none of them, and LineTooLong.
        """
        body = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
        chunks = body.iter_chunks(_LINES_CHUNK)
        first = next(chunks, b"")
        decoder = codecs.getincrementaldecoder(_first_that_reads(first, encodings))()
        rest = decoder.decode(first)
        for chunk in chunks:
            # Not splitlines(): it also splits at characters that may stand inside a cell.
            *lines, rest = rest.split("\n")
            yield from (line + "\n" for line in lines)
            rest += decoder.decode(chunk)
            if len(rest) > _LONGEST_LINE + _LINES_CHUNK:
                raise LineTooLong
        yield from io.StringIO(rest + decoder.decode(b"", final=True), newline="\n")

    def fetch(self, name: str, path: Path) -> str:
        """Writes an object to a file. Returns its SHA-256 in hexadecimal."""
        digest = hashlib.sha256()
        with path.open("wb") as file:
            body = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
            for chunk in body.iter_chunks(_FILE_CHUNK):
                digest.update(chunk)
                file.write(chunk)
        return digest.hexdigest()

    # --- write ---

    def write(
        self,
        name: str,
        content: bytes,
        content_type: str = "application/octet-stream",
        metadata: Mapping[str, str] | None = None,
        *,
        cache_control: str = "",
    ) -> None:
        """`metadata`: ASCII, readable without reading the object. `cache_control`: for what is served as it lies there."""
        kept: dict[str, Any] = {"CacheControl": cache_control} if cache_control else {}
        self.client.put_object(
            Bucket=self.bucket,
            Key=self.prefix + name,
            Body=content,
            ContentType=content_type,
            Metadata=metadata or {},
            **kept,
        )

    def write_new(self, name: str, content: bytes) -> bool:
        """False, and nothing written, if there is an object of this name."""
        try:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content, IfNoneMatch="*")
        except ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
                return False
            raise
        return True

    def store(self, path: Path, name: str) -> None:
        """Writes a file's content under a name."""
        with path.open("rb") as file:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=file)

    def delete(self, names: Sequence[str]) -> None:
        """Up to a thousand at once, whether they are there or not. Raises ObjectsNotDeleted."""
        doomed: DeleteTypeDef = {"Objects": [{"Key": self.prefix + name} for name in names], "Quiet": True}
        answer = self.client.delete_objects(Bucket=self.bucket, Delete=doomed)
        if answer.get("Errors"):
            raise ObjectsNotDeleted(f"{len(answer['Errors'])} of {len(names)}")


def _taken(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except BotoCoreError as error:
        raise Transient("the object did not arrive whole") from error


def _first_that_reads(sample: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return encoding
    return encodings[-1]
