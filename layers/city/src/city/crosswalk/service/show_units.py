"""Showing staff the units: all of them, worst first, and one of them whole."""

from city.aws.live.publisher import Cursors
from city.contracts.crosswalk.staff.units import JournalGap, LiveTelemetry, UnitFile, UnitList
from city.contracts.staff import HistoryLine
from city.crosswalk.concerns import rank
from city.crosswalk.service.unit_news import TOPIC, line_of
from city.crosswalk.tables.desk import UnitDesk
from city.crosswalk.tables.units import Units
from city.crosswalk.unit_state import UnitState
from city.kernel.clock import Clock


class ListUnits:
    def __init__(self, units: Units, cursors: Cursors, clock: Clock) -> None:
        self._units, self._cursors, self._clock = units, cursors, clock

    def list(self) -> UnitList:
        """Every unit, worst first, and the place from which a board goes on to be told."""
        # Before the units are read: what is told later is in the list already, or comes after it.
        cursor = self._cursors.read(TOPIC)
        now = self._clock.now()
        lines = [line_of(record, record.state, now) for record in self._units.list_all()]
        lines.sort(key=lambda line: (*rank(line.severity, line.concerns), line.name_ko, line.unit))
        return UnitList(at=now, cursor=cursor, link_down=self._units.storm_since() is not None, units=tuple(lines))


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
            line=line_of(record, state, self._clock.now()),
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


def _telemetry(state: UnitState) -> LiveTelemetry | None:
    telemetry = state.telemetry
    if telemetry is None:
        return None
    return LiveTelemetry(**{name: getattr(telemetry, name) for name in LiveTelemetry.model_fields})
