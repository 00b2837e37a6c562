"""What the page lists and searches before anybody opens a document: a line for each route and each channel."""

from collections.abc import Iterator, Mapping
from typing import Any


def entries_of(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """In the document's order."""
    for path, methods in document.get("paths", {}).items():
        for method, route in methods.items():
            yield {
                "id": route["operationId"],
                "verb": method.upper(),
                "path": path,
                "part": route["tags"][0],
                "names": route["x-names"],
                "groups": route["x-groups"],
            }
    for name, operation in document.get("operations", {}).items():
        channel = document["channels"][operation["channel"]["$ref"].rpartition("/")[2]]
        server = document["servers"][channel["servers"][0]["$ref"].rpartition("/")[2]]
        yield {
            "id": name,
            "verb": operation["action"],
            "path": channel["address"],
            "part": server["protocol"],
            "names": channel["x-names"],
            "groups": [],
        }
