"""Grants as the video door keeps them."""

from dataclasses import dataclass

from city.operations.evidence.exports import GrantSeen
from city.operations.viewing.basis import CITY
from city.operations.viewing.tables.grants import Grants


@dataclass(frozen=True, slots=True)
class KeptGrants:
    grants: Grants

    def find(self, grant_id: str) -> GrantSeen | None:
        """A grant that was given, over or not: what it opened may leave by an export that two people decide."""
        grant = self.grants.find(grant_id)
        if grant is None or grant.starts_at is None:
            return None
        return GrantSeen(
            grant.id,
            grant.incident_id,
            grant.organisation,
            grant.organisation != CITY,
            frozenset(camera.id for camera in grant.cameras),
        )
