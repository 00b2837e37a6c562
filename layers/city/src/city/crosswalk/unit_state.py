"""What the city knows of one unit, and how a report changes it. Pure.

A report may come twice, late, and after its successors. Each counts once; the state only moves forward. An event is published
when a fault opens and when it closes; one that was over before the city heard of it is kept in the history only,
so that whoever listens never keeps a fault open that is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from city.contracts.crosswalk.devices import UnitFaultV1, UnitReport, UnitTelemetryV1
from city.crosswalk.drift import Drift
from city.crosswalk.received_numbers import ReceivedNumbers

MOST_JOURNALS = 4  # a new disk starts a new one; older ones are forgotten

CAMERA_FAULTS = frozenset({"camera_lost", "camera_frozen", "camera_dark", "camera_blurred", "camera_moved"})
LAMP_FAULTS = frozenset({"lamp_stuck_on", "lamp_stuck_off"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a journal."""

    journal: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Opening:
    """By what the city first heard of a fault, as it was told then. `lamp`: unknown at first where telemetry told of it."""

    lamp: str | None
    since: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class FaultState:
    """The last the city heard of one fault, of one lamp if it is a lamp's.

    `opening`: None while it never was open, and of one that opened before openings were kept.
    """

    name: str
    lamp: str | None
    open: bool
    since: datetime
    mark: Mark
    opening: Opening | None = None

    @property
    def key(self) -> str:
        return f"{self.name}|{self.lamp or ''}"


@dataclass(frozen=True, slots=True)
class UnitState:
    """`silent_since`: when the unit was last heard before a silence that was published; None while it speaks."""

    heard_at: datetime | None = None
    connected: bool | None = None
    presence_at: datetime | None = None
    telemetry: UnitTelemetryV1 | None = None
    journals: Mapping[str, ReceivedNumbers] = field(default_factory=dict)
    faults: Mapping[str, FaultState] = field(default_factory=dict)
    drift: Mapping[str, Drift] = field(default_factory=dict)
    silent_since: datetime | None = None

    @property
    def is_connected(self) -> bool | None:
        """The broker's last word, unless the unit spoke since: of two sessions the end of the old one may come last."""
        if self.connected is False and self.heard_at and self.presence_at and self.heard_at > self.presence_at:
            return True
        return self.connected

    @property
    def open_faults(self) -> tuple[FaultState, ...]:
        return tuple(sorted((fault for fault in self.faults.values() if fault.open), key=lambda f: (f.since, f.key)))

    @property
    def missing(self) -> int:
        """Messages that were numbered and have not come."""
        return sum(received.missing for received in self.journals.values())

    @property
    def drifted(self) -> bool:
        """Whether the detector sees worse than it used to, in the light there is now."""
        return self.telemetry is not None and self.drift.get(_light(self.telemetry), Drift()).drifted


@dataclass(frozen=True, slots=True)
class Taken:
    """What a report did. `heard_again` is when the unit had been heard last before the silence it ends."""

    state: UnitState
    fresh: bool
    opened: tuple[FaultState, ...] = ()
    closed: tuple[FaultState, ...] = ()
    heard_again: datetime | None = None


def take_report(state: UnitState, report: UnitReport, received_at: datetime) -> Taken:
    """The state after a report. Of a report it has had before, only that the unit is alive."""
    mark = Mark(report.journal, report.sequence)
    received = state.journals.get(report.journal) or ReceivedNumbers(began_at=received_at)
    fresh = not received.has(report.sequence)
    heard, again = _hear(state, received_at)
    heard = replace(heard, journals=_kept({**state.journals, report.journal: received.take(report.sequence)}))
    if not fresh:
        return Taken(heard, fresh=False, heard_again=again)
    if isinstance(report, UnitTelemetryV1):
        after, opened, closed = _take_telemetry(heard, report, mark)
    elif isinstance(report, UnitFaultV1):
        after, opened, closed = _take_fault(heard, report, mark)
    else:
        after, opened, closed = heard, (), ()
    return Taken(after, fresh=True, opened=opened, closed=closed, heard_again=again)


def take_presence(state: UnitState, *, connected: bool, at: datetime) -> Taken:
    """The state after the broker said that a unit came or went; an older word than the last changes nothing."""
    if state.presence_at is not None and at <= state.presence_at:
        return Taken(state, fresh=False)
    after = replace(state, connected=connected, presence_at=at)
    return Taken(after, fresh=True)


