"""Lists of hundreds of lines as one attribute: JSON, compressed."""

import gzip
import json
from typing import Any


def pack(value: object) -> bytes:
    """The same value always makes the same bytes."""
    return gzip.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(), mtime=0)


def unpack(content: bytes) -> Any:  # beside DynamoDB: whoever unpacks makes dataclasses of it at once
    return json.loads(gzip.decompress(content))
