"""Signs addresses and forms by which whoever has no credentials reaches one object in S3, under the permissions of who signs.

Nothing else in the city signs one: botocore's own choice for a Region's bucket is the global host, which no content policy
of a page allows, which answers with a redirect that a browser's form does not survive, and which a unit takes for a stranger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from botocore.config import Config

from city.aws.clients import open_client
from city.kernel.settings import Stage

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


@dataclass(frozen=True, slots=True)
class SignedForm:
    url: str
    fields: dict[str, str]


def open_presigning_client(stage: Stage, **options: Any) -> S3Client:
    """A client whose addresses name the bucket's own host in its Region: `https://BUCKET.s3.REGION.amazonaws.com/KEY`.

    The local cloud has one host for all buckets, and names them in the path. Signature 4 is the only one that S3 takes for
    what KMS encrypts, and in Regions as young as Seoul's.
    """
    style: Literal["path", "virtual"] = "path" if stage is Stage.LOCAL else "virtual"
    config = Config(signature_version="s3v4", s3={"addressing_style": style, "us_east_1_regional_endpoint": "regional"})
    client: S3Client = open_client("s3", config=config, **options)
    return client


class Presigner:
    def __init__(self, client: S3Client) -> None:
        """`client`: of `open_presigning_client`."""
        self._client = client

    def form(
        self, bucket: str, key: str, *, content_type: str, size_bytes: int, metadata: Mapping[str, str], expires_in: int
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

    def download(
        self, bucket: str, key: str, file_name: str, expires_in: int, *, content_type: str = "", cache_control: str = ""
    ) -> str:
        """An address from which anybody who has it may fetch the object, as a file of this name, for so many seconds.

        With `content_type` and `cache_control` S3 answers with these, whatever the object was stored with.
        """
        answered = {"ResponseContentType": content_type, "ResponseCacheControl": cache_control}
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{file_name}"',
                **{name: value for name, value in answered.items() if value},
            },
            ExpiresIn=expires_in,
        )

    def upload(self, bucket: str, key: str, expires_in: int) -> str:
        """An address to which anybody who has it may PUT this one object, for so many seconds."""
        return self._client.generate_presigned_url(
            "put_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=expires_in
        )
