"""Signs forms by which a browser posts one file to S3, under the permissions of whoever signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


@dataclass(frozen=True, slots=True)
class SignedForm:
    url: str
    fields: dict[str, str]


class UploadSigner:
    def __init__(self, client: S3Client) -> None:
        self._client = client

    def sign(
        self, bucket: str, key: str, content_type: str, size_bytes: int, metadata: Mapping[str, str], expires_in: int
    ) -> SignedForm:
        """A form for exactly this key, type, size and metadata: S3 refuses whatever differs. `expires_in`: seconds."""
        fields = {"Content-Type": content_type, **{f"x-amz-meta-{name}": value for name, value in metadata.items()}}
        signed = self._client.generate_presigned_post(
            Bucket=bucket,
            Key=key,
            Fields=dict(fields),
            Conditions=[
                *({name: value} for name, value in fields.items()),
                ["content-length-range", size_bytes, size_bytes],
            ],
            ExpiresIn=expires_in,
        )
        return SignedForm(signed["url"], dict(signed["fields"]))
