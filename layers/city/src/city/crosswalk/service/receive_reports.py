"""Taking in what units report: each message once, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.contracts.crosswalk.arrivals import Arrived, PresenceWord, SpokenForAnother, read_arrived
from city.contracts.crosswalk.devices import UnitFaultV1, UnitIncidentV1, UnitReport, UnitStatisticsV1, UnitTelemetryV1
from city.contracts.crosswalk.events import (
    CrosswalkFaultClearedV3,
    CrosswalkFaultV2,
    CrosswalkHeardAgainV1,
    CrosswalkSilentV2,
    PedestrianInConflictV2,
)
from city.crosswalk.errors import ReportUnreadable, SpokeForAnother, UnitMoved
from city.crosswalk.service.unit_news import TellBoards, Told, shows_otherwise
from city.crosswalk.tables.desk import add_history
from city.crosswalk.tables.reports import Reports, incident_id
from city.crosswalk.tables.units import UnitRecord, Units
from city.crosswalk.traffic import add_up, traffic_of
from city.crosswalk.unit_state import FaultState, Mark, UnitState, silence_id, take_presence, take_report
from city.kernel.clock import Clock, seoul_date

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.aws.outbox import Outbox, OutboxRecord
    from city.contracts.events import Event

# A transaction takes 100 items; an incident makes up to four, and a few stand beside them.
_AT_ONCE = 20
_TRIES = 8


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """One message, read. `about` is a report, or a word about the connection."""

    number: str
    unit: str
    about: UnitReport | PresenceWord
    received_at: datetime


class ReadReport:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self, number: str, body: str) -> ReceivedMessage:
        """Reads an item of the queue. Raises ReportUnreadable, SpokeForAnother."""
        try:
            arrived = read_arrived(body)
            about = arrived.read_report() if arrived.is_report else arrived.read_presence()
        except SpokenForAnother as error:
            count("SpokeForAnother")
            raise SpokeForAnother from error
        except ValueError as error:
            raise ReportUnreadable from error
        return ReceivedMessage(number, arrived.unit, about, _received_at(arrived, self._clock.now()))


class TakeReports:
    """Takes batches of messages. Those of one unit are taken together: they change one state, and are written at once."""

    def __init__(
        self,
        *,
        connection: Connection,
        units: Units,
        reports: Reports,
        outbox: Outbox,
        boards: TellBoards,
        clock: Clock,
        pause: Callable[[int], None],
    ) -> None:
        """`pause` waits a little, longer with each try, so that two workers with one unit part."""
        self._connection, self._units, self._reports = connection, units, reports
        self._outbox, self._boards, self._clock, self._pause = outbox, boards, clock, pause

    def take(self, unit: str, heard: Sequence[ReceivedMessage]) -> None:
        """Raises UnitUnknown, UnitMoved."""
        reports = [message.about for message in heard if not isinstance(message.about, PresenceWord)]
        if not reports and self._units.find(unit) is None:
            return  # some other client of the broker came or went
        self._reports.keep_telemetry((r for r in reports if isinstance(r, UnitTelemetryV1)), self._clock.now())
        ordered = _in_order(heard)
        for start in range(0, len(ordered), _AT_ONCE):
            self._take_some(unit, ordered[start : start + _AT_ONCE])

    def _take_some(self, unit: str, heard: Sequence[ReceivedMessage]) -> None:
        for attempt in range(_TRIES):
            record = self._units.get(unit)
            before, turn = record.untold, int(record.turn) + 1
            try:
                tally = self._write(record, heard)
            except UnitMoved:
                if attempt == _TRIES - 1:
                    raise
                self._pause(attempt)
            else:
                self._outbox.publish(tally.decided)
                if tally.shows_otherwise or before:
                    self._boards.tell([Told(record, tally.state, turn)])
                return

    def _write(self, record: UnitRecord, heard: Sequence[ReceivedMessage]) -> _Tally:
        """Folds the messages into the unit's state and writes what they did, all or nothing. Raises UnitMoved."""
        tally = _Tally(record, self._reports, self._outbox, self._clock.now())
        for message in heard:
            tally.take(message)
        tally.finish()
        if len(tally.writes) == 0:
            # Most of the time: telemetry, which changes the state and nothing else. One item needs no transaction.
            self._units.write_state(record, tally.state, untold=tally.shows_otherwise)
        else:
            self._units.write_state(record, tally.state, tally.writes, untold=tally.shows_otherwise)
            try:
                tally.writes.commit(self._connection)
            except WritesRefused as refused:
                raise UnitMoved from refused
        tally.count()
        return tally


