"""Showing staff the units: all of them, worst first, and one of them whole."""

from datetime import datetime
from typing import cast

from city.contracts.crosswalk.staff.fields import Standing
from city.contracts.crosswalk.staff.units import JournalGap, LiveTelemetry, OpenFault, UnitFile, UnitLine, UnitList
from city.contracts.staff import HistoryLine
from city.crosswalk.concerns import concerns_of, rank, severity_of
from city.crosswalk.tables.desk import UnitDesk
from city.crosswalk.tables.units import UnitRecord, Units
from city.crosswalk.unit_state import UnitState
from city.kernel.clock import Clock


class ListUnits:
    def __init__(self, units: Units, clock: Clock) -> None:
        self._units, self._clock = units, clock

    def list(self) -> UnitList:
        """Every unit, worst first."""
        now = self._clock.now()
        lines = [_line(record, record.state, now) for record in self._units.list_all()]
        lines.sort(key=lambda line: (*rank(line.severity, line.concerns), line.name_ko, line.unit))
        return UnitList(at=now, link_down=self._units.storm_since() is not None, units=tuple(lines))


class ShowUnit:
    def __init__(self, units: Units, desk: UnitDesk, clock: Clock) -> None:
        self._units, self._desk, self._clock = units, desk, clock

    def show(self, unit: str) -> UnitFile:
        """Raises UnitUnknown."""
        record = self._units.get(unit)
        state = record.state
        gaps = [
            JournalGap(journal=name, first=first, last=last)
            for name, received in state.journals.items()
            for first, last in received.gaps()
        ]
        history = [
            HistoryLine(at=line.at, what=line.what, by=line.by, note=line.note) for line in self._desk.history_of(unit)
        ]
        return UnitFile(
            line=_line(record, state, self._clock.now()),
            serial=record.serial,
            ring=record.ring,
            registered_at=record.registered_at,
            claimed_at=record.claimed_at,
            reclaim_allowed=record.reclaim_allowed,
            active_revision=record.site_in_force,
            presence_at=state.presence_at,
            telemetry=_telemetry(state),
            missing=state.missing,
            gaps=tuple(gaps),
            history=tuple(history),
        )


def _line(record: UnitRecord, state: UnitState, now: datetime) -> UnitLine:
    installed = record.is_installed
    concerns = concerns_of(state, now, unit=record.unit, installed=installed, active_revision=record.site_in_force)
    faults = tuple(OpenFault(fault=f.name, lamp=f.lamp, since=f.since) for f in state.open_faults)
    return UnitLine(
        unit=record.unit,
        name_ko=record.name_ko,
        name_en=record.name_en,
        latitude=float(record.latitude),
        longitude=float(record.longitude),
        standing=record.standing,
        severity=severity_of(concerns, cast("Standing", record.standing), installed=installed),
        concerns=concerns,
        faults=faults,
        heard_at=state.heard_at,
        silent_since=state.silent_since,
        connected=state.is_connected,
        lamp_state=state.telemetry.lamp_state if state.telemetry else None,
    )


def _telemetry(state: UnitState) -> LiveTelemetry | None:
    telemetry = state.telemetry
    if telemetry is None:
        return None
    return LiveTelemetry(**{name: getattr(telemetry, name) for name in LiveTelemetry.model_fields})
