"""Signed heads in S3, under Object Lock: written once each, read by the version that was written first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from city.operations.viewlog.proving.checking import StoredVersion

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_ALL = "heads/"


@dataclass(frozen=True, slots=True)
class SealedHeads:
    """The bucket's own rule locks each version; whoever writes here can neither shorten that nor delete."""

    client: S3Client
    bucket: str

    def add(self, name: str, content: bytes) -> str | None:
        """The version id of a new file; None where there is one of this name, and then nothing is written."""
        try:
            written = self.client.put_object(
                Bucket=self.bucket, Key=name, Body=content, ContentType="application/json", IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
                return None
            raise
        return written["VersionId"]

    def read(self, name: str, version_id: str) -> bytes | None:
        """One version of a file; None where it is not there."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=name, VersionId=version_id)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchVersion", "404"):
                return None
            raise
        return found["Body"].read()

    def versions(self, prefix: str = _ALL) -> Iterator[StoredVersion]:
        """Every version of every file whose name begins so, by name, of each name the oldest first, with its content."""
        for name, version_id, hidden in self._listed(prefix):
            yield StoredVersion(name, version_id, None if hidden else self.read(name, version_id))

    def of_day(self, day: date) -> Iterator[StoredVersion]:
        return self.versions(f"{_ALL}{day.isoformat()}/")

    def first_version(self, name: str) -> StoredVersion | None:
        """What was written first under a name."""
        return next((version for version in self.versions(name) if version.name == name), None)

    def newest(self) -> StoredVersion | None:
        """The head with the highest number, as it was first written. It lists the whole bucket."""
        listed = self._listed(_ALL)
        return self.first_version(listed[-1][0]) if listed else None

    def _listed(self, prefix: str) -> list[tuple[str, str, bool]]:
        found: list[tuple[str, bool, int, str]] = []
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=prefix):
            # S3 lists versions of one name newest first; of two in one second only their order tells which came first.
            for version in page.get("Versions", []):
                found.append((version["Key"], False, -len(found), version["VersionId"]))
            for mark in page.get("DeleteMarkers", []):
                found.append((mark["Key"], True, -len(found), mark["VersionId"]))
        return [(name, version_id, hidden) for name, hidden, _, version_id in sorted(found)]
