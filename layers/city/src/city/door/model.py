"""How a file of the pages is served: as what, how long it is kept, and which of what was published before stays."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# What somebody has open goes on finding its files for so many publications.
DIGESTS_KEPT = 3
# Where the digests that were published are kept: no page has this name, so nobody reads it by the door.
LEDGER = "published.json"

_FOR_A_YEAR, _ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
_TYPES = {
    "css": "text/css; charset=utf-8",
    # The type under which CloudFront compresses it.
    "geojson": "application/json",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "yaml": "application/yaml",
}
_NOT_FOUND = "404"
# Of the pages in their stack, whatever is published: a change of it would have the stack delete the old ones.
_PHYSICAL_ID = "pages"
# Longer reasons are refused; the whole one stands in the function's log.
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """An object of the pages' bucket. `metadata`: what the door makes of it, beside its content."""

    key: str
    content: bytes
    content_type: str
    cache_control: str
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def is_asked_for_each_time(self) -> bool:
        return self.cache_control == _ASK_EACH_TIME


def published_file(name: str, content: bytes) -> PublishedFile:
    """Of a file of the assembled tree: `pages/fines/desk.html` is the object `fines/desk`, `v/…` is itself."""
    suffix = name.rpartition("/")[2].rpartition(".")[2]
    content_type = _TYPES.get(suffix, "application/octet-stream")
    if not name.startswith("pages/"):
        return PublishedFile(name, content, content_type, _FOR_A_YEAR)
    key = name.removeprefix("pages/").removesuffix(".html")
    metadata = {"status": _NOT_FOUND} if key == _NOT_FOUND else {}
    return PublishedFile(key, content, content_type, _ASK_EACH_TIME, metadata)


def city_file(name: str, content: bytes, *, official: bool) -> PublishedFile:
    """What pages know of the city: made of the manifests, and of what the deploying city says of itself."""
    city = json.loads(content) | {"official": official}
    text = json.dumps(city, ensure_ascii=False).encode()
    # Under a digest that does not know what the city says: asked for each time.
    return PublishedFile(name, text, _TYPES["json"], _ASK_EACH_TIME)


def digests_after(digest: str, before: Iterable[str]) -> list[str]:
    """The digests that are kept, the newest first."""
    return [digest, *(each for each in before if each != digest)][:DIGESTS_KEPT]


def outdated(keys: Iterable[str], written: Collection[str], kept: Collection[str]) -> list[str]:
    """What of the bucket belongs to no page and to none of the digests that are kept."""

    def stays(key: str) -> bool:
        return key in written or key == LEDGER or (key.startswith("v/") and key.split("/")[1] in kept)

    return [key for key in keys if not stays(key)]


def stack_answer(request: Mapping[str, Any], data: Mapping[str, str], *, failure: str = "") -> bytes:
    """What CloudFormation is told of how its request ended; `failure`: why it did not."""
    answer = {
        "Status": "FAILED" if failure else "SUCCESS",
        "Reason": failure[:_LONGEST_REASON] or "done",
        "PhysicalResourceId": request.get("PhysicalResourceId", _PHYSICAL_ID),
        "StackId": request["StackId"],
        "RequestId": request["RequestId"],
        "LogicalResourceId": request["LogicalResourceId"],
        "Data": dict(data),
    }
    return json.dumps(answer).encode()
