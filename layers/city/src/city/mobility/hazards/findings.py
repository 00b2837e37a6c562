"""A hazard that stands: what every kind of rule finds, and what is told of it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.groups import Mark
from city.mobility.hazards.srti import HazardKind


@dataclass(frozen=True, slots=True)
class Finding:
    """`source_id` stays as long as the hazard is the same one. `valid_until`: without news it holds until then."""

    source_id: str
    kind: HazardKind
    severity: Severity
    edge: str
    at_m: float
    since: datetime
    valid_until: datetime


def name_by(kind: HazardKind, founder: Mark) -> str:
    """The name of a hazard by the first mark of it; nothing of the vehicle is in it."""
    at = founder.at.astimezone(UTC).isoformat(timespec="milliseconds")
    digest = hashlib.sha256(f"{kind}|{founder.edge}|{founder.at_m:.1f}|{at}".encode()).hexdigest()
    return f"{kind}:{digest[:16]}"
