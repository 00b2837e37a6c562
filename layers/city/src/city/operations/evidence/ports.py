"""What exports ask of others: grants, and the log's proofs."""

from typing import Protocol

from city.operations.evidence.exports import GrantSeen


class Grants(Protocol):
    def find(self, grant_id: str) -> GrantSeen | None:
        """A grant as it stands or stood; None for none."""
        ...
