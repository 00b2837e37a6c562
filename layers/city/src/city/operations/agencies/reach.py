"""Whether an agency is told of what happened to an incident, and as what: the one place where that is decided.

Nothing else makes a notice. Whoever chooses agencies asks `refusal_to_reach`, and whoever calls one asks it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from city.contracts.operations.city_event import Category, Place, PointPlace, Severity
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1, IncidentState
from city.contracts.operations.integrated_platform import PlatformStatus
from city.contracts.operations.partners import AgencyConfig
from city.operations.exercises import ExerciseStaysInside, require_real

_BY_SEVERITY = (Severity.UNKNOWN, Severity.MINOR, Severity.MODERATE, Severity.SEVERE, Severity.EXTREME)
_ENDS: dict[IncidentState, PlatformStatus] = {
    "resolved": PlatformStatus.ENDED,
    "cancelled": PlatformStatus.CANCELLED,
    # It was no event after all: what was alarmed is released.
    "false": PlatformStatus.RELEASED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFact:
    """What became true of an incident."""

    incident_id: str
    revision: int
    state: IncidentState
    category: Category
    kind: str
    severity: Severity
    began_at: datetime
    changed_at: datetime
    place: Place | None
    sources: tuple[str, ...]
    merged_into: str | None
    exercise: bool

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude: of a point itself, of a line or an area its first position."""
        if self.place is None:
            return None
        shape = self.place.shape
        if isinstance(shape, PointPlace):
            return shape.position
        return (shape.positions if shape.type == "line" else shape.ring)[0]

    @property
    def looks(self) -> str:
        """The same while nothing that an agency is told of has changed."""
        place = self.place.model_dump_json() if self.place else ""
        said = "\x1f".join((self.state, self.severity, place, self.merged_into or ""))
        return sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an agency was told of an incident last. `number`: `ocrNbr`, by which it knows it."""

    revision: int
    status: PlatformStatus
    looks: str
    number: str


def fact_of(event: IncidentOpenedV1 | IncidentChangedV1) -> IncidentFact:
    changed = event if isinstance(event, IncidentChangedV1) else None
    return IncidentFact(
        incident_id=event.incident_id,
        revision=event.revision,
        state=changed.state if changed else "detected",
        category=event.category,
        kind=event.kind,
        severity=event.severity,
        began_at=event.began_at,
        changed_at=event.occurred_at,
        place=event.place,
        sources=event.sources,
        merged_into=changed.merged_into if changed else None,
        exercise=event.exercise,
    )


def refusal_to_reach(agency: AgencyConfig, fact: IncidentFact) -> str | None:
    """Why this agency is not told; None where it is to be. A drill reaches nobody, whatever is configured."""
    try:
        require_real(fact)
    except ExerciseStaysInside:
        return "exercise"
    if not agency.is_active or agency.outgoing is None:
        return "inactive"
    if f"agency.{agency.agency_id}" in fact.sources:
        # It told us: told again under a number of ours it would be two events, and each told back for ever.
        return "origin"
    return None if _wants(agency, fact) else "unwanted"


def status_to_tell(fact: IncidentFact, told: Told | None) -> PlatformStatus | None:
    """As what an agency is told that wants it; None where it knows it already, or knows a later state.

    Each state is told once: the same revision again, a late one, and a change that changes nothing it sees are not told.
    """
    end = PlatformStatus.ENDED if fact.merged_into else _ENDS.get(fact.state)
    if told is None:
        # What is over before anybody was told of it is nobody's business any more.
        return None if end else PlatformStatus.OCCURRED
    if fact.revision <= told.revision or fact.looks == told.looks:
        return None
    if end:
        return None if told.status is end else end
    # An incident that was opened again after its end occurs again, under the same number.
    return PlatformStatus.OCCURRED if told.status.is_over else PlatformStatus.CHANGED


def number_of(began_at: str, incident_id: str, taken: Collection[str]) -> str:
    """`ocrNbr` of an incident: when it began, and three digits of its own. `began_at`: `yyyyMMddHHmmss` of Seoul.

    `taken`: numbers of that second that other incidents have.
    """
    start = int(sha256(incident_id.encode()).hexdigest()[:8], 16)
    numbers = (f"{began_at}{(start + step) % 1_000:03d}" for step in range(1_000))
    return next(number for number in numbers if number not in taken)


def _wants(agency: AgencyConfig, fact: IncidentFact) -> bool:
    terms = agency.outgoing
    if terms is None or fact.category not in terms.categories or (terms.kinds and fact.kind not in terms.kinds):
        return False
    # How it ends is always told to whoever was told that it began; who was not is not told by `status_to_tell`.
    if fact.state in _ENDS or fact.merged_into:
        return True
    severe = _BY_SEVERITY.index(fact.severity) >= _BY_SEVERITY.index(terms.least_severity)
    return severe and fact.state in terms.states
