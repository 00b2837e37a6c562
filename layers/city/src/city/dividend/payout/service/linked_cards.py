"""The linkage table of a round, which leads from pseudonyms to cards. Only the payout step reads it."""

import gzip
import json

from city.aws.store import Folder
from city.dividend.rounds.service import paths
from city.dividend.rounds.shelves import Shelves


class LinkedCards:
    """A shelf is in memory at a time: batches are sorted by pseudonym, and so are shelves."""

    def __init__(self, linkage: Folder, shelves: Shelves, round_id: str) -> None:
        self._linkage, self._shelves, self._round_id = linkage, shelves, round_id
        self._shelf, self._cards = "", dict[str, str]()

    def of(self, pseudonym: str) -> str | None:
        """The card behind a pseudonym; None if there is none on its shelf."""
        shelf = self._shelves.of(pseudonym)
        if shelf != self._shelf:
            self._shelf, self._cards = shelf, {}
            for name in self._linkage.names(paths.linkage_folder(self._round_id, self._shelf)):
                self._cards |= json.loads(gzip.decompress(self._linkage.read(name) or b""))
        return self._cards.get(pseudonym)
