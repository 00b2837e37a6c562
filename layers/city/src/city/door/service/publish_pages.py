"""Publishes the pages: first what they are made of, then the pages, then away with what nobody has open any more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from city.door.model import LEDGER, city_file, digests_after, outdated, published_file

if TYPE_CHECKING:
    from city.aws.store import Folder
    from city.door.model import PublishedFile

_DELETED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class PublishPages:
    """`files`: the assembled pages, by name."""

    digest: str
    files: Mapping[str, bytes]
    bucket: Folder
    official: bool

    def publish(self) -> str:
        """Returns the digest of what is published. Publishing the same again is publishing it."""
        there, written = set(self.bucket.names()), set[str]()
        # A page is never there before what it names.
        for file in sorted(self._served(), key=lambda file: not file.key.startswith("v/")):
            written.add(file.key)
            if file.is_asked_for_each_time or file.key not in there:
                self.bucket.write(
                    file.key, file.content, file.content_type, file.metadata, cache_control=file.cache_control
                )
        kept = digests_after(self.digest, json.loads(self.bucket.read(LEDGER) or b"[]"))
        self.bucket.write(LEDGER, json.dumps(kept).encode(), "application/json")
        doomed = iter(outdated(self.bucket.names(), written, kept))
        while some := list(islice(doomed, _DELETED_AT_ONCE)):
            self.bucket.delete(some)
        return self.digest

    def _served(self) -> Iterator[PublishedFile]:
        for name, content in self.files.items():
            if name == f"v/{self.digest}/city.json":
                yield city_file(name, content, official=self.official)
            else:
                yield published_file(name, content)
