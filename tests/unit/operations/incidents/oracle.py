"""What correlation has to come to, by brute force: every report against every other, and every minute of every source.

Written from the definition, and sharing only the relation (`Node.is_near`) and the keys with what it judges.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from city.contracts.operations.city_event import Category, CityEventV1, MessageType, Place, PointPlace, Severity
from city.operations.incidents.incident import SEVERITIES, Incident
from city.operations.incidents.reports import Report, incident_id_of, ms_of, report_key
from city.operations.incidents.storms import LINGER, WINDOW, place_of, storm_key_of
from city.operations.incidents.tracks import node_of

WINDOW_MS, LINGER_MS = (int(each.total_seconds() * 1000) for each in (WINDOW, LINGER))


@dataclass(frozen=True)
class Component:
    """An incident as a function of the set: its id, its members, and what it shows."""

    incident_id: str
    members: frozenset[str]
    severity: Severity
    withdrawn: int
    state: str
    sources: tuple[str, ...]
    storm: bool
    last_at: datetime


def reports_of(events: Sequence[CityEventV1]) -> dict[str, Report]:
    reports: dict[str, Report] = {}
    for event in events:
        key = report_key(event.source, event.source_id)
        report = reports.get(key, Report(key))
        if not report.knows(event):
            reports[key] = report.with_message(event)
    return reports


def components_of(events: Sequence[CityEventV1]) -> set[Component]:
    reports = {key: report for key, report in reports_of(events).items() if report.is_active}
    nodes = {key: [n for e in report.told if (n := node_of(e)) is not None] for key, report in reports.items()}
    links, in_storm = storm_links(reports)
    keys = sorted(reports)
    group = {key: key for key in keys}

    def find(key: str) -> str:
        while group[key] != key:
            key = group[key]
        return key

    for at, one in enumerate(keys):
        for other in keys[:at]:
            near = any(a.is_near(b) for a in nodes[one] for b in nodes[other])
            if near or frozenset((one, other)) in links:
                group[find(one)] = find(other)
    members: dict[str, set[str]] = {}
    for key in keys:
        members.setdefault(find(key), set()).add(key)
    return {_component([reports[key] for key in each], in_storm) for each in members.values()}


def _component(members: Sequence[Report], in_storm: set[str]) -> Component:
    smallest = min((report.moment, report.key) for report in members)
    standing = [report.severity for report in members if not report.is_cancelled]
    return Component(
        incident_id_of(*smallest),
        frozenset(report.key for report in members),
        min(standing, key=SEVERITIES.index, default=Severity.UNKNOWN),
        len(members) - len(standing),
        _state_of(members),
        tuple(sorted({report.messages[0].source for report in members})),
        any(report.key in in_storm for report in members),
        max(report.last_moment for report in members),
    )


def _state_of(members: Sequence[Report]) -> str:
    """What nobody answered: over once each member was ended by its source or taken back."""
    if all(report.is_cancelled for report in members):
        return "cancelled"
    return "resolved" if all(report.is_cancelled or _is_ended(report) for report in members) else "detected"


def _is_ended(report: Report) -> bool:
    of_it = [each for each in report.messages if each.message_type is not MessageType.CANCEL]
    updates = [each for each in of_it if each.message_type is MessageType.UPDATE]
    last = max(updates or of_it, key=lambda each: each.revision)
    return last.valid_until is not None and last.valid_until <= last.reported_at


def storm_links(reports: dict[str, Report]) -> tuple[set[frozenset[str]], set[str]]:
    """Which reports are of one storm, pair by pair, and which are in any."""
    told: dict[str, list[tuple[int, str, str]]] = {}
    tokens: dict[str, int] = {}
    for key, report in reports.items():
        for event in report.told:
            storm = storm_key_of(event)
            if storm is not None:
                told.setdefault(storm.text, []).append((ms_of(event.reported_at), place_of(event), key))
                tokens[storm.text] = storm.places
    links: set[frozenset[str]] = set()
    in_storm: set[str] = set()
    for text, points in told.items():
        stretches = _stormy_stretches(points, tokens[text])
        for first, last in stretches:
            inside = {key for at, _, key in points if first - LINGER_MS <= at <= last + LINGER_MS}
            in_storm |= inside
            links |= {frozenset((one, other)) for one in inside for other in inside if one != other}
    return links, in_storm


def _stormy_stretches(points: Sequence[tuple[int, str, str]], tokens: int) -> list[tuple[int, int]]:
    """Every minute, to the millisecond at which one begins that can be told from its neighbours."""
    begins = sorted({at for at, _, _ in points} | {at - WINDOW_MS for at, _, _ in points})
    stormy = [
        (begin, begin + WINDOW_MS)
        for begin in begins
        if len({place for at, place, _ in points if begin <= at <= begin + WINDOW_MS}) > tokens
    ]
    joined: list[tuple[int, int]] = []
    for first, last in stormy:
        if joined and first - joined[-1][1] <= LINGER_MS:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def shown(incidents: Sequence[Incident], members: Callable[[str], frozenset[str]]) -> set[Component]:
    """Incidents that go on, in the words of the oracle. `members`: the reports of each, by its id."""
    return {
        Component(
            each.incident_id,
            members(each.incident_id),
            each.severity,
            each.withdrawn,
            each.shown_state,
            each.sources,
            each.storm,
            each.last_at,
        )
        for each in incidents
        if each.merged_into is None
    }


# --- random sets -----------------------------------------------------------------------------------

KINDS = (
    (Category.DISASTER, "fire"),
    (Category.DISASTER, "smoke"),
    (Category.DISASTER, "river_level"),
    (Category.TRAFFIC, "collision"),
    (Category.FACILITY, "sensor_fault"),
    (Category.CRIME, "an_unnamed_kind"),
)
BEGIN = datetime.fromisoformat("2026-11-10T03:00:00+00:00")


def random_events(random: Random, most: int = 40) -> list[CityEventV1]:
    """A set that is dense enough to chain, with updates and cancels whose event may be missing, drills, and storms."""
    events: list[CityEventV1] = []
    seconds = random.choice([150, 600, 3600, 3 * 3600])
    for number in range(random.randint(2, most)):
        category, kind = random.choice(KINDS)
        at = BEGIN + timedelta(seconds=random.randint(0, seconds))
        gateway = random.choice([None, "gw-1", "gw-2"])
        placed = random.random() < 0.85
        new = CityEventV1(
            source=random.choice(["sensors", "sensors", "agency.119", "cap.kma"]),
            source_id=str(random.randint(0, most * 3)),
            category=category,
            kind=kind,
            severity=random.choice(SEVERITIES),
            occurred_at=at,
            reported_at=at + timedelta(seconds=random.choice([0, 1, 30, -30, 600])),
            valid_until=at if random.random() < 0.05 else None,
            place=_near(random) if placed else None,
            asset=None if placed else random.choice([None, "asset-1", "asset-2"]),
            gateway=gateway,
            exercise=random.random() < 0.1,
        )
        messages = [new]
        if random.random() < 0.3:
            moved = timedelta(minutes=random.choice([0, 0, -10, 10]))
            ends = random.random() < 0.3 and new.reported_at >= at + moved
            until = new.reported_at if ends else new.valid_until + moved if new.valid_until else None
            messages.append(
                new.model_copy(
                    update={
                        "message_type": MessageType.UPDATE,
                        "revision": random.randint(1, 3),
                        "severity": random.choice(SEVERITIES),
                        "place": random.choice([None, _near(random), new.place]),
                        "occurred_at": at + moved,
                        "valid_until": until,
                        "headline": str(number),
                    }
                )
            )
        if random.random() < 0.15:
            messages.append(new.model_copy(update={"message_type": MessageType.CANCEL, "revision": 9}))
        if random.random() < 0.1:
            messages.remove(new)
        events += messages
    return _told_once(events)


def _told_once(events: Sequence[CityEventV1]) -> list[CityEventV1]:
    """Without two messages that say different things under one number: which of them came first then decides."""
    found: dict[tuple[str, str, str, int], CityEventV1] = {}
    for event in events:
        found.setdefault((event.source, event.source_id, event.message_type, event.revision), event)
    return list(found.values())


def _near(random: Random) -> Place:
    # A town of 3 km, around the corner of four cells.
    longitude = 126.48 + random.uniform(-0.017, 0.017)
    latitude = 36.80 + random.uniform(-0.0135, 0.0135)
    if random.random() < 0.3:
        longitude, latitude = random.choice([(126.48, 36.8), (126.481, 36.8), (126.4799, 36.8001)])
    return Place(shape=PointPlace(position=(longitude, latitude)))
