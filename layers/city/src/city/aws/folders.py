"""Folders in S3, with names and bytes; what is large goes by files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from city.kernel.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_CHUNK = 1024 * 1024


class ObjectsNotDeleted(Transient):
    """The store kept some of what it was to delete: the next run deletes it again."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A bucket, or what begins with a prefix in it."""

    client: S3Client
    bucket: str
    prefix: str = ""

    def read(self, name: str) -> bytes | None:
        try:
            return self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None

    def write(self, name: str, content: bytes, content_type: str = "application/octet-stream") -> None:
        self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content, ContentType=content_type)

    def write_new(self, name: str, content: bytes) -> bool:
        try:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content, IfNoneMatch="*")
        except ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
                return False
            raise
        return True

    def names(self, prefix: str = "") -> Iterator[str]:
        """In the order of the alphabet."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix + prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield found["Key"].removeprefix(self.prefix)

    def delete(self, names: Sequence[str]) -> None:
        """Up to a thousand at once, whether they are there or not. Raises ObjectsNotDeleted."""
        told = {"Objects": [{"Key": self.prefix + name} for name in names], "Quiet": True}
        answer = self.client.delete_objects(Bucket=self.bucket, Delete=told)  # type: ignore[arg-type]
        if answer.get("Errors"):
            raise ObjectsNotDeleted(f"{len(answer['Errors'])} of {len(names)}")

    def size(self, name: str) -> int:
        """Bytes."""
        return self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)["ContentLength"]

    def fetch(self, name: str, path: Path) -> str:
        """Writes an object to a file. Returns its SHA-256 in hexadecimal."""
        digest = hashlib.sha256()
        with path.open("wb") as file:
            body = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
            for chunk in body.iter_chunks(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
        return digest.hexdigest()

    def store(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=file)
