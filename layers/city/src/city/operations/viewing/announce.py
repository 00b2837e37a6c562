"""What pages are told of a grant: that it changed, and that it is looked through. Ids alone; names are read of the API. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from city.contracts.live.changes import ChangeV1
from city.operations.viewing.grants import Grant

# For the room and auditors, who may read every grant (infra/operations/domain.toml).
GRANTS, LOOKS = "operations.grants", "operations.looks"
# For people of agencies: each hears that something changed and reads its own list. So nothing stands in it, not even for whom.
OPENINGS = "operations.openings"


def changes_of(grants: Iterable[Grant], now: datetime) -> list[tuple[str, list[ChangeV1]]]:
    """By topic. A look moves `used_at` alone: the same revision again is no news on the other topics."""
    found = list(grants)
    return [
        (GRANTS, [ChangeV1(key=each.id, version=each.revision, at=now, body=_body(each)) for each in found]),
        (OPENINGS, [ChangeV1(key=_hidden(each.id), version=each.revision, at=now, body={}) for each in found]),
        (
            LOOKS,
            [
                ChangeV1(
                    key=each.id,
                    version=int(each.used_at.timestamp()),
                    at=now,
                    body=_body(each) | {"used_at": each.used_at.isoformat()},
                )
                for each in found
                if each.used_at is not None
            ],
        ),
    ]


def _body(grant: Grant) -> dict[str, str]:
    return {"incident_id": grant.incident_id, "organisation": grant.organisation, "state": grant.state.value}


def _hidden(grant_id: str) -> str:
    """An automatic grant's id names its incident and its body."""
    return hashlib.sha256(grant_id.encode()).hexdigest()[:16]
