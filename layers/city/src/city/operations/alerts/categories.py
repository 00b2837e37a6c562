"""Which of the city's categories and kinds an alert is of, and back."""

from city.contracts.operations.city_event import Category, Severity
from city.operations.alerts.cap.model import CapCategory, CapSeverity

# Category of the national integrated platform, and the kind within it where a sender's own table names none.
FROM_CAP: dict[CapCategory, tuple[Category, str]] = {
    CapCategory.GEO: (Category.DISASTER, "geological"),
    CapCategory.MET: (Category.DISASTER, "weather"),
    CapCategory.SAFETY: (Category.DISASTER, "safety"),
    CapCategory.SECURITY: (Category.CRIME, "security"),
    CapCategory.RESCUE: (Category.CRIME, "missing_person"),
    CapCategory.FIRE: (Category.DISASTER, "fire"),
    CapCategory.HEALTH: (Category.DISASTER, "health"),
    CapCategory.ENV: (Category.ENVIRONMENT, "pollution"),
    CapCategory.TRANSPORT: (Category.TRAFFIC, "transport"),
    CapCategory.INFRA: (Category.FACILITY, "infrastructure"),
    CapCategory.CBRNE: (Category.DISASTER, "cbrne"),
    CapCategory.OTHER: (Category.DISASTER, "other"),
}
_TO_CAP: dict[Category, CapCategory] = {
    Category.CRIME: CapCategory.SECURITY,
    Category.ENVIRONMENT: CapCategory.ENV,
    Category.TRAFFIC: CapCategory.TRANSPORT,
    Category.FACILITY: CapCategory.INFRA,
    Category.DISASTER: CapCategory.SAFETY,
}
# Words in the kind of an incident, of which the first that fits decides.
_BY_KIND: tuple[tuple[CapCategory, tuple[str, ...]], ...] = (
    (CapCategory.FIRE, ("fire", "smoke")),
    (CapCategory.CBRNE, ("cbrne", "gas_leak", "chemical", "radiation")),
    (CapCategory.GEO, ("geological", "earthquake", "landslide", "sinkhole", "tsunami")),
    (CapCategory.MET, ("weather", "flood", "rain", "snow", "wind", "heat", "typhoon", "storm")),
    (CapCategory.HEALTH, ("health", "epidemic")),
    (CapCategory.RESCUE, ("missing_person", "rescue")),
    (CapCategory.OTHER, ("other",)),
)
# Of these an alert describes people, by name, clothes or plate: no text of it goes on, but what kind of event it is.
ABOUT_PEOPLE = frozenset({CapCategory.SECURITY, CapCategory.RESCUE, CapCategory.HEALTH})

# Smart Data Models, Alert: its severities beside CAP's. Our own choice, both ways.
SMART_DATA_MODELS: dict[Severity, str] = {
    Severity.EXTREME: "critical",
    Severity.SEVERE: "high",
    Severity.MODERATE: "medium",
    Severity.MINOR: "low",
    Severity.UNKNOWN: "informational",
}


def to_cap_category(category: Category, kind: str) -> CapCategory:
    """A kind decides only within its own category."""
    for candidate, words in _BY_KIND:
        if FROM_CAP[candidate][0] is category and any(word in kind for word in words):
            return candidate
    return _TO_CAP[category]


def from_cap_severity(severity: CapSeverity) -> Severity:
    return Severity(severity.value.lower())


def to_cap_severity(severity: Severity) -> CapSeverity:
    return CapSeverity(severity.value.capitalize())