def silence_id(unit: str, heard_at: datetime) -> str:
    """Of the silence of a unit that was heard last then."""
    return f"{unit}-{heard_at:%Y%m%dT%H%M%S.%f}"


def is_newer(mark: Mark, than: Mark | None, journals: Mapping[str, ReceivedNumbers]) -> bool:
    """Whether a message comes after another: by number in one journal, by which journal the city met last in two."""
    if than is None:
        return True
    if mark.journal == than.journal:
        return mark.sequence > than.sequence
    mine, other = journals.get(mark.journal), journals.get(than.journal)
    return mine is not None and (other is None or mine.began_at > other.began_at)


def _hear(state: UnitState, at: datetime) -> tuple[UnitState, datetime | None]:
    heard_at = max(state.heard_at, at) if state.heard_at else at
    # A message that waited in a queue since before the silence does not end it.
    ends = state.silent_since is not None and at > state.silent_since
    silent_since = None if ends else state.silent_since
    return replace(state, heard_at=heard_at, silent_since=silent_since), state.silent_since if ends else None


def _kept(journals: dict[str, ReceivedNumbers]) -> dict[str, ReceivedNumbers]:
    newest = sorted(journals, key=lambda name: journals[name].began_at)[-MOST_JOURNALS:]
    return {name: journals[name] for name in newest}


def _take_telemetry(
    state: UnitState, telemetry: UnitTelemetryV1, mark: Mark
) -> tuple[UnitState, tuple[FaultState, ...], tuple[FaultState, ...]]:
    last = state.telemetry
    if last and not is_newer(mark, Mark(last.journal, last.sequence), state.journals):
        return state, (), ()
    drift = dict(state.drift)
    if telemetry.frames and telemetry.because == "period":
        light = _light(telemetry)
        drift[light] = drift.get(light, Drift()).take(telemetry.low_score_share)
    state = replace(state, telemetry=telemetry, drift=drift)
    return _agree_on_faults(state, telemetry, mark)


def _agree_on_faults(
    state: UnitState, telemetry: UnitTelemetryV1, mark: Mark
) -> tuple[UnitState, tuple[FaultState, ...], tuple[FaultState, ...]]:
    """Telemetry lists every fault there is: it mends what a lost or late fault message left wrong."""
    faults, listed = dict(state.faults), set(telemetry.faults)
    closed = tuple(
        replace(fault, open=False, since=telemetry.at, mark=mark)
        for fault in state.open_faults
        if fault.name not in listed and is_newer(mark, fault.mark, state.journals)
    )
    known = {fault.name for fault in faults.values() if fault.open}
    opened = tuple(
        FaultState(name, None, open=True, since=telemetry.at, mark=mark, opening=Opening(None, telemetry.at, mark))
        for name in sorted(listed - known)
        # A message that closed it after this telemetry was written knows better.
        if not any(f.name == name and not is_newer(mark, f.mark, state.journals) for f in faults.values())
    )
    faults.update({fault.key: fault for fault in (*closed, *opened)})
    return replace(state, faults=faults), opened, closed


def _take_fault(
    state: UnitState, report: UnitFaultV1, mark: Mark
) -> tuple[UnitState, tuple[FaultState, ...], tuple[FaultState, ...]]:
    heard = FaultState(report.fault, report.lamp, open=report.raised, since=report.at, mark=mark)
    last = state.faults.get(heard.key)
    if last is not None and not is_newer(mark, last.mark, state.journals):
        return state, (), ()
    faults = dict(state.faults)
    # Telemetry may have opened it before the message that names the lamp came.
    nameless = faults.get(f"{report.fault}|")
    adopted = nameless if report.lamp and nameless and nameless.open and last is None else None
    was_open = (last is not None and last.open) or adopted is not None
    if adopted is not None:
        del faults[adopted.key]
    before = adopted or last
    if was_open and before is not None:
        since = before.since if heard.open else heard.since
        heard = replace(heard, since=since, opening=before.opening)
    elif heard.open:
        heard = replace(heard, opening=Opening(heard.lamp, heard.since, mark))
    faults[heard.key] = heard
    state = replace(state, faults=faults)
    if heard.open == was_open:
        return state, (), ()
    return (state, (heard,), ()) if heard.open else (state, (), (heard,))


def _light(telemetry: UnitTelemetryV1) -> str:
    return "night" if telemetry.night else "day"
