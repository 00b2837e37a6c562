"""Files that people outside put into a bucket of their own: apart until somebody looked at what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from city.aws.presigned import Presigner, SignedForm

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


@dataclass(frozen=True, slots=True)
class FileStart:
    """The first bytes of an object, and which writing of it they are of."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class IncomingFiles:
    client: S3Client
    presigner: Presigner
    bucket: str

    def form(self, key: str, *, content_type: str, size_bytes: int, expires_in: int) -> SignedForm:
        """A form for exactly this key, type and size."""
        return self.presigner.form(
            self.bucket, key, content_type=content_type, size_bytes=size_bytes, metadata={}, expires_in=expires_in
        )

    def start_of(self, key: str, most_bytes: int) -> FileStart | None:
        """None where nothing was put yet."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=key, Range=f"bytes=0-{most_bytes - 1}")
        except ClientError as error:
            # Who may not list a bucket is told that what is missing is forbidden.
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404", "AccessDenied", "403"):
                return None
            raise
        return FileStart(found["Body"].read(most_bytes), found["ETag"])

    def set_apart(self, key: str, start: FileStart, to: str, content_type: str) -> bool:
        """Copies the very writing that was looked at to where no form reaches. False if another has taken its place."""
        try:
            self.client.copy_object(
                Bucket=self.bucket,
                Key=to,
                CopySource={"Bucket": self.bucket, "Key": key},
                CopySourceIfMatch=start.etag,
                MetadataDirective="REPLACE",
                ContentType=content_type,
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("PreconditionFailed", "412"):
                return False
            raise
        return True

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def link(self, key: str, *, file_name: str, content_type: str, expires_in: int) -> str:
        """An address from which the file may be fetched, as a download, for so many seconds."""
        return self.presigner.download(
            self.bucket, key, file_name, expires_in, content_type=content_type, cache_control="no-store"
        )
