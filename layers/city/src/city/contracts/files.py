"""What S3 says when a file arrives in an inbox."""

from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from pydantic import Field

from city.contracts.base import ForeignContract


class ArrivedFile(NamedTuple):
    bucket: str
    key: str


class FilesArrived(ForeignContract):
    """An S3 event notification; the test event S3 sends when it is configured has no records."""

    records: list[dict[str, Any]] = Field(default_factory=list, alias="Records")

    @property
    def files(self) -> list[ArrivedFile]:
        """Keys arrive form-encoded: a space is a `+`, Hangul is percent-escaped."""
        return [
            ArrivedFile(record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"]))
            for record in self.records
        ]