class _Tally:
    """What a unit's messages come to, before any of it is written."""

    def __init__(self, record: UnitRecord, reports: Reports, outbox: Outbox, now: datetime) -> None:
        self._record, self._reports, self._outbox, self._now = record, reports, outbox, now
        self.state: UnitState = record.state
        self._before = self.state
        # Of what a board shows, whether it is something else.
        self.shows_otherwise = False
        self.writes = Writes()
        self.decided: list[OutboxRecord] = []
        self._windows: list[UnitStatisticsV1] = []
        self._incidents: list[UnitIncidentV1] = []
        self._faults: list[FaultState] = []
        self._fresh = self._doubles = 0
        self._heard_again = False

    def take(self, heard: ReceivedMessage) -> None:
        if isinstance(heard.about, PresenceWord):
            self.state = take_presence(self.state, connected=heard.about.connected, at=heard.about.at).state
            return
        taken = take_report(self.state, heard.about, heard.received_at)
        self.state = taken.state
        if taken.heard_again is not None:
            add_history(self.writes, self._record.unit, "heard again", by="city", at=heard.received_at)
            self._decide(_heard_again(self._record.unit, taken.heard_again, heard.received_at))
            self._heard_again = True
        if not taken.fresh:
            self._doubles += 1
            return
        self._fresh += 1
        self._keep(heard.about)
        for fault in (*taken.opened, *taken.closed):
            self._decide(_fault_event(fault, self._record.unit))
            self._faults.append(fault)

    def finish(self) -> None:
        """Adds what several messages share: a day's sums, a cell of the heat map."""
        self.shows_otherwise = shows_otherwise(self._record, self._before, self.state, self._now)
        unit = self._record.unit
        if self._windows:
            self._reports.add_windows(self.writes, unit, self._windows, self._now)
            days = {seoul_date(window.window_start) for window in self._windows}
            for day in sorted(days):
                parts = [traffic_of(w) for w in self._windows if seoul_date(w.window_start) == day]
                self._reports.add_to_day(self.writes, unit, day, add_up(parts))
        self._reports.add_heat(self.writes, unit, self._incidents)

    def count(self) -> None:
        """Counts and logs what was written, once it is."""
        unit = self._record.unit
        count("ReportTaken", self._fresh)
        count("ReportDoubled", self._doubles)
        count("IncidentTaken", len(self._incidents))
        if self._heard_again:
            count("UnitsHeardAgain")
            logger().info("unit heard again", extra={"unit": unit})
        for fault in self._faults:
            count("FaultOpened" if fault.open else "FaultClosed")
            logger().info("fault", extra={"unit": unit, "fault": fault.name, "lamp": fault.lamp, "open": fault.open})

    def _keep(self, report: UnitReport) -> None:
        if isinstance(report, UnitStatisticsV1):
            self._windows.append(report)
        elif isinstance(report, UnitIncidentV1):
            self._incidents.append(report)
            self._reports.add_incident(self.writes, report, self._now)
            self._decide(_conflict(report, self._record))
        elif isinstance(report, UnitFaultV1):
            self._reports.add_fault(self.writes, report, self._now)

    def _decide(self, event: Event) -> None:
        self.decided.append(self._outbox.add(self.writes, event))


def _conflict(report: UnitIncidentV1, record: UnitRecord) -> PedestrianInConflictV2:
    number = f"{report.unit}-{incident_id(report)}"
    return PedestrianInConflictV2(
        event_id=PedestrianInConflictV2.id_of(number),
        correlation_id=number,
        incident_id=number,
        unit=report.unit,
        kind=report.kind,
        latitude=float(record.latitude),
        longitude=float(record.longitude),
        post_encroachment_s=report.post_encroachment_s,
        time_to_crossing_s=report.time_to_crossing_s,
        speed_kmh=report.speed_kmh,
        occurred_at=report.at,
    )


def _fault_event(fault: FaultState, unit: str) -> CrosswalkFaultV2 | CrosswalkFaultClearedV3:
    """Named by the report that opened or closed it, so that the same report is the same event."""
    report = _report_of(fault.mark)
    if fault.open:
        return CrosswalkFaultV2(
            event_id=CrosswalkFaultV2.id_of(unit, fault.name, fault.lamp or "-", report),
            occurred_at=fault.since,
            correlation_id=f"{unit}-{report}",
            unit=unit,
            fault=fault.name,
            since=fault.since,
        )
    opening = fault.opening
    return CrosswalkFaultClearedV3(
        event_id=CrosswalkFaultClearedV3.id_of(unit, fault.name, fault.lamp or "-", report),
        occurred_at=fault.since,
        correlation_id=f"{unit}-{report}",
        unit=unit,
        fault=fault.name,
        opening=CrosswalkFaultV2.id_of(unit, fault.name, opening.lamp or "-", _report_of(opening.mark))
        if opening is not None
        else None,
        since=opening.since if opening is not None else None,
        cleared_at=fault.since,
    )


def _report_of(mark: Mark) -> str:
    return f"{mark.journal}-{mark.sequence}"


def _heard_again(unit: str, silent_since: datetime, heard_at: datetime) -> CrosswalkHeardAgainV1:
    silence = silence_id(unit, silent_since)
    return CrosswalkHeardAgainV1(
        event_id=CrosswalkHeardAgainV1.id_of(silence),
        occurred_at=heard_at,
        correlation_id=silence,
        unit=unit,
        opening=CrosswalkSilentV2.id_of(silence),
        silent_since=silent_since,
    )


def _received_at(arrived: Arrived, now: datetime) -> datetime:
    """When the broker had it; a moment that has not come yet is no evidence of being alive then."""
    return min(arrived.received_at, now)


def _in_order(heard: Sequence[ReceivedMessage]) -> list[ReceivedMessage]:
    """By number within a journal, so that a backlog in any order opens and closes what it opened and closed."""
    met: dict[str, datetime] = {}
    for message in heard:
        journal = "" if isinstance(message.about, PresenceWord) else message.about.journal
        met[journal] = min(met.get(journal, message.received_at), message.received_at)

    def place(message: ReceivedMessage) -> tuple[datetime, str, int]:
        if isinstance(message.about, PresenceWord):
            return met[""], "", 0
        return met[message.about.journal], message.about.journal, message.about.sequence

    return sorted(heard, key=place)
